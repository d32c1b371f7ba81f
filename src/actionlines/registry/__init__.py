"""The register: instruments, mandates, activities, organisations, resources, and everything done to them.

    models/         the records
    permissions.py  who may do what: one table
    actions/        one verb, one class: permission, effect, version, audit event and search, in one transaction
    vocabulary.py   closed lists of the forms, with names in six languages

Pages, API and command line call the actions; nothing else writes to a record.
"""
