"""Values that cannot be: a share of a whole above 100 or below 0, a count below 0.

A percentage is a share unless something says that it is a rate: its series stands in rates.csv, or its
unit or title holds one of the words there (growth, change, GDP). A rate has no limits.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import polars as pl

from actionlines.framework.tables import read_table
from actionlines.indicators.check.problem import Problems, named
from actionlines.indicators.check.units import fold, units_of

ROUNDING = 0.05  # percentage points above 100 that rounding of parts explains


@dataclass(frozen=True, slots=True)
class ValueLimits:
    """`low` and `high` that all values keep to; None for an open end."""

    low: float | None
    high: float | None


@cache
def _rates() -> tuple[frozenset[str], frozenset[str], re.Pattern[str]]:
    entries = read_table("rates", Path(__file__).parent)
    growth = frozenset(row["text"].upper() for row in entries if row["what"] == "growth")
    codes = growth | {row["text"].upper() for row in entries if row["what"] == "series"}
    words = "|".join(re.escape(fold(row["text"])) for row in entries if row["what"] == "word")
    return codes, growth, re.compile(rf"(?<!\w)(?:{words})(?!\w)")


def is_rate(series: str, title: str = "") -> bool:
    """Return whether percentages of the series may leave 0 to 100.

    >>> is_rate("NY_GDP_PCAP"), is_rate("x", "Annual growth (%)"), is_rate("IT_USE_ii99")
    (True, True, False)
    """
    codes, _, words = _rates()
    return series.upper() in codes or words.search(fold(f"{series} {title}")) is not None


def is_growth(series: str) -> bool:
    """Return whether the series is itself a yearly rate of growth, so that its own growth means nothing.

    >>> is_growth("NY_GDP_PCAP"), is_growth("DT_TDS_DECT")
    (True, False)
    """
    return series.upper() in _rates()[1]


def impossible(
    table: pl.DataFrame, limits: ValueLimits | None, names: Mapping[str, str]
) -> tuple[pl.DataFrame, Problems]:
    """Return the rows whose value can be, and a problem for every other one."""
    value, unit = pl.col("value"), pl.col("unit")
    if limits is not None:
        below = pl.lit(False) if limits.low is None else value < limits.low
        above = pl.lit(False) if limits.high is None else value > limits.high
        near, outside = pl.lit(False), above | below
    else:
        outside = (value < 0) | (value > 100)  # few are: what follows looks at these only
        share = unit.is_in(units_of("share"))
        low = share | unit.is_in(units_of("count")) | unit.is_in(units_of("rate"))
        above = share & (value > 100 + ROUNDING)
        near = share & (value > 100) & (value <= 100 + ROUNDING)
        below = low & (value < 0)
    at = table.select(outside.arg_true()).to_series()
    found = table[at].filter(above | below | near)
    if found.is_empty():
        return table, Problems()
    if limits is None:
        free = [one for one in found["series"].unique() if is_rate(one, names.get(one, ""))]
        allowed = pl.col("series").is_in(free)
        above, below, near = above & ~allowed, below & ~allowed, near & ~allowed
    said = pl.when(unit == "").then(pl.lit("the mapping")).otherwise(unit)
    told = found.filter(above | below | near).rechunk().select(
        row="row",
        column=pl.lit("value"),
        kind=pl.when(near).then(pl.lit("rounding")).otherwise(pl.lit("impossible")),
        message=pl.format(
            "{} for {} in {}, {}: {} what {} allows",
            "value", named(), "area", "year",
            pl.when(below).then(pl.lit("below")).otherwise(pl.lit("above")), said,
        ),
    )  # fmt: skip
    gone = at.filter(table[at].select(above | below).to_series())
    if gone.is_empty():
        return table, Problems(told)
    keep = pl.repeat(True, table.height, eager=True).scatter(gone, False)
    return table.filter(keep), Problems(told)
