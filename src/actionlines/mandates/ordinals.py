"""Ordinal numbers in words and figures, one to one hundred and ninety-nine: "eighty-first", "31st"."""

from __future__ import annotations

from functools import cache

_ONES = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"]
_TEENS = [
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
]
_TENS = [
    "twentieth",
    "thirtieth",
    "fortieth",
    "fiftieth",
    "sixtieth",
    "seventieth",
    "eightieth",
    "ninetieth",
    "hundredth",
]
_STEMS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


@cache
def _words() -> dict[str, int]:
    table = {word: number for number, word in enumerate(_ONES, 1)}
    table |= {word: number for number, word in enumerate(_TEENS, 10)}
    table |= {word: number for number, word in zip(range(20, 101, 10), _TENS, strict=True)}
    for tens, stem in zip(range(20, 100, 10), _STEMS, strict=True):
        table |= {f"{stem}-{word}": tens + number for number, word in enumerate(_ONES, 1)}
    return table


@cache
def ordinal_pattern() -> str:
    """A regular expression for one ordinal."""
    stems, ones = "|".join(_STEMS), "|".join(_ONES)
    small = rf"(?:(?:{stems})-(?:{ones})|{ones}|{'|'.join(_TEENS)}|{'|'.join(_TENS[:-1])})"
    return rf"(?:(?:one )?hundred(?:th| and {small})|{small}|\d{{1,3}}(?:st|nd|rd|th))"


def ordinal(word: str) -> int:
    """The number of an ordinal; 0 when it is none.

    >>> ordinal("eighty-first"), ordinal("one hundred and first"), ordinal("31st"), ordinal("often")
    (81, 101, 31, 0)
    """
    plain = word.lower().removeprefix("one ")
    if plain.startswith("hundred and "):
        rest = _words().get(plain.removeprefix("hundred and "), 0)
        return 100 + rest if rest else 0
    digits = plain[:-2]
    return int(digits) if digits.isdecimal() else _words().get(plain, 0)
