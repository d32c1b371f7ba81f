"""Mandates in words of the reader's language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from urllib.parse import quote

from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from actionlines.framework.calendar import FIRST_SESSION_YEAR
from actionlines.framework.starter import summary_in
from actionlines.framework.tables import read_table
from actionlines.json_types import JsonObject
from actionlines.lineage.life import AskedText, Life
from actionlines.mandates.deliverable import NONE
from actionlines.mandates.when import recurrences
from actionlines.mandates.words import DATA
from actionlines.register.core.schema import Data
from actionlines.register.core.texts import isolated, reader_words
from actionlines.register.mandates.models import Mandate

ACTION_LIMIT = 10_000  # characters
REASON_LIMIT = 4_000
MOST = 40  # addressees, receivers or dates of one mandate

_DUE = re.compile(
    r"(?:(?:year|from):)?[0-9]{4}(?:-[0-9]{2})?(?:-[0-9]{2})?|session:[1-9][0-9]{0,2}|next-report"
    r"|event:[a-z0-9][a-z0-9-]{0,119}|relative:[1-9][0-9]{0,2}-(?:day|week|month|year)s"
)


@cache
def deliverables() -> tuple[str, ...]:
    """The closed list of what a mandate may ask to produce; `none` comes last."""
    matches = dict.fromkeys(row["label"] for row in read_table("deliverables", DATA))
    return (*(item for item in matches if item != NONE), NONE)


_NAMES = {
    "report": gettext_lazy("Report"),
    "update": gettext_lazy("Update"),
    "review": gettext_lazy("Review"),
    "assessment": gettext_lazy("Assessment"),
    "evaluation": gettext_lazy("Evaluation"),
    "mapping": gettext_lazy("Mapping"),
    "proposal": gettext_lazy("Proposal"),
    "strategy": gettext_lazy("Strategy"),
    "road-map": gettext_lazy("Road map"),
    "action-plan": gettext_lazy("Action plan"),
    "standards": gettext_lazy("Standards"),
    "targets-indicators": gettext_lazy("Targets or indicators"),
    "meeting": gettext_lazy("Meeting"),
    "consultations": gettext_lazy("Consultations"),
    "appointment": gettext_lazy("Appointment"),
    "observance": gettext_lazy("Observance"),
    "agenda-item": gettext_lazy("Agenda item"),
    "funds": gettext_lazy("Funds"),
    "establishment": gettext_lazy("Establishment"),
    NONE: gettext_lazy("Nothing in particular"),
}


def deliverable_name(identifier: str) -> str:
    """The name of a deliverable in the reader's language; the id where it has none."""
    return str(_NAMES.get(identifier, identifier))


_FIELDS = {
    "verb": gettext_lazy("Verb"),
    "addressees": gettext_lazy("Who is asked"),
    "action": gettext_lazy("What is asked"),
    "deliverable": gettext_lazy("Deliverable"),
    "due": gettext_lazy("Due"),
    "report_to": gettext_lazy("Reports to"),
}


def field_name(name: str) -> str:
    """The name of a field that the finder may be unsure of, in the reader's language."""
    return str(_FIELDS.get(name, name))


def is_due(form: str) -> bool:
    """Return whether this is a canonical due form (docs/explanation/mandates.md)."""
    kind, _colon, value = form.partition(":")
    if kind == "recurring":
        return value in {row.form for row in recurrences()}
    if not _DUE.fullmatch(form):
        return False
    day = value if kind in ("year", "from") else form
    if not day[:4].isdigit():
        return True
    try:
        date.fromisoformat(day + "-01-01"[: 10 - len(day)] if len(day) != 7 else day + "-01")
    except ValueError:
        return False
    return True


def proposal_of(mandate: Mandate) -> Data:
    """Return the present fields of a mandate in the form of a stored proposal."""
    return {
        "verb": mandate.verb,
        "strength": mandate.strength,
        "action": mandate.action,
        "deliverable": mandate.deliverable,
        "addressees": [item.body for item in mandate.addressees.all()],
        "report_to": list(mandate.report_to),
        "due": list(mandate.due),
        "force": mandate.force,
    }


def mark_summary(words: str, is_summary: bool) -> str:
    """Return the words of an action, in the reader's language with a mark where the register sums the text up."""
    if not is_summary:
        return words
    return f"{summary_in(words, reader_words().language)[0]} (≈ {reader_words()('mandates.summary')})"


# What a person read to correct a field -> the checked field that is thereby read too.
_READ_WITH = {"strength": "verb", "due_on": "due"}


def still_to_check(mandate: Mandate, read: Iterable[str]) -> list[dict[str, str]]:
    """The checks of a mandate without those of the fields that somebody has read."""
    done = {name for text in read for name in (text, _READ_WITH.get(text, text))}
    return [check for check in mandate.checks if check["field"] not in done]


_RELATIVE = re.compile(r"(\d{1,3})-(day|week|month|year)s?")
_RECURRING = {
    "monthly": gettext_lazy("every month"),
    "quarterly": gettext_lazy("every three months"),
    "semi-annual": gettext_lazy("twice a year"),
    "annual": gettext_lazy("every year"),
    "biennial": gettext_lazy("every two years"),
    "triennial": gettext_lazy("every three years"),
    "quadrennial": gettext_lazy("every four years"),
    "quinquennial": gettext_lazy("every five years"),
    "periodic": gettext_lazy("from time to time"),
}


def in_words(due: Sequence[str]) -> str:
    """Return the time that a text names, in the reader's language; "" where it names none.

    >>> in_words(["recurring:annual", "from:2027"])                                            # doctest: +SKIP
    'every year; from 2027'
    """
    return "; ".join(str(_one(form)) for form in due)


def _one(form: str) -> str:
    kind, _colon, value = form.partition(":")
    if kind == "session" and value.isascii() and value.isdigit():
        year = FIRST_SESSION_YEAR + int(value)
        values = {"number": value, "from": year, "to": year + 1}
        return _("session %(number)s of the General Assembly (%(from)s–%(to)s)") % values
    if kind == "from":
        return _("from %(day)s") % {"day": reader_words().date(value)}
    if kind == "year":
        return reader_words().date(value)
    if kind == "recurring":
        return str(_RECURRING.get(value, value))
    if kind == "relative" and (match := _RELATIVE.fullmatch(value)):
        return _within(int(match[1]), match[2])
    if kind == "next-report":
        return _("in the next report")
    if kind == "event":  # one that is no session is named in the words of the text, which are not translated
        return reader_words().event(value) or value.replace("-", " ")
    return reader_words().date(form)


def _within(number: int, unit: str) -> str:
    values = {"number": number}
    return {
        "day": ngettext("within %(number)d day", "within %(number)d days", number),
        "week": ngettext("within %(number)d week", "within %(number)d weeks", number),
        "month": ngettext("within %(number)d month", "within %(number)d months", number),
        "year": ngettext("within %(number)d year", "within %(number)d years", number),
    }[unit] % values


def reason_in_words(reason: str) -> str:
    """Return a reason in the reader's language; one that is not of the list stays as it is."""
    return gettext(reason) if reason else ""


STAGES: JsonObject = {
    "superseded": gettext_lazy("Superseded: another mandate or a later text takes its place."),
    "discharged": gettext_lazy("Discharged: it was found delivered."),
    "ended": gettext_lazy("Ended: its text sets an end, which has passed."),
    "renewed": gettext_lazy("Renewed: a later text asks for the same."),
    "answered": gettext_lazy("Answered: evidence is on record, and the mandate is open."),
    "unanswered": gettext_lazy("No answer is on record, and a deadline has passed."),
    "awaited": gettext_lazy("Awaited: the deadline is ahead."),
    "open": gettext_lazy("Open: no deadline follows from the text, and no answer is on record."),
}


def describe_life(life: Life) -> JsonObject:
    """Return the life of a mandate as its page shows it."""
    return {
        "life": life,
        "stage": STAGES[life.stage],
        "history": _history(life),
        "renews": _place(life.renews),
        "renewed_by": _place(life.renewed_by),
    }


def _place(asked_text: AskedText | None) -> tuple[str, str] | None:
    """Return (address, name) of a paragraph that asks."""
    if asked_text is None:
        return None
    symbol, _sign, anchor = asked_text.text.partition("#")
    name = isolated(reader_words().cite(symbol, anchor))
    return f"{reverse('instrument', args=[symbol])}?p={quote(anchor)}#p{anchor}", name


def _history(life: Life) -> str:
    """Return how often it was asked and answered: "asked every year since 2021, answered twice"."""
    number = len(life.asked)
    if life.pace % 12 == 0 and life.pace:
        every = in_words([f"recurring:{_EVERY.get(life.pace, 'periodic')}"])
        query = _("asked %(every)s since %(year)s") % {"every": every, "year": life.since}
    else:
        query = ngettext("asked in %(n)d text", "asked in %(n)d texts", number) % {"n": number}
    answers = len(life.answers)
    answered = ngettext("%(n)d answer on record", "%(n)d answers on record", answers) % {"n": answers}
    return f"{query}; {answered}"


_EVERY = {12: "annual", 24: "biennial", 36: "triennial", 48: "quadrennial", 60: "quinquennial"}
