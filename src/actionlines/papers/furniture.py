"""Labels of papers in six languages: data/words.csv, on top of the words that all reports share."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

from actionlines.papers.words import Words
from actionlines.papers.words import words as shared

# Languages that run from right to left, of those that a text in a paper may be in.
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ps", "ur"})


@cache
def words(language: str = "en") -> Words:
    """Return the catalogue in this language. Raises KeyError for another than papers.words.LANGUAGES."""
    text = files("actionlines.papers").joinpath("data/words.csv").read_text("utf-8")
    own = {row["key"]: row[language] for row in csv.DictReader(text.splitlines())}
    return Words(language, {**shared(language).table, **own})


def direction(language: str) -> str:
    """Return the direction of a language, `rtl` or `ltr`.

    >>> direction("ar"), direction("zh")
    ('rtl', 'ltr')
    """
    return "rtl" if language.partition("-")[0] in RIGHT_TO_LEFT else "ltr"
