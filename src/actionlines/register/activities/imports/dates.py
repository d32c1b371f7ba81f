"""Days as people write them, in six languages: 5 March 2024, 05/03/2024, 2024年3月5日, ٢٠٢٤/٣/٥, March 2024, 2024.

>>> read("5 mars 2024"), read("03/2024", last=True), read("n.d.")
(datetime.date(2024, 3, 5), datetime.date(2024, 3, 31), None)
>>> read("05/03/2024"), read("05/03/2024", month_first=True)
(datetime.date(2024, 3, 5), datetime.date(2024, 5, 3))
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable
from datetime import date
from functools import cache

from babel.dates import get_month_names

from actionlines.documents.masthead import find_date, plain, words

_LONGEST = 60
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[t ].*)?")
_NUMERIC = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})(?: .*)?")
_MONTH = re.compile(r"(\d{4})[-/.](\d{1,2})|(\d{1,2})[-/.](\d{4})|(\d{4})年(\d{1,2})月")
_WORDS = re.compile(r"(\D+?)\s*(?:del? )?(\d{4})")
_AMERICAN = re.compile(r"(\D+?)\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")
_YEAR = re.compile(r"(\d{4})(?:年)?(?:\.0)?")


def month_first(cells: Iterable[str]) -> bool:
    """Whether a column writes the month before the day: where some of its cells can be read so only, and none
    the other way only.
    """
    first = second = False
    for cell in cells:
        if found := _NUMERIC.fullmatch(plain(cell.strip()[:_LONGEST])):
            first = first or int(found[1]) > 12
            second = second or int(found[2]) > 12
    return second and not first


def read(cell: str, *, month_first: bool = False, last: bool = False) -> date | None:
    """The day; None where it is none. `last`: a month or year alone means its last day, not its first."""
    text = plain(cell.strip()[:_LONGEST])
    try:
        if found := _ISO.fullmatch(text):
            return date(*map(int, found.groups()))
        if found := _NUMERIC.fullmatch(text):
            one, two, year = map(int, found.groups())
            day, month = (two, one) if month_first else (one, two)
            return date(year if year > 99 else 2000 + year, month, day)
        if written := find_date(cell):
            return date.fromisoformat(written)
        if found := _YEAR.fullmatch(text):
            return date(int(found[1]), 12, 31) if last else date(int(found[1]), 1, 1)
        return _month(text, last) or _english(text)
    except ValueError:
        return None


def _month(text: str, last: bool) -> date | None:
    if found := _MONTH.fullmatch(text):
        year, month = int(found[1] or found[4] or found[5]), int(found[2] or found[3] or found[6])
    elif found := _WORDS.fullmatch(text):
        year, month = int(found[2]), _months().get(found[1].strip(" .,"), 0)
    else:
        return None
    return date(year, month, calendar.monthrange(year, month)[1] if last else 1) if month else None


def _english(text: str) -> date | None:
    """March 5, 2024."""
    found = _AMERICAN.fullmatch(text)
    month = _months().get(found[1].strip(" .,"), 0) if found else 0
    return date(int(found[3]), month, int(found[2])) if found and month else None


@cache
def _months() -> dict[str, int]:
    """Names of months, long and short, as they stand alone and in dates (Unicode CLDR)."""
    found = {form: int(value) for form, value in words("month").items()}
    for language in ("en", "fr", "es", "ru", "ar", "zh"):
        for width in ("wide", "abbreviated"):
            for context in ("format", "stand-alone"):
                for number, name in get_month_names(width, context, language).items():
                    found.setdefault(plain(name).strip("."), number)
    return found
