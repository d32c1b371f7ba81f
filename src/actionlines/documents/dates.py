"""Dates and sessions in words of a first page, in the six languages of the United Nations."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from actionlines.documents.masthead import pattern, plain, words

# "2025年12月17日"
_CHINESE = r"(?P<y>\d{4})\s?年\s?(?P<m>\d{1,2})\s?月\s?(?P<d>\d{1,2})\s?日"
# Raised letters are plain ones here: "79º" is "79o".
_FIGURES = re.compile(r"(\d{1,3})\.?(?:st|nd|rd|th|e|ème|[oa°]|-я)(?!\w)|(\d{1,3})(?=\s?届)")
_BETWEEN = re.compile(r"[\s‐–-]*")
_LONGEST = 200


@cache
def _dates() -> re.Pattern[str]:
    """ "17 December 2025", "1er mars 2025", "17 de marzo de 2025", "17 كانون الأول/ديسمبر 2025"."""
    month = pattern("month").pattern
    return re.compile(
        rf"(?<!\d)(?P<day>\d{{1,2}})(?:er|o|°|-го)?\s+(?:de\s+)?(?P<month>{month})"
        rf"(?:\s*/\s*(?:{month}))?\s+(?:del?\s+)?(?P<year>\d{{4}})(?!\d)|{_CHINESE}"
    )


def find_date(text: str) -> str:
    """The first date in a text ("17 December 2025") as ISO date, "" when there is none."""
    for found in _dates().finditer(plain(text)):
        if found["y"]:
            year, month, day = (int(found[name]) for name in "ymd")
        else:
            day, year = int(found["day"]), int(found["year"])
            month = int(words("month")[" ".join(found["month"].split())])
        try:
            return date(year, month, day).isoformat()
        except ValueError:
            continue
    return ""


def is_date_line(text: str) -> bool:
    """Whether a text is a date and nothing else, but for the word for year."""
    line = plain(text.strip())
    found = _dates().match(line)
    return found is not None and line[found.end() :].strip(" .") in ("", "года", "г")


def session_number(text: str) -> str:
    """ "80" for "Eightieth session", "ES-10" for "Tenth emergency special session", "" for anything else.

    The line must begin with it: ordinals, words for the kind of session and the word for session follow each
    other in the order of the language, "الدورة التاسعة والستون", "Soixante-neuvième session".
    """
    line = plain(text[:_LONGEST]).strip()
    place, total, digits = 0, 0, 0
    kinds: set[str] = set()
    session = False
    while place < len(line):
        figures = _FIGURES.match(line, place)
        found = figures or _words().match(line, place)
        if not found or (figures and digits):
            break
        form = " ".join(found.group().split())
        if figures:
            digits = int(figures[1] or figures[2])
        elif form in words("ordinal"):
            digits += int(words("ordinal")[form])
        elif form in words("times"):
            total, digits = total + (digits or 1) * int(words("times")[form]), 0
        elif form in words("session"):
            session = True
            kinds.add(words("session")[form])
        elif form in words("session-kind"):
            kinds.add(words("session-kind")[form])
        place = _end(line, found.end())
    if not session or not total + digits:
        return ""
    return f"{next((kind for kind in ('ES-', 'S-') if kind in kinds), '')}{total + digits}"


def _words() -> re.Pattern[str]:
    return pattern("ordinal", "times", "joint", "session", "session-kind")


def _end(line: str, place: int) -> int:
    found = _BETWEEN.match(line, place)
    return found.end() if found else place
