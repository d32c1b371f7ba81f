"""Those who are asked: the members of the words between a verb and its link."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from actionlines.framework.bodies import UNSPECIFIED
from actionlines.lazily import expression
from actionlines.mandates.context import Context
from actionlines.mandates.languages.hits import VerbHit
from actionlines.mandates.languages.names import GENERIC, OFFICE, Named, within

_TRIM = " ,;:.،؛，；。：、"
_FAR = 70  # letters between a verb and the first name, or between a name and what joins the next
_BETWEEN = 400
_BEHIND = re.compile(r"\w\s+(?:علي|الي|في|من|عن|مع)\s+$")  # prepositions: "is shown to the secretariat"
# What may stand before a subject: clauses between commas, articles; a verb in Arabic, adjectives in Russian.
_ASIDE = "(?:[^\\w,،，;]{0,3}[^,،，;]{1,160}[,،，]\\s*){1,2}"
_LEAD = f"(?:{_ASIDE})?(?:{{article}}|{{preposition}}|{{qualifier}}|[^\\w,;]){{0,6}}"
_OPENING = {"ar": r"(?:\w+\s+)?", "ru": r"(?:\w+(?:ы[мех]|и[мехй]|[ое]му|[ое]й|ая|[ыои]й)\s+){0,2}"}
PRONOUN = expression(r"(?:ها|ه|هم)$")
_TO_ASKED = expression(r"\s*(?:الي|من)\s+")
_JOINED_TO = expression(r"\s*(?:الي\s|من\s|الـ?)?")
_BEHIND_VERB = 60  # letters behind the verb within which its subject stands
_DESCRIBED = 26  # signs that may describe a body before its name
_CHINESE_STOPS = "，；。：,;:"


@dataclass(frozen=True, slots=True)
class Member:
    """One who is asked, at start..end of the folded text; its name ends at `name`."""

    start: int
    end: int
    name: int
    bodies: tuple[str, ...]


def members(here: Context, start: int, stop: int) -> list[Member]:
    """Return those named in start..stop, one for each that is joined to the first."""
    return (_chinese_members if here.language == "zh" else _joined_members)(here, start, stop)


def _joined_members(here: Context, start: int, stop: int) -> list[Member]:
    text, grammar = here.text, here.grammar
    place = _head(here, start, stop)
    inside = within(here.named, place, min(stop, place + _BETWEEN))
    if not inside or inside[0].start - place > _FAR:
        return []
    stop = _partners(here, inside[0].end, stop, inside)
    inside = [name for name in inside if name.end <= stop]
    joined = grammar.pattern("(?:{including}|{and})(?:{preposition})?(?:{qualifier}|{preposition}){0,6}$")
    named: list[list[Named]] = [[inside[0]]]
    starts, ends = [place], []
    for name in inside[1:]:
        if match := joined.search(text, named[-1][-1].end, name.start):
            ends.append(match.start())
            starts.append(_head(here, grammar.skip("{including}|{and}", text, match.start(), name.start), name.start))
            named.append([name])
        else:
            named[-1].append(name)
    ends.append(stop)
    return [
        Member(low, _trimmed(text, low, high), group[0].end, _bodies(here, group))
        for low, high, group in zip(starts, ends, named, strict=True)
        if _trimmed(text, low, high) > low
    ]


def _head(here: Context, start: int, stop: int) -> int:
    """Return where the words of a member begin: behind adverbs, prepositions and articles."""
    text = here.text
    place = here.grammar.skip("(?:{open})(?:{preposition})?(?:{article})*", text, start, stop)
    place = stop - len(text[place:stop].lstrip(" ,،"))
    # Arabic particles are joined to the word: "بالسلطات".
    if here.language == "ar" and text[place : place + 2] in ("با", "لل") and place + 3 < stop:
        place += 1
    return place


def _partners(here: Context, start: int, stop: int, names: Sequence[Named]) -> int:
    """Return where those who only take part, hedges and occasions begin, outside of names."""
    boundary = r"[,،]?\s+" if here.language != "zh" else ""
    for match in here.grammar.pattern(boundary + "(?:{partner})").finditer(here.text, start, stop):
        if not any(name.start < match.end() and match.start() < name.end for name in names):
            return match.start()
    return stop


def _trimmed(text: str, start: int, stop: int) -> int:
    return start + len(text[start:stop].rstrip(_TRIM))


def _bodies(here: Context, group: Sequence[Named]) -> tuple[str, ...]:
    """Return the bodies of one member: of its first name; an office is that of the body named next to it."""
    first = group[0]
    if first.bodies == (OFFICE,):
        beside = [name for name in group[1:2] if name.start - first.end < 12]
        if beside and beside[0].bodies[0] not in (OFFICE, GENERIC):
            return beside[0].bodies
    return here.bodies(first)


def bodies_of(matches: Sequence[Member]) -> tuple[str, ...]:
    """Return the bodies of all members; `unspecified` only where no member is known."""
    bodies = tuple(dict.fromkeys(body for member in matches for body in member.bodies if body != UNSPECIFIED))
    return bodies or ((UNSPECIFIED,) if matches else ())


def subject(here: Context, start: int, stop: int, *, modal: bool = False, whole: bool = False) -> list[Member]:
    """Return those who are to act in the clause start..stop: its subject, where that is a body.

    modal  only where a verb of duty or leave follows ("all States shall")
    whole  the subject reaches to `stop`
    """
    text, grammar = here.text, here.grammar
    start = grammar.skip("[^\\w]*(?:{adverb})[,،，]\\s*", text, start, stop)
    inside = within(here.named, start, min(stop, start + 260))
    if not inside:
        return []
    first = inside[0]
    opening = grammar.pattern(_OPENING.get(here.language, "") + _LEAD).fullmatch(text, start, first.start)
    if opening is None:
        every = modal and grammar.pattern("(?<!\\w){every}\\s*$").search(text, start, first.start)
        if not every:
            return []
        start = every.start()
    if here.language == "ar" and _BEHIND.search(text, start, first.start):
        return []
    place = grammar.skip(_ASIDE, text, start, first.start)
    if here.language == "ar" and (word := re.compile(r"\w+\s+").match(text, place, first.start)):
        place = word.end() if not grammar.pattern("{qualifier}").match(text, place) else place
    limit = grammar.pattern("\\s?{modal}").search(text, first.end, min(stop, first.end + 120))
    if modal and limit is None and here.language != "ar":
        return []
    end = stop if whole else limit.start() if limit else first.end
    named = _joined_members(here, place, end)
    if modal and any(name.generic or name.office for name in inside[:1]):
        return []
    if whole and named and here.language == "zh":
        # A Chinese subject ends where its verb of duty begins, but for an adverb or an occasion.
        adverbs = grammar.pattern("(?:在[^，；。]{1,40}[时后前中])?(?:{adverb}|都|均|也|各|，){0,3}")
        return named if adverbs.fullmatch(text, named[-1].name, stop) else []
    return named


# Arabic: the subject is behind its verb, where other languages name those whom it asks: "توصي اللجنة الدولة"
# recommends the Committee the State. A pronoun is an ending of the verb.


def behind_speaker(here: Context, hit: VerbHit, members: Sequence[Member]) -> tuple[int, int] | None:
    """Return where the asked are when the subject is between them and the verb, all `members`; None without one."""
    inside = within(here.named, hit.end, hit.end + _BEHIND_VERB)
    if len(inside) < 2:
        return None
    first, second = inside[:2]
    gap = here.text[first.end : second.start]
    if not (_speaks(first) or hit.verbs[0].form == "past" or _TO_ASKED.fullmatch(gap)):
        return None
    if here.text[hit.end : first.start].strip() or not _JOINED_TO.fullmatch(gap):
        return None
    stop = max((member.end for member in members), default=second.end)
    return (first.end, max(stop, second.end)) if stop > first.end else None


def only_speaker(here: Context, base: str, members: Sequence[Member]) -> bool:
    """Return whether the body behind a verb is its subject and nobody is addressed."""
    if len(members) != 1 or base != "recommend":
        return False
    inside = within(here.named, members[0].start, members[0].end)
    return bool(inside) and _speaks(inside[0])


def _speaks(name: Named) -> bool:
    """Return whether a name alone shows that the body speaks: "the Committee", ACABQ."""
    return name.generic or name.bodies == ("acabq",)


# Chinese: nothing but their names tells where those who are asked end.


def _chinese_members(here: Context, start: int, stop: int) -> list[Member]:
    """Return those named right behind a verb, one for each that is joined to the first."""
    text, grammar = here.text, here.grammar
    place = grammar.skip("(?:{open})(?:{preposition})?", text, start, stop)
    named: list[Member] = []
    while True:
        if (member := _member(here, place, stop, first=not named)) is None:
            return named
        named.append(member)
        if (joined := grammar.pattern("(?:等)?(?:{including}|{and})").match(text, member.end, stop)) is None:
            return named
        if grammar.pattern("(?:与|同)[^，；。]{1,20}?(?:协商|合作|协调|磋商|协作|接触|对话|密切|一道|一起)").match(
            text, member.end, min(stop, member.end + 40)
        ):
            return named
        place = joined.end()


def _member(here: Context, place: int, stop: int, *, first: bool) -> Member | None:
    text, grammar = here.text, here.grammar
    titled = grammar.skip("{qualifier}《[^》]{1,60}》", text, place, stop)
    inside = within(here.named, titled, min(stop, place + 80))
    if not inside or not _describes(here, text[titled : inside[0].start], first=first):
        return None
    name = inside[0]
    # The head is the last of names that follow each other: "海地政府".
    before = name
    for following in inside[1:]:
        gap = text[name.end : following.start]
        if gap and (len(gap) > 6 or not grammar.pattern("(?:{qualifier})").fullmatch(gap)):
            break
        before, name = name, following
    if (bodies := name.bodies) == (OFFICE,):
        bodies = before.bodies if before is not name and before.bodies[0] not in (OFFICE, GENERIC) else ()
    else:
        bodies = here.bodies(name)
    end = grammar.skip(r"[(（][^()（）]{1,60}[)）]", text, name.end, stop)
    return Member(place, end, end, bodies)


def _describes(here: Context, words: str, *, first: bool) -> bool:
    """Return whether the signs between a verb and a name describe the body, and are no action."""
    if not words or here.grammar.pattern("(?:{qualifier})").fullmatch(words):
        return True
    if len(words) > _DESCRIBED or any(sign in _CHINESE_STOPS for sign in words):
        return False
    if here.grammar.pattern("(?:{action})").search(words) and not words.endswith("的"):
        return False
    return words.endswith("的") or (first and len(words) <= 12) or len(words) <= 6


def action_start(here: Context, place: int, stop: int) -> int:
    """Return where a Chinese action begins: behind occasions, dates, ways and hedges."""
    text, pattern = here.text, here.grammar.pattern("(?:{adverbial}|{hedge}|，)")
    while match := pattern.match(text, place, stop):
        # A date before a list of items is no action of its own.
        leads = text[match.end() : stop].strip() in (":", "：")
        if match.end() == place or (match.end() >= stop - 1 and not leads):
            break
        place = match.end()
    return place
