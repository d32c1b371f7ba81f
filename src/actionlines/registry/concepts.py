"""Concepts of the framework as records name them: level, name in the reader's language, address."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from django.urls import reverse
from django.utils.translation import get_language

from actionlines.framework import load
from actionlines.registry.areas import WORLD

# Names of areas and bodies, which the framework has in English alone. A body without a row keeps its English name.
NAMES = Path(__file__).parent / "data" / "names.csv"
# Our own short titles of targets, commitments, objectives and indicators (docs/decisions/0013).
TITLES = Path(__file__).parent / "data" / "titles.csv"

Kind = Literal["action_line", "goal", "target", "commitment", "body", "country", "region"]

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
    def url(self) -> str:
        """The address of its page."""
        return reverse(self.kind, args=[self.id.removeprefix("sdg:").removeprefix("gdc:")])


def concept(identifier: str, language: str = "") -> Concept | None:
    """The concept with this id; None where the framework has none."""
    return _concept(identifier, (language or get_language() or "en")[:2])


@cache
def _concept(identifier: str, language: str) -> Concept | None:
    f = load()
    if line := f.action_lines.get(identifier):
        return Concept(identifier, "action_line", identifier, _in(line.names, language))
    if goal := f.goals.get(identifier):
        return Concept(identifier, "goal", f"SDG {goal.number}", _in(goal.names, language))
    if target := f.targets.get(identifier):
        short = identifier.removeprefix("sdg:")
        return Concept(identifier, "target", short, *_titled(identifier, target.title, language))
    if commitment := f.commitments.get(identifier):
        short = f"GDC {commitment.paragraph}"
        return Concept(identifier, "commitment", short, *_titled(identifier, commitment.title, language))
    if body := f.bodies.get(identifier):
        return Concept(
            identifier,
            "body",
            next(iter(body.acronyms), body.name),
            translated(identifier, body.name, language),
        )
    if country := f.countries.get(identifier):
        return Concept(identifier, "country", identifier, _in(country.names, language))
    if area := f.areas.get(identifier):
        short = identifier.partition(":")[2] or identifier
        return Concept(identifier, "region", short, translated(identifier, area.name, language))
    return None


def title(identifier: str, language: str = "") -> tuple[str, str]:
    """(the title of a target, commitment, objective or indicator, the language that it is in): the reader's where
    there is one, else English. ("", "") where there is no such thing.
    """
    f, code = load(), (language or get_language() or "en")[:2]
    for group in (f.targets, f.commitments, f.objectives):
        if found := group.get(identifier):
            return _titled(identifier, found.title, code)
    if indicator := f.indicators.get(identifier):
        return _titled(indicator.repeats or identifier, indicator.title, code)
    return "", ""


def _titled(identifier: str, english: str, language: str) -> tuple[str, str]:
    own = _names().get(identifier, {}).get(language, "")
    return (own, language) if own else (english, "en")


def translated(identifier: str, name: str, language: str) -> str:
    """The name of an area or body in one of the six languages; the English one given where there is no other."""
    return _names().get(identifier, {}).get(language) or name


def names_in_all(identifier: str) -> tuple[tuple[str, str], ...]:
    """(name, language) of an area or body in each language but English, where there are such names."""
    return tuple(
        (name, language) for language, name in _names().get(identifier, {}).items() if language != "id"
    )


@cache
def _names() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for path in (NAMES, TITLES):
        with path.open(encoding="utf-8", newline="") as file:
            found |= {row["id"]: row for row in csv.DictReader(file)}
    return found


def name_of(identifier: str, language: str = "") -> str:
    """The name of a concept or area, or the identifier itself where the framework has none."""
    if identifier == WORLD:
        from django.utils.translation import gettext

        return gettext("The world")
    found = concept(identifier, language)
    return found.name if found else identifier


def kind_of(identifier: str) -> Kind | None:
    """The kind of concept that an id names."""
    found = concept(identifier, "en")
    return found.kind if found else None


def _in(names: object, language: str) -> str:
    return names.get(language) or names.get("en") or next(iter(names.values()))  # type: ignore[attr-defined]
