"""What the fields of a consultation and of a comment may hold, checked in one place for pages and API."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from actionlines.consultation.models import Comment, Consultation
from actionlines.consultation.models.consultations import PhaseKind
from actionlines.framework import load
from actionlines.registry.core import vocabulary
from actionlines.registry.core.rules import LANGUAGES
from actionlines.registry.core.texts import plain_text
from actionlines.registry.models import Organisation

FIELDS = (
    "title", "summary", "language", "lines", "organisation", "anonymous", "premoderated", "phases", "results",
)  # fmt: skip
SAID = ("text", "suggests", "suggestion", "language", "stakeholder", "country", "organisation", "name")
MOST_PHASES = 12
MOST_LINES = 40
REASON_LIMIT = 2000
_LATEST = date(2200, 1, 1)
_EARLIEST = date(1990, 1, 1)


class Wrong(ValueError):
    """What is wrong with one field, in the reader's language."""


def clean(fields: Mapping[str, Any], of: str = "consultation") -> tuple[dict[str, Any], dict[str, str]]:
    """(what can be saved, what is wrong with each of the others); `of` is `consultation` or `comment`."""
    checks = _CONSULTATION if of == "consultation" else _COMMENT
    good: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    for name, value in fields.items():
        try:
            if name not in checks:
                raise Wrong(_("There is no such field."))
            good[name] = checks[name](value)
        except Wrong as error:
            wrong[name] = str(error)
    return good, wrong


def _text(model: Any, name: str, lines: bool = False, needed: bool = False) -> Callable[[object], str]:
    def _check(value: object) -> str:
        text = plain_text(str(value or ""), lines=lines)
        most = model._meta.get_field(name).max_length
        if most and len(text) > most:
            raise Wrong(
                _("This has %(count)d characters; %(most)d are the most.")
                % {"count": len(text), "most": most}
            )
        if needed and not text:
            raise Wrong(_("This is needed."))
        return text

    return _check


def _flag(value: object) -> bool:
    return value is True or str(value).strip().lower() in ("1", "true", "yes", "on")


def _language(value: object) -> str:
    if value not in LANGUAGES:
        raise Wrong(_("Choose an entry of the list."))
    return str(value)


def _maybe_language(value: object) -> str:
    return _language(value) if value else ""


def _lines(value: object) -> list[str]:
    if not isinstance(value, list | tuple) or len(value) > MOST_LINES:
        raise Wrong(_("This must be a list."))
    if [one for one in value if one not in load().action_lines]:
        raise Wrong(_("Choose an entry of the list."))
    return sorted(set(value))


def _organisation(value: object) -> int | None:
    if value in (None, ""):
        return None
    text = str(value)
    known = text.isascii() and text.isdecimal() and len(text) < 19
    if not (known and Organisation.objects.filter(pk=int(text)).exists()):
        raise Wrong(_("There is no such organisation."))
    return int(text)


def _phases(value: object) -> list[dict[str, Any]]:
    if not isinstance(value, list | tuple):
        raise Wrong(_("This must be a list."))
    if len(value) > MOST_PHASES:
        raise Wrong(_("%(most)d entries are the most.") % {"most": MOST_PHASES})
    return sorted((_phase(one) for one in value), key=lambda one: one["starts_on"])


def _phase(value: object) -> dict[str, Any]:
    if not isinstance(value, Mapping) or value.get("kind") not in PhaseKind.values:
        raise Wrong(_("Each phase has a kind of the list."))
    name = plain_text(str(value.get("name") or ""))
    if len(name) > 120:
        raise Wrong(_("%(most)d characters are the most.") % {"most": 120})
    first, last = _day(value.get("starts_on")), _day(value.get("ends_on"))
    if first is None:
        raise Wrong(_("Each phase needs the day on which it starts."))
    if last and last < first:
        raise Wrong(_("A phase ends before it starts."))
    return {"kind": value["kind"], "name": name, "starts_on": first, "ends_on": last}


def _day(value: object) -> date | None:
    if value in (None, ""):
        return None
    try:
        found = value if isinstance(value, date) else date.fromisoformat(str(value))
    except ValueError as error:
        raise Wrong(_("Write a day as year, month and day: 2027-05-31.")) from error
    if not _EARLIEST <= found <= _LATEST:
        raise Wrong(_("Write a day as year, month and day: 2027-05-31."))
    return found


def _stakeholder(value: object) -> str:
    if value not in vocabulary.ids("stakeholder"):
        raise Wrong(_("Choose a type from the list."))
    return str(value)


def _country(value: object) -> str:
    if value and value not in load().countries:
        raise Wrong(_("Choose a country from the list."))
    return str(value or "")


_CONSULTATION: Mapping[str, Callable[[object], object]] = {
    "title": _text(Consultation, "title", needed=True),
    "summary": _text(Consultation, "summary", lines=True),
    "language": _language,
    "lines": _lines,
    "organisation": _organisation,
    "anonymous": _flag,
    "premoderated": _flag,
    "phases": _phases,
    "results": _text(Consultation, "results", lines=True),
}
_COMMENT: Mapping[str, Callable[[object], object]] = {
    "text": _text(Comment, "text", lines=True),
    "suggests": _flag,
    "suggestion": _text(Comment, "suggestion"),
    "language": _maybe_language,
    "stakeholder": _stakeholder,
    "country": _country,
    "organisation": _text(Comment, "organisation"),
    "name": _text(Comment, "name"),
}
