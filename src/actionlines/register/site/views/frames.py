"""Lists in a frame of another site: the first records that the filters of the address find.

    /embed/mandates/?body=itu&status=overdue&rows=20&language=fr

The filters and orders are those of the list itself; the last `language` is that of the reader, one before it a
filter. A frame has at most MOST rows and leads to the whole list.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse

from actionlines.register.core.published import public_data
from actionlines.register.core.search import query
from actionlines.register.models import Mandate
from actionlines.register.site.listing import Address, Listing, Shown
from actionlines.register.site.pages import converter, page, site_of, whole_number
from actionlines.register.site.views.activities.pages import LISTING as ACTIVITIES
from actionlines.register.site.views.instruments.pages import INSTRUMENTS
from actionlines.register.site.views.mandates.lists import REGISTER
from actionlines.register.site.views.sharing import CARDS, in_frame

ROWS, MOST = 10, 50
# Name of the address of a list, which is the last part of that of its frame -> the list.
FRAMED: Mapping[str, Listing] = {"mandates": REGISTER, "activities": ACTIVITIES, "instruments": INSTRUMENTS}
converter("framed_list", FRAMED)


@page("site.read")
@in_frame
def embed(request: HttpRequest, name: str) -> HttpResponse:
    """Show the first records of a list for an `iframe` of another site."""
    listing, site = FRAMED[name], site_of(request)
    asked = request.GET.copy()
    asked.setlist("language", asked.getlist("language")[:-1])
    request.GET = asked  # type: ignore[assignment] # one that can change is good too
    address = Address(listing, request)
    rows = min(MOST, max(1, whole_number(request.GET.get("rows"), ROWS)))
    question = replace(listing.ask(request), facets=(), page=1, size=rows)
    hits = query(question)
    found = [record for record, _hit in listing.rows(hits)]
    public = {data["id"]: data for data in public_data(found)}
    cards = []
    for record in found:
        if (data := public.get(record.pk)) is None:
            continue
        card = {**CARDS[record.kind](data), "kind": record.kind, "url": site + record.get_absolute_url()}
        if isinstance(record, Mandate):
            card["status"] = (record.shown_status, record.get_status_display())
        cards.append({"language": _language(record, data), **card})
    pairs = urlencode(list(address.pairs()))
    context = {
        "listing": listing,
        "shown": Shown(listing, address, question, hits),
        "cards": cards,
        "address": f"{site}{reverse(name)}{'?' if pairs else ''}{pairs}",
    }
    return render(request, "listing/embed.html", context)


def _language(record: object, data: Mapping[str, object]) -> object:
    """Return the language of the text of a card; that of a mandate is its instrument's."""
    return record.instrument.language if isinstance(record, Mandate) else data["language"]


urlpatterns = [path("embed/<framed_list:name>/", embed, name="list-embed")]
