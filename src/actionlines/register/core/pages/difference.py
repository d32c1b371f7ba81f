"""Two versions of a record side by side: field by field, word by word."""

from __future__ import annotations

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
from actionlines.register.core import vocabulary
from actionlines.register.core.concepts import concept, name_of
from actionlines.register.core.kinds import Words, versioned_models
from actionlines.register.core.models import LinkStatus
from actionlines.register.core.pages.facets import language_name, status_name
from actionlines.register.core.schema import Serialised, field_of
from actionlines.register.core.texts import reader_words
from actionlines.register.mandates.models import Strength
from actionlines.register.mandates.wording import deliverable_name

# Fields that every version changes, or that are said elsewhere on the page.
_HEAD = frozenset(("kind", "id", "version", "created_at", "changed_at", "proposal", "words", "tracked"))
_LABELS: dict[str, Words] = {
    "places": gettext_lazy("Places"),
    "links": gettext_lazy("Action Lines, goals, targets and commitments"),
    "mandates": gettext_lazy("Mandates answered"),
    "addressees": gettext_lazy("Addressees"),
    "progress": gettext_lazy("Progress"),
    "organisation_name": gettext_lazy("Organisation"),
    "status": gettext_lazy("Status"),
    "status_reason": gettext_lazy("Reason"),
    "status_since": gettext_lazy("Status since"),
    "published_at": gettext_lazy("Published"),
    "published_version": gettext_lazy("Published version"),
    "allocations": gettext_lazy("Allocations"),
    "paragraph": gettext_lazy("Paragraph"),
    "narratives": gettext_lazy("Texts"),
    "items": gettext_lazy("Targets, commitments and indicators"),
    "metrics": gettext_lazy("Metrics"),
    "milestones": gettext_lazy("Milestones"),
    "superseded_by": gettext_lazy("Superseded by"),
    "instrument": gettext_lazy("Instrument"),
    "sha256": gettext_lazy("Digest of the file (SHA-256)"),
    "warnings": gettext_lazy("Notes of the reader"),
    "implied": gettext_lazy("Implied"),
    "ordinal": gettext_lazy("Place in the paragraph"),
    "family": gettext_lazy("Family of versions"),
    "phases": gettext_lazy("Phases"),
    "texts": gettext_lazy("Versions of the text"),
    "results_at": gettext_lazy("Results published"),
    "written_on": gettext_lazy("Written on"),
    "place": gettext_lazy("Stands at"),
    "disposition_place": gettext_lazy("Where in the new text"),
    "suggests": gettext_lazy("Suggests other words"),
    "quote": gettext_lazy("About these words"),
    "consultation": gettext_lazy("Consultation"),
    "disposed_at": gettext_lazy("Date of the disposition"),
    "quote_sha256": gettext_lazy("Digest of the quoted words (SHA-256)"),
    "paragraph_sha256": gettext_lazy("Digest of the paragraph (SHA-256)"),
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
            compare_words(in_words(name, old.get(name)), in_words(name, new.get(name))),
        )
        for name in names
        if old.get(name) != new.get(name)
    ]


def fields(kind: str, data: Serialised) -> list[tuple[str, str, str]]:
    """(field, label, words) of a serialised record, without empty ones."""
    # The name of the organisation is given beside its number.
    left_out = _HEAD | ({"organisation"} if data.get("organisation_name") else set())
    found = ((name, label(kind, name), in_words(name, value)) for name, value in data.items())
    return [one for one in found if one[2] and one[0] not in left_out]


def label(kind: str, name: str) -> str:
    """What a field is called in the reader's language."""
    if name in _LABELS:
        return str(_LABELS[name])
    return str(_verbose(kind, name))


@cache
def _verbose(kind: str, name: str) -> Any:
    try:
        return field_of(versioned_models()[kind], name).verbose_name
    except (FieldDoesNotExist, KeyError):
        return name.replace("_", " ").capitalize()


def in_words(name: str, value: object) -> str:
    """A value of a serialised record as text: what is in a list, one to a line.

    >>> in_words("places", ["KEN"]), in_words("title", None)
    ('Kenya', '')
    """
    if value is None or value == "" or value == []:
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, list):
        return "\n".join(in_words(name, one) for one in value)
    if isinstance(value, dict):
        return _of_dict(name, value)
    text = str(value)
    return str(_NAMED[name](text)) if name in _NAMED else text


def _written(text: str) -> str:
    """A day written out; a moment with its time."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return text
    moment = found.astimezone(UTC) if found.tzinfo else found
    day = reader_words().date(moment.date().isoformat())
    return f"{day}, {moment:%H:%M} UTC" if found.tzinfo else day


def _term(*lists: str) -> Callable[[str], str]:
    def name(text: str) -> str:
        """Return the label of a term in the first list that has one, else the text."""
        return next((known for one in lists if (known := vocabulary.label(one, text)) != text), text)

    return name


# How the values of a field are said.
_NAMED: dict[str, Callable[[str], str]] = {
    **dict.fromkeys(("places", "lines", "country", "body"), name_of),
    **dict.fromkeys(
        ("starts_on", "ends_on", "due_on", "date", "status_since", "published_at", "at"), _written
    ),
    "language": language_name,
    "status": status_name,
    "type": _term("activity", "stakeholder"),
    "document_kind": _term("document"),
    "beneficiaries": _term("beneficiary"),
    "technologies": _term("technology"),
    "deliverable": deliverable_name,
    "strength": lambda text: str(Strength(text).label) if text in Strength.values else text,
}


def _of_dict(name: str, value: Serialised) -> str:
    if name == "links":
        found = concept(value["concept"])
        named = f"{found.short} {found.name}" if found else value["concept"]
        return f"{named} ({_link_status(value['status'])})"
    if name == "mandates":
        return f"{value['mandate']} ({_link_status(value['status'])})"
    if name == "addressees" and "body" in value:  # the words of a mandate have addressees of another form
        return (
            f"{name_of(value['body'])} ({value['words']})" if value.get("words") else name_of(value["body"])
        )
    given = {key: one for key, one in value.items() if one not in (None, "", [], {})}
    return "; ".join(f"{_PARTS.get(key, key)}: {in_words(key, one)}" for key, one in given.items())


def _link_status(value: str) -> str:
    return str(LinkStatus(value).label).lower() if value in LinkStatus.values else value
