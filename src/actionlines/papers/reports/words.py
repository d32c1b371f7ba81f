"""The words of road maps and reports in six languages: data/words.csv on top of those that all papers share."""

from __future__ import annotations

from functools import cache

from actionlines.papers.progress.words import words as shared
from actionlines.papers.words import Words, catalogue


@cache
def words(language: str = "en") -> Words:
    """Return the catalogue in this language. Raises KeyError for another than papers.words.LANGUAGES."""
    return catalogue(language, "actionlines.papers.reports", shared(language))
