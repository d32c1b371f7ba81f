"""A database that cannot be reached is 503 with Retry-After, not a fault of the reader's."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

RETRY_AFTER = 10  # seconds
# What SQLite says when its file is locked, missing, unreadable or damaged; its other errors are mistakes of ours.
_AWAY = frozenset(
    (
        sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB,
        sqlite3.SQLITE_PERM,
    )
)  # fmt: skip


class DatabaseAway:
    """Outermost, so that no other middleware needs the database on the way out. What other middlewares raise
    (sessions, accounts) comes to the page for errors instead, which asks `is_away` as well.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The page for an error of the connection; other errors go their way."""
        return unavailable() if is_away(error) else None


def is_away(error: BaseException | None) -> bool:
    """Whether an error says that the database cannot be used now."""
    if not isinstance(error, DatabaseError | InterfaceError):
        return False
    code = getattr(error.__cause__, "sqlite_errorcode", None)
    if code is None:
        return isinstance(error, InterfaceError | OperationalError)
    # The low byte is the kind, the others say more about it. Where the file is gone, SQLite makes an empty one.
    return code & 0xFF in _AWAY or str(error).startswith("no such table")


def unavailable() -> HttpResponse:
    """503 in words that need no database."""
    return HttpResponse(
        render_to_string("unavailable.html"), status=503, headers={"Retry-After": str(RETRY_AFTER)}
    )
