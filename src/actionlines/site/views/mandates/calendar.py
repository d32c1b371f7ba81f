"""The calendar of what falls due: iCalendar (RFC 5545), one all-day event for each mandate with a day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, timedelta
from uuid import NAMESPACE_URL, uuid5

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from actionlines.registry.core.concepts import name_of
from actionlines.registry.mandates.wording import in_words
from actionlines.registry.models import Mandate
from actionlines.registry.search import Query, every
from actionlines.site.pages import page
from actionlines.site.views.mandates.lists import REGISTER

MOST = 1_000  # events of one calendar
PAST = 365  # days
LINE = 75  # octets of a line, without its break (RFC 5545, 3.1)
_ESCAPED: dict[int, str | None] = {
    **dict.fromkeys((*range(32), 127)),
    ord("\t"): "\t",
    **{ord(sign): f"\\{sign}" for sign in "\\;,"},
    ord("\n"): "\\n",
}


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
    text = ics(mandates, lambda one: request.build_absolute_uri(one.get_absolute_url()))
    return HttpResponse(
        text,
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'inline; filename="mandates.ics"'},
    )


def _found(question: Query) -> list[Mandate]:
    """All mandates that a question finds, at most MOST, with what an event needs."""
    _total, hits = every(question, MOST)
    rows = Mandate.objects.select_related("instrument", "paragraph").prefetch_related("addressees")
    return list(
        rows.defer("paragraph__text", "instrument__warnings").in_bulk([hit.id for hit in hits]).values()
    )


def ics(mandates: Iterable[Mandate], address: Callable[[Mandate], str]) -> str:
    """The calendar as text. `address` gives the permanent address of a mandate."""
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Actionlines//Mandates//EN", "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH", f"X-WR-CALNAME:{escaped(_('Mandates that fall due'))}",
    ]  # fmt: skip
    for mandate in mandates:
        lines += _event(mandate, address(mandate))
    return "".join(f"{folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def _event(mandate: Mandate, url: str) -> Iterator[str]:
    assert mandate.due_on is not None
    who = ", ".join(name_of(one.body) for one in mandate.addressees.all())
    place = f"{mandate.instrument.symbol}, {mandate.paragraph.number or mandate.paragraph.anchor}"
    told = [mandate.action, place, str(mandate.get_status_display()), in_words(mandate.due), url]
    yield "BEGIN:VEVENT"
    # The same for ever, on every site that holds this instrument: an app knows the event again.
    yield f"UID:{uid(mandate)}"
    yield f"DTSTAMP:{mandate.changed_at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield f"SEQUENCE:{mandate.version - 1}"
    yield f"DTSTART;VALUE=DATE:{mandate.due_on:%Y%m%d}"
    # The end is not part of an event: all of the one day.
    yield f"DTEND;VALUE=DATE:{mandate.due_on + timedelta(days=1):%Y%m%d}"
    named = who if mandate.is_owed else f"{mandate.get_force_display()}, {who}"
    yield f"SUMMARY:{escaped(f'{named}: {mandate.action}'[:200])}"
    yield f"DESCRIPTION:{escaped(chr(10).join(one for one in told if one))}"
    yield f"URL:{url}"
    yield f"CATEGORIES:{escaped(str(mandate.get_status_display()))}"
    yield f"STATUS:{_certainty(mandate)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _certainty(mandate: Mandate) -> str:
    """STATUS of an event (RFC 5545, 3.8.1.11): what nobody confirmed, or no text decides, is tentative."""
    if mandate.status in ("superseded", "rejected"):
        return "CANCELLED"
    return "CONFIRMED" if mandate.is_owed and mandate.status != "proposed" else "TENTATIVE"


def uid(mandate: Mandate) -> str:
    """The identity of a mandate: its paragraph, and its place in it."""
    name = f"{mandate.instrument.symbol}#{mandate.paragraph.anchor}/{mandate.ordinal}"
    return f"{uuid5(NAMESPACE_URL, name)}@actionlines"


def escaped(text: str) -> str:
    """TEXT of RFC 5545 (3.3.11): backslash, semicolon, comma and line breaks written so that they stay; other
    control characters, which no calendar may hold, left out.
    """
    return text.translate(_ESCAPED)


def folded(line: str) -> str:
    """The line in pieces of at most LINE octets, each next one after a break and a blank; no character is cut."""
    octets = line.encode()
    pieces = []
    start, room = 0, LINE
    while len(octets) - start > room:
        stop = start + room
        while octets[stop] & 0xC0 == 0x80:  # in the middle of a character
            stop -= 1
        pieces.append(octets[start:stop])
        start, room = stop, LINE - 1  # the blank before it
    return b"\r\n ".join([*pieces, octets[start:]]).decode()
