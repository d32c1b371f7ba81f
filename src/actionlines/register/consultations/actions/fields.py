"""Fields of consultations and comments: their rules, and what is wrong with a value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext as _

from actionlines.framework import load
from actionlines.register.consultations.models import Comment, Consultation, PhaseKind
from actionlines.register.core import schema
from actionlines.register.core.rules import (
    ActionLines,
    Choice,
    Day,
    Flag,
    Known,
    Language,
    Line,
    Many,
    Rule,
    Text,
    Wrong,
)
from actionlines.register.core.schema import Data, field_of

REASON_LIMIT = 2000


@dataclass(frozen=True)
class _Phase(Rule):
    """A phase of a consultation: kind, name, first and last day."""

    def clean(self, value: object) -> Data:
        """Return the phase with its days in ISO form."""
        if not isinstance(value, Mapping) or value.get("kind") not in PhaseKind.values:
            raise Wrong(_("Each phase has a kind of the list."))
        first, last = Day().clean(value.get("starts_on")), Day().clean(value.get("ends_on"))
        if first is None:
            raise Wrong(_("Each phase needs the day on which it starts."))
        if last and last < first:
            raise Wrong(_("A phase ends before it starts."))
        name = Line(120).clean(str(value.get("name") or ""))
        return {"kind": value["kind"], "name": name, "starts_on": first, "ends_on": last}


def _most(model: type[models.Model], name: str) -> int | None:
    return field_of(model, name).max_length


_CONSULTATION: Mapping[str, Rule] = {
    "title": Line(_most(Consultation, "title"), needed=True),
    "summary": Text(_most(Consultation, "summary")),
    "language": Language(),
    "lines": ActionLines(40),
    "organisation": Known(),
    "anonymous": Flag(),
    "premoderated": Flag(),
    "phases": Many(12, each=_Phase()),
    "results": Text(_most(Consultation, "results")),
}


_COMMENT: Mapping[str, Rule] = {
    "text": Text(_most(Comment, "text")),
    "suggests": Flag(),
    "suggestion": Line(_most(Comment, "suggestion")),
    "language": Language(empty=True),
    "stakeholder": Choice(of="stakeholder"),
    "country": Choice(of=lambda: load().countries, empty=True),
    "organisation": Line(_most(Comment, "organisation")),
    "name": Line(_most(Comment, "name")),
}


def clean(fields: Mapping[str, object], of: str = "consultation") -> tuple[Data, dict[str, str]]:
    """Return the fields that can be saved, and what is wrong with the others; of a `consultation` or `comment`."""
    good, wrong = schema.clean(_CONSULTATION if of == "consultation" else _COMMENT, fields)
    if "phases" in good:
        good["phases"].sort(key=lambda item: item["starts_on"])
    return good, wrong
