"""Concepts of the framework as entries, and what links to them say as facets and names."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from itertools import islice

from actionlines.framework import load
from actionlines.framework.called import find_bodies
from actionlines.register.core import vocabulary
from actionlines.register.core.concepts import concept, kind_of, names_in_all
from actionlines.register.core.search.analyser import LANGUAGES
from actionlines.register.core.search.entries import Entry, Words
from actionlines.register.core.search.tokens import fold

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
    """Every line, goal, target, commitment, body, country and area."""
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


def called_so(text: str) -> tuple[str, ...]:
    """Return the ids of concepts whose name, acronym or id is this text, in any language and in any letters.

    >>> called_so("itu")
    ('itu',)
    """
    bodies = (body for body in find_bodies(text) if body in load().bodies)
    return tuple(dict.fromkeys((*_by_name().get(_folded(text), ()), *bodies)))


def called_like(text: str, kinds: Collection[str], limit: int) -> list[str]:
    """Return the ids of concepts of some kinds with a name that this text is, begins, or begins a word of.

    The nearest name comes first: the text itself, then the shortest name that it begins.

    >>> called_like("sénég", ("country",), 3)
    ['SEN']
    """
    wanted = _folded(text)
    ranks: dict[str, tuple[bool, bool, int]] = {}
    for name, ids in _by_name().items() if wanted else ():
        if f" {wanted}" in f" {name}":
            rank = (name != wanted, not name.startswith(wanted), len(name))
            ranks |= {id_: rank for id_ in ids if id_ not in ranks or rank < ranks[id_]}
    near = (id_ for id_ in sorted(ranks, key=lambda id_: (ranks[id_], id_)) if kind_of(id_) in kinds)
    return list(islice(near, limit))


def _folded(text: str) -> str:
    return " ".join(map(fold, text.split()))


@cache
def _by_name() -> Mapping[str, tuple[str, ...]]:
    matches: dict[str, list[str]] = {}
    for entry in entries():
        for words in dict.fromkeys(_folded(words) for words, _language in entry.title):
            matches.setdefault(words, []).append(str(entry.id))
    return {words: tuple(ids) for words, ids in matches.items()}


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
