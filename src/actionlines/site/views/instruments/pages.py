"""The reader: the text in the middle, what it asks, cites and speaks to beside each paragraph."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from actionlines.registry.mandates.models import Force, MandateStatus
from actionlines.registry.models import Instrument
from actionlines.site.listing import Listing
from actionlines.site.pages import one, page, whole_number
from actionlines.site.views.instruments.reader import gather
from actionlines.site.views.instruments.series import series_words
from actionlines.site.views.resources.budgets import naming

LONGEST = 80  # characters of an anchor


@page("instrument.view", record=one(Instrument, "symbol", related=("file",)))
def instrument(request: HttpRequest, record: Instrument) -> HttpResponse:
    """`?part=2`: that part of a long document. `?p=113`: the part that holds paragraph 113. `?show=proposed`: only
    paragraphs with proposals that wait.
    """
    number = whole_number(request.GET.get("part"), 1, 5)
    anchor = request.GET.get("p", "")[:LONGEST]
    waiting = request.GET.get("show") == "proposed"
    reading = gather(record, request.user, number, anchor, waiting)
    known = MandateStatus.choices
    statuses = [(one, words, reading.counts[one]) for one, words in known if one in reading.counts]
    shown = {"reading": reading, "instrument": record, "waiting": waiting, "statuses": statuses}
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
def instruments(request: HttpRequest) -> HttpResponse:
    """List the instruments that have been read."""
    return INSTRUMENTS.answer(request)
