"""Labels of papers in six languages: data/words.csv, on top of the words that all reports share."""

from __future__ import annotations

from functools import cache

from actionlines.papers.words import Words, catalogue
from actionlines.papers.words import words as shared

# Languages that run from right to left, of those that a text in a paper may be in.
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ps", "ur"})


@cache
def words(language: str = "en") -> Words:
    """Return the catalogue in this language. Raises KeyError for another than papers.words.LANGUAGES."""
    return catalogue(language, "actionlines.papers", shared(language))


def direction(language: str) -> str:
    """Return the direction of a language, `rtl` or `ltr`.

    >>> direction("ar"), direction("zh")
    ('rtl', 'ltr')
    """
    return "rtl" if language.partition("-")[0] in RIGHT_TO_LEFT else "ltr"
