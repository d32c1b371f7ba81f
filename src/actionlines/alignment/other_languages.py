"""Languages that are none of the six but share a script with one of them: told apart by what only they have.

data/other_languages.csv, written for this project: for languages in Latin letters small words (none that stands
more than twice in the 12,000 lines of the United Nations Parallel Corpus in English, French and Spanish), for the
others letters that their neighbour lacks, those it must not have, and the least share of the former in the script.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from importlib import resources

_SCRIPTS = {
    "cyrillic": re.compile(r"[\u0400-\u052f]"),
    "arabic": re.compile(r"[\u0600-\u06ff]"),
    "signs": re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]"),
}
# One such letter may stand in a name.
_FEWEST = 2


@dataclass(frozen=True)
class Letters:
    """Letters by which a language is told, as patterns; `least`: their least share in its script."""

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
    return len(_telling().findall(text)) >= _FEWEST and any(_has(text, one) for one in _letters())


def _has(text: str, one: Letters) -> bool:
    count = len(one.own.findall(text))
    if count < _FEWEST or (one.without and one.without.search(text)):
        return False
    return count >= one.least * len(one.script.findall(text))


@cache
def small_words() -> frozenset[str]:
    """Small words of other languages in Latin letters."""
    return frozenset(word for row in _rows() for word in row["words"].split())


@cache
def _letters() -> tuple[Letters, ...]:
    return tuple(
        Letters(
            _SCRIPTS[row["script"]],
            _any_of(row["letters"]),
            _any_of(row["without"]) if row["without"] else None,
            float(row["least"]),
        )
        for row in _rows()
        if row["letters"]
    )


@cache
def _telling() -> re.Pattern[str]:
    return _any_of("".join(row["letters"] for row in _rows()))


def _any_of(letters: str) -> re.Pattern[str]:
    return re.compile(f"[{letters}]", re.I)


@cache
def _rows() -> tuple[dict[str, str], ...]:
    text = resources.files("actionlines.alignment").joinpath("data", "other_languages.csv").read_text("utf-8")
    return tuple(csv.DictReader(text.splitlines()))
