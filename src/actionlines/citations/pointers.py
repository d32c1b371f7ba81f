"""Treaty Series, "Ibid.", "paragraph 62 thereof", "of the same resolution": words that point back."""

from __future__ import annotations

import re
from collections.abc import Iterator

from actionlines.citations import places
from actionlines.citations.unit import Mention, Unit
from actionlines.lazily import expression

_TREATY = expression(
    r"Treaty\s{1,4}Series,?\s{1,4}vols?\.\s{0,4}(?P<volume>\d{1,4}|(?P<league>[IVXLC]{1,9}))(?:(?:\s{0,3}(?:,|and|-|to)\s{0,3}){1,2}\d{1,4}){0,4}"
    r"[,.]?\s{1,4}Nos?\.\s{0,4}(?P<number>[IA\d]{1,3}-?\d{1,6}|\d{1,6})"
)
_IBID = expression(r"Ibid(?:em)?\.?")
_VOLUME = expression(
    r",?\s{1,4}vols?\.\s{0,4}(?P<volume>\d{1,4})(?:(?:\s{0,3}(?:,|and|-)\s{0,3}){1,2}\d{1,4}){0,4},?\s{1,4}No\.\s{0,4}(?P<number>I-\d{1,6}|\d{1,6})"
)
_RECORDS = expression(
    r",\s{1,4}(?:\d{4},\s{1,3})?[^.;()]{0,120}?(?:Session|Supplement|Year|Meetings?|Annexes)\b"
)
_THEREOF = expression(
    r"(?:paragraphs?|paras?\.?)\s{1,3}(?P<list>\d{1,3}(?:\s?\([a-z]{1,4}\))?(?:(?:\s{0,3},\s{0,3}|\s{1,3}(?:and|to)\s{1,3}|-)\d{1,3}){0,6})\s{1,3}$",
    re.I,
)
_THAT = expression(r"(?:that|same|said|aforementioned|above-mentioned|aforesaid)\s{1,3}$", re.I)
_THAT_START = expression(
    r"(?:the\s{1,3})?(?:that|same|said|aforementioned|above-mentioned|aforesaid)\s{1,3}$", re.I
)


def find_treaties(unit: Unit) -> Iterator[Mention]:
    """ "United Nations, Treaty Series, vol. 1465, No. 24841"."""
    for position in unit.places("treaty"):
        found = _TREATY.match(unit.text, position, position + 140)
        if found is not None:
            series = "lnts" if found["league"] else "unts"  # the League of Nations counted in roman numerals
            number = found["number"].removeprefix("I-")
            yield Mention(position, found.end(), "treaty", f"{series}:{found['volume']}/{number}")


def find_ibid(unit: Unit) -> Iterator[Mention]:
    """ "Ibid.", with its own volume or its own place; one that leads to a symbol is left to the symbol."""
    for position in unit.places("ibid"):
        found = _IBID.match(unit.text, position)
        if found is None:
            continue
        volume = _VOLUME.match(unit.text, found.end(), found.end() + 100)
        if volume is not None:
            number = volume["number"].removeprefix("I-")
            yield Mention(position, volume.end(), "treaty", f"unts:{volume['volume']}/{number}")
        elif _RECORDS.match(unit.text, found.end(), found.end() + 180) is None:
            end, label = places.after(unit.text, found.end())
            yield Mention(position, end, "ibid", "", label, "ibid")


def find_pointers(unit: Unit) -> Iterator[Mention]:
    """ "paragraph 62 thereof", "paragraph 5 of that resolution", "resolves 2 of the same resolution"."""
    text = unit.text
    for position in unit.places("thereof"):
        found = _THEREOF.search(text, max(0, position - 60), position)
        if found is not None:
            label = "p" + places.numbers(found["list"])
            yield Mention(found.start(), position + 7, "locator", "", label, "antecedent")
    for position in unit.places("resolution"):
        if not position or not text[position - 1].isspace():
            continue
        if _THAT.search(text, max(0, position - 20), position) is None:
            continue
        lead = _THAT_START.search(text, max(0, position - 26), position)
        begin = lead.start() if lead is not None else position
        start, label = places.before(text, begin)
        if not label:
            start, label = places.provision_before(text, begin)
        if label:
            yield Mention(start, position + len("resolution"), "locator", "", label, "antecedent")
