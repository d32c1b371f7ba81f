"""The register for programs, at /api/: reading needs no account, writing a token (`Authorization: Bearer …`).

    auth.py       who is asking
    answers.py    the one form of an error, and what becomes one
    limits.py     how many requests a minute, and Retry-After
    lists.py      pages, filters and sorts, the same as the site's lists
    …             one router per room

Every operation names the row of the permission table that it needs by `@operation`; the actions are those of the
pages. /api/openapi.json describes it all, and docs/reference/http-api.md explains it.
"""

from actionlines.register.site.api.api import api

__all__ = ["api"]
