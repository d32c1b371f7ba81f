"""Find digits in text that are figures, not part of a name, a place or a date: a fact must bind them."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib.resources import files

from actionlines.citations import find_citations
from actionlines.framework import load
from actionlines.framework.concepts import concepts
from actionlines.lazily import expression
from actionlines.papers.words import LANGUAGES, words

_DIGIT = expression(r"\d")
# From the first character of a word on: from every one of them it would take the square of its length.
_TOKEN = expression(r"(?<![^\s()\[\]«»“”\"])[^\s()\[\]«»“”\"]*?\d[^\s()\[\]«»“”\"]*")
_ISO_DATE = expression(r"(?<!\d)\d{4}-\d{2}(?:-\d{2})?(?!\d)")
# A year, or a span of them ("2026-2027", "1998/99"); never part of a larger number.
_YEAR = expression(r"(?<![\d.,])(?:19|20|21)\d\d(?:[-–/]\d\d(?:\d\d)?)?(?!\d|[.,]\d)(?: ?год[а-я]*|年)?")
# A code: letters and digits in one word ("C5", "4G", "WSIS+20", "COVID-19", "IPv6"), an ordinal ("80th").
_CODE = expression(
    r"(?<![A-Za-z\u0400-\u04ff])[A-Za-z\u0400-\u04ff]+[-+./_]?\d[\w./+-]*|(?<![\w.,])\d{1,3}(?:[GD]|st|nd|rd|th|er|re|ème|e|º|ª|-[а-я]{1,3})\b"
)
_FIGURE = expression(r"(?:\d[\d.,\s]*)?\d(?:\s?%)?")
_ITEM = expression(r"(?:^|\n)\s*\(?\d{1,3}[.)]\s")  # of a list
_HIDDEN = "·"
_PLACE = r"\d+(?:\.\w{1,3})*(?:\s?\(\w{1,4}\))*"
LONGEST = 20_000  # letters of a text in which citations are looked for


class Names:
    """Names with digits in them that a paper may say, found by the words that have the digits."""

    def __init__(self, names: Iterable[str]) -> None:
        self.by_token: dict[str, list[str]] = {}
        for name in dict.fromkeys((*names, *_framework())):
            for token in set(_TOKEN.findall(name)):
                self.by_token.setdefault(_bare(token), []).append(name)

    def without(self, text: str) -> str:
        """Return the text without the names that it contains, "" where the whole text is a name."""
        if any(text.strip() in self.by_token.get(_bare(token), ()) for token in _TOKEN.findall(text)):
            return ""
        found = {name for token in _TOKEN.findall(text) for name in self.by_token.get(_bare(token), ())}
        for name in sorted(found, key=lambda one: (-len(one), one)):
            text = text.replace(name, " ")
        return text


def loose(text: str, language: str, names: Names) -> str:
    """Return the first figure in a text that is no part of a name, symbol, place or date; "" for none.

    >>> loose("35 of 48 countries", "en", Names(())), loose("by 2030, see A/RES/80/173", "en", Names(()))
    ('35', '')
    """
    if not _DIGIT.search(text):
        return ""
    left = names.without(text)
    if _DIGIT.search(left):
        for pattern in (_ISO_DATE, _dates(language), _places(language), _places("en"), _YEAR, _CODE):
            left = pattern.sub(" ", left)
    if _DIGIT.search(left) and len(text) <= LONGEST:
        left = names.without(_uncited(text))
        for pattern in (_ISO_DATE, _dates(language), _places(language), _places("en"), _YEAR, _CODE):
            left = pattern.sub(" ", left)
    found = _TOKEN.search(left)
    return _bare(found[0]) if found else ""


def figures(text: str) -> list[tuple[int, int]]:
    """Return spans of digits that a person wrote and that are no part of a symbol, code, place, year or date.

    The text may be in any of the six languages.

    >>> line = "In 2024, 73 % of schools (A/RES/80/173, paragraph 113) had 5G; C5 on 3 May 2025."
    >>> [line[start:end] for start, end in figures(line)]
    ['73 %']
    """
    for one in find_citations(text):
        text = f"{text[: one.start]}{_HIDDEN * (one.end - one.start)}{text[one.end :]}"
    places = (_places(language, True) for language in LANGUAGES)
    for pattern in (_ITEM, _ISO_DATE, *map(_dates, LANGUAGES), *places, _YEAR, _CODE):
        text = pattern.sub(lambda found: _HIDDEN * len(found[0]), text)
    return [found.span() for found in _FIGURE.finditer(text)]


def _bare(token: str) -> str:
    return token.strip(".,;:!?،؛。，、：；")


@lru_cache(maxsize=4096)
def _uncited(text: str) -> str:
    """Return the text without its citations."""
    for one in sorted(find_citations(text), key=lambda one: -one.start):
        text = f"{text[: one.start]} {text[one.end :]}"
    return text


@cache
def _dates(language: str) -> re.Pattern[str]:
    """Return the pattern of days and months, as the catalogue of the language writes them."""
    said = words(language)
    months = "|".join(re.escape(said(f"month.{n}")) for n in range(1, 13))
    forms = []
    for key in ("date.day", "date.month"):
        form = re.escape(said.table[key]).replace(r"\ ", r"\s")
        for name, pattern in (("day", r"\d{1,2}(?:er)?"), ("month", f"(?:{months})"), ("year", r"\d{4}")):
            form = form.replace(rf"\{{{name}\}}", pattern)
        forms.append(form)
    day = rf"\d{{1,2}}(?:er)?\s(?:de\s)?(?:{months})(?![\w])"
    return re.compile(
        "|".join((*forms, day)) if language != "zh" else "|".join((*forms, r"\d{1,2}月(?:\d{1,2}日)?"))
    )


@cache
def _places(language: str, strict: bool = False) -> re.Pattern[str]:
    """Return the pattern of cited paragraphs, goals and parts: words of data/places.csv with a number.

    strict  a number after a comma alone is none ("paragraph 12, 35 countries")
    """
    text = files("actionlines.papers").joinpath("data/places.csv").read_text("utf-8")
    row = next(one for one in csv.DictReader(text.splitlines()) if one["language"] == language)
    before, after, between = (_any(row[key]) for key in ("before", "after", "between"))
    comma, joined = rf"\s?[,،、]\s?{_PLACE}", rf"\s?(?:[–-]|{between})\s?{_PLACE}"
    more = rf"(?:(?:{comma})*{joined})*" if strict else rf"(?:{comma}|{joined})*"
    if row["after"]:
        return re.compile(rf"(?:{before})\s?{_PLACE}{more}\s?(?:{after})?")
    return re.compile(rf"(?<!\w)(?:{before})\s?{_PLACE}{more}(?!\d)", re.IGNORECASE)


def _any(words: str) -> str:
    return "|".join(map(re.escape, sorted(words.split("|"), key=len, reverse=True)))


@cache
def _framework() -> tuple[str, ...]:
    """Return the names of the framework that have digits in them."""
    names = (name for one in concepts(load()) for name in (*one.names.values(), *one.others))
    return tuple(dict.fromkeys(name for name in names if _DIGIT.search(name)))
