"""Which series stand for an indicator, and where their latest figures come from."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from actionlines.follow_up.standing.figures import FILE
from actionlines.indicators.groups import first_listing
from actionlines.indicators.table import KEY

# Indicator, series, breakdown and unit: one series of any area.
Name = tuple[str, str, str, str]
NAME = ("indicator", "series", "breakdown", "unit")
# Of an indicator that is given by breakdown only, so many series are shown.
BREAKDOWNS = 12


def representative(table: pl.DataFrame) -> tuple[pl.DataFrame, Mapping[str, int]]:
    """The rows of the series that stand for their indicators: totals, breakdowns where there are no totals.

    Also the number of series left out, by first listing of the indicator. A series of no indicator stands for
    itself.
    """
    names = table.select(*NAME).unique(maintain_order=True)
    totals = {indicator or series for indicator, series, breakdown, _ in names.iter_rows() if breakdown == ""}
    counted: dict[str, int] = {}
    kept: list[Name] = []
    more: dict[str, int] = {}
    for indicator, series, breakdown, unit in names.iter_rows():
        whole = indicator or series
        first = first_listing(whole)
        if breakdown == "" or (whole not in totals and counted.get(first, 0) < BREAKDOWNS):
            counted[first] = counted.get(first, 0) + 1
            kept.append((indicator, series, breakdown, unit))
        else:
            more[first] = more.get(first, 0) + 1
    wanted = pl.DataFrame(kept, schema=dict.fromkeys(NAME, pl.String), orient="row")
    return table.join(wanted, on=NAME, how="semi", maintain_order="left"), more


def origins(table: pl.DataFrame) -> Mapping[tuple[str, ...], tuple[str, str]]:
    """By key of the series: the file of its newest value, and what the file says of its source."""
    newest = table.sort("year", maintain_order=True).group_by(*KEY, maintain_order=True).last()
    return {row[:-2]: (row[-2], row[-1]) for row in newest.select(*KEY, FILE, "source").iter_rows()}
