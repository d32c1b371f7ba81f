"""Columns and cells of tables: which column is which field, the value that a cell means.

>>> parts(["Kenya; Uganda | Rwanda"]), parts([["C2", "C5"]]), flag("oui")
(['Kenya', 'Uganda', 'Rwanda'], ['C2', 'C5'], True)
"""

import calendar
import csv
import difflib
import re
from collections.abc import Callable, Iterable
from datetime import date
from functools import cache
from pathlib import Path

from babel.dates import get_month_names

from actionlines.documents.masthead import find_date, list_words, plain_text
from actionlines.indicators.areas import fold_area
from actionlines.register.core import vocabulary
from actionlines.register.core.imports.sheet import Cell
from actionlines.register.core.texts import join

DATA = Path(__file__).parent / "data"


def key(text: str) -> str:
    """A header or word as it is compared: small letters, no accents, signs or blanks.

    >>> key("Start_date"), key("Línea de acción")
    ('startdate', 'lineadeaccion')
    """
    return fold_area(text.replace("_", " ")).replace(" ", "")


@cache
def meanings(kind: str) -> dict[str, str]:
    """Folded form -> value, of one kind in values.csv."""
    with (DATA / "values.csv").open(encoding="utf-8", newline="") as file:
        return {
            key(form): row["value"]
            for row in csv.DictReader(file)
            if row["kind"] == kind
            for form in row["forms"].split(";")
        }


_STRONG = re.compile(r"[;|\n\r；、]+")
_COMMA = re.compile(r"[,،，]")
_BLANK = re.compile(r"[\s,;|]+")
_WORDS = re.compile(r"[^\W\d_](?:[^\d,;|]*[^\W\d_])?")
_MOST = 300


def text(cell: Cell) -> str:
    """Return a cell as one text; the parts of a list are joined by semicolons."""
    return cell if isinstance(cell, str) else "; ".join(cell)


def parts(
    cells: Iterable[Cell],
    known: Callable[[str], bool] | None = None,
    exact: Callable[[str], bool] | None = None,
    blanks: bool = False,
) -> list[str]:
    """The entries of cells that are lists, each once: parted by semicolons, bars and lines.

    known   whether a text means something: then commas part too, where what is between them does
    exact   the same for the whole of a text and nothing but it; it is not parted (`known` unless given)
    blanks  blanks and commas part: for what has none inside
    """
    exact = exact or known or (lambda text: False)
    out: dict[str, None] = {}
    for cell in cells:
        whole = not isinstance(cell, str) or exact(cell.strip())
        some = [cell] if whole and isinstance(cell, str) else _STRONG.split(cell) if isinstance(cell, str) else cell
        for item in some:
            # A list is parted already: an address in it may hold a comma.
            parted = _BLANK.split(item) if isinstance(cell, str) else [item]
            few = parted if blanks else _commas(item.strip(), known, exact)
            out.update(dict.fromkeys(stripped for part in few if (stripped := part.strip())))
    return list(out)[:_MOST]


def _commas(text: str, known: Callable[[str], bool] | None, exact: Callable[[str], bool]) -> list[str]:
    if known is None or exact(text):
        return [text]
    few = [part.strip() for part in _COMMA.split(text) if part.strip()]
    return [text] if known(text) and not all(map(known, few)) else few


def flag(value: str) -> bool | None:
    """Yes or no in six languages; None for anything else."""
    meaning = meanings("flag").get(key(value))
    return None if meaning is None else meaning == "yes"


def nothing(cell: Cell) -> bool:
    """Return whether a cell is filled in with words that say nothing, such as "n/a" or "to be determined"."""
    return isinstance(cell, str) and (key(cell) in meanings("none") or not any(map(str.isalnum, cell)))


def language(value: str) -> str | None:
    """The code of one of the six languages, by code or name."""
    return meanings("language").get(key(value)) or meanings("language").get(key(value)[:2])


def currency_words(value: str) -> str:
    """The words beside the digits of an amount, "" where there are none.

    >>> currency_words("1.200.000 FCFA"), currency_words("25 000"), currency_words("3 million")
    ('FCFA', '', 'million')
    """
    match = _WORDS.search(value)
    return match[0] if match else ""


def address(value: str) -> str:
    """The address of a page; `www.` alone means https."""
    return f"https://{value}" if value.lower().startswith("www.") else value


def near_terms(name: str, value: str) -> str:
    """Entries of a vocabulary that come near, or all of them, in the reader's language."""
    labels = {label.casefold(): label for _id, label in vocabulary.choices(name)}
    close = difflib.get_close_matches(value.casefold()[:80], labels, n=3, cutoff=0.6)
    return join(labels[item] for item in close or labels)


_LONGEST = 60
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[t ].*)?")
_NUMERIC = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})(?: .*)?")
_MONTH = re.compile(r"(\d{4})[-/.](\d{1,2})|(\d{1,2})[-/.](\d{4})|(\d{4})年(\d{1,2})月")
_DAY_WORDS = re.compile(r"(\D+?)\s*(?:del? )?(\d{4})")
_AMERICAN = re.compile(r"(\D+?)\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")
_YEAR = re.compile(r"(\d{4})(?:年)?(?:\.0)?")


def month_first(cells: Iterable[str]) -> bool:
    """Return whether a column writes the month before the day: where some of its cells can be read so only, and none
    the other way only.
    """
    first = second = False
    for cell in cells:
        if match := _NUMERIC.fullmatch(plain_text(cell.strip()[:_LONGEST])):
            first = first or int(match[1]) > 12
            second = second or int(match[2]) > 12
    return second and not first


def read(cell: str, *, month_first: bool = False, last: bool = False) -> date | None:
    """The day; None where it is none. `last`: a month or year alone means its last day, not its first."""
    text = plain_text(cell.strip()[:_LONGEST])
    try:
        if match := _ISO.fullmatch(text):
            return date(*map(int, match.groups()))
        if match := _NUMERIC.fullmatch(text):
            item, two, year = map(int, match.groups())
            day, month = (two, item) if month_first else (item, two)
            return date(year if year > 99 else 2000 + year, month, day)
        if files := find_date(cell):
            return date.fromisoformat(files)
        if match := _YEAR.fullmatch(text):
            return date(int(match[1]), 12, 31) if last else date(int(match[1]), 1, 1)
        return _month(text, last) or _english(text)
    except ValueError:
        return None


def _month(text: str, last: bool) -> date | None:
    if match := _MONTH.fullmatch(text):
        year, month = int(match[1] or match[4] or match[5]), int(match[2] or match[3] or match[6])
    elif match := _DAY_WORDS.fullmatch(text):
        year, month = int(match[2]), _months().get(match[1].strip(" .,"), 0)
    else:
        return None
    return date(year, month, calendar.monthrange(year, month)[1] if last else 1) if month else None


def _english(text: str) -> date | None:
    """March 5, 2024."""
    match = _AMERICAN.fullmatch(text)
    month = _months().get(match[1].strip(" .,"), 0) if match else 0
    return date(int(match[3]), month, int(match[2])) if match and month else None


@cache
def _months() -> dict[str, int]:
    """Names of months, long and short, alone and in dates (Unicode CLDR)."""
    matches = {form: int(value) for form, value in list_words("month").items()}
    for language in ("en", "fr", "es", "ru", "ar", "zh"):
        for width in ("wide", "abbreviated"):
            for context in ("format", "stand-alone"):
                for number, name in get_month_names(width, context, language).items():
                    matches.setdefault(plain_text(name).strip("."), number)
    return matches
