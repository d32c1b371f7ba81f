"""Documents that have been read, paragraph by paragraph."""

from __future__ import annotations

from typing import Annotated

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from ninja import Path, Query, Router

from actionlines.registry.core.schema import ID, Data
from actionlines.registry.core.serialise import as_dict
from actionlines.registry.models import Instrument, Paragraph
from actionlines.site.api import schemas as s
from actionlines.site.api.answers import PROBLEMS
from actionlines.site.api.lists import Asked, Paged, given, listed, paged
from actionlines.site.api.operations import operation, seen_by
from actionlines.site.exchange import akn
from actionlines.site.pages import site_of

router = Router(tags=["instruments"])
_NAMES = ("anchor", "order", "kind", "number", "level", "page", "text")


def _records() -> QuerySet[Instrument]:
    return Instrument.objects.select_related("file")


@router.get("/instruments", response={200: s.page_of(s.Instrument, s.ListHead), 304: None, **PROBLEMS})
@operation("site.read")
def instruments(request: HttpRequest, asked: Query[Asked]) -> HttpResponse:
    """List the instruments, filtered."""
    return listed(request, asked, "instrument", _records)


@router.get("/instruments/by-symbol", response={200: s.Instrument, 304: None, **PROBLEMS})
@operation("instrument.view")
def by_symbol(
    request: HttpRequest, symbol: Annotated[str, Query(max_length=120, min_length=1)]
) -> HttpResponse:
    """The instrument with this symbol (`A/RES/80/173`)."""
    found = _records().filter(symbol=symbol).first()
    if found is None:
        raise Http404
    return given(request, as_dict(found))


@router.get("/instruments/{id}", response={200: s.Instrument, 304: None, **PROBLEMS})
@operation("instrument.view")
def instrument(request: HttpRequest, id: Path[ID]) -> HttpResponse:
    """The instrument with this number."""
    return given(request, as_dict(seen_by(request, _records(), id)))


@router.get("/instruments/{id}/paragraphs", response={200: s.page_of(s.Paragraph), 304: None, **PROBLEMS})
@operation("instrument.view")
def paragraphs(request: HttpRequest, id: Path[ID], asked: Query[Paged]) -> HttpResponse:
    """Its paragraphs in order, each with the numbers of its mandates, its citations and links."""
    rows = seen_by(request, _records(), id).paragraphs.order_by("order", "pk")
    return paged(request, asked, rows.prefetch_related("mandates", "citations", "links"), _paragraph)


def _paragraph(row: Paragraph) -> Data:
    cited = ("kind", "symbol", "place", "start", "end")
    linked = ("concept", "level", "origin", "status", "p", "evidence")
    return {
        **{name: getattr(row, name) for name in _NAMES},
        "mandates": [one.pk for one in row.mandates.all() if one.is_public()],
        "citations": [{name: getattr(one, name) for name in cited} for one in row.citations.all()],
        "links": [{name: getattr(one, name) for name in linked} for one in row.links.all()],
    }


@router.get("/instruments/{id}/akn", response={200: str, **PROBLEMS})
@operation("instrument.view")
def akoma_ntoso(request: HttpRequest, id: Path[ID]) -> HttpResponse:
    """Its text in Akoma Ntoso 3.0 (XML), with citations as references and public mandates as metadata."""
    found = seen_by(request, _records(), id)
    return HttpResponse(akn.akoma_ntoso(found, site_of(request)), content_type=akn.MEDIA_TYPE)
