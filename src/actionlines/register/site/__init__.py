"""The web site of the register: settings, pages, API.

settings.py   read from the environment; docs/administer/operations.md lists them
pages.py      `@page`: which action of the permission table a view needs, and how its record is found
urls.py       every address
views/        one file per room of the site
api/          the same for programs
"""
