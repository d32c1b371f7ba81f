"""Forms of a word that the stemmer of its language leaves apart: spelling, endings, alternation, irregular forms.

Rules of whole languages are data: data/endings.csv brings stems together that differ by how an ending is written
or formed, data/irregular.csv words that change within. A rule holds for records and for questions alike: it need
not say what a grammarian would, it must only bring together what belongs together.

    endings.csv    language; on: the folded word before the stemmer, or the stem after it; ending: a regular
                   expression; instead of it; least: letters before it; such_as. In the order of the file.
    irregular.csv  language; prefixes (~ for none) that the whole family stands with; the word and its forms.
                   Arabic: plurals whose pattern is that of many singulars as well.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

_DATA = Path(__file__).parent / "data"
_NONE = "~"  # no prefix, where a word also stands with others


class _Rule(NamedTuple):
    ending: re.Pattern[str]
    instead: str
    least: int


def respelled(word: str, language: str) -> str:
    """The folded word in the one spelling that stands for all.

    >>> respelled("labour", "en"), respelled("centres", "en"), respelled("organizing", "en")
    ('labor', 'centers', 'organising')
    """
    return _apply(_rules(language, "word"), word)


def levelled(stem: str, language: str) -> str:
    """The folded stem without what differs between words of one family.

    >>> levelled("agriculteur", "fr"), levelled("agricultric", "fr"), levelled("школьн", "ru")
    ('agricult', 'agricult', 'школ')
    """
    return _apply(_rules(language, "stem"), stem)


def _apply(rules: tuple[_Rule, ...], word: str) -> str:
    for rule in rules:
        match = rule.ending.search(word)
        if match and match.start() >= rule.least:
            word = word[: match.start()] + match.expand(rule.instead) + word[match.end() :]
    return word


@cache
def _rules(language: str, on: str) -> tuple[_Rule, ...]:
    return tuple(
        _Rule(re.compile(row["ending"]), row["instead"], int(row["least"]))
        for row in rows("endings")
        if row["language"] == language and row["on"] == on
    )


def bases(language: str, key: Callable[[str], str], stem: Callable[[str], str]) -> dict[str, tuple[str, ...]]:
    """Key of an irregular form -> stems of the words that it is a form of."""
    found: dict[str, dict[str, None]] = {}
    for first, *others in families(language):
        for form in others:
            found.setdefault(key(form), {})[stem(first)] = None
    return {form: tuple(stems) for form, stems in found.items()}


def families(language: str) -> Iterator[tuple[str, ...]]:
    """A word and its irregular forms, with each of the prefixes that it stands with.

    >>> next(families("en"))
    ('child', 'children')
    """
    for row in rows("irregular"):
        if row["language"] == language:
            for prefix in row["prefixes"].split() or [_NONE]:
                yield tuple(("" if prefix == _NONE else prefix) + form for form in row["forms"].split())


def rows(name: str) -> list[dict[str, str]]:
    """Return the rows of a CSV file of the data, by its name."""
    with (_DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
