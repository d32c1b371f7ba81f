"""The register: a Django app with one folder for each kind of record, and the rooms that they share.

    core/         actions, permissions, audit trail, serialised and public forms, bulk writing, search, imports
    activities/   mandates/  instruments/  organisations/  resources/  budgets/  cooperation/  standings/
    roadmaps/     reports/  consultations/  people/  preferences/
                  each with its models, fields, actions and imports
    models/       all models in one place, as Django wants them
    tasks.py      work beside the pages
    register/site/         pages and API

Pages, API and command line call the actions; nothing else writes to a record.
"""
