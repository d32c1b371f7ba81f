"""The words of reports from the register in six languages: data/words.csv on top of those of all reports."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

from actionlines.papers.words import Words
from actionlines.progress.words import words as shared


@cache
def words(language: str = "en") -> Words:
    """Return the catalogue in this language. Raises KeyError for another than papers.words.LANGUAGES."""
    text = files("actionlines.reports.sections").joinpath("data/words.csv").read_text("utf-8")
    own = {row["key"]: row[language] for row in csv.DictReader(text.splitlines())}
    return Words(language, {**shared(language).table, **own})
