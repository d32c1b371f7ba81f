"""Facets of lists: their names and the names of their values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from actionlines.framework import load
from actionlines.register.activities.checks import facts as checks
from actionlines.register.activities.models import ActivityStatus
from actionlines.register.activities.schema import PRACTICE
from actionlines.register.core import vocabulary
from actionlines.register.core.concepts import WORLD, concept, name_of
from actionlines.register.core.kinds import Words, kinds
from actionlines.register.core.search.queries import ANY
from actionlines.register.mandates.models import Force, MandateStatus, Strength
from actionlines.register.mandates.wording import deliverable_name, field_name
from actionlines.register.organisations.actions import public

LABELS: dict[str, Words] = {
    "kind": gettext_lazy("Kind of record"),
    "status": gettext_lazy("Status"),
    "type": gettext_lazy("Type"),
    PRACTICE: gettext_lazy("Good practice"),
    "language": gettext_lazy("Language"),
    "country": gettext_lazy("Country"),
    "region": gettext_lazy("Region or group"),
    "area": gettext_lazy("Named area"),
    "action_line": gettext_lazy("Action Line"),
    "goal": gettext_lazy("Goal"),
    "target": gettext_lazy("Target"),
    "commitment": gettext_lazy("Compact commitment"),
    "body": gettext_lazy("Addressee or body"),
    "asked": gettext_lazy("Asked, by name or as part of a group"),
    "speaker": gettext_lazy("Adopted or issued by"),
    "instrument": gettext_lazy("Instrument"),
    "strength": gettext_lazy("How strongly it was asked"),
    "deliverable": gettext_lazy("Deliverable"),
    "due_year": gettext_lazy("Year it is due"),
    "year": gettext_lazy("Year"),
    "stakeholder": gettext_lazy("Type of stakeholder"),
    "organisation": gettext_lazy("Organisation"),
    "partner": gettext_lazy("Partner"),
    "technology": gettext_lazy("Technology"),
    "beneficiary": gettext_lazy("Beneficiaries"),
    "lead": gettext_lazy("Lead"),
    "document_kind": gettext_lazy("Kind of document"),
    "mandate": gettext_lazy("Mandate"),
    "force": pgettext_lazy("of a mandate", "Force"),
    "to_check": gettext_lazy("To check"),
    "check_process": gettext_lazy("Aligned with the WSIS process"),
    "check_mandate": gettext_lazy("Within the mandate"),
    "check_resources": gettext_lazy("Within the resources"),
}
NAMES_OF_KINDS: dict[str, Words] = {
    **{kind: one.plural for kind, one in kinds().items()},
    "paragraph": gettext_lazy("Paragraphs"),
    "passage": gettext_lazy("Paragraphs of consultations"),
    "concept": gettext_lazy("Action Lines, goals, bodies and places"),
}
CONCEPTS: dict[str, Words] = {
    "action_line": gettext_lazy("Action Line"),
    "goal": gettext_lazy("Goal"),
    "target": gettext_lazy("Target"),
    "commitment": gettext_lazy("Compact commitment"),
    "body": gettext_lazy("Body"),
    "country": gettext_lazy("Country"),
    "region": gettext_lazy("Region or group"),
}
_VOCABULARIES = {"technology": "technology", "beneficiary": "beneficiary", "stakeholder": "stakeholder"}
_CONCEPTS = frozenset(
    ("action_line", "goal", "target", "commitment", "body", "asked", "speaker", "country", "region", "area")
)
_WITH_SHORT = frozenset(("action_line", "goal", "target", "commitment"))
# In order of their values, not of how frequent these are.
_ORDERED = frozenset(("due_year", "year", "action_line", "goal", "target", "commitment", "force"))
_REGIONS = frozenset(("itu-region", "un-commission", "group"))


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a filter. `count` is how many hits there would be; `on`: whether it is chosen."""

    id: str
    name: str
    count: int
    on: bool


@dataclass(frozen=True, slots=True)
class FacetShown:
    """One filter with its values, the chosen ones first; `more`: how many of the values are behind “more”."""

    id: str
    label: str
    values: tuple[Value, ...]
    few: int = 8

    @property
    def first(self) -> tuple[Value, ...]:
        """Return the values that are shown at once: the chosen ones, and a few more."""
        return self.values[: self.few + sum(value.on for value in self.values)]

    @property
    def rest(self) -> tuple[Value, ...]:
        """Return the values that stand behind “more”."""
        return self.values[len(self.first) :]


class Names:
    """Names of values; organisations of a page are looked up in one query."""

    def __init__(self, organisations: Iterable[str] = ()) -> None:
        ids = [int(one) for one in organisations if one.isdecimal() and len(one) < 19]
        self._organisations = dict(public().filter(pk__in=ids).values_list("pk", "name")) if ids else {}

    def of(self, facet: str, value: str) -> str:
        """The name of a value in the reader's language; the value itself where it has none."""
        if facet in ("organisation", "partner", "lead"):
            return self._organisations.get(int(value), value) if value.isdecimal() else value
        if facet in _VOCABULARIES:
            return vocabulary.label(_VOCABULARIES[facet], value)
        if facet == "type":
            return str(CONCEPTS.get(value) or vocabulary.label("activity", value))
        if facet in _CONCEPTS:
            return _concept(facet, value)
        return str(_PLAIN[facet](value)) if facet in _PLAIN else value


def _concept(facet: str, value: str) -> str:
    found = concept(value)
    if found is None:
        return name_of(value)
    return f"{found.short} {found.name}" if facet in _WITH_SHORT else found.name


def language_name(code: str) -> str:
    """The name of a language in the reader's language; the code itself for one that the site does not speak."""
    return next((str(name) for known, name in settings.LANGUAGES if known[:2] == code), code)


def status_name(value: str) -> str:
    """The name of a status of an activity or a mandate; the id itself for another."""
    for choices in (MandateStatus, ActivityStatus):
        if value in choices.values:
            return str(choices(value).label)
    return value


def _to_check(value: str) -> str:
    """Of the fields of a mandate that a person should read: one of them, any, or none."""
    if value == ANY:
        return pgettext("fields to check", "Any field")
    return pgettext("fields to check", "No field") if value == "none" else field_name(value)


def _force(value: str) -> str:
    if value == ANY:
        return pgettext("force of a mandate", "Any")
    return str(Force(value).label) if value in Force.values else value


def _verdict(value: str) -> str:
    return str(checks.WORDS.get(value, value))


_PLAIN: Mapping[str, Callable[[str], Words]] = {
    "kind": lambda value: NAMES_OF_KINDS.get(value, value),
    "status": status_name,
    "language": language_name,
    PRACTICE: lambda value: _("Yes") if value == "yes" else _("No"),
    "strength": lambda value: Strength(value).label if value in Strength.values else value,
    "deliverable": deliverable_name,
    "force": _force,
    "to_check": _to_check,
    "document_kind": partial(vocabulary.label, "document"),
    **dict.fromkeys(checks.FACETS, _verdict),
}


def shown(
    wanted: Iterable[str],
    counted: Mapping[str, Iterable[tuple[str, int]]],
    chosen: Mapping[str, Iterable[str]],
) -> list[FacetShown]:
    """The filters of a page; one with nothing to choose from is left out."""
    held = {
        name: [(value, count) for value, count in counted.get(name, ()) if _belongs(name, value)]
        for name in wanted
    }
    for name, values in chosen.items():
        if name in held:
            known = {value for value, _ in held[name]}
            held[name] += [(value, 0) for value in values if value not in known]
    names = names_for({name: [value for value, _ in values] for name, values in held.items()})
    found = []
    for name, counts in held.items():
        on = set(chosen.get(name, ()))
        made = [Value(value, names.of(name, value), count, value in on) for value, count in counts]
        if name in _ORDERED:
            made.sort(key=lambda one: _natural(one.id))
        made.sort(key=lambda one: not one.on)
        if made:
            found.append(FacetShown(name, str(LABELS[name]), tuple(made)))
    return found


def names_for(values: Mapping[str, Iterable[str]]) -> Names:
    """Names, with the organisations among these values looked up."""
    return Names([one for facet in ("organisation", "partner", "lead") for one in values.get(facet, ())])


def _belongs(facet: str, value: str) -> bool:
    # The facet of countries holds their regions too, which have a filter of their own.
    if facet == "country":
        return value in load().countries or value == WORLD
    if facet == "region":
        area = load().areas.get(value)
        return area is not None and area.kind in _REGIONS
    return True


def _natural(identifier: str) -> tuple[tuple[int, int, str], ...]:
    """C2 before C10, 9.c after 9.5.

    >>> sorted(["C10", "C2", "C7-ehealth", "C7"], key=_natural)
    ['C2', 'C7', 'C7-ehealth', 'C10']
    """
    parts: list[tuple[int, int, str]] = []
    digits = ""
    for sign in f"{identifier} ":
        if sign.isdecimal() and sign.isascii():
            digits += sign
            continue
        if digits:
            parts.append((0, int(digits[:9]), ""))
            digits = ""
        parts.append((1, 0, sign))
    return tuple(parts)
