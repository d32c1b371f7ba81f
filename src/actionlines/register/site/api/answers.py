"""Errors of the API have one form, whatever went wrong.

{"code": "AL704", "subject": "activity 12", "problem": "title: it is missing", "advice": "",
 "fields": {"title": "it is missing"}, "seen": null, "current": null}
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError
from pydantic import Field

from actionlines.errors import ActionlinesError, InvalidFields, StaleRecord
from actionlines.register.site.middleware.errors import RETRY_AFTER, status_of

REQUEST = "request"
LIMIT = 60  # seconds to wait at most, where the limiter does not say
_SHOWN = 200  # characters of what is wrong with one field
_FORM = "/api/openapi.json describes what each address takes."


class Problem(Schema):
    """Say what went wrong, for programs and people.

    `code` is stable (docs/reference/errors.md); `fields` names what is wrong with each field of the request. For a
    record that somebody else changed, `seen` is the version sent and `current` the version held.
    """

    code: str
    subject: str
    problem: str
    advice: str = ""
    fields: dict[str, str] = Field(default={})
    seen: int | None = None
    current: int | None = None


# What any operation may answer besides what it is for. Named here once, so that the description is complete.
STATUSES = (400, 401, 403, 404, 409, 413, 422, 429, 503)
PROBLEMS: dict[Any, Any] = {frozenset(STATUSES): Problem}


def handle(api: NinjaAPI) -> None:
    """Give every kind of error the one form."""

    @api.exception_handler(ActionlinesError)
    def ours(request: HttpRequest, error: ActionlinesError) -> HttpResponse:
        """Answer an error of Actionlines with its own status."""
        given = answer(api, request, status_of(error), told(error))
        if given.status_code == 503:
            given["Retry-After"] = str(RETRY_AFTER)
        return given

    @api.exception_handler(ValidationError)
    def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
        """Answer 422 with the problems by field."""
        fields = {_place(one["loc"])[:_SHOWN]: str(one["msg"])[:_SHOWN] for one in error.errors[:50]}
        return answer(
            api, request, 422, problem("AL704", "what was sent breaks its form", _FORM, fields=fields)
        )

    @api.exception_handler(Http404)
    def missing(request: HttpRequest, error: Http404) -> HttpResponse:
        """Answer 404 for a record that is absent or not public."""
        return answer(api, request, 404, problem("AL706", "there is no such record, or it is not public"))

    @api.exception_handler(AuthenticationError)
    def unknown(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
        """Answer 401 for a token that is unknown or has ended."""
        found = problem(
            "AL701", "the token is unknown or has ended", "Make a new one on the page of your account."
        )
        return must_sign_in(api, request, found)

    @api.exception_handler(Throttled)
    def too_many(request: HttpRequest, error: Throttled) -> HttpResponse:
        """Answer 429 with the seconds to wait in Retry-After."""
        given = answer(api, request, 429, problem("AL709", "too many requests", "Wait as Retry-After says."))
        given["Retry-After"] = str(max(1, round(error.wait or LIMIT)))
        return given

    @api.exception_handler(HttpError)
    def other(request: HttpRequest, error: HttpError) -> HttpResponse:
        """Answer an HTTP error of the framework with its own status."""
        return answer(api, request, error.status_code, problem("AL704", str(error)))


def told(error: ActionlinesError) -> Problem:
    """An error of ours in the form of the API."""
    found = Problem.model_validate(error.as_dict())
    if isinstance(error, InvalidFields):
        found.fields = error.fields
    if isinstance(error, StaleRecord):
        found.seen, found.current = error.seen, error.current
    return found


def problem(code: str, what: str, advice: str = "", fields: dict[str, str] | None = None) -> Problem:
    """A problem with the request itself."""
    return Problem(code=code, subject=REQUEST, problem=what, advice=advice, fields=fields or {})


def answer(api: NinjaAPI, request: HttpRequest, status: int, found: Problem) -> HttpResponse:
    """Return the problem as a response with this status."""
    return api.create_response(request, found.model_dump(), status=status)


def must_sign_in(api: NinjaAPI, request: HttpRequest, found: Problem) -> HttpResponse:
    """Return a 401 response that asks for a bearer token."""
    given = answer(api, request, 401, found)
    given["WWW-Authenticate"] = "Bearer"
    return given


def _place(loc: Iterable[object]) -> str:
    """Return the path of a wrong value as the sender wrote it: `title`, not `body.body.title`."""
    parts = [str(part) for part in loc]
    while len(parts) > 1 and parts[0] in ("body", "query", "path"):
        parts = parts[1:]
    return ".".join(parts)
