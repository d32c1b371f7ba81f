"""The language of a short text, found in microseconds: every one of millions of texts needs it first.

data/other_languages.csv, written for this project, tells apart the languages that share a script with one of the
six: for languages in Latin letters by small words (none that stands more than twice in the 12,000 lines of the
United Nations Parallel Corpus in English, French and Spanish), for the others by letters that their neighbour
lacks, letters that they must not have, and the least share of the former in the script.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from importlib import resources

from actionlines.alignment.encode import LANGUAGES
from actionlines.lazily import expression

_SCRIPTS = {
    "cyrillic": expression(r"[\u0400-\u052f]"),
    "arabic": expression(r"[\u0600-\u06ff]"),
    "signs": expression(r"[\u3040-\u30ff\u4e00-\u9fff]"),
}
# One such letter may be in a name.
_FEWEST = 2


@dataclass(frozen=True)
class Letters:
    """Letters that mark a language, as patterns; `least`: their least share in its script."""

    script: re.Pattern[str]
    own: re.Pattern[str]
    without: re.Pattern[str] | None
    least: float


def other_script(text: str) -> bool:
    """Whether the letters of a text are those of another language in the script of Russian, Arabic or Chinese.

    >>> other_script("Школи отримали доступ до Інтернету, а вчителі пройшли навчання.")
    True
    """
    # Most texts have none of these letters.
    return len(_telling_letters().findall(text)) >= _FEWEST and any(
        _has_letters(text, letter) for letter in _read_letters()
    )


def _has_letters(text: str, letters: Letters) -> bool:
    count = len(letters.own.findall(text))
    if count < _FEWEST or (letters.without and letters.without.search(text)):
        return False
    return count >= letters.least * len(letters.script.findall(text))


@cache
def small_words() -> frozenset[str]:
    """Small words of other languages in Latin letters."""
    return frozenset(word for row in _read_language_rows() for word in row["words"].split())


@cache
def _read_letters() -> tuple[Letters, ...]:
    return tuple(
        Letters(
            _SCRIPTS[row["script"]],
            _any_of(row["letters"]),
            _any_of(row["without"]) if row["without"] else None,
            float(row["least"]),
        )
        for row in _read_language_rows()
        if row["letters"]
    )


@cache
def _telling_letters() -> re.Pattern[str]:
    return _any_of("".join(row["letters"] for row in _read_language_rows()))


def _any_of(letters: str) -> re.Pattern[str]:
    return re.compile(f"[{letters}]", re.I)


@cache
def _read_language_rows() -> tuple[dict[str, str], ...]:
    text = resources.files("actionlines.alignment").joinpath("data", "other_languages.csv").read_text("utf-8")
    return tuple(csv.DictReader(text.splitlines()))


# Words that are in almost every sentence of one of the three languages in Latin letters and in no other.
_COMMON = {
    word: code
    for code, words in {"en": "the of and to is", "fr": "le les des et du une", "es": "el los del y las una"}.items()
    for word in words.split()
}
# Anything but Latin letters, with and without accents, and the dashes, quotes and signs that go with them.
_BEYOND_LATIN = expression(r"[^\x00-\u024f\u1e00-\u1eff\u2000-\u20cf\u2100-\u22ff]")
# Enough to tell a language; a long text is not read twice.
_SAMPLE = 600


def quick_language(text: str) -> str:
    """One of the six languages, or "" for a text without letters of their scripts or in a language beside them.

    >>> quick_language("Access to the Internet in schools of rural districts")
    'en'
    >>> quick_language("Das Netz wird für die Schulen der ländlichen Bezirke ausgebaut")
    ''
    >>> quick_language("12 345,6")
    ''
    """
    sample = text[:_SAMPLE]
    if sample.isascii() or not _BEYOND_LATIN.search(sample):
        words = sample.split()
        codes = [_COMMON[word] for word in words if word in _COMMON]
        best = max(("en", "fr", "es"), key=codes.count)
        # Unmistakable only; what is short or mixed is looked at letter by letter.
        if (count := codes.count(best)) >= 2 and count > 2 * (len(codes) - count):
            return best
        if sum(map(small_words().__contains__, words)) > max(1, count):
            return ""
    elif other_script(sample):
        return ""
    # The room of documents takes longer to load than the model, and most texts do without it.
    from actionlines.documents.language import language_of

    language = language_of(sample)
    return language if language in LANGUAGES else ""
