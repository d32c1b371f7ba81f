"""Errors as answers: pages for people, JSON under /api/; each has a status of HTTP and says what to do."""

import errno
import sqlite3
import sys
from functools import cache

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.deprecation import MiddlewareMixin

from actionlines.errors import (
    ActionlinesError,
    IndexMissing,
    InvalidFields,
    MissingFont,
    NoSuchRecord,
    NotAllowed,
    OriginalGone,
    StaleRecord,
    TookTooLong,
    TooManyRequests,
    UploadRefused,
    WrongState,
)
from actionlines.register.core.time_limit import took_too_long
from actionlines.register.site.middleware.limits import too_often
from actionlines.register.site.middleware.request_guard import ALWAYS, too_large

STATUS: dict[type[ActionlinesError], int] = {
    NotAllowed: 403,
    NoSuchRecord: 404,
    OriginalGone: 410,
    StaleRecord: 409,
    WrongState: 409,
    InvalidFields: 422,
    UploadRefused: 422,
    TooManyRequests: 429,
    MissingFont: 501,
    IndexMissing: 503,
    TookTooLong: 503,
}


class PlainErrors(MiddlewareMixin):
    """Views that can show an error beside its field do so; this is for all others."""

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The page for an error of ours."""
        error = took_too_long(error) or error
        if not isinstance(error, ActionlinesError) or is_away(error.__cause__):
            return None
        if request.path_info.startswith(PREFIX):
            headers = {"Retry-After": str(RETRY_AFTER)} if status_of(error) == 503 else {}
            return JsonResponse(
                _problem(error.code, error.problem, error.advice), status=status_of(error), headers=headers
            )
        answer = render(request, "error.html", {"error": error}, status=status_of(error))
        if answer.status_code == 503:
            answer["Retry-After"] = str(RETRY_AFTER)
        return answer


def status_of(error: ActionlinesError) -> int:
    """The status of HTTP for an error."""
    if is_away(error.__cause__):
        return 503
    return next((status for kind, status in STATUS.items() if isinstance(error, kind)), 400)


RETRY_AFTER = 10  # seconds
# What SQLite says when its file is locked, missing, unreadable or damaged; its other errors are mistakes of ours.
_AWAY = frozenset(
    (
        sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB,
        sqlite3.SQLITE_PERM, sqlite3.SQLITE_INTERRUPT,
    )
)  # fmt: skip


# A disk that is full, whose quota is used up, that failed, or that may only be read now.
_FULL = frozenset((errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EROFS))


class DatabaseAway(MiddlewareMixin):
    """Outermost, so that no other middleware needs the database on the way out. What other middlewares raise
    (sessions, accounts) comes to the page for errors instead, which asks `is_away` as well.
    """

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The page for an error of the connection or the disk; other errors go their way."""
        away = is_away(error) or (isinstance(error, ActionlinesError) and is_away(error.__cause__))
        return unavailable() if away else None


def is_away(error: BaseException | None) -> bool:
    """Return whether an error says that the database or the disk cannot be used now."""
    if isinstance(error, OSError):
        return error.errno in _FULL
    if not isinstance(error, DatabaseError | InterfaceError):
        return False
    if (code := getattr(error.__cause__, "sqlite_errorcode", None)) is None:
        return isinstance(error, InterfaceError | OperationalError)
    # The low byte is the kind, the others say more about it. Where the file is gone, SQLite makes an empty one.
    return code & 0xFF in _AWAY or str(error).startswith("no such table")


def unavailable() -> HttpResponse:
    """503 in words that need no database."""
    return HttpResponse(render_to_string("unavailable.html"), status=503, headers={"Retry-After": str(RETRY_AFTER)})


BUSY_FOR = 5  # seconds
# Of an answer that no middleware sees: it shows nothing and loads nothing.
_BARE = {"Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'", "Cache-Control": "no-store"}


def busy(path: str) -> HttpResponse:
    """Return 503 for a request at `path` that found no room in the queue, in words that cost no time."""
    headers = {**ALWAYS, **_BARE, "Retry-After": str(BUSY_FOR)}
    if settings.SECURE_HSTS_SECONDS:
        headers["Strict-Transport-Security"] = f"max-age={settings.SECURE_HSTS_SECONDS}; includeSubDomains"
    if path.startswith(PREFIX):
        return JsonResponse(_problem(*_BUSY), status=503, headers=headers)
    return HttpResponse(_busy_page(), status=503, headers=headers)


@cache
def _busy_page() -> str:
    return render_to_string("unavailable.html", {"busy": True})


PREFIX = "/api/"
# Status -> (code, problem, advice).
_TOLD = {
    400: ("AL704", "the request could not be understood", ""),
    403: (
        "AL704",
        "the API answers over HTTPS alone",
        "Write https://. End the token that was sent, and make a new one: others may have read it.",
    ),
    404: ("AL706", "there is no such address", "/api/openapi.json lists them all."),
    405: ("AL704", "this address does not take this method", "Allow says which it takes."),
    413: ("AL705", "what was sent is too large", "Split it."),
    429: ("AL709", "too many requests", "Wait as Retry-After says."),
    503: (
        "AL708",
        "the register cannot read or keep its data at the moment",
        "Nothing was lost. Wait as Retry-After says.",
    ),
}
_BUSY = ("AL708", "too many requests are waiting", "Nothing was changed. Wait as Retry-After says.")
_FAULT = ("AL000", "something went wrong on our side", "Nothing was changed. Report it as a fault.")
# Headers that are not of the page that is replaced.
_DROPPED = ("Content-Type", "Content-Length", "Content-Encoding")


class PlainApi(MiddlewareMixin):
    """A page of an error becomes JSON."""

    def process_response(self, request: HttpRequest, answer: HttpResponse) -> HttpResponse:
        """Return an error at an address of the API as JSON, every other answer as it is."""
        known = answer.headers.get("Content-Type", "").startswith("application/json")
        if not request.path_info.startswith(PREFIX) or answer.status_code < 400 or known:
            return answer
        code, problem, advice = _TOLD.get(answer.status_code, _FAULT if answer.status_code >= 500 else _TOLD[400])
        plain = JsonResponse(_problem(code, problem, advice), status=answer.status_code)
        for name, value in answer.headers.items():
            if name not in _DROPPED:
                plain.headers.setdefault(name, value)
        return plain


def _problem(code: str, problem: str, advice: str) -> dict[str, object]:
    texts = {"code": code, "subject": "request", "problem": problem, "advice": advice, "fields": {}}
    return {**texts, "seen": None, "current": None}


FIVE_MINUTES = 299.0  # seconds
_TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400; 413 for a form that is too large once it is read."""
    if isinstance(exception, _TOO_LARGE):
        return too_large(request, int(settings.DATA_UPLOAD_MAX_MEMORY_SIZE))
    return render(request, "errors/400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403, with the reason that the permission table gave."""
    return render(request, "errors/403.html", {"why": str(exception)}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Return the page of status 404."""
    return render(request, "errors/404.html", status=404)


def too_many(request: HttpRequest) -> HttpResponse:
    """429, by the counts of allauth, which do not say when they end."""
    return too_often(request, FIVE_MINUTES)


def failed(request: HttpRequest) -> HttpResponse:
    """500, without anything that could fail again; 503 where a middleware met a database that is away, or the
    time was over before the view began.
    """
    error = sys.exc_info()[1]
    if is_away(error) or took_too_long(error) or isinstance(error, TookTooLong):
        return unavailable()
    return render(request, "errors/500.html", status=500)
