"""The complement of an operative verb: whom it addresses, and where the action stands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from actionlines.lazily import expression
from actionlines.mandates.infinitive import find_infinitive
from actionlines.mandates.split import Operative

Shape = Literal["infinitive", "that", "noun", "open"]


@dataclass(frozen=True, slots=True)
class Complement:
    """`asked` is the stretch between verb and infinitive that names the addressees; `action` the bare action.

    shape    "infinitive", "that" (clause), "noun" (phrase); "open" when the words stop before anything is
             asked (a chapeau, or a verb that shares the complement of the next one)
    """

    shape: Shape
    asked: tuple[int, int]
    action: tuple[int, int]


_LEAD_IN = expression(
    r"\s*(?:(?:also|further(?= (?:the|all|that|to|any|its|[A-Z]))|again|strongly|therefore|once again"
    r"|once more|itself|ourselves|in (?:this|that) regard)\s+)*"
)
# "Invites, in this regard, the Secretary-General to"
_ASIDE = expression(
    r",\s*(?:in (?:this|that|particular)\b|once |within|as |where|when|through|therefore|inter alia|on "
    r"|at |by |with |also\b"
    r"|again|further|without|pursuant|for |under|upon|accordingly|while|bearing|taking|to this end"
    r"|to that end)[^,;:]{0,160},\s*"
)
_INSERTION = expression(r",\s*[^,;:]{1,200}(?:,(?!\s*(?:to|that)\b)[^,;:]{1,200}){0,4},\s*(?=to\b|that\b)")
_THAT = expression(r"(?:,\s*[^;:]{1,240}?,\s*)?that(?:[,\s]\s*|(?=:)|$)")


_NEAR = 200  # characters of the names of guests
_TO = expression(r"to (?:\([a-z]{1,2}\) )?")
_LETTERED = expression(r":? \([a-z]{1,2}\) $")  # "Requests the secretariat: (a) to act"
# "Invites the Adviser to an interactive dialogue"
_TO_A_THING = expression(r" (?=to (?:an?|the|its|their|his|her) )")


def blank(text: str, start: int, end: int) -> int:
    """Return the first position from `start` that is not a blank or comma."""
    while start < end and text[start] in " ,":
        start += 1
    return start


def complement(text: str, operative: Operative, end: int) -> Complement:
    """Read the complement of `operative`, which ends at `end`."""
    start = operative.end
    lead = _LEAD_IN.match(text, start, end)
    start = lead.end() if lead else start
    aside = _ASIDE.match(text, start, end)
    if aside and "a" in operative.verb.patterns:
        start = aside.end()
    patterns = operative.verb.patterns
    if patterns == "w":
        return Complement("infinitive", (start, start), (start, end))
    if patterns == "g":
        return Complement("infinitive", (start, start), (start, end))
    if "i" in patterns:
        found = _direct(text, start, end)
        if found:
            return found
        if "n" in patterns and not text.startswith(":", start):
            return _noun(text, start, end)
        return Complement("open", (start, end), (end, end))
    clause = _that(text, start, end)
    if clause:
        return clause
    if "a" in patterns:
        return _asked(text, start, end, nominal="n" in patterns, guests=operative.verb.base == "invite")
    return _noun(text, start, end)


def _direct(text: str, start: int, end: int) -> Complement | None:
    """`decides to`, `decides, on an exceptional basis, that`."""
    insertion = _INSERTION.match(text, start, end)
    at = insertion.end() if insertion else start
    if re.match(r"to:\s*$", text[at:end]):
        return Complement("open", (at, end), (end, end))
    to = _TO.match(text, at, end)
    if to and to.end() < end:
        return Complement("infinitive", (at, at), (to.end(), end))
    return _that(text, at, end) or _that(text, start, end)


def _that(text: str, start: int, end: int) -> Complement | None:
    match = _THAT.match(text, start, end)
    if not match:
        return None
    return Complement("that", (start, match.start()), (blank(text, match.end(), end), end))


def _asked(text: str, start: int, end: int, nominal: bool, guests: bool) -> Complement:
    found = find_infinitive(text, start, end)
    if found:
        to, action = found
        if text[max(start, to - 4) : to] == "not ":
            action = to - 4
            to = action
        lettered = _LETTERED.search(text, start, to)
        to = lettered.start() if lettered else to
        return Complement("infinitive", (start, to), (action, end))
    thing = _TO_A_THING.search(text, start, min(end, start + _NEAR)) if guests else None
    if thing:
        return Complement("infinitive", (start, thing.start()), (thing.end() + len("to "), end))
    stop = start + len(text[start:end].rstrip(" :;.,").removesuffix(" to"))
    if text[start:end].rstrip().endswith(":") or not nominal:
        return Complement("open", (start, stop), (stop, stop))
    return _noun(text, start, end)


def _noun(text: str, start: int, end: int) -> Complement:
    at = blank(text, start, end)
    return Complement("noun", (at, at), (at, end)) if at < end else Complement("open", (at, at), (at, at))
