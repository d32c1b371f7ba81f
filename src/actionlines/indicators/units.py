"""Units as sources write them, in one form, and what kind of number they hold.

Apart from the rooms of indicators that load polars: words and papers without figures ask for units too.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from unicodedata import combining, normalize

from actionlines.framework.tables import read_table


def fold_unit(text: str) -> str:
    """Lower case without accents, with single blanks for underscores and blanks.

    >>> fold_unit("Education_Level "), fold_unit("AÑO")
    ('education level', 'ano')
    """
    plain = "".join(char for char in normalize("NFKD", text.casefold()) if not combining(char))
    return " ".join(plain.replace("_", " ").split())


@cache
def _read_units() -> Mapping[str, tuple[str, str]]:
    table = read_table("units", Path(__file__).parent)
    return {fold_unit(row["text"]): (row["unit"], row["kind"]) for row in table}


@cache
def unit_of(text: str) -> tuple[str, str]:
    """Return the unit in the form of this project, and its kind: share, count, rate, other or "" where not known.

    >>> unit_of("PERCENT"), unit_of("cu_usd_m")
    (('percent', 'share'), ('cu_usd_m', ''))
    """
    return _read_units().get(fold_unit(text), (text.strip(), ""))


@cache
def units_of(kind: str) -> tuple[str, ...]:
    """Return the units of one kind: share, count, rate or other."""
    return tuple(dict.fromkeys(unit for unit, own in _read_units().values() if own == kind))
