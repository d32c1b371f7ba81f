"""Whether a text of a programme names an information or communication technology, in the six languages.

Members submit activities of WSIS; frameworks list everything that the United Nations do. The aligner reads the
subject (health, farming), and an action line is about ICTs in it: a vaccination is none of C7 E-health.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from actionlines.framework.tables import read_table

# Letters that keep their case: in small letters they are other words.
_CAPITALS = re.compile(r"\b(?:AI|IA)\b")


def names_ict(text: str) -> bool:
    """Return whether a text names an ICT.

    >>> names_ict("Telemedicine for islands"), names_ict("Vaccines for islands"), names_ict("Réseau numérique")
    (True, False, True)
    """
    low = text.lower()
    # Most words are in no text at all: looking for them is several times faster than one large expression.
    return any(one in low and pattern.search(low) for one, pattern in _words()) or bool(
        _CAPITALS.search(text)
    )


@cache
def _words() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return each word with the pattern of its place: at the beginning of a word, or a word of its own."""
    found: dict[str, re.Pattern[str]] = {}
    for row in read_table("ict_words", Path(__file__).with_name("data")):
        edge = "" if row["language"] == "zh" else r"\b"
        found |= {one: re.compile(f"{edge}{re.escape(one)}") for one in row["beginnings"].split("|")}
        found |= {one: re.compile(rf"\b{re.escape(one)}\b") for one in row["words"].split("|") if one}
    return tuple(found.items())
