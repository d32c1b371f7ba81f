"""Facets of lists: their names and the names of their values."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from types import MappingProxyType

from django.conf import settings
from django.utils.translation import gettext, gettext_lazy

from actionlines.framework import load
from actionlines.register.core.concepts import WORLD, concept, name_of
from actionlines.register.core.kinds import Words, kind_facets, kinds, searches

# Facets of all kinds; those of one kind are in its declaration.
_LABELS: dict[str, Words] = {
    "kind": gettext_lazy("Kind of record"),
    "status": gettext_lazy("Status"),
    "language": gettext_lazy("Language"),
    "country": gettext_lazy("Country"),
    "region": gettext_lazy("Region or group"),
    "area": gettext_lazy("Named area"),
    "action_line": gettext_lazy("Action Line"),
    "goal": gettext_lazy("Goal"),
    "target": gettext_lazy("Target"),
    "commitment": gettext_lazy("Compact commitment"),
    "body": gettext_lazy("Who is asked or concerned"),
    "asked": gettext_lazy("Asked, by name or as part of a group"),
    "due_year": gettext_lazy("Year it is due"),
    "year": gettext_lazy("Year"),
}
CONCEPTS: dict[str, Words] = {
    "action_line": gettext_lazy("Action Line"),
    "goal": gettext_lazy("Goal"),
    "target": gettext_lazy("Target"),
    "commitment": gettext_lazy("Compact commitment"),
    "body": gettext_lazy("Body"),
    "country": gettext_lazy("Country"),
    "region": gettext_lazy("Region or group"),
    "indicator": gettext_lazy("Indicator"),
}
_CONCEPTS = frozenset(("action_line", "goal", "target", "commitment", "body", "asked", "country", "region", "area"))
_WITH_SHORT = frozenset(("action_line", "goal", "target", "commitment"))
# In order of their values, not of how frequent these are.
_ORDERED = frozenset(("due_year", "year", "action_line", "goal", "target", "commitment"))
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
    def is_chosen(self) -> bool:
        """Return whether a value of it is chosen: those stand first."""
        return self.values[0].on

    @property
    def first(self) -> tuple[Value, ...]:
        """Return the values that are shown at once: the chosen ones, and a few more."""
        return self.values[: self.few + sum(value.on for value in self.values)]

    @property
    def rest(self) -> tuple[Value, ...]:
        """Return the values that stand behind “more”."""
        return self.values[len(self.first) :]


class Names:
    """Names of values; records of a page are looked up in one query for each kind of them."""

    def __init__(self, values: Mapping[str, Iterable[str]] = MappingProxyType({})) -> None:
        self._records: dict[str, Mapping[str, str]] = {}
        wanted: dict[Callable[[Iterable[str]], Mapping[str, str]], list[str]] = {}
        for name, facet in kind_facets().items():
            if facet.list_names:
                wanted.setdefault(facet.list_names, []).extend(values.get(name, ()))
        records = {list_names: list_names(some) for list_names, some in wanted.items() if some}
        for name, facet in kind_facets().items():
            if facet.list_names in records:
                self._records[name] = records[facet.list_names]

    def of(self, facet: str, value: str) -> str:
        """Return the name of a value in the reader's language; the value itself where it has none."""
        if facet in self._records:
            return self._records[facet].get(value, value)
        if facet in _CONCEPTS:
            if (entry := concept(value)) is None:
                return name_of(value)
            return entry.full if facet in _WITH_SHORT else entry.name
        if facet == "type" and value in CONCEPTS:
            return str(CONCEPTS[value])
        declared = kind_facets().get(facet)
        name = declared.name if declared else _PLAIN.get(facet)
        return str(name(value)) if name else value


def language_name(code: str) -> str:
    """The name of a language in the reader's language; the code itself for one that the site does not speak."""
    return next((str(name) for known, name in settings.LANGUAGES if known[:2] == code), code)


def status_name(value: str) -> str:
    """Return the name of a status as the first kind says it that has one; the id itself where none has."""
    return str(_status_names().get(value, value))


@cache
def _status_names() -> Mapping[str, Words]:
    names: dict[str, Words] = {}
    for kind in kinds().values():
        for field in kind.model._meta.fields:
            if field.name == "status":
                names |= {value: label for value, label in field.flatchoices if value not in names}
    return names


def kind_names() -> dict[str, Words]:
    """Return key in the index -> the plural of the kind, or of its parts."""
    parts = (search.part for search in searches().values() if search.part)
    return {
        **{key: kind.plural for key, kind in kinds().items()},
        **{part.key: part.plural for part in parts},
        "concept": gettext_lazy("Action Lines, goals, bodies and places"),
    }


_PLAIN: Mapping[str, Callable[[str], Words]] = {
    "kind": lambda value: kind_names().get(value, value),
    "status": status_name,
    "language": language_name,
}


def facet_label(name: str) -> str:
    """Return what a facet is called in the reader's language."""
    return str(_LABELS.get(name) or kind_facets()[name].label)


def shown(
    wanted: Iterable[str], counted: Mapping[str, Iterable[tuple[str, int]]], chosen: Mapping[str, Iterable[str]]
) -> list[FacetShown]:
    """The filters of a page; one with nothing to choose from is left out."""
    held = {
        name: [(value, count) for value, count in counted.get(name, ()) if _belongs(name, value)] for name in wanted
    }
    for name, values in chosen.items():
        if name in held:
            known = {value for value, _ in held[name]}
            held[name] += [(value, 0) for value in values if value not in known]
    names = Names({name: [value for value, _count in values] for name, values in held.items()})
    matches = []
    for name, counts in held.items():
        on = set(chosen.get(name, ()))
        made = [Value(value, names.of(name, value), count, value in on) for value, count in counts]
        if name in _ORDERED or (name in kind_facets() and kind_facets()[name].by_value):
            made.sort(key=lambda value: _natural(value.id))
        if name == "due_year":  # last, as in the order by deadline
            first = str(min(search.late.days()[0].year for search in searches().values() if search.late))
            old, words = [value for value in made if value.id < first], gettext("%(year)s (long past)")
            made = [value for value in made if value.id >= first]
            made += [replace(value, name=words % {"year": value.name}) for value in old]
        made.sort(key=lambda value: not value.on)
        if made:
            matches.append(FacetShown(name, facet_label(name), tuple(made)))
    return matches


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
