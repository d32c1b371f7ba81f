"""Dates and sessions in words of a first page."""

from __future__ import annotations

import re
from datetime import date

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
_DATE = re.compile(rf"\b(\d{{1,2}})\s+({'|'.join(_MONTHS)})\s+(\d{{4}})\b")
_ONES = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
    "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth",
    "nineteenth",
)  # fmt: skip
_TENS = ("twent", "thirt", "fort", "fift", "sixt", "sevent", "eight", "ninet")
_SESSION = re.compile(
    r"(?P<words>[A-Za-z]+(?:[- ][A-Za-z]+){0,4}?)\s+"
    r"(?P<kind>(?:(?:resumed|regular|annual|substantive|organizational|emergency|special) ){0,4})session\b",
    re.IGNORECASE,
)


def _ordinals() -> dict[str, int]:
    words = {word: number for number, word in enumerate(_ONES, 1)}
    for number, stem in enumerate(_TENS, 2):
        words[f"{stem}ieth"] = 10 * number
        words.update({f"{stem}y-{word}": 10 * number + ones for ones, word in enumerate(_ONES[:9], 1)})
    for word, number in list(words.items()):
        words[f"one hundred and {word}"] = 100 + number
        words[f"hundred and {word}"] = 100 + number
    words["one hundredth"] = words["hundredth"] = 100
    return words


_ORDINALS = _ordinals()


def find_date(text: str) -> str:
    """The first date in a text ("17 December 2025") as ISO date, "" when there is none."""
    for found in _DATE.finditer(text):
        day, month, year = int(found.group(1)), _MONTHS.index(found.group(2)) + 1, int(found.group(3))
        try:
            return date(year, month, day).isoformat()
        except ValueError:
            continue
    return ""


def session_number(text: str) -> str:
    """ "80" for "Eightieth session", "ES-10" for "Tenth emergency special session", "" for anything else."""
    found = _SESSION.match(text.strip())
    if not found:
        return ""
    number = _ORDINALS.get(found.group("words").lower())
    if number is None:
        return ""
    kind = found.group("kind").lower()
    prefix = "ES-" if "emergency" in kind else "S-" if "special" in kind else ""
    return f"{prefix}{number}"
