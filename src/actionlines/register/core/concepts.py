"""Concepts of the framework as records name them: level, name in the reader's language, address."""

from dataclasses import dataclass
from functools import cache
from typing import Literal

from django.urls import reverse
from django.utils.translation import get_language

from actionlines.alignment.model import grade_of
from actionlines.framework import load
from actionlines.framework.bodies import Body, body_of
from actionlines.framework.called import CountryList, in_all, list_in_use, name_in
from actionlines.framework.called import short_name_in as short_of
from actionlines.register.core.texts import reader_words

WORLD = "world"
REGION_KINDS = ("itu-region", "un-commission")  # shown side by side


@cache
def groups_of(area: str) -> tuple[str, ...]:
    """Regions, commissions and groups that a country is in today; () for anything that is no country."""
    return load().areas_of(area) if area in load().countries else ()


@cache
def countries_of(area: str) -> tuple[str, ...]:
    """The countries of a region or group today; a country is its own; the world is all."""
    framework = load()
    if area == WORLD:
        return tuple(framework.countries)
    if area in framework.countries:
        return (area,)
    return framework.members(area) if area in framework.areas else ()


Kind = Literal["action_line", "goal", "target", "commitment", "body", "country", "region", "indicator"]

# The level of a label of alignment -> the kind of concept that it leads to.
KIND_OF_LEVEL: dict[str, Kind] = {
    "action_lines": "action_line",
    "goals": "goal",
    "targets": "target",
    "commitments": "commitment",
}


@dataclass(frozen=True, slots=True)
class Concept:
    """`short`: how a chip shows it (`C5`, `9.c`, `KEN`); `name` in the language asked for, else English;
    `language` is that of the name.
    """

    id: str
    kind: Kind
    short: str
    name: str
    language: str = ""

    @property
    def code(self) -> str:
        """Return the text of a chip: `C5`, `9.c`, `KEN`, and "C7 E-health" for a part of a line."""
        line, dash, _part = self.short.partition("-")
        return f"{line} {self.name}" if dash and self.kind == "action_line" else self.short

    @property
    def source(self) -> str:
        """Return what a chip shows before a code that does not say where it comes from: `SDG`, `WSIS`, or ""."""
        return {"target": "SDG", "indicator": "SDG", "action_line": "WSIS"}.get(self.kind, "")

    @property
    def full(self) -> str:
        """The code with the name, once where they are the same."""
        return self.code if self.code.endswith(self.name) else f"{self.code} {self.name}"

    @property
    def url(self) -> str:
        """Return the address of the page of the concept; an indicator is on that of its target."""
        if self.kind == "indicator":
            return f"{_address('target', load().indicators[self.id].target)}#{self.id}"
        return _address(self.kind, self.id)


@cache
def _address(kind: Kind, identifier: str) -> str:
    # A page has hundreds of them.
    return reverse(kind, args=[identifier.removeprefix("sdg:").removeprefix("gdc:")])


def concept(identifier: str, language: str = "") -> Concept | None:
    """The concept with this id; None where the framework has none."""
    return _concept(identifier, (language or get_language() or "en")[:2], list_in_use())


@cache
def _concept(identifier: str, language: str, _names: CountryList) -> Concept | None:
    f = load()
    name, own = name_in(identifier, language)
    bare = identifier.partition(":")[2] or identifier
    if identifier in f.action_lines:
        return Concept(identifier, "action_line", identifier, name, own)
    if goal := f.goals.get(identifier):
        return Concept(identifier, "goal", f"SDG {goal.number}", name, own)
    if identifier in f.targets:
        return Concept(identifier, "target", bare, name, own)
    if commitment := f.commitments.get(identifier):
        return Concept(identifier, "commitment", f"GDC {commitment.paragraph}", name, own)
    if body := body_of(identifier):
        return Concept(identifier, "body", _chip(body, language), name, own)
    if identifier in f.countries:
        return Concept(identifier, "country", identifier, name, own)
    if identifier in f.areas:
        return Concept(identifier, "region", bare, name, own)
    if identifier in f.indicators:
        return Concept(identifier, "indicator", bare, name, own)
    return None


def _chip(body: Body, language: str) -> str:
    """The acronym by which a body goes; in another language its short form there."""
    if language != "en" and (usual := load().short_names.get(body.id, {}).get(language)):
        return usual
    return next(iter(body.acronyms), short_of(body.id, language)[0])


def title(identifier: str, language: str = "") -> tuple[str, str]:
    """(the title of a target, commitment, objective or indicator, the language that it is in): the reader's where
    there is one, else English. ("", "") where there is no such thing.
    """
    f = load()
    if not any(identifier in group for group in (f.targets, f.commitments, f.objectives, f.indicators)):
        return "", ""
    return name_in(identifier, (language or get_language() or "en")[:2])


def names_in_all(identifier: str) -> tuple[tuple[str, str], ...]:
    """(name, language) of a concept in each language but English, where there are such names."""
    return tuple((name, language) for language, name in in_all(identifier).items() if language != "en")


def name_of(identifier: str, language: str = "") -> str:
    """The name of a concept or area, or the identifier itself where the framework has none."""
    if identifier == WORLD:
        from django.utils.translation import gettext

        return gettext("The world")
    entry = concept(identifier, language)
    return entry.name if entry else identifier


def grade_words(identifier: str, p: float) -> str:
    """Return how sure a proposal of a concept is, in the reader's language: certain, likely or perhaps."""
    level = next((level for level, kind in KIND_OF_LEVEL.items() if kind == kind_of(identifier)), "action_lines")
    return reader_words()(f"grade.{grade_of(level, p)}")


def kind_of(identifier: str) -> Kind | None:
    """Return the kind of concept that an id names, or None."""
    entry = concept(identifier, "en")
    return entry.kind if entry else None
