"""Those who are asked: the members of the words between a verb and its link."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from actionlines.framework.bodies import UNSPECIFIED
from actionlines.mandates.languages.grammar import Grammar
from actionlines.mandates.languages.names import GENERIC, OFFICE, Named

Resolve = Callable[[Named], tuple[str, ...]]
"""A noun that the words alone do not tell -> the bodies that the document means."""
_TRIM = " ,;:.،؛，；。：、"
_FAR = 70  # letters between a verb and the first name, or between a name and what joins the next
_BETWEEN = 400


@dataclass(frozen=True, slots=True)
class Member:
    """One who is asked, at start..end of the folded text; its name ends at `name`."""

    start: int
    end: int
    name: int
    bodies: tuple[str, ...]


def within(names: Sequence[Named], start: int, stop: int) -> list[Named]:
    """Return the names that stand wholly in start..stop."""
    low = bisect_left(names, start, key=lambda name: name.start)
    high = bisect_left(names, stop, low, key=lambda name: name.start)
    return [name for name in names[low:high] if name.end <= stop]


def members(
    grammar: Grammar, text: str, start: int, stop: int, names: Sequence[Named], resolve: Resolve
) -> list[Member]:
    """Return those named in start..stop, one for each that is joined to the first."""
    place = _head(grammar, text, start, stop)
    inside = within(names, place, min(stop, place + _BETWEEN))
    if not inside or inside[0].start - place > _FAR:
        return []
    stop = _partners(grammar, text, inside[0].end, stop, inside)
    inside = [name for name in inside if name.end <= stop]
    joined = grammar.pattern("(?:{including}|{and})(?:{preposition})?(?:{qualifier}|{preposition}){0,6}$")
    found: list[list[Named]] = [[inside[0]]]
    starts, ends = [place], []
    for name in inside[1:]:
        match = joined.search(text, found[-1][-1].end, name.start)
        if match and match.end() == name.start:
            ends.append(match.start())
            starts.append(_head(grammar, text, _joint(grammar, text, match.start(), name.start), name.start))
            found.append([name])
        else:
            found[-1].append(name)
    ends.append(stop)
    return [
        Member(low, _trimmed(text, low, high), group[0].end, _bodies(text, group, resolve))
        for low, high, group in zip(starts, ends, found, strict=True)
        if _trimmed(text, low, high) > low
    ]


def _joint(grammar: Grammar, text: str, start: int, stop: int) -> int:
    """Return where the word that joins two members ends."""
    match = grammar.pattern("(?:{including}|{and})").match(text, start, stop)
    return match.end() if match else start


def _head(grammar: Grammar, text: str, start: int, stop: int) -> int:
    """Return where the words of a member begin: behind adverbs, prepositions and articles."""
    match = grammar.pattern("(?:{open})(?:{preposition})?(?:{article})*").match(text, start, stop)
    place = match.end() if match else start
    while place < stop and text[place] in " ,،":
        place += 1
    # Arabic particles are joined to the word: "بالسلطات".
    if grammar.language == "ar" and text[place : place + 2] in ("با", "لل") and place + 3 < stop:
        place += 1
    return place


def _partners(grammar: Grammar, text: str, start: int, stop: int, names: Sequence[Named]) -> int:
    """Return where those who only take part, hedges and occasions begin, outside of names."""
    boundary = r"[,،]?\s+" if grammar.language != "zh" else ""
    for match in grammar.pattern(boundary + "(?:{partner})").finditer(text, start, stop):
        if not any(name.start < match.end() and match.start() < name.end for name in names):
            return match.start()
    return stop


def _trimmed(text: str, start: int, stop: int) -> int:
    while stop > start and text[stop - 1] in _TRIM:
        stop -= 1
    return stop


def _bodies(text: str, group: Sequence[Named], resolve: Resolve) -> tuple[str, ...]:
    """Return the bodies of one member: of its first name; an office is that of the body named next to it."""
    first = group[0]
    if first.bodies == (OFFICE,):
        beside = [name for name in group[1:2] if name.start - first.end < 12]
        if beside and beside[0].bodies[0] not in (OFFICE, GENERIC):
            return beside[0].bodies
    return resolve(first)


def reach(found: Sequence[Member], stop: int) -> bool:
    """Return whether the members are all that a verb governs up to `stop`."""
    return bool(found) and stop - found[-1].end < 15


def bodies_of(found: Sequence[Member]) -> tuple[str, ...]:
    """Return the bodies of all members; `unspecified` only where no member is known."""
    bodies = tuple(dict.fromkeys(body for member in found for body in member.bodies if body != UNSPECIFIED))
    return bodies or ((UNSPECIFIED,) if found else ())


def subject(
    grammar: Grammar,
    text: str,
    start: int,
    stop: int,
    names: Sequence[Named],
    resolve: Resolve,
    *,
    modal: bool = False,
    whole: bool = False,
) -> list[Member]:
    """Return those who are to act in the clause start..stop: its subject, where that is a body.

    modal  only where a verb of duty or leave follows ("all States shall")
    whole  the subject reaches to `stop`
    """
    adverb = grammar.pattern("[^\\w]*(?:{adverb})[,،，]\\s*").match(text, start, stop)
    start = adverb.end() if adverb else start
    inside = within(names, start, min(stop, start + 260))
    if not inside:
        return []
    first = inside[0]
    opening = grammar.pattern(_OPENING.get(grammar.language, "") + _LEAD).fullmatch(text, start, first.start)
    if opening is None:
        every = modal and grammar.pattern("(?<!\\w){every}\\s*$").search(text, start, first.start)
        if not every:
            return []
        start = every.start()
    if grammar.language == "ar" and _BEHIND.search(text, start, first.start):
        return []
    aside = grammar.pattern(_ASIDE).match(text, start, first.start)
    place = aside.end() if aside else start
    if grammar.language == "ar" and (word := re.compile(r"\w+\s+").match(text, place, first.start)):
        place = word.end() if not grammar.pattern("{qualifier}").match(text, place) else place
    limit = grammar.pattern("\\s?{modal}").search(text, first.end, min(stop, first.end + 120))
    if modal and limit is None and grammar.language != "ar":
        return []
    end = stop if whole else limit.start() if limit else first.end
    found = members(grammar, text, place, end, names, resolve)
    if modal and any(name.generic or name.office for name in inside[:1]):
        return []
    if whole and found and grammar.language == "zh" and not _meets(grammar, text, found[-1].name, stop):
        return []
    return found


_BEHIND = re.compile(r"\w\s+(?:علي|الي|في|من|عن|مع)\s+$")  # prepositions: "is shown to the secretariat"
# What may stand before a subject: clauses between commas, articles; a verb in Arabic, adjectives in Russian.
_ASIDE = "(?:[^\\w,،，;]{0,3}[^,،，;]{1,160}[,،，]\\s*){1,2}"
_LEAD = f"(?:{_ASIDE})?(?:{{article}}|{{preposition}}|{{qualifier}}|[^\\w,;]){{0,6}}"
_OPENING = {"ar": r"(?:\w+\s+)?", "ru": r"(?:\w+(?:ы[мех]|и[мехй]|[ое]му|[ое]й|ая|[ыои]й)\s+){0,2}"}


def _meets(grammar: Grammar, text: str, start: int, stop: int) -> bool:
    """Return whether a Chinese subject ends where its verb of duty begins, but for an adverb or an occasion."""
    return (
        grammar.pattern("(?:在[^，；。]{1,40}[时后前中])?(?:{adverb}|都|均|也|各|，){0,3}").fullmatch(
            text, start, stop
        )
        is not None
    )
