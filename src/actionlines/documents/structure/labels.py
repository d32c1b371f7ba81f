"""Numbers and letters at the head of paragraphs, and what follows what."""

from __future__ import annotations

import re
from typing import NamedTuple

from actionlines.lazily import expression

Style = str
"""`1` number, `a` letter, `i` roman, `A` capital, `I` capital roman, `-` bullet; in brackets or not."""

_LABEL = expression(
    r"(?P<decimal>[A-Z]{0,2}\d{1,3}[A-Z]?(?:\.(?:\d{1,3}|[IVXL]{1,5}|[A-Z])){1,4})(?:\.\s+|\s+(?=[A-Z“\"(])|\s*$)"
    r"|(?P<number>\d{1,4})(?:\.(?=\s|[A-Z][a-z]|[“(])|\s*\.\s+|\)\s+|\s?[-–]\s+(?=[\u0600-\u06ff]))\s*"
    r"|(?P<bare>\d{1,3})(?:\t|\s{2,})"
    r"|(?P<bis>\d{1,3}\s?(?:bis|ter|quater)|\d{1,3}[A-Z])\.\s+"
    r"|[(（](?P<inner>[a-z]{1,5}|[A-Z]|\d{1,3}|[\u0430-\u044f]|[\u0623-\u064a]{1,2}|[一二三四五六七八九十]{1,3})[)）]\s*"
    r"|(?P<half>[a-z]{1,4}|[\u0430-\u044f]|[\u0623-\u064a]{1,2})\)\s+"
    r"|(?P<bullet>[•●▪◦‣·–—-])\s+"
)
# "a." and "iv." are items where a list is open, or where a reader counted them; else they may be words.
_DOTTED = expression(r"(?P<dotted>[a-z]|[ivxl]{2,6})\.\s+(?=\S|$)")
_ROMAN = expression(r"x{0,3}(?:ix|iv|v?i{0,3})$|xl|l")
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


# Items of Russian, Arabic and Chinese texts: "а)", "(أ)", "（一）".
_CHINESE = [*"一二三四五六七八九十", *(f"十{digit}" for digit in "一二三四五六七八九"), "二十"]
_OTHER_LETTERS: dict[Style, list[str]] = {
    "\u0430": list("абвгдежзиклмнопрстуфхцчшщэюя"),
    "\u0623": [*"أبجدهوزحطيكلمنسعفصقرشتثخذضظغ"],
    "\u0627": [*"ابجده"],
    "一": _CHINESE,
}


class ItemLabel(NamedTuple):
    """`text` as printed, without dots ("113", "(b)", "•"); `mark` its bare letters; `inner` in brackets.

    dotted  printed "b." and not "(b)": such items make a level of their own
    """

    text: str
    mark: str
    inner: bool
    dotted: bool = False


def take_label(text: str, before: str = "") -> tuple[ItemLabel | None, str]:
    """Return the label at the head of a paragraph and the text after it.

    `given` is the label that a reader has apart from the text.
    """
    if before:
        counted = before.strip() + " "
        match = _LABEL.fullmatch(counted) or _DOTTED.fullmatch(counted)
        return (_make_label(match) if match else None), text
    match = _LABEL.match(text)
    if not match or (match.end() == len(text) and not match.group("inner")):
        return None, text
    label = _make_label(match)
    return (label, text[match.end() :]) if label else (None, text)


def take_dotted(text: str, before: str = "") -> tuple[ItemLabel | None, str]:
    """As `take_label`, and "a." or "i." at the head of the text as well."""
    label, rest = take_label(text, before)
    match = None if label or before else _DOTTED.match(text)
    dotted = _make_label(match) if match else None
    return (dotted, text[match.end() :]) if match and dotted else (label, rest)


def _make_label(match: re.Match[str]) -> ItemLabel | None:
    """Return the label, or None for letters that are no place in any order: "(etc) and so on" is a text."""
    kind = str(match.lastgroup)
    mark = re.sub(r"\s", "", match.group(kind))
    if not list_readings(mark):
        return None
    if kind in ("inner", "half"):
        return ItemLabel(f"({mark})", mark, True)
    if kind == "dotted":
        return ItemLabel(f"({mark})", mark, True, True)
    return ItemLabel(mark, mark, kind == "bullet")


def roman_value(mark: str) -> int:
    """Value of a roman number in small letters, 0 when it is none."""
    if not mark or not _ROMAN.fullmatch(mark):
        return 0
    total = 0
    for letter, after in zip(mark, mark[1:] + " ", strict=True):
        value = _ROMAN_VALUES[letter]
        total += -value if _ROMAN_VALUES.get(after, 0) > value else value
    return total


def letter_value(mark: str) -> int:
    """1 for a, 26 for z, then 27 for aa, 28 for bb, 53 for aaa; also 28 for ab. 0 when it is neither."""
    if not (mark.isascii() and mark.isalpha() and mark.islower()):
        return 0
    if len(set(mark)) == 1:
        return 26 * (len(mark) - 1) + ord(mark[0]) - 96
    return 26 + ord(mark[1]) - 96 if len(mark) == 2 and mark[0] == "a" else 0


def list_readings(mark: str) -> list[tuple[Style, int]]:
    """The ways to read a label: style and place in its order, most likely first; none for letters in no order."""
    if mark.isdigit():
        return [("1", int(mark))]
    for style, order in _OTHER_LETTERS.items():
        if mark in order:
            return [(style, order.index(mark) + 1)]
    if not mark.isalpha():
        return [("-", 0)]
    if mark.isupper():
        letter = letter_value(mark.lower())
        roman = roman_value(mark.lower())
        return [reading for reading in (("A", letter), ("I", roman)) if reading[1]]
    letter, roman = letter_value(mark), roman_value(mark)
    return [reading for reading in (("a", letter), ("i", roman)) if reading[1]]
