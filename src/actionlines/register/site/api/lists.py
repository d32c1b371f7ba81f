"""Pages of lists, with the filters, sorts and facets of the site's lists; and answers that a client can keep."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Annotated, Any, Protocol
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from ninja import Schema
from pydantic import Field, create_model

from actionlines.register.core.published import public_data
from actionlines.register.core.schema import Data
from actionlines.register.core.search import Hits, Query, query
from actionlines.register.core.search.index_store import FACETS, FILTERS, RANGES
from actionlines.register.core.search.query_model import KINDS, MOST, OWED, SORTS, with_usual
from actionlines.register.models import Record
from actionlines.register.site.api.schemas import OneOf

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
    facets: list[Annotated[str, OneOf(FACETS)]] = Field(
        [], max_length=len(FACETS), description="facets to count"
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


Asked: Any = _filters(_Asked, "Asked", tuple(one for one in FILTERS if one != "kind"))


class _AskedAll(_Asked):
    """The same for everything at once; `kind` says which kinds."""

    kind: list[Annotated[str, OneOf(KINDS)]] = Field([], max_length=len(KINDS))


AskedAll: Any = _filters(_AskedAll, "AskedAll", tuple(one for one in FILTERS if one != "kind"))


def question(asked: Any, kind: str | tuple[str, ...]) -> Query:
    """What an address asks, as a question to the index."""
    filters = {one: getattr(asked, one) for one in FILTERS if one != "kind" and getattr(asked, one)}
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
