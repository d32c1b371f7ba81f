"""Lists and answers of the API."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from typing import Annotated, Any, Protocol
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError
from pydantic import Field, create_model

from actionlines.errors import ActionlinesError, InvalidFields, StaleRecord
from actionlines.register.core.api.schemas import OneOf
from actionlines.register.core.kinds import index_keys, usual_filters
from actionlines.register.core.models import Record
from actionlines.register.core.public_view import public_data
from actionlines.register.core.schema import Data, IsoDate
from actionlines.register.core.search import Hits, Query, query
from actionlines.register.core.search.index_store import RANGES, facet_names, filter_names
from actionlines.register.core.search.queries import MOST, SORTS, with_usual
from actionlines.register.site.middleware.errors import RETRY_AFTER, status_of
from actionlines.results.things import clean_search

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
        fields = answer(api, request, status_of(error), told(error))
        if fields.status_code == 503:
            fields["Retry-After"] = str(RETRY_AFTER)
        return fields

    @api.exception_handler(ValidationError)
    def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
        """Answer 422 with the problems by field."""
        fields = {_place(error["loc"])[:_SHOWN]: str(error["msg"])[:_SHOWN] for error in error.errors[:50]}
        return answer(api, request, 422, problem("AL704", "what was sent breaks its form", _FORM, fields=fields))

    @api.exception_handler(Http404)
    def missing(request: HttpRequest, error: Http404) -> HttpResponse:
        """Answer 404 for a record that is absent or not public."""
        return answer(api, request, 404, problem("AL706", "there is no such record, or it is not public"))

    @api.exception_handler(AuthenticationError)
    def unknown(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
        """Answer 401 for a token that is unknown or has ended."""
        matches = problem("AL701", "the token is unknown or has ended", "Make a new one on the page of your account.")
        return must_sign_in(api, request, matches)

    @api.exception_handler(Throttled)
    def too_many(request: HttpRequest, error: Throttled) -> HttpResponse:
        """Answer 429 with the seconds to wait in Retry-After."""
        fields = answer(api, request, 429, problem("AL709", "too many requests", "Wait as Retry-After says."))
        fields["Retry-After"] = str(max(1, round(error.wait or LIMIT)))
        return fields

    @api.exception_handler(HttpError)
    def other(request: HttpRequest, error: HttpError) -> HttpResponse:
        """Answer an HTTP error of the framework with its own status."""
        return answer(api, request, error.status_code, problem("AL704", str(error)))


def told(error: ActionlinesError) -> Problem:
    """An error of ours in the form of the API."""
    matches = Problem.model_validate(error.as_dict())
    if isinstance(error, InvalidFields):
        matches.fields = error.fields
    if isinstance(error, StaleRecord):
        matches.seen, matches.current = error.seen, error.current
    return matches


def problem(code: str, what: str, advice: str = "", fields: dict[str, str] | None = None) -> Problem:
    """A problem with the request itself."""
    return Problem(code=code, subject=REQUEST, problem=what, advice=advice, fields=fields or {})


def answer(api: NinjaAPI, request: HttpRequest, status: int, matches: Problem) -> HttpResponse:
    """Return the problem as a response with this status."""
    return api.create_response(request, matches.model_dump(), status=status)


def must_sign_in(api: NinjaAPI, request: HttpRequest, matches: Problem) -> HttpResponse:
    """Return a 401 response that asks for a bearer token."""
    fields = answer(api, request, 401, matches)
    fields["WWW-Authenticate"] = "Bearer"
    return fields


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
        facet: (list[_Value], Field([], max_length=50, description="any of these; filters add up")) for facet in facets
    }
    for item in RANGES:
        for end in ("from", "to"):
            values[f"{item}_{end}"] = (IsoDate | None, Field(None, description="inclusive"))
    return create_model(name, __base__=base, __doc__=base.__doc__, **values)


Asked: Any = _filters(_Asked, "Asked", tuple(filter_name for filter_name in filter_names() if filter_name != "kind"))


class _AskedAll(_Asked):
    """The same for everything at once; `kind` says which kinds."""

    kind: list[Annotated[str, OneOf(index_keys())]] = Field([], max_length=len(index_keys()))


AskedAll: Any = _filters(
    _AskedAll, "AskedAll", tuple(filter_name for filter_name in filter_names() if filter_name != "kind")
)


def question(wanted: Any, kind: str | tuple[str, ...]) -> Query:
    """Return the address of a list as a question to the index."""
    filters = {
        filter_name: getattr(wanted, filter_name)
        for filter_name in filter_names()
        if filter_name != "kind" and getattr(wanted, filter_name)
    }
    filters = with_usual(filters, usual_filters(kind))
    ranges = {item: (getattr(wanted, f"{item}_from"), getattr(wanted, f"{item}_to")) for item in RANGES}
    return Query(
        text=clean_search(wanted.q), kind=kind, filters=filters, facets=tuple(dict.fromkeys(wanted.facets)),
        sort=wanted.sort, ranges={name: days for name, days in ranges.items() if any(days)}, page=wanted.page,
        size=wanted.size,
    )  # fmt: skip


def listed(request: HttpRequest, wanted: Any, kind: str, records: Callable[[], QuerySet[Record]]) -> HttpResponse:
    """One page of the public records of a kind. `records` gives the queryset with what serialising needs."""
    hits = query(question(wanted, kind))
    matches = records().in_bulk([hit.id for hit in hits.hits])
    data = public_data((matches[hit.id] for hit in hits.hits if hit.id in matches), request.user)
    return given(request, found_page(request, wanted, hits, data))


def found_page(request: HttpRequest, wanted: Any, hits: Hits, data: list[Data]) -> Data:
    """A page of what the index found."""
    reachable = min(hits.total, MOST)
    facets = {
        name: [{"value": value, "count": count} for value, count in hits.facets.get(name, ())] for name in wanted.facets
    }
    return {**_head(request, wanted, hits.total, reachable), "loose": hits.loose, "facets": facets, "records": data}


class Sliced(Protocol):
    """A queryset, or a list that is read page by page."""

    def __len__(self) -> int: ...

    def __getitem__(self, part: slice, /) -> Iterable[object]: ...


def paged(request: HttpRequest, wanted: Any, rows: Sliced, make: Callable[[Any], Data]) -> HttpResponse:
    """One page of a queryset or list."""
    total = rows.count() if isinstance(rows, QuerySet) else len(rows)
    first = (wanted.page - 1) * wanted.size
    data = [make(row) for row in rows[first : first + wanted.size]]
    return given(request, {**_head(request, wanted, total, total), "records": data})


def _head(request: HttpRequest, wanted: Any, total: int, reachable: int) -> Data:
    more = wanted.page * wanted.size < reachable and wanted.page < LAST_PAGE
    pairs = [(name, value) for name, values in request.GET.lists() if name != "page" for value in values]
    onward = f"{request.path}?{urlencode([*pairs, ('page', wanted.page + 1)])}"
    return {
        "total": total,
        "page": wanted.page,
        "size": wanted.size,
        "next": request.build_absolute_uri(onward) if more else None,
    }


def given(request: HttpRequest, data: Mapping[str, object] | list[object], status: int = 200) -> HttpResponse:
    """The data as an answer; 304 where the client has it already (If-None-Match)."""
    body = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    head = {"ETag": tag, "Cache-Control": "no-cache", "Vary": "Authorization, Accept-Language"}
    if request.method == "GET" and status == 200:
        held = {item.strip().removeprefix("W/") for item in request.headers.get("If-None-Match", "").split(",")}
        if tag in held:
            return HttpResponse(status=304, headers=head)
    return HttpResponse(body, status=status, content_type="application/json; charset=utf-8", headers=head)
