"""The calendar of reports: the bodies that receive them with their load, and what one body receives."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from actionlines.framework.bodies import LONGEST_LABEL, is_label
from actionlines.lineage.life import Asked, Life
from actionlines.register.core.concepts import name_of
from actionlines.register.mandates.life import YEARS, calendar, reports_to
from actionlines.register.mandates.wording import in_words
from actionlines.register.site.pages import page
from actionlines.register.site.views.mandates.calendar import as_calendar

STAGES: dict[str, Any] = {
    "superseded": gettext_lazy("Superseded: a reviewer named the mandate that takes its place."),
    "discharged": gettext_lazy("Discharged: it was found delivered."),
    "ended": gettext_lazy("Ended: its text sets an end, which has passed."),
    "renewed": gettext_lazy("Renewed: a later text asks for the same."),
    "answered": gettext_lazy("Answered: evidence is on record, and the mandate is open."),
    "unanswered": gettext_lazy("No answer is on record, and a deadline has passed."),
    "awaited": gettext_lazy("Awaited: the deadline is ahead."),
    "open": gettext_lazy("Open: no deadline follows from the text, and no answer is on record."),
}


def told(life: Life) -> dict[str, Any]:
    """Return the life of a mandate as its page shows it."""
    return {
        "life": life, "stage": STAGES[life.stage], "history": _history(life),
        "renews": _place(life.renews), "renewed_by": _place(life.renewed_by),
    }  # fmt: skip


def _place(asked: Asked | None) -> tuple[str, str] | None:
    """Return (address, name) of a paragraph that asks."""
    if asked is None:
        return None
    symbol, _sign, anchor = asked.text.partition("#")
    return f"{reverse('instrument', args=[symbol])}?p={quote(anchor)}#p{anchor}", f"{symbol}, {anchor}"


def _history(life: Life) -> str:
    """Return how often it was asked and answered: "asked every year since 2021, answered twice"."""
    number = len(life.asked)
    if life.pace % 12 == 0 and life.pace:
        every = in_words([f"recurring:{_EVERY.get(life.pace, 'periodic')}"])
        asked = _("asked %(every)s since %(year)s") % {"every": every, "year": life.since}
    else:
        asked = ngettext("asked in %(n)d text", "asked in %(n)d texts", number) % {"n": number}
    answers = len(life.answers)
    answered = ngettext("%(n)d answer on record", "%(n)d answers on record", answers) % {"n": answers}
    return f"{asked}; {answered}"


_EVERY = {12: "annual", 24: "biennial", 36: "triennial", 48: "quadrennial", 60: "quinquennial"}


@page("site.read")
def reports_due(request: HttpRequest) -> HttpResponse:
    """Show the bodies that receive reports with their load.

    `?to=ecosoc`: what one body receives, by day; `&as=ics`: as a calendar.
    """
    body = request.GET.get("to", "")[:LONGEST_LABEL]
    if not body:
        year = timezone.now().year
        loads = {"loads": calendar(), "years": range(year, year + YEARS)}
        return render(request, "mandates/reports_due.html", loads)
    if not is_label(body):
        raise Http404
    dated, undated = reports_to(body)
    if request.GET.get("as") == "ics":
        name = _("Reports to %(body)s") % {"body": name_of(body)}
        return as_calendar(request, ((one.mandate, one.day) for one in dated), name, f"reports-{body}.ics")
    shown = {"body": body, "reports": dated, "undated": undated, "today": timezone.now().date()}
    return render(request, "mandates/reports_due.html", shown)
