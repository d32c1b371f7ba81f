"""The calendar of what falls due: iCalendar (RFC 5545), one all-day event for each mandate with a day."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, date, timedelta
from uuid import NAMESPACE_URL, uuid5

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from actionlines.register.core.concepts import name_of
from actionlines.register.core.search import Query, every
from actionlines.register.mandates.wording import in_words
from actionlines.register.models import Mandate
from actionlines.register.site.pages import page
from actionlines.register.site.views.mandates.lists import REGISTER

MOST = 1_000  # events of one calendar
PAST = 365  # days


@page("site.read")
def calendar(request: HttpRequest) -> HttpResponse:
    """Mandates with a day, by the filters of the register; at most MOST, the earliest day first. Without
    `due_from` it begins PAST days ago: a calendar shows what is coming and what was just missed.
    """
    question = REGISTER.ask(request)
    since = timezone.now().date() - timedelta(days=PAST)
    ranges = {"due": (since, None), **question.ranges}
    question = replace(question, ranges=ranges, sort="due", page=1, facets=())
    mandates = [one for one in _found(question) if one.due_on]
    mandates.sort(key=lambda one: (one.due_on, one.pk))
    dated = ((one, one.due_on) for one in mandates if one.due_on)
    return as_calendar(request, dated, _("Mandates that fall due"), "mandates.ics")


def as_calendar(
    request: HttpRequest, dated: Iterable[tuple[Mandate, date]], name: str, file: str
) -> HttpResponse:
    """Return mandates with their days as a calendar that an app can subscribe to."""
    text = ics(dated, lambda one: request.build_absolute_uri(one.get_absolute_url()), name)
    return HttpResponse(
        text,
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'inline; filename="{file}"'},
    )


def _found(question: Query) -> list[Mandate]:
    """All mandates that a question finds, at most MOST, with what an event needs."""
    _total, hits = every(question, MOST)
    rows = Mandate.objects.select_related("instrument", "paragraph").prefetch_related("addressees")
    return list(
        rows.defer("paragraph__text", "instrument__warnings").in_bulk([hit.id for hit in hits]).values()
    )


def ics(dated: Iterable[tuple[Mandate, date]], address: Callable[[Mandate], str], name: str) -> bytes:
    """Return the calendar of mandates on their days. `address` gives the permanent address of a mandate."""
    made = Calendar()
    head = {
        "version": "2.0", "prodid": "-//Actionlines//Mandates//EN", "calscale": "GREGORIAN", "method": "PUBLISH",
        "x-wr-calname": name,
    }  # fmt: skip
    for field, value in head.items():
        made.add(field, value)
    for mandate, day in dated:
        made.add_component(_event(mandate, day, address(mandate)))
    return bytes(made.to_ical(sorted=False))


def _event(mandate: Mandate, day: date, url: str) -> Event:
    who = ", ".join(name_of(one.body) for one in mandate.addressees.all())
    named = who if mandate.is_owed else f"{mandate.get_force_display()}, {who}"
    place = f"{mandate.instrument.symbol}, {mandate.paragraph.number or mandate.paragraph.anchor}"
    status = str(mandate.get_status_display())
    about = [mandate.action, place, status, in_words(mandate.due), url]
    values = {
        # The same for ever, on every site that holds this instrument: an app knows the event again.
        "uid": uid(mandate, "" if day == mandate.due_on else day.isoformat()),
        "dtstamp": mandate.changed_at.astimezone(UTC),
        "sequence": mandate.version - 1,
        "dtstart": day,
        # The end is not part of an event: all of the one day.
        "dtend": day + timedelta(days=1),
        "summary": _plain(f"{named}: {mandate.action}"[:200]),
        "description": _plain("\n".join(one for one in about if one)),
        "url": url,
        "categories": [status],
        "status": _certainty(mandate),
        "transp": "TRANSPARENT",
    }
    made = Event()
    for name, value in values.items():
        made.add(name, value)
    return made


def _plain(text: str) -> str:
    """Return a text without the control characters that no calendar may hold."""
    return "".join(sign for sign in text if sign in "\n\t" or (ord(sign) >= 32 and sign != "\x7f"))


def _certainty(mandate: Mandate) -> str:
    """Return STATUS of an event (RFC 5545, 3.8.1.11): what nobody confirmed, or no text decides, is tentative."""
    if mandate.status in ("superseded", "rejected"):
        return "CANCELLED"
    return "CONFIRMED" if mandate.is_owed and mandate.status != "proposed" else "TENTATIVE"


def uid(mandate: Mandate, day: str = "") -> str:
    """Return the identity of a mandate: its paragraph, and its place in it; `day`: of one that recurs."""
    name = f"{mandate.instrument.symbol}#{mandate.paragraph.anchor}/{mandate.ordinal}"
    name += f"@{day}" if day else ""
    return f"{uuid5(NAMESPACE_URL, name)}@actionlines"
