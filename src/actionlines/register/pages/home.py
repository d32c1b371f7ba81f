"""The first page, pages of the operator, frames for other sites."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from actionlines.register.core.concepts import WORLD
from actionlines.register.core.kinds import Words, kinds
from actionlines.register.core.pages.listing import Address, Listing, Shown
from actionlines.register.core.pages.page import View, converter, page, site_of, whole_number
from actionlines.register.core.public_view import public_data
from actionlines.register.core.search import counts, query
from actionlines.register.core.search.coverage import heat
from actionlines.register.doors.bulk import list_names
from actionlines.register.mandates.models import OPEN
from actionlines.register.mandates.starter import offered, starter_size
from actionlines.register.pages import panels
from actionlines.register.pages.sharing import in_frame
from actionlines.register.pages.who import remembered
from actionlines.register.pages.work import list_tabs
from actionlines.register.preferences.schema import current
from actionlines.register.standings.charts import list_core

_CHARTS = 4  # core indicators of the first page
_DEADLINES = 5


@page("site.read")
def home(request: HttpRequest) -> HttpResponse:
    """Show whom the reader follows up for, what falls due, where the world is, what is new."""
    numbers = {kind: n for (kind, _), n in counts("kind", "").items()}
    # Those that no text decides are counted beside them; those that nobody has confirmed, apart.
    numbers["mandate"] = panels.number("mandate", {"status": OPEN})
    # Mandates are what all else answers.
    lists = sorted(list_names().items(), key=lambda row: row[0] != "mandate")
    proposed = panels.number("mandate", {"status": ("proposed",)})
    today, mine = timezone.now().date(), remembered(request)
    context = {
        "numbers": [(kind, name, numbers[kind]) for kind, name in lists if numbers.get(kind)],
        "proposed": proposed,
        "mine": mine,
        "due": panels.next_deadlines(mine.key if mine else "", today, _DEADLINES),
        "overdue": panels.mandates({"status": ("overdue",)}, 0),
        "months": _list_months(today),
        "core": list_core(WORLD)[:_CHARTS],
        "good": panels.practices({}, 4),
        "waits": [tab for tab in list_tabs(request) if tab.many and tab.is_waiting]
        if request.user.is_authenticated
        else None,
        "starter": offered(numbers),
        **panels.of_kinds(request, "home", ""),
    }
    return render(request, "home.html", context)


def _list_months(today: date) -> list[tuple[date, list[panels.Meeting]]]:
    """Return the first day of each of twelve months, this one first, with the sessions that begin in it."""
    meetings = panels.meetings(today)
    firsts = [date(today.year + at // 12, at % 12 + 1, 1) for at in range(today.month - 1, today.month + 11)]
    return [(first, [item for item in meetings if item.month == at]) for at, first in enumerate(firsts, 1)]


@page("site.read")
def explore(request: HttpRequest) -> HttpResponse:
    """List the places of the site, and show what is covered."""
    return render(request, "explore.html", {"heat": heat()})


# Name of the address, which is its path and its template too -> what the page is called.
PAGES: dict[str, Words] = {
    "about": _("About"),
    "help": _("Help"),
    "method": _("How the machine decides"),
    "privacy": _("Privacy"),
    "accessibility": _("Accessibility"),
    "programs": _("For programs"),
    "first-steps": _("First steps"),
}


def _view_of(name: str) -> View:
    @page("site.read")
    def own(request: HttpRequest) -> HttpResponse:
        """Show one page that the site has of itself."""
        own = current().text_in(name, get_language() or "") if name in ("about", "privacy") else ("", "")
        context: dict[str, object] = {"name": PAGES[name], "site": site_of(request), "own_text": own}
        context["starter"] = starter_size()
        return render(request, f"pages/{name}.html", context)

    return own


@page("site.read")
def console(request: HttpRequest) -> HttpResponse:
    """Show the console of the API, whose scripts come from this site."""
    return render(request, "pages/console.html")


own_pages_urls = [
    path("explore/", explore, name="explore"),
    *(path(f"{name}/", _view_of(name), name=name) for name in PAGES),
    path("programs/console/", console, name="console"),
]
ROWS, MOST = 10, 50
# Name of the address of a list, which is the last part of that of its frame -> the list.
FRAMED: Mapping[str, Listing] = {
    kind.listed: kind.load([kind.listing])[0] for kind in kinds().values() if kind.listing and kind.card
}
converter("framed_list", FRAMED)


@page("site.read")
@in_frame
def embed(request: HttpRequest, name: str) -> HttpResponse:
    """Show the first records of a list for an `iframe` of another site."""
    listing, site = FRAMED[name], site_of(request)
    wanted = request.GET.copy()
    wanted.setlist("language", wanted.getlist("language")[:-1])
    request.GET = wanted  # type: ignore[assignment] # one that can change is good too
    address = Address(listing, request)
    rows = min(MOST, max(1, whole_number(request.GET.get("rows"), ROWS)))
    question = replace(listing.ask(request), facets=(), page=1, size=rows)
    hits = query(question)
    records = listing.records().in_bulk([hit.id for hit in hits.hits])
    matches = [records[hit.id] for hit in hits.hits if hit.id in records]
    public = {data["id"]: data for data in public_data(matches)}
    cards = []
    for record in matches:
        data, make_card = public.get(record.pk), kinds()[record.kind].card
        if data is None or make_card is None:
            continue
        card = {"language": data.get("language"), **make_card(data, record), "kind": record.kind}
        cards.append({**card, "url": site + record.get_absolute_url()})
    pairs = urlencode(list(address.pairs()))
    context = {
        "listing": listing,
        "shown": Shown(listing, address, question, hits),
        "cards": cards,
        "address": f"{site}{reverse(name)}{'?' if pairs else ''}{pairs}",
    }
    return render(request, "listing/embed.html", context)


frames_urls = [path("embed/<framed_list:name>/", embed, name="list-embed")]
