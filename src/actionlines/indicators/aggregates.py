"""What a figure of many countries may be: published, a mean with a named weight, a sum of counts, or none.

>>> find_published("i99H", "itu-region:AMS", 2023).value, rule_of("percent", "i99H"), rule_of("number", "SG_INF_ACCSS")
(86.9, 'mean', 'none')
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from actionlines.framework.tables import read_table
from actionlines.indicators.check.problem import unit_of
from actionlines.indicators.coverage import Population

Rule = Literal["published", "mean", "sum", "none"]

# Counts that are added up over countries. "number" says too little: a year of a law is one as well, so that a
# series of numbers is added up only where known_series.csv has its code.
_COUNTS = frozenset(("persons", "thousand", "million"))


@dataclass(frozen=True, slots=True)
class Published:
    """An aggregate as its custodian publishes it. `edition` is the year of the publication."""

    year: int
    value: float
    edition: int
    source: str


def find_published(series: str, area: str, until: int | None = None) -> Published | None:
    """Return the newest aggregate of an area, of the newest edition; of `until` at the latest."""
    rows = all_published(series, area)
    return next((row for row in reversed(rows) if until is None or row.year <= until), None)


def all_published(series: str, area: str) -> tuple[Published, ...]:
    """Return the aggregates of an area by year and edition."""
    return _read_aggregates().get((series, area), ())


@cache
def same_figures() -> tuple[tuple[str, ...], ...]:
    """Return the codes that databases give to one figure, each set once."""
    codes = dict.fromkeys(tuple(row["series"].split(";")) for row in read_table("aggregates"))
    return tuple(code for code in codes if len(code) > 1)


@cache
def _read_aggregates() -> Mapping[tuple[str, str], tuple[Published, ...]]:
    """Return (code of a series, area) -> aggregates, sorted."""
    groups: dict[tuple[str, str], list[Published]] = {}
    for row in read_table("aggregates"):
        point = Published(int(row["year"]), float(row["value"]), int(row["edition"]), row["source"])
        for series in row["series"].split(";"):
            groups.setdefault((series, row["area"]), []).append(point)
    return {
        key: tuple(sorted(rows, key=lambda item: (item.year, item.edition))) for key, rows in groups.items()
    }


@cache
def world_population() -> Population:
    """Return the people of each country in the year that the framework holds."""
    rows = read_table("population")
    years = sorted({row["year"] for row in rows})
    return Population.from_rows(
        ((row["country"], int(row["year"]), float(row["people"])) for row in rows),
        f"population of {'–'.join(dict.fromkeys((years[0], years[-1])))}, World Bank",
    )


def rule_of(unit: str, series: str = "") -> Rule:
    """Return how countries make one figure: "mean" of shares and rates, "sum" of counts, "none" of all else."""
    kind = unit_of(unit)[1]
    if unit in _COUNTS or (unit == "number" and series in _list_counted()):
        return "sum"
    return "mean" if kind in ("share", "rate") else "none"


@cache
def _list_counted() -> frozenset[str]:
    rows = read_table("known_series", Path(__file__).parent / "read" / "data")
    return frozenset(row["series"] for row in rows if row["unit"] == "number")
