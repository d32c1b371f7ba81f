"""How long a request may ask the database: `page-seconds` and `work-seconds` of the table of limits.

`time_limit` holds for the thread; `took_too_long` knows the error that ends it. Apart from `limits`, which readers of
files load without Django.
"""

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import DatabaseError
from django.db.backends.signals import connection_created
from django.dispatch import receiver
from django.utils.translation import gettext as _

from actionlines.errors import TookTooLong

_STEPS = 1_000_000  # of SQLite, some 20 ms, between two looks at the clock
_STOPPED = "57014"  # what PostgreSQL says of a statement that it stopped


class _Time(threading.local):
    seconds = 0  # that the request of this thread may take; 0 for no limit
    until = 0.0


_time = _Time()


@contextmanager
def time_limit(seconds: int) -> Iterator[None]:
    """Let this thread ask the database for so many seconds; `took_too_long` knows the error that ends it."""
    _time.seconds, _time.until = seconds, time.monotonic() + seconds
    try:
        yield
    finally:
        _time.seconds = 0


def took_too_long(error: BaseException | None) -> TookTooLong | None:
    """Return the error for a reader where the database was stopped; None for any other error."""
    cause = error.__cause__ if isinstance(error, DatabaseError) else None
    code, state = getattr(cause, "sqlite_errorcode", 0), getattr(cause, "sqlstate", "")
    return _error() if code == sqlite3.SQLITE_INTERRUPT or state == _STOPPED else None


def _error() -> TookTooLong:
    problem = _("this takes longer than an answer may take")
    return TookTooLong("request", problem, _("Ask for less at a time, such as one country, or try again later."))


def _is_over() -> bool:
    """Return whether the time is over, once: what then says so to the reader may ask the database."""
    if _time.seconds and time.monotonic() > _time.until:
        _time.seconds = 0
        return True
    return False


def _run(execute: Callable[..., Any], sql: str, values: Any, many: bool, context: Any) -> Any:
    if _is_over():
        raise _error()
    connection = context["connection"]
    if _time.seconds and connection.vendor == "postgresql" and not connection.in_atomic_block:
        seconds = _time.seconds
        if connection.__dict__.get("statement_seconds") != seconds:
            with connection.wrap_database_errors:  # a connection that was lost is then taken as lost
                connection.connection.execute(f"SET statement_timeout = '{seconds}s'")
            connection.statement_seconds = seconds
    return execute(sql, values, many, context)


@receiver(connection_created, dispatch_uid="actionlines.time_budget")
def bound_statements(connection: Any, **_more: object) -> None:
    """Let the time of a request end the statements of a new connection."""
    if _run not in connection.execute_wrappers:
        connection.execute_wrappers.append(_run)
    connection.statement_seconds = None
    if connection.vendor == "sqlite":
        connection.connection.set_progress_handler(_is_over, _STEPS)
