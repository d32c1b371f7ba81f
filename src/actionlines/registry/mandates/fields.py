"""What people may write into a mandate: each field checked, and said in words what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cache
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actionlines.framework import load
from actionlines.framework.tables import read_table
from actionlines.mandates.deliverable import NONE
from actionlines.mandates.due import recurrences
from actionlines.mandates.words import DATA
from actionlines.registry.core.texts import plain_text
from actionlines.registry.mandates.models import Force, Strength
from actionlines.registry.models import Mandate

ACTION_LIMIT = 10_000  # characters
REASON_LIMIT = 4_000
MOST = 40  # addressees, receivers or dates of one mandate

_DUE = re.compile(
    r"(?:(?:year|from):)?[0-9]{4}(?:-[0-9]{2})?(?:-[0-9]{2})?|session:[1-9][0-9]{0,2}|next-report"
    r"|event:[a-z0-9][a-z0-9-]{0,119}|relative:[1-9][0-9]{0,2}-(?:day|week|month|year)s"
)

Checked = tuple[Any, str]  # the value as it is kept, and what is wrong with it ("" where nothing is)


@cache
def deliverables() -> tuple[str, ...]:
    """The closed list of what a mandate may ask to produce; `none` comes last."""
    found = dict.fromkeys(row["label"] for row in read_table("deliverables", DATA))
    return (*(one for one in found if one != NONE), NONE)


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
    """Whether this is a canonical due form (docs/explanation/mandates.md)."""
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


def checked(fields: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """(values to keep, what is wrong by field) of the fields given; a field that nobody may set is wrong."""
    values: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    for name, value in fields.items():
        check = _CHECKS.get(name)
        kept, problem = check(value) if check else (None, _("there is no such field to correct"))
        if problem:
            wrong[name] = problem
        else:
            values[name] = kept
    return values, wrong


def proposal_of(mandate: Mandate) -> dict[str, Any]:
    """The fields of a mandate as they stand, in the form in which a proposal is kept."""
    return {
        "verb": mandate.verb,
        "strength": mandate.strength,
        "action": mandate.action,
        "deliverable": mandate.deliverable,
        "addressees": [one.body for one in mandate.addressees.all()],
        "report_to": list(mandate.report_to),
        "due": list(mandate.due),
        "force": mandate.force,
    }


def _bodies(value: Any, may_be_empty: bool) -> Checked:
    if not _is_list(value):
        return None, _("it is no list of bodies")
    bodies = list(dict.fromkeys(value))
    unknown = [one for one in bodies if one not in load().bodies]
    if unknown:
        return None, _("there is no body “%(body)s”; choose one from the list") % {"body": unknown[0][:60]}
    if not bodies and not may_be_empty:
        return None, _("name at least one body; take “unspecified” where the text leaves it open")
    return bodies, ""


def _action(value: Any) -> Checked:
    text = plain_text(value, lines=True) if isinstance(value, str) else ""
    if not text:
        return None, _("say what is asked")
    if len(text) > ACTION_LIMIT:
        return None, _("it is longer than %(limit)d characters") % {"limit": ACTION_LIMIT}
    return text, ""


def _one_of(names: Callable[[], Iterable[str]]) -> Callable[[Any], Checked]:
    def check(value: Any) -> Checked:
        return (value, "") if value in tuple(names()) else (None, _("choose one of the list"))

    return check


def _due(value: Any) -> Checked:
    if not _is_list(value):
        return None, _("it is no list of dates")
    forms = list(dict.fromkeys(value))
    bad = [one for one in forms if not is_due(one)]
    if bad:
        advice = _("“%(form)s” is no due form; write year:2027, session:81, 2027-03-31 or recurring:annual")
        return None, advice % {"form": bad[0][:60]}
    return forms, ""


def _day(value: Any) -> Checked:
    if value is None or isinstance(value, date):
        return value, ""
    return None, _("write a day as year-month-day, such as 2027-03-31")


def _is_list(value: Any) -> bool:
    return (
        isinstance(value, list | tuple) and len(value) <= MOST and all(isinstance(one, str) for one in value)
    )


_CHECKS: dict[str, Callable[[Any], Checked]] = {
    "addressees": lambda value: _bodies(value, may_be_empty=False),
    "report_to": lambda value: _bodies(value, may_be_empty=True),
    "action": _action,
    "deliverable": _one_of(deliverables),
    "strength": _one_of(lambda: Strength.values),
    "force": _one_of(lambda: Force.values),
    "due": _due,
    "due_on": _day,
}
CORRECTABLE = tuple(_CHECKS)

# What a person read to correct a field -> the checked field that is thereby read too.
_READ_WITH = {"strength": "verb", "due_on": "due"}


def still_to_check(mandate: Mandate, read: Iterable[str]) -> list[dict[str, str]]:
    """The checks of a mandate without those of the fields that somebody has read."""
    done = {name for one in read for name in (one, _READ_WITH.get(one, one))}
    return [one for one in mandate.checks if one["field"] not in done]
