"""Lists and answers of the API."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Annotated, Any, Protocol
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError
from pydantic import Field, create_model

from actionlines.errors import ActionlinesError, InvalidFields, StaleRecord
from actionlines.register.core.api.schemas import OneOf
from actionlines.register.core.kinds import index_keys
from actionlines.register.core.models import Record
from actionlines.register.core.public_view import public_data
from actionlines.register.core.schema import Data
from actionlines.register.core.search import Hits, Query, query
from actionlines.register.core.search.index_store import RANGES, facet_names, filter_names
from actionlines.register.core.search.queries import MOST, OWED, SORTS, with_usual
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


SIZE, MOST_SIZE = 20, 100
LAST_PAGE = 10_000
Text = Annotated[str, Field(max_length=300)]
_Value = Annotated[str, Field(max_length=120)]


class Paged(Schema):
    """The number of the page and its size."""

    page: int = Field(1, ge=1, le=LAST_PAGE)
    size: int = Field(SIZE, ge=1, le=MOST_SIZE)


class _Asked(Paged):
    """Words, filters, order, and which facets to count."""

    q: Text = Field("", description='words; "in quotes" for a phrase, -word for what must not be there')
    sort: Annotated[str, OneOf(("", *SORTS))] = Field(
        "", description="by relevance where there are words, else newest first"
    )
    facets: list[Annotated[str, OneOf(facet_names())]] = Field(
        [], max_length=len(facet_names()), description="facets to count"
    )


def _filters(base: Any, name: str, facets: tuple[str, ...]) -> Any:
    values: Data = {
        one: (list[_Value], Field([], max_length=50, description="any of these; filters add up"))
        for one in facets
    }
    for one in RANGES:
        for end in ("from", "to"):
            values[f"{one}_{end}"] = (date | None, Field(None, description="inclusive"))
    return create_model(name, __base__=base, __doc__=base.__doc__, **values)


Asked: Any = _filters(_Asked, "Asked", tuple(one for one in filter_names() if one != "kind"))


class _AskedAll(_Asked):
    """The same for everything at once; `kind` says which kinds."""

    kind: list[Annotated[str, OneOf(index_keys())]] = Field([], max_length=len(index_keys()))


AskedAll: Any = _filters(_AskedAll, "AskedAll", tuple(one for one in filter_names() if one != "kind"))


def question(asked: Any, kind: str | tuple[str, ...]) -> Query:
    """What an address asks, as a question to the index."""
    filters = {one: getattr(asked, one) for one in filter_names() if one != "kind" and getattr(asked, one)}
    if kind == "mandate":
        filters = with_usual(filters, OWED)
    ranges = {one: (getattr(asked, f"{one}_from"), getattr(asked, f"{one}_to")) for one in RANGES}
    return Query(
        text=asked.q, kind=kind, filters=filters, facets=tuple(dict.fromkeys(asked.facets)), sort=asked.sort,
        ranges={name: days for name, days in ranges.items() if any(days)}, page=asked.page, size=asked.size,
    )  # fmt: skip


def listed(
    request: HttpRequest, asked: Any, kind: str, records: Callable[[], QuerySet[Record]]
) -> HttpResponse:
    """One page of the public records of a kind. `records` gives the queryset with what serialising needs."""
    hits = query(question(asked, kind))
    found = records().in_bulk([hit.id for hit in hits.hits])
    data = public_data((found[hit.id] for hit in hits.hits if hit.id in found), request.user)
    return given(request, found_page(request, asked, hits, data))


def found_page(request: HttpRequest, asked: Any, hits: Hits, data: list[Data]) -> Data:
    """A page of what the index found."""
    reachable = min(hits.total, MOST)
    facets = {
        name: [{"value": value, "count": count} for value, count in hits.facets.get(name, ())]
        for name in asked.facets
    }
    return {
        **_head(request, asked, hits.total, reachable),
        "loose": hits.loose,
        "facets": facets,
        "records": data,
    }


class Sliced(Protocol):
    """A queryset, or a list of which a page is read at a time."""

    def __len__(self) -> int: ...

    def __getitem__(self, part: slice, /) -> Iterable[Any]: ...


def paged(request: HttpRequest, asked: Any, rows: Sliced, make: Callable[[Any], Data]) -> HttpResponse:
    """One page of a queryset or list."""
    total = rows.count() if isinstance(rows, QuerySet) else len(rows)
    first = (asked.page - 1) * asked.size
    data = [make(one) for one in rows[first : first + asked.size]]
    return given(request, {**_head(request, asked, total, total), "records": data})


def _head(request: HttpRequest, asked: Any, total: int, reachable: int) -> Data:
    more = asked.page * asked.size < reachable and asked.page < LAST_PAGE
    pairs = [(name, value) for name, values in request.GET.lists() if name != "page" for value in values]
    onward = f"{request.path}?{urlencode([*pairs, ('page', asked.page + 1)])}"
    return {
        "total": total,
        "page": asked.page,
        "size": asked.size,
        "next": request.build_absolute_uri(onward) if more else None,
    }


def given(request: HttpRequest, data: Mapping[str, object] | list[object], status: int = 200) -> HttpResponse:
    """The data as an answer; 304 where the client has it already (If-None-Match)."""
    body = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    head = {"ETag": tag, "Cache-Control": "no-cache", "Vary": "Authorization, Accept-Language"}
    if request.method == "GET" and status == 200:
        held = {one.strip().removeprefix("W/") for one in request.headers.get("If-None-Match", "").split(",")}
        if tag in held:
            return HttpResponse(status=304, headers=head)
    return HttpResponse(body, status=status, content_type="application/json; charset=utf-8", headers=head)
