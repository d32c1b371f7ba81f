"""A text as patterns read it, with the way back to the characters as written.

Folded text has small letters, plain apostrophes and figures, and one blank where many follow each other. Arabic
loses vowel signs and stretching, and the letters that writers exchange become one; Chinese loses its blanks, and
traditional signs become simplified ones.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from actionlines.framework.tables import read_table

DATA = Path(__file__).parent / "data"

_PLAIN = {
    "’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "\xa0": " ", "\u202f": " ", "\u2009": " ", "\t": " ",
    "\n": " ", "\r": " ", "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "−": "-", "ё": "е",
}  # fmt: skip
_ARABIC = {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي", "ی": "ي", "ک": "ك"}
_DROPPED = frozenset("\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2068\u2069\ufeffـ")


@dataclass(frozen=True, slots=True)
class Folded:
    """`text` folded; character i of it stands at starts[i]..ends[i] of the text as written."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the place in the text as written of start..end, which must not be empty."""
        return self.starts[start], self.ends[end - 1]

    def within(self, start: int, end: int) -> tuple[int, int]:
        """Return the place in the folded text of start..end of the text as written."""
        return bisect_left(self.starts, start), bisect_left(self.starts, end)


@lru_cache(maxsize=256)
def fold(text: str, language: str) -> Folded:
    """Return a text of that language folded."""
    made: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for place, character in enumerate(text):
        plain = _plain(character, language)
        if not plain or (language == "zh" and plain == " " and not _keeps_blank(text, place)):
            # A sign that was dropped belongs to the letter before it.
            if ends and plain != " ":
                ends[-1] = place + 1
            continue
        if made and plain.isspace() and made[-1].isspace():
            # Patterns have optional blanks side by side: a run of thousands would cost the square of its length.
            continue
        made.append(plain)
        starts.append(place)
        ends.append(place + 1)
    return Folded("".join(made), tuple(starts), tuple(ends))


class _Letters(dict[int, str]):
    """Code of a character -> how it is folded, for `str.translate`."""

    def __init__(self, language: str) -> None:
        self.language = language

    def __missing__(self, code: int) -> str:
        self[code] = _plain(chr(code), self.language)
        return self[code]


_letters = cache(_Letters)


def fold_name(name: str, language: str) -> str:
    """Return the folded text of a name whose blanks are single."""
    return (
        fold(name, language).text if language == "zh" and " " in name else name.translate(_letters(language))
    )


def _keeps_blank(text: str, place: int) -> bool:
    """Return whether a blank of a Chinese text stands between two Latin letters."""
    around = text[place - 1 : place] + text[place + 1 : place + 2]
    return len(around) == 2 and around.isascii() and around.isalpha()


@lru_cache(maxsize=4096)
def _plain(character: str, language: str) -> str:
    if character in _DROPPED:
        return ""
    character = _PLAIN.get(character, character)
    if character.isdigit() and not character.isascii():
        value = unicodedata.digit(character, None)
        return str(value) if value is not None else character
    if language == "ar":
        if unicodedata.combining(character):
            return ""
        return _ARABIC.get(character, character)
    if language == "zh" and "！" <= character <= "～":
        # Full-width letters and figures are those of other texts; marks keep their Chinese form.
        ascii_form = unicodedata.normalize("NFKC", character)
        return ascii_form.lower() if ascii_form.isalnum() else character
    if language == "zh":
        return " " if character.isspace() else _simplified().get(character, character)
    small = character.lower()
    return small if len(small) == 1 else character


@cache
def _simplified() -> dict[str, str]:
    """Return traditional signs with the simplified ones that the tables of this room have."""
    rows = read_table("traditional", DATA)
    return {sign: row["simplified"] for row in rows for sign in row["traditional"]}


def without_accents(word: str) -> str:
    """Return a word with bare letters: "états" as "etats"."""
    if word.isascii():
        return word
    parts = unicodedata.normalize("NFD", word)
    kept = (one for one in parts if not unicodedata.combining(one))
    return unicodedata.normalize("NFC", "".join(kept))
