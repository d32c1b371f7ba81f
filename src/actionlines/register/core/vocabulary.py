"""Closed lists of the forms, with names in the six languages: data/vocabulary.csv."""

import csv
from functools import cache
from pathlib import Path

from django.utils.translation import get_language

FILE = Path(__file__).parent / "data" / "vocabulary.csv"


@cache
def _read() -> dict[str, dict[str, dict[str, str]]]:
    matches: dict[str, dict[str, dict[str, str]]] = {}
    with FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            matches.setdefault(row["list"], {})[row["id"]] = row
    return matches


def ids(name: str) -> tuple[str, ...]:
    """The ids of a list (`activity`, `stakeholder`, `technology`, `beneficiary`, `document`), in order."""
    return tuple(_read()[name])


def label(name: str, identifier: str, language: str = "") -> str:
    """The name of an entry in a language (the reader's if none is given); the id where there is no entry."""
    if (row := _read()[name].get(identifier)) is None:
        return identifier
    return row.get((language or get_language() or "en")[:2]) or row["en"]


def choices(name: str) -> list[tuple[str, str]]:
    """(id, name in the reader's language), as forms want them."""
    return [(identifier, label(name, identifier)) for identifier in ids(name)]


def find(name: str, words: str) -> str | None:
    """The id that a cell of a spreadsheet means: an id, or a name in any of the six languages."""
    wanted = words.strip().casefold()
    for identifier, row in _read()[name].items():
        if wanted == identifier or wanted in (row[code].casefold() for code in ("en", "fr", "es", "ru", "zh", "ar")):
            return identifier
    return None
