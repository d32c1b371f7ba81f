"""The register: a Django app with one folder for each kind of record, and the rooms that they share.

    core/         actions, permissions, audit trail, serialised and public forms, bulk writing; kinds.py asks each
                  kind for its declaration; search/ imports/ pages/ api/ are the parts that every kind has
    activities/   mandates/  instruments/  organisations/  resources/  budgets/  cooperation/  standings/
    roadmaps/     reports/  consultations/  people/  preferences/
                  each with kind.py, models, fields, actions, pages (views.py) and its part of the API (api.py)
    pages/        pages about no single kind: home, search, concepts, places, the inbox
    doors/        what other programs read: files, feeds, catalogues, harvesters
    site/         settings, addresses, server, templates, backup
    tasks.py      work beside the pages

Pages, API and command line call the actions; nothing else writes to a record.
"""
