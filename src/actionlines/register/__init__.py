"""The register: one folder for each kind of record, and the rooms that they share.

    core/         actions, permissions, audit trail, serialised and public forms, bulk writing
    activities/   mandates/  instruments/  organisations/  resources/  roadmaps/  reports/  people/  standings/
                  each with its models, fields, actions and imports
    models/       all models in one place, as Django wants them
    imports/      files, sandboxed workers and runs
    search/       the index
    tasks.py      work beside the pages

Pages, API and command line call the actions; nothing else writes to a record.
"""
