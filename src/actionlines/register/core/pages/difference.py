"""Two versions of a record side by side: field by field, word by word."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actionlines.lineage.changes import Span, compare_words
from actionlines.register.core.concepts import concept, name_of
from actionlines.register.core.kinds import Words, kinds, versioned_models
from actionlines.register.core.models import link_status_name
from actionlines.register.core.pages.facets import language_name, status_name
from actionlines.register.core.schema import Serialised, field_of
from actionlines.register.core.texts import reader_words

# Fields that every version changes, or that are said elsewhere on the page.
_HEAD = frozenset(("kind", "id", "version", "created_at", "changed_at", "proposal", "words", "tracked", "verb"))
_LABELS: dict[str, Words] = {
    "places": gettext_lazy("Places"),
    "links": gettext_lazy("Action Lines, goals, targets and commitments"),
    "organisation_name": gettext_lazy("Organisation"),
    "status": gettext_lazy("Status"),
    "status_reason": gettext_lazy("Reason"),
    "status_since": gettext_lazy("Status since"),
    "published_at": gettext_lazy("Published"),
    "published_version": gettext_lazy("Published version"),
    "sha256": gettext_lazy("Digest of the file (SHA-256)"),
}
# Parts of a value that has several.
_PARTS: dict[str, Words] = {
    "what": gettext_lazy("Result"),
    "value": gettext_lazy("Value"),
    "unit": gettext_lazy("Unit"),
    "year": gettext_lazy("Year"),
    "date": gettext_lazy("Date"),
    "day": gettext_lazy("Day"),
    "amount": gettext_lazy("Amount"),
    "currency": gettext_lazy("Currency"),
    "text": gettext_lazy("Text"),
    "name": gettext_lazy("Name"),
    "title": gettext_lazy("Title"),
    "url": gettext_lazy("Address"),
    "baseline": gettext_lazy("Baseline"),
}


@dataclass(frozen=True, slots=True)
class Change:
    """One field that differs: `pieces` are its text in order, with what was taken out and put in."""

    field: str
    label: str
    pieces: tuple[Span, ...]

    @property
    def html(self) -> SafeString:
        """Return the pieces as HTML with <del> and <ins>."""
        return as_html(self.pieces)


def as_html(parts: Iterable[Span]) -> SafeString:
    """The pieces with <del> and <ins>, escaped."""
    made = [
        format_html("{}", text) if kind == "same" else format_html(f"<{kind}>{{}}</{kind}>", text)
        for kind, text in parts
    ]
    return mark_safe("".join(made))  # noqa: S308 - every part went through format_html


def differences(kind: str, old: Serialised, new: Serialised) -> list[Change]:
    """The fields that differ between two serialised records, in the order of the record."""
    names = [name for name in dict.fromkeys((*new, *old)) if name not in _HEAD]
    return [
        Change(
            name,
            label(kind, name),
            compare_words(in_words(name, old.get(name), kind), in_words(name, new.get(name), kind)),
        )
        for name in names
        if old.get(name) != new.get(name)
    ]


def fields(kind: str, data: Serialised) -> list[tuple[str, str, str]]:
    """(field, label, words) of a serialised record, without empty ones."""
    # The name of the organisation is given beside its number.
    left_out = _HEAD | ({"organisation"} if data.get("organisation_name") else set())
    matches = ((name, label(kind, name), in_words(name, value, kind)) for name, value in data.items())
    return [item for item in matches if item[2] and item[0] not in left_out]


def label(kind: str, name: str) -> str:
    """Return the name of a field in the reader's language."""
    labels = kinds()[kind].labels if kind in kinds() else {}
    return str(labels.get(name) or _LABELS.get(name) or _verbose(kind, name))


@cache
def _verbose(kind: str, name: str) -> Any:
    try:
        return field_of(versioned_models()[kind], name).verbose_name
    except (FieldDoesNotExist, KeyError):
        return name.replace("_", " ").capitalize()


def in_words(name: str, value: object, kind: str = "") -> str:
    """Return a value of a serialised record as text: each value of a list on a line.

    >>> in_words("places", ["KEN"]), in_words("title", None)
    ('Kenya', '')
    """
    if value is None or value == "" or value == []:
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, list):
        return "\n".join(in_words(name, item, kind) for item in value)
    declared = kinds()[kind].words.get(name) if kind in kinds() else None
    if declared and (words := declared(value)):
        return words
    if isinstance(value, dict):
        return _parts_in_words(name, value, kind)
    text = str(value)
    return str(_NAMED[name](text)) if name in _NAMED else text


def _written(text: str) -> str:
    """A day written out; a moment with its time."""
    try:
        matches = datetime.fromisoformat(text)
    except ValueError:
        return text
    moment = matches.astimezone(UTC) if matches.tzinfo else matches
    day = reader_words().date(moment.date().isoformat())
    return f"{day}, {moment:%H:%M} UTC" if matches.tzinfo else day


# How the values of a field are said.
_NAMED: dict[str, Callable[[str], str]] = {
    **dict.fromkeys(("places", "lines", "country", "body", "report_to", "candidates"), name_of),
    **dict.fromkeys(("starts_on", "ends_on", "due_on", "date", "status_since", "published_at", "at"), _written),
    "language": language_name,
    "status": status_name,
}


def _parts_in_words(name: str, value: Serialised, kind: str) -> str:
    if name == "links":
        linked = concept(value["concept"])
        words = linked.full if linked else value["concept"]
        return f"{words} ({link_status_name(value['status'])})"
    parts = {key: part for key, part in value.items() if part not in (None, "", [], {})}
    return "; ".join(f"{_PARTS.get(key, key)}: {in_words(key, part, kind)}" for key, part in parts.items())
