"""Units as sources write them, in one form, and what kind of number they hold."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from unicodedata import combining, normalize


def rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a data file of this room: column -> text."""
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def fold(text: str) -> str:
    """Lower case without accents, with single blanks for underscores and blanks.

    >>> fold("Education_Level "), fold("AÑO")
    ('education level', 'ano')
    """
    plain = "".join(char for char in normalize("NFKD", text.casefold()) if not combining(char))
    return " ".join(plain.replace("_", " ").split())


@cache
def _units() -> Mapping[str, tuple[str, str]]:
    found = rows(Path(__file__).with_name("units.csv"))
    return {fold(row["text"]): (row["unit"], row["kind"]) for row in found}


@cache
def unit_of(given: str) -> tuple[str, str]:
    """Return the unit in the form of this project, and its kind: share, count, rate, other or "" where not known.

    >>> unit_of("PERCENT"), unit_of("cu_usd_m")
    (('percent', 'share'), ('cu_usd_m', ''))
    """
    return _units().get(fold(given), (given.strip(), ""))


@cache
def units_of(kind: str) -> tuple[str, ...]:
    """Return the units of one kind: share, count, rate or other."""
    return tuple(dict.fromkeys(unit for unit, own in _units().values() if own == kind))
