"""Concepts of the framework as entries, and what links to them say as facets and names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from actionlines.framework import load
from actionlines.register.core import vocabulary
from actionlines.register.core.concepts import concept, names_in_all
from actionlines.register.core.search.analyser import LANGUAGES
from actionlines.register.core.search.entries import Entry, Words

LEVELS = ("action_line", "goal", "target", "commitment")


def of_links(links: Iterable[Mapping[str, str]]) -> dict[str, tuple[str, ...]]:
    """The facets that links give: of a line of C7 also C7, of a target also its goal; none of a rejected one."""
    matches: dict[str, list[str]] = {level: [] for level in LEVELS}
    targets, lines = load().targets, load().action_lines
    for link in links:
        level, item = link["level"], link["concept"]
        if link["status"] == "rejected" or level not in matches:
            continue
        matches[level].append(item)
        if level == "target" and item in targets:
            matches["goal"].append(targets[item].goal)
        if level == "action_line" and item in lines and lines[item].parent:
            matches["action_line"].append(lines[item].parent)
    return {level: tuple(dict.fromkeys(values)) for level, values in matches.items() if values}


def names_of(identifiers: Iterable[str]) -> tuple[Words, ...]:
    """The names of concepts and areas in all languages that have one."""
    return tuple(words for identifier in identifiers for words in _names(identifier))


@cache
def _names(identifier: str) -> tuple[Words, ...]:
    f = load()
    for table in (f.action_lines, f.goals, f.countries):
        if identifier in table:
            matches = table[identifier]
            short = (concept(identifier, "en").short, "")  # type: ignore[union-attr]
            return (short, *((name, code) for code, name in matches.names.items()))
    known = concept(identifier, "en")
    return ((known.short, ""), (known.name, "en"), *names_in_all(identifier)) if known else ()


def terms_of(name: str, identifiers: Iterable[str]) -> tuple[Words, ...]:
    """The names of entries of a vocabulary in six languages."""
    return tuple(words for identifier in identifiers for words in _terms(name, identifier))


@cache
def _terms(name: str, identifier: str) -> tuple[Words, ...]:
    return tuple((vocabulary.label(name, identifier, code), code) for code in LANGUAGES)


def entries() -> Iterator[Entry]:
    """Every line, goal, target, commitment, body, country, area and indicator."""
    f = load()
    for line in f.action_lines.values():
        yield _entry(line.id, "action_line", _names(line.id), ((line.description, "en"),))
    for goal in f.goals.values():
        yield _entry(goal.id, "goal", _names(goal.id))
    for target in f.targets.values():
        yield _entry(target.id, "target", _names(target.id), facets={"goal": (target.goal,)})
    for commitment in f.commitments.values():
        yield _entry(commitment.id, "commitment", _names(commitment.id), facets={"goal": commitment.goals})
    for body in f.bodies.values():
        names = ((body.name, "en"), *((acronym, "") for acronym in body.acronyms), *names_in_all(body.id))
        yield _entry(body.id, "body", names, tuple((alias, "en") for alias in body.aliases))
    for country in f.countries.values():
        yield _entry(country.id, "country", _names(country.id))
    for area in f.areas.values():
        yield _entry(area.id, "region", ((area.name, "en"), *names_in_all(area.id)))
    for indicator in f.indicators.values():
        if not indicator.repeats:
            facets = {"target": (indicator.target,)}
            yield _entry(indicator.id, "indicator", _names(indicator.id), facets=facets)


def _entry(
    identifier: str,
    kind: str,
    names: tuple[Words, ...],
    more: tuple[Words, ...] = (),
    facets: Mapping[str, tuple[str, ...]] | None = None,
) -> Entry:
    known = concept(identifier, "en")
    title = known.name if known else identifier
    return Entry(
        kind="concept",
        id=identifier,
        title=((identifier, ""), *names),
        text=more,
        facets={"type": (kind,), **{name: values for name, values in (facets or {}).items() if values}},
        by_title=title,
        shown={"title": title, "language": "en"},
    )
