"""Units as sources write them, in one form, and what kind of number they hold."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from actionlines.indicators.check.words import fold, rows


@cache
def _units() -> Mapping[str, tuple[str, str]]:
    found = rows(Path(__file__).with_name("units.csv"))
    return {fold(row["text"]): (row["unit"], row["kind"]) for row in found}


@cache
def unit_of(given: str) -> tuple[str, str]:
    """The unit in the form of this project, and its kind: share, count, rate, other or "" where not known.

    >>> unit_of("PERCENT"), unit_of("cu_usd_m")
    (('percent', 'share'), ('cu_usd_m', ''))
    """
    return _units().get(fold(given), (given.strip(), ""))


@cache
def units_of(kind: str) -> tuple[str, ...]:
    """The units of one kind."""
    return tuple(dict.fromkeys(unit for unit, own in _units().values() if own == kind))
