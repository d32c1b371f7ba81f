"""The list of instruments."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from actionlines.registry.models import Instrument
from actionlines.registry.models.mandates import Force
from actionlines.site.listing import Listing
from actionlines.site.pages import page


def _records() -> Any:
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
    """Every document that has been read."""
    return INSTRUMENTS.answer(request)
