"""What people may write into a mandate: each field checked, and said in words what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from functools import cache

from django.utils.translation import gettext_lazy

from actionlines.framework.tables import read_table
from actionlines.mandates.deliverable import NONE
from actionlines.mandates.due import recurrences
from actionlines.mandates.words import DATA
from actionlines.register.core.schema import Data
from actionlines.register.models import Mandate

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


def proposal_of(mandate: Mandate) -> Data:
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


# What a person read to correct a field -> the checked field that is thereby read too.
_READ_WITH = {"strength": "verb", "due_on": "due"}


def still_to_check(mandate: Mandate, read: Iterable[str]) -> list[dict[str, str]]:
    """The checks of a mandate without those of the fields that somebody has read."""
    done = {name for one in read for name in (one, _READ_WITH.get(one, one))}
    return [one for one in mandate.checks if one["field"] not in done]
