"""Instruments cited by name: the 2030 Agenda, the Global Digital Compact, the texts of the World Summit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from actionlines.citations.places import flexible
from actionlines.citations.unit import Mention, Unit, fold, lower
from actionlines.framework.references import Instrument, instruments
from actionlines.lazily import expression

# names that contain one of ours but are another instrument
_NOT_BEFORE = expression(r"(?:connect|africa|arab|asean|vision|quito|national)\s{1,3}$", re.I)
_SUMMIT = expression(
    r"world\s{1,3}summit\s{1,3}on\s{1,3}the\s{1,3}information\s{1,3}society|\bwsis\b|\bgeneva\b"
)
_OTHER_PLAN = expression(
    r"(?:buenos\s+aires|dubai|hyderabad|kigali|doha|istanbul|valletta|baku|vienna|durban|beijing|madrid|rabat|lima"
    r"|global|national|regional|strategic|joint|world)\s{1,4}$"
)
# how far from the Summit's name a bare "Declaration of Principles" may stand
_NEAR = 320


@cache
def _patterns() -> tuple[tuple[str, int, re.Pattern[str], Instrument], ...]:
    """For every name that is looked for: a rare word in it, where that stands, its pattern, and the instrument."""
    found = []
    for instrument in instruments():
        if instrument.find in ("yes", "wsis"):
            name = fold(instrument.name)
            rare = max(lower(name).split(), key=len)
            offset = lower(name).index(rare)
            found.append((rare, offset, re.compile(flexible(name), re.I), instrument))
    return tuple(found)


def find_names(unit: Unit) -> Iterator[Mention]:
    """Named instruments; where two names fit at one place, the fuller."""
    taken: dict[int, int] = {}
    for rare, offset, pattern, instrument in _patterns():
        limit = 0
        for position in unit.places(rare):
            # the words before the rare one may be parted by line breaks with blanks
            start = max(limit, position - offset - 3 * instrument.name.count(" "))
            found = pattern.search(unit.text, start, position + len(instrument.name) + 24)
            if (
                found is None
                or found.start() > position
                or any(a in taken for a in (found.start(), found.end()))
            ):
                continue
            if not _stands_alone(unit, found, instrument):
                continue
            limit = found.end()
            taken[found.start()] = taken[found.end()] = found.end()
            yield Mention(found.start(), found.end(), instrument.kind, instrument.canonical)  # type: ignore[arg-type]


def _stands_alone(unit: Unit, found: re.Match[str], instrument: Instrument) -> bool:
    """Return whether the words are the name itself, not part of another."""
    text, start, end = unit.text, found.start(), found.end()
    if not found.group()[-1].isdigit() and end < len(text) and text[end].isalpha() and text[end].islower():
        return instrument.language in ("zh", "ar")
    if start and (text[start - 1].isalnum()) and instrument.language not in ("zh", "ar"):
        return False
    if found.group()[0].islower() and instrument.language in ("en", "fr", "es"):
        return False
    if _NOT_BEFORE.search(text, max(0, start - 20), start):
        return False
    if instrument.find == "wsis":
        if not unit.context.summit:
            return False
        near = unit.lower[max(0, start - _NEAR) : end + _NEAR]
        before = unit.lower[max(0, start - 24) : start]
        return _SUMMIT.search(near) is not None and _OTHER_PLAN.search(before) is None
    return True
