"""The words of reports from the register in six languages: data/words.csv on top of those of all reports."""

from __future__ import annotations

from functools import cache

from actionlines.papers.words import Words, catalogue
from actionlines.progress.words import words as shared


@cache
def words(language: str = "en") -> Words:
    """Return the catalogue in this language. Raises KeyError for another than papers.words.LANGUAGES."""
    return catalogue(language, "actionlines.reports.sections", shared(language))
