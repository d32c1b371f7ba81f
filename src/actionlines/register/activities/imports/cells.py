"""What single cells say: lists, yes and no, languages, addresses.

>>> parts(["Kenya; Uganda | Rwanda"]), parts([["C2", "C5"]]), flag("oui")
(['Kenya', 'Uganda', 'Rwanda'], ['C2', 'C5'], True)
"""

from __future__ import annotations

import csv
import difflib
import re
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

from actionlines.indicators.areas import fold
from actionlines.register.activities.imports.sheet import Cell
from actionlines.register.core import vocabulary

DATA = Path(__file__).parent / "data"


def key(text: str) -> str:
    """A header or word as it is compared: small letters, no accents, signs or blanks.

    >>> key("Start_date"), key("Línea de acción")
    ('startdate', 'lineadeaccion')
    """
    return fold(text.replace("_", " ")).replace(" ", "")


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
    found: Iterable[Cell],
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
    for cell in found:
        whole = not isinstance(cell, str) or exact(cell.strip())
        some = (
            [cell]
            if whole and isinstance(cell, str)
            else _STRONG.split(cell)
            if isinstance(cell, str)
            else cell
        )
        for one in some:
            # A list is parted already: an address in it may hold a comma.
            parted = _BLANK.split(one) if isinstance(cell, str) else [one]
            few = parted if blanks else _commas(one.strip(), known, exact)
            out.update(dict.fromkeys(stripped for part in few if (stripped := part.strip())))
    return list(out)[:_MOST]


def _commas(text: str, known: Callable[[str], bool] | None, exact: Callable[[str], bool]) -> list[str]:
    if known is None or exact(text):
        return [text]
    few = [part.strip() for part in _COMMA.split(text) if part.strip()]
    return [text] if known(text) and not all(map(known, few)) else few


def flag(value: str) -> bool | None:
    """Yes or no in six languages; None for anything else."""
    said = meanings("flag").get(key(value))
    return None if said is None else said == "yes"


def nothing(cell: Cell) -> bool:
    """Whether a cell is filled in with words that say nothing, such as "n/a" or "to be determined"."""
    return isinstance(cell, str) and (key(cell) in meanings("none") or not any(map(str.isalnum, cell)))


def language(value: str) -> str | None:
    """The code of one of the six languages, by code or name."""
    return meanings("language").get(key(value)) or meanings("language").get(key(value)[:2])


def currency_words(value: str) -> str:
    """The words beside the digits of an amount, "" where there are none.

    >>> currency_words("1.200.000 FCFA"), currency_words("25 000"), currency_words("3 million")
    ('FCFA', '', 'million')
    """
    found = _WORDS.search(value)
    return found[0] if found else ""


def address(value: str) -> str:
    """The address of a page; `www.` alone means https."""
    return f"https://{value}" if value.lower().startswith("www.") else value


def near_terms(name: str, value: str) -> str:
    """Entries of a vocabulary that come near, or all of them, in the reader's language."""
    labels = {label.casefold(): label for _id, label in vocabulary.choices(name)}
    close = difflib.get_close_matches(value.casefold()[:80], labels, n=3, cutoff=0.6)
    return ", ".join(labels[one] for one in close or labels)
