"""The core ICT indicators: for each aim of universal and meaningful connectivity, the series that shows it.

Aims, indicators and series are those of `framework/data/connectivity.csv` (ITU, Partner2Connect).
"""

from collections.abc import Iterable
from functools import cache
from typing import Any, TypeVar

from actionlines.framework import load

CORE = ("UMC-U1", "UMC-U2", "UMC-U4", "UMC-U5", "UMC-U6", "UMC-U7", "UMC-T1", "UMC-A1")
"""Ids of the aims, in the order of a page."""
COUNTS = ("number", "count")  # units of numbers that only the size of a country explains


Row = TypeVar(
    "Row", bound=Any
)  # with series, indicator, breakdown, unit and values, as papers and the register have it


@cache
def ict_indicators() -> frozenset[str]:
    """Return the ids of the indicators that any of the aims names."""
    return frozenset(indicator for aim in load().connectivity.values() for indicator in aim.indicators)


def group_core(rows: Iterable[Row], aims: Iterable[str] = CORE) -> dict[str, list[Row]]:
    """Return aim -> rows that show it: of the series that it names, else totals of its indicators."""
    usable = [row for row in rows if row.values and row.unit not in COUNTS]
    groups: dict[str, list[Row]] = {}
    for id_ in aims:
        aim = load().connectivity[id_]
        numbers = {indicator.removeprefix("sdg:") for indicator in aim.indicators}
        own = [row for row in usable if row.series in aim.series]
        totals = [row for row in usable if not row.breakdown and row.indicator.removeprefix("sdg:") in numbers]
        groups[id_] = own or totals
    return groups


def choose_core(rows: Iterable[Row]) -> Row:
    """Return a total before a breakdown; then the series furthest behind, which is that of the newest technology."""
    return min(rows, key=lambda row: (bool(row.breakdown), row.values[-1]))
