"""Those who are asked in a Chinese text: nothing but their names tells where they end."""

from __future__ import annotations

from collections.abc import Sequence

from actionlines.mandates.languages.addressees import Member, Resolve, within
from actionlines.mandates.languages.grammar import Grammar
from actionlines.mandates.languages.names import GENERIC, OFFICE, Named

_FAR = 26  # signs that may describe a body before its name
_STOPS = "，；。：,;:"


def members(
    grammar: Grammar, text: str, start: int, stop: int, names: Sequence[Named], resolve: Resolve
) -> list[Member]:
    """Return those named right behind a verb, one for each that is joined to the first."""
    opened = grammar.pattern("(?:{open})(?:{preposition})?").match(text, start, stop)
    place = opened.end() if opened else start
    found: list[Member] = []
    while True:
        member = _member(grammar, text, place, stop, names, resolve, first=not found)
        if member is None:
            return found
        found.append(member)
        joined = grammar.pattern("(?:等)?(?:{including}|{and})").match(text, member.end, stop)
        if joined is None:
            return found
        if grammar.pattern(
            "(?:与|同)[^，；。]{1,20}?(?:协商|合作|协调|磋商|协作|接触|对话|密切|一道|一起)"
        ).match(text, member.end, min(stop, member.end + 40)):
            return found
        place = joined.end()


def _member(
    grammar: Grammar,
    text: str,
    place: int,
    stop: int,
    names: Sequence[Named],
    resolve: Resolve,
    *,
    first: bool,
) -> Member | None:
    title = grammar.pattern("{qualifier}《[^》]{1,60}》").match(text, place, stop)
    inside = within(names, title.end() if title else place, min(stop, place + 80))
    if not inside:
        return None
    name = inside[0]
    if not _describes(grammar, text[title.end() if title else place : name.start], first=first):
        return None
    # The head is the last of names that follow each other: "海地政府".
    before = name
    for following in inside[1:]:
        gap = text[name.end : following.start]
        if gap and (len(gap) > 6 or not grammar.pattern("(?:{qualifier})").fullmatch(gap)):
            break
        before, name = name, following
    bodies = name.bodies
    if bodies == (OFFICE,):
        bodies = before.bodies if before is not name and before.bodies[0] not in (OFFICE, GENERIC) else ()
    else:
        bodies = resolve(name)
    end = name.end
    bracket = grammar.pattern(r"[(（][^()（）]{1,60}[)）]").match(text, end, stop)
    end = bracket.end() if bracket else end
    return Member(place, end, end, bodies)


def _describes(grammar: Grammar, words: str, *, first: bool) -> bool:
    """Return whether the signs between a verb and a name describe the body, and are no action."""
    if not words or grammar.pattern("(?:{qualifier})").fullmatch(words):
        return True
    if len(words) > _FAR or any(sign in _STOPS for sign in words):
        return False
    if grammar.pattern("(?:{action})").search(words) and not words.endswith("的"):
        return False
    return words.endswith("的") or (first and len(words) <= 12) or len(words) <= 6


def action_start(grammar: Grammar, text: str, place: int, stop: int) -> int:
    """Return where the action begins: behind occasions, dates, ways and hedges."""
    pattern = grammar.pattern("(?:{adverbial}|{hedge}|，)")
    while match := pattern.match(text, place, stop):
        # A date before a list of items is no action of its own.
        leads = text[match.end() : stop].strip() in (":", "：")
        if match.end() == place or (match.end() >= stop - 1 and not leads):
            break
        place = match.end()
    return place
