"""The reader: the text in the middle, what it asks, cites and speaks to beside each paragraph.

The page of a series is a time line with the reason for each link, and leads to what changed.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from actionlines.lineage.members import Member
from actionlines.papers.reports.series import reason_words, remark_words
from actionlines.papers.sections.labels import report_words as catalogue
from actionlines.papers.words import LANGUAGES, Words
from actionlines.register.instruments.citation_targets import without_language
from actionlines.register.instruments.series import series_of
from actionlines.register.mandates.models import Force, MandateStatus
from actionlines.register.models import Instrument
from actionlines.register.site.listing import Listing
from actionlines.register.site.pages import one, page, whole_number
from actionlines.register.site.views.instruments.reader import explain_lines, gather
from actionlines.register.site.views.resources.budgets import naming

LONGEST_SYMBOL = 120  # characters of a symbol


LONGEST = 80  # characters of an anchor


@page("instrument.view", record=one(Instrument, "symbol", related=("file",)))
def instrument(request: HttpRequest, record: Instrument) -> HttpResponse:
    """`?part=2`: that part of a long document. `?p=113`: the part that holds paragraph 113. `?show=proposed`: only
    paragraphs with proposals that wait. `?show=reasons`: why paragraphs have no mandate.
    """
    number = whole_number(request.GET.get("part"), 1, 5)
    anchor = request.GET.get("p", "")[:LONGEST]
    waiting, explained = (request.GET.get("show") == name for name in ("proposed", "reasons"))
    reading = gather(record, request.user, number, anchor, waiting)
    if explained:
        explain_lines(record, reading.lines)
    known = MandateStatus.choices
    statuses = [(one, words, reading.counts[one]) for one, words in known if one in reading.counts]
    shown = {"reading": reading, "instrument": record, "waiting": waiting, "explained": explained}
    shown["statuses"] = statuses
    shown["series_name"] = series_words()("kind.lineage")
    shown["naming"] = naming(record)
    return render(request, "instruments/reader.html", shown)


def _records() -> QuerySet[Instrument]:
    waiting = Count("mandates", filter=Q(mandates__status="proposed"))
    known = ~Q(mandates__status="rejected")
    owed = Q(mandates__force=Force.DECIDED)
    return Instrument.objects.annotate(
        waiting=waiting,
        asked=Count("mandates", filter=known & owed),
        besides=Count("mandates", filter=known & ~owed),
    ).defer("warnings")


INSTRUMENTS = Listing(
    kind="instrument",
    title=_("Instruments"),
    facets=("speaker", "document_kind", "year", "language", "action_line", "goal", "commitment", "country"),
    sorts=("relevance", "newest", "title"),
    row_template="instruments/row.html",
    records=_records,
    intro="instruments/intro.html",
    empty=_("Resolutions, decisions and reports stand here once they are imported."),
)


@page("site.read")
def instruments(request: HttpRequest) -> HttpResponseBase:
    """List the instruments that have been read."""
    return INSTRUMENTS.answer(request)


@dataclass(frozen=True, slots=True)
class Step:
    """One text on the time line: why it stands there (`link`), and the symbol of the text before it."""

    member: Member
    link: str
    older: str


def series_words() -> Words:
    """Return the words of papers on series in the reader's language."""
    code = (get_language() or "en")[:2]
    return catalogue(code if code in LANGUAGES else "en")


@page("instrument.view")
def series(request: HttpRequest) -> HttpResponse:
    """`?symbol=A/RES/79/194`: the series that this instrument belongs to."""
    asked = request.GET.get("symbol", "").strip()[:LONGEST_SYMBOL]
    record = Instrument.objects.filter(symbol=asked).first()
    words = series_words()
    shown: dict[str, object] = {"asked": asked, "instrument": record, "words": words}
    if record:
        found = series_of(record)
        shown |= {
            "own": without_language(record.symbol),
            "title": words("title.lineage", title=record.title or record.label),
            "steps": [
                Step(one, reason_words(link, words), link.older)
                if (link := found.before(one.symbol))
                else Step(one, words("lineage.first"), "")
                for one in found.members
            ],
            "remarks": list(remark_words(found, words)),
        }
    return render(request, "instruments/series.html", shown, status=200 if record else 404)
