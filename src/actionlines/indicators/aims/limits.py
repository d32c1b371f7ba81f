"""Natural limits by unit (data/limits.csv): a percentage that is a share of a whole runs from 0 to 100.

A percentage that is a growth rate or a relation to GDP has none; check/rates.csv says which series those are.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from actionlines.indicators.check.limits import is_rate

Limits = tuple[float | None, float | None]


@cache
def _by_unit() -> Mapping[str, Limits]:
    path = Path(__file__).parent / "data" / "limits.csv"
    with path.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    return {row["unit"]: (_number(row["low"]), _number(row["high"])) for row in rows}


def _number(text: str) -> float | None:
    return float(text) if text else None


@cache
def limits_of(unit: str, series: str = "", title: str = "") -> Limits:
    """(low, high) of a unit; None for an open end, or where the unit is not known.

    >>> limits_of("percent", "IT_USE_ii99"), limits_of("percent", "x", "Annual growth"), limits_of("number")
    ((0.0, 100.0), (None, None), (0.0, None))
    """
    low, high = _by_unit().get(unit, (None, None))
    return (None, None) if unit == "percent" and is_rate(series, title) else (low, high)
