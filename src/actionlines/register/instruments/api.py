"""Documents in the API."""

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
from actionlines.papers.reports.comparison import reason_words, remark_words
from actionlines.papers.sections.evidence import report_words as catalogue
from actionlines.register.core.api import schemas as s
from actionlines.register.core.api.kind_operations import KindOperations
from actionlines.register.core.api.lists import PROBLEMS, Paged, given, paged
from actionlines.register.core.api.operations import PerMinute, operation, seen_by
from actionlines.register.core.limits import rate_of
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
from actionlines.register.site.middleware.limits import COUNTS

router = Router(tags=["instruments"])
_NAMES = ("anchor", "order", "kind", "number", "level", "page", "text")


def _records() -> QuerySet[Instrument]:
    return Instrument.objects.select_related("file")


KindOperations(router, "instruments", Instrument, InstrumentOutside).list(
    "instrument", _records, "List the instruments, filtered."
)


@router.get("/instruments/by-symbol", response={200: InstrumentOutside, 304: None, **PROBLEMS})
@operation("instrument.view")
def by_symbol(request: HttpRequest, symbol: Annotated[str, Query(max_length=120, min_length=1)]) -> HttpResponse:
    """The instrument with this symbol (`A/RES/80/173`)."""
    if (matches := _records().filter(symbol=symbol).first()) is None:
        raise Http404
    return given(request, as_dict(matches))


class DraftBody(Schema):
    """A draft as plain text, with numbered paragraphs."""

    model_config = ConfigDict(extra="forbid")
    text: str = Field(min_length=1, max_length=200_000)


TOGETHER = rate_of("compare-all")  # each keeps a server process until it is read


@router.post("/instruments/comparison", response={200: Comparison, **PROBLEMS}, throttle=PerMinute("compare"))
@operation("account.use")
def comparison(request: HttpRequest, body: DraftBody) -> HttpResponse:
    """Compare a draft with the mandates that stand: overlaps with both texts, whom it newly asks, its reports."""
    if wait := COUNTS.take(TOGETHER, "all"):
        raise Throttled(wait=int(wait) + 1)
    with tempfile.TemporaryDirectory() as folder:
        file = FilePath(folder, "draft.txt")
        file.write_text(body.text, encoding="utf-8")
        matches = compare_draft(read_draft(file, file.name, TEXT_SECONDS), standing(replaced=True))
    findings = [
        {
            "anchor": finding.provision.anchor,
            "quote": finding.provision.text,
            "overlaps": [
                {
                    "symbol": held.standing.symbol,
                    "anchor": held.standing.anchor,
                    "quote": held.standing.text,
                    "likeness": round(held.likeness, 3),
                    "address": address() + held.standing.url,
                }
                for held in finding.overlaps
            ],
        }
        for finding in matches.findings
    ]
    newly = [{"body": item.body, "anchors": list(item.anchors)} for item in matches.newly_asked]
    reports = [
        {
            "anchor": report.provision.anchor,
            "quote": report.provision.text,
            "receiver": report.receiver,
            "before": report.before.symbol if report.before else "",
        }
        for report in matches.reports
    ]
    renews = matches.renews.symbol if matches.renews else ""
    texts = {"renews": renews, "texts": matches.texts, "provisions": matches.provisions, "findings": findings}
    return given(request, {**texts, "newly_asked": newly, "reports": reports})


@router.get("/instruments/{id}", response={200: InstrumentOutside, 304: None, **PROBLEMS})
@operation("instrument.view")
def instrument(request: HttpRequest, id: Path[ID]) -> HttpResponse:
    """The instrument with this number."""
    return given(request, as_dict(seen_by(request, _records(), id)))


@router.get("/instruments/{id}/paragraphs", response={200: s.page_of(ParagraphOutside), 304: None, **PROBLEMS})
@operation("instrument.view")
def paragraphs(request: HttpRequest, id: Path[ID], query: Query[Paged]) -> HttpResponse:
    """Its paragraphs in order, each with the numbers of its mandates, its citations and links."""
    rows = seen_by(request, _records(), id).paragraphs.order_by("order", "pk")
    return paged(request, query, rows.prefetch_related("mandates", "citations", "links"), _paragraph)


@router.get("/instruments/{id}/series", response={200: Series, 304: None, **PROBLEMS})
@operation("instrument.view")
def series(request: HttpRequest, id: Path[ID]) -> HttpResponse:
    """Its series: the texts of the same subject in order, each with the reason for its link to the one before."""
    record = seen_by(request, _records(), id)
    matches, words = series_of(record), catalogue("en")
    members = [
        {
            "symbol": member.symbol,
            "title": member.title,
            "date": member.date,
            "session": member.session,
            "older": link.older if link else "",
            "quote": reason_words(link, words) if link else "",
            "address": address() + reverse("instrument", args=[member.symbol]),
        }
        for member in matches.members
        for link in (matches.before(member.symbol),)
    ]
    return given(request, {"symbol": record.symbol, "members": members, "remarks": list(remark_words(matches, words))})


def _paragraph(row: Paragraph) -> Data:
    cited = ("kind", "symbol", "place", "start", "end")
    linked = ("concept", "level", "origin", "status", "p", "evidence")
    return {
        **{name: getattr(row, name) for name in _NAMES},
        "mandates": [item.pk for item in row.mandates.all() if item.is_public()],
        "citations": [{name: getattr(item, name) for name in cited} for item in row.citations.all()],
        "links": [{name: getattr(item, name) for name in linked} for item in row.links.all()],
    }


@router.get(
    "/instruments/{id}/akn",
    response={200: None, **PROBLEMS},
    openapi_extra={"responses": {200: {"description": "The text", "content": {akn.MEDIA_TYPE.partition(";")[0]: {}}}}},
)
@operation("instrument.view")
def akoma_ntoso(request: HttpRequest, id: Path[ID]) -> HttpResponse:
    """Its text in Akoma Ntoso 3.0 (XML), with citations as references and public mandates as metadata."""
    matches = seen_by(request, _records(), id)
    return HttpResponse(akn.akoma_ntoso(matches, site_of(request)), content_type=akn.MEDIA_TYPE)
