"""Years as people write them: 2015, 2015.0, "2015-16", "FY 2015", dates, quarters.

>>> year_of("2015-16")
(2015, True)
>>> year_of("2015")
(2015, False)
"""

from __future__ import annotations

import re
from unicodedata import category, decimal

FIRST, LAST = 1800, 2100
_PLAIN = re.compile(r"(\d{4})(?:\.0+)?(?:-01-01(?:[T ]00:00:00(?:\.0+)?)?)?")
_ANY = re.compile(r"(?<!\d)(1[89]\d\d|20\d\d|2100)(?!\d)")


def year_of(text: str) -> tuple[int | None, bool]:
    """The first year that the text names, and whether it was written as anything but that year.

    None where there is none, or where it lies outside 1800 to 2100.
    """
    clean = text.strip()
    if not clean.isascii():
        clean = "".join(str(decimal(char)) if category(char) == "Nd" else char for char in clean)
    if plain := _PLAIN.fullmatch(clean):
        year = int(plain[1])
        return (year, False) if FIRST <= year <= LAST else (None, False)
    if len(clean) > 40 or not (found := _ANY.search(clean)):
        return None, False
    return int(found[1]), True
