"""Units as sources write them, in one form, and what kind of number they hold."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from unicodedata import combining, normalize

from actionlines.framework.tables import read_table


def fold(text: str) -> str:
    """Lower case without accents, with single blanks for underscores and blanks.

    >>> fold("Education_Level "), fold("AÑO")
    ('education level', 'ano')
    """
    plain = "".join(char for char in normalize("NFKD", text.casefold()) if not combining(char))
    return " ".join(plain.replace("_", " ").split())


@cache
def _units() -> Mapping[str, tuple[str, str]]:
    found = read_table("units", Path(__file__).parent)
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
