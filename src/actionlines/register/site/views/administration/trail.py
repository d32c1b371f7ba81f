"""The trail: every action on every record, found by who did it, what, on which kind of record, and when."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from actionlines.register.core.permissions import table
from actionlines.register.models import Event
from actionlines.register.site.difference import MODELS
from actionlines.register.site.kinds import KINDS
from actionlines.register.site.pages import page, page_number, whole_number

PER_PAGE = 50


@page("site.trail")
def trail(request: HttpRequest) -> HttpResponse:
    """Events, newest first; FILTERS are read from the address."""
    asked = {name: request.GET.get(name, "").strip()[:100] for name in FILTERS}
    events, wrong = found(asked)
    shown = Paginator(events, PER_PAGE).get_page(page_number(request))
    held = _addresses(shown.object_list)
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "shown": shown,
        "asked": asked,
        "wrong": wrong,
        "actions": sorted(table()),
        "kinds": [(name, kind.name) for name, kind in KINDS.items()],
        "query": query.urlencode(),
        "rows": [(event, held.get((event.kind, event.record), "")) for event in shown],
    }
    return render(request, "administration/trail.html", context, status=422 if wrong else 200)


FILTERS = ("who", "action", "kind", "record", "q", "from", "to")


def found(asked: dict[str, str]) -> tuple[QuerySet[Event], dict[str, str]]:
    """(the events that the filters leave, what is wrong with a filter by its name). A wrong filter is left out."""
    rows, wrong = Event.objects.select_related("actor").order_by("-pk"), {}
    if who := asked["who"]:
        rows = rows.filter(Q(actor__email__icontains=who) | Q(actor__name__icontains=who))
    if asked["action"]:
        rows = rows.filter(action=asked["action"])
    if asked["kind"]:
        rows = rows.filter(kind=asked["kind"])
    if asked["record"]:
        number = whole_number(asked["record"], None, 18)
        if number is None:
            wrong["record"] = _("Write the number of a record, such as 12.")
        else:
            rows = rows.filter(record=number)
    if asked["q"]:
        rows = rows.filter(reason__icontains=asked["q"])
    for name, days in (("from", 0), ("to", 1)):
        if not asked[name]:
            continue
        day = _day(asked[name])
        if day is None:
            wrong[name] = _("Write the date as year, month and day, such as 2026-12-31.")
            continue
        moment = datetime.combine(day, time(), UTC) + timedelta(days=days)
        rows = rows.filter(at__lt=moment) if days else rows.filter(at__gte=moment)
    return rows, wrong


def _day(text: str) -> date | None:
    try:
        day = parse_date(text)
    except ValueError:
        return None
    return day if day and day.year < 9999 else None


def _addresses(events: Iterable[Event]) -> dict[tuple[str, int], str]:
    """(kind, number) -> the address of the record, for those that are still there; a query for each kind."""
    numbers: dict[str, set[int]] = {}
    for event in events:
        if event.kind in MODELS:
            numbers.setdefault(event.kind, set()).add(event.record)
    return {
        (kind, pk): record.get_absolute_url()
        for kind, wanted in numbers.items()
        for pk, record in MODELS[kind].objects.in_bulk(wanted).items()
    }
