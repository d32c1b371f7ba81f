"""Values that cannot be: a share of a whole above 100 or below 0, a count below 0.

A percentage is a share unless something says that it is a rate: its series or its indicator is in rates.csv,
or its title holds one of the words there (growth, change, GDP). A rate has no limits.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import polars as pl

from actionlines.framework.tables import read_table
from actionlines.indicators.check.problem import Problems, fold_unit, name_columns, units_of

FOLDER = Path(__file__).parent
ROUNDING = 0.05  # percentage points above 100 that rounding of parts explains


@dataclass(frozen=True, slots=True)
class ValueLimits:
    """`low` and `high` that all values keep to; None for an open end."""

    low: float | None
    high: float | None


@cache
def _list_rates(what: str) -> frozenset[str]:
    """Return the codes, indicators or words of one kind, in upper case."""
    return frozenset(row["text"].upper() for row in read_table("rates", FOLDER) if row["what"] == what)


@cache
def _compile_words() -> re.Pattern[str]:
    words = "|".join(re.escape(fold_unit(word)) for word in _list_rates("word"))
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)")


def is_rate(series: str, title: str = "", indicator: str = "") -> bool:
    """Return whether percentages of the series may leave 0 to 100.

    >>> is_rate("NY_GDP_PCAP"), is_rate("x", "Annual growth (%)"), is_rate("x", indicator="sdg:6.4.2")
    (True, True, True)
    """
    if is_growth(series, indicator) or series.upper() in _list_rates("series"):
        return True
    return (
        indicator.upper() in _list_rates("indicator")
        or _compile_words().search(fold_unit(f"{series} {title}")) is not None
    )


def is_growth(series: str, indicator: str = "", unit: str = "percent") -> bool:
    """Return whether the series is itself a yearly rate of growth, so that its own growth means nothing.

    An indicator of growth may be given as a level instead (GDP per person in dollars): then it is none.

    >>> is_growth("NY_GDP_PCAP"), is_growth("own", "sdg:8.1.1"), is_growth("own", "sdg:8.1.1", "usd")
    (True, True, False)
    """
    by_indicator = unit == "percent" and indicator.upper() in _list_rates("growth-indicator")
    return by_indicator or series.upper() in _list_rates("growth")


def find_unscaled(table: pl.DataFrame, names: Mapping[str, str]) -> Problems:
    """Return a warning for each series in per cent whose values all lie between 0 and 1, as shares of one do."""
    shares = table.filter(pl.col("unit").is_in(units_of("share")))
    spans = (
        shares.group_by("indicator", "series", maintain_order=True)
        .agg(
            pl.len(),
            pl.col("row", "area", "unit").first(),
            low=pl.col("value").min(),
            high=pl.col("value").max(),
        )
        .filter((pl.col("len") >= _SEVERAL) & (pl.col("low") >= 0) & (pl.col("high") > pl.col("low")))
        .filter(pl.col("high") <= 1)
    )
    columns = [
        (
            row["row"],
            f"{names.get(row['series']) or row['series'] or row['indicator']}: all {row['len']} values are from "
            f"{row['low']:g} to {row['high']:g}, and the unit is {row['unit']}: are they shares of one?",
        )
        for row in spans.iter_rows(named=True)
        if not is_rate(row["series"], names.get(row["series"], ""), row["indicator"])
    ]
    return Problems.of("value", "scale", columns)


_SEVERAL = 3  # values before their size says something of the unit


def take_impossible(
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
    rows = table[at].filter(above | below | near)
    if rows.is_empty():
        return table, Problems()
    if limits is None:
        kinds = rows.select("series", "indicator").unique()
        free = kinds.filter([is_rate(kind, names.get(kind, ""), of) for kind, of in kinds.iter_rows()])
        allowed = pl.struct("series", "indicator").is_in(free.to_struct().implode())
        above, below, near = above & ~allowed, below & ~allowed, near & ~allowed
    unit_text = pl.when(unit == "").then(pl.lit("the mapping")).otherwise(unit)
    problems = rows.filter(above | below | near).rechunk().select(
        row="row",
        column=pl.lit("value"),
        kind=pl.when(near).then(pl.lit("rounding")).otherwise(pl.lit("impossible")),
        message=pl.format(
            "{} for {} in {}, {}: {} what {} allows",
            "value", name_columns(), "area", "year",
            pl.when(below).then(pl.lit("below")).otherwise(pl.lit("above")), unit_text,
        ),
    )  # fmt: skip
    gone = at.filter(table[at].select(above | below).to_series())
    if gone.is_empty():
        return table, Problems(problems)
    keep = pl.repeat(True, table.height, eager=True).scatter(gone, False)
    return table.filter(keep), Problems(problems)
