"""Documents in the API."""

from __future__ import annotations

import tempfile
from pathlib import Path as FilePath
from typing import Annotated

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Path, Query, Router, Schema
from ninja.errors import Throttled
from pydantic import ConfigDict, Field

from actionlines.lineage.comparison import compare_draft
from actionlines.papers.reports.series import reason_words, remark_words
from actionlines.papers.sections.labels import report_words as catalogue
from actionlines.register.core.api import schemas as s
from actionlines.register.core.api.lists import PROBLEMS, Asked, Paged, given, listed, paged
from actionlines.register.core.api.operations import operation, seen_by
from actionlines.register.core.notices import address
from actionlines.register.core.pages.page import site_of
from actionlines.register.core.schema import ID, Data
from actionlines.register.core.serialise import as_dict
from actionlines.register.instruments import akn
from actionlines.register.instruments.document_reader import TEXT_SECONDS, read_draft
from actionlines.register.instruments.models import Instrument, Paragraph
from actionlines.register.instruments.schema import Comparison, Series
from actionlines.register.instruments.schema import Instrument as InstrumentOutside
from actionlines.register.instruments.schema import Paragraph as ParagraphOutside
from actionlines.register.instruments.series import series_of
from actionlines.register.mandates.life import standing
from actionlines.register.site.middleware.counts import Limit
from actionlines.register.site.middleware.limits import COUNTS

router = Router(tags=["instruments"])
_NAMES = ("anchor", "order", "kind", "number", "level", "page", "text")


def _records() -> QuerySet[Instrument]:
    return Instrument.objects.select_related("file")


@router.get("/instruments", response={200: s.page_of(InstrumentOutside, s.ListHead), 304: None, **PROBLEMS})
@operation("site.read")
def instruments(request: HttpRequest, asked: Query[Asked]) -> HttpResponse:
    """List the instruments, filtered."""
    return listed(request, asked, "instrument", _records)


@router.get("/instruments/by-symbol", response={200: InstrumentOutside, 304: None, **PROBLEMS})
@operation("instrument.view")
def by_symbol(
    request: HttpRequest, symbol: Annotated[str, Query(max_length=120, min_length=1)]
) -> HttpResponse:
    """The instrument with this symbol (`A/RES/80/173`)."""
    found = _records().filter(symbol=symbol).first()
    if found is None:
        raise Http404
    return given(request, as_dict(found))


class DraftBody(Schema):
    """A draft as plain text, with numbered paragraphs."""

    model_config = ConfigDict(extra="forbid")
    text: str = Field(min_length=1, max_length=200_000)


COMPARISONS = Limit("compare", 20, 600)
TOGETHER = Limit("compare-all", 30, 60)  # of all accounts: each keeps a server process until it is read


@router.post("/instruments/comparison", response={200: Comparison, **PROBLEMS})
@operation("account.use")
def comparison(request: HttpRequest, body: DraftBody) -> HttpResponse:
    """Compare a draft with the mandates that stand: overlaps with both texts, whom it newly asks, its reports."""
    if wait := COUNTS.take(COMPARISONS, f"user:{request.user.pk}") or COUNTS.take(TOGETHER, "all"):
        raise Throttled(wait=int(wait) + 1)
    with tempfile.TemporaryDirectory() as folder:
        file = FilePath(folder, "draft.txt")
        file.write_text(body.text, encoding="utf-8")
        found = compare_draft(read_draft(file, file.name, TEXT_SECONDS), standing())
    findings = [
        {
            "anchor": one.provision.anchor, "quote": one.provision.text,
            "overlaps": [
                {
                    "symbol": held.standing.symbol, "anchor": held.standing.anchor, "quote": held.standing.text,
                    "likeness": round(held.likeness, 3), "address": address() + held.standing.url,
                }
                for held in one.overlaps
            ],
        }
        for one in found.findings
    ]  # fmt: skip
    newly = [{"body": one.body, "anchors": list(one.anchors)} for one in found.newly_asked]
    reports = [
        {
            "anchor": one.provision.anchor, "quote": one.provision.text, "receiver": one.receiver,
            "before": one.before.symbol if one.before else "",
        }
        for one in found.reports
    ]  # fmt: skip
    renews = found.renews.symbol if found.renews else ""
    told = {"renews": renews, "texts": found.texts, "provisions": found.provisions, "findings": findings}
    return given(request, {**told, "newly_asked": newly, "reports": reports})


@router.get("/instruments/{id}", response={200: InstrumentOutside, 304: None, **PROBLEMS})
@operation("instrument.view")
def instrument(request: HttpRequest, id: Path[ID]) -> HttpResponse:
    """The instrument with this number."""
    return given(request, as_dict(seen_by(request, _records(), id)))


@router.get(
    "/instruments/{id}/paragraphs", response={200: s.page_of(ParagraphOutside), 304: None, **PROBLEMS}
)
@operation("instrument.view")
def paragraphs(request: HttpRequest, id: Path[ID], asked: Query[Paged]) -> HttpResponse:
    """Its paragraphs in order, each with the numbers of its mandates, its citations and links."""
    rows = seen_by(request, _records(), id).paragraphs.order_by("order", "pk")
    return paged(request, asked, rows.prefetch_related("mandates", "citations", "links"), _paragraph)


@router.get("/instruments/{id}/series", response={200: Series, 304: None, **PROBLEMS})
@operation("instrument.view")
def series(request: HttpRequest, id: Path[ID]) -> HttpResponse:
    """Its series: the texts of the same subject in order, each with the reason for its link to the one before."""
    record = seen_by(request, _records(), id)
    found, words = series_of(record), catalogue("en")
    members = [
        {
            "symbol": one.symbol, "title": one.title, "date": one.date, "session": one.session,
            "older": link.older if link else "", "quote": reason_words(link, words) if link else "",
            "address": address() + reverse("instrument", args=[one.symbol]),
        }
        for one in found.members
        for link in (found.before(one.symbol),)
    ]  # fmt: skip
    return given(
        request, {"symbol": record.symbol, "members": members, "remarks": list(remark_words(found, words))}
    )


def _paragraph(row: Paragraph) -> Data:
    cited = ("kind", "symbol", "place", "start", "end")
    linked = ("concept", "level", "origin", "status", "p", "evidence")
    return {
        **{name: getattr(row, name) for name in _NAMES},
        "mandates": [one.pk for one in row.mandates.all() if one.is_public()],
        "citations": [{name: getattr(one, name) for name in cited} for one in row.citations.all()],
        "links": [{name: getattr(one, name) for name in linked} for one in row.links.all()],
    }


@router.get("/instruments/{id}/akn", response={200: None, **PROBLEMS}, openapi_extra={
    "responses": {200: {"description": "The text", "content": {akn.MEDIA_TYPE.partition(";")[0]: {}}}}
})  # fmt: skip
@operation("instrument.view")
def akoma_ntoso(request: HttpRequest, id: Path[ID]) -> HttpResponse:
    """Its text in Akoma Ntoso 3.0 (XML), with citations as references and public mandates as metadata."""
    found = seen_by(request, _records(), id)
    return HttpResponse(akn.akoma_ntoso(found, site_of(request)), content_type=akn.MEDIA_TYPE)
