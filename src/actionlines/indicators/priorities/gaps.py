"""What is not known for want of figures, by area and indicator.

Paragraph 117 of A/RES/80/173 asks for a review of the indicators; this list says of each where it fails.

    no-data      no value at all
    too-old      the newest value is more than `age` years older than `as_of`
    once         one year only: no change can be seen
    no-sex       the indicator is to be given by sex, or parity was agreed for it, and it is not
    no-location  the indicator is to be given by place, and it is not

Which indicators are to be broken down is in data/breakdowns.csv, from their titles.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Literal

import polars as pl

from actionlines.framework import load
from actionlines.framework.tables import read_table
from actionlines.indicators.aims.agreed import connectivity_aims
from actionlines.indicators.groups import first_listing, lines_of
from actionlines.indicators.model import breakdown_pairs

Kind = Literal["no-data", "too-old", "once", "no-sex", "no-location"]
KINDS: tuple[Kind, ...] = ("no-data", "too-old", "once", "no-sex", "no-location")


@dataclass(frozen=True, slots=True)
class Gap:
    """One gap. `year` is the newest with a value, None without; `lines` are the action lines concerned."""

    area: str
    indicator: str
    kind: Kind
    year: int | None
    series: tuple[str, ...]
    lines: tuple[str, ...]
    words: str


@cache
def list_breakdowns() -> Mapping[str, frozenset[str]]:
    """Indicator (first listing) -> dimensions by which it is to be given."""
    breakdowns_of: dict[str, set[str]] = {}
    for row in read_table("breakdowns", Path(__file__).parent / "data"):
        breakdowns_of.setdefault(first_listing(row["indicator"]), set()).add(row["dimension"])
    for connectivity_aim in connectivity_aims():
        if connectivity_aim.what == "parity":
            breakdowns_of.setdefault(first_listing(connectivity_aim.indicator), set()).add("sex")
    return {name: frozenset(dimensions) for name, dimensions in breakdowns_of.items()}


def gaps(
    table: pl.DataFrame, areas: Iterable[str], indicators: Iterable[str], as_of: int, *, age: int = 3
) -> tuple[Gap, ...]:
    """Gaps of areas in indicators, by area, indicator and kind. Repeated indicators count once.

    An indicator with several series is there when one of them is: the newest value and the most years of any
    one series count.
    """
    wanted = tuple(dict.fromkeys(first_listing(indicator) for indicator in indicators))
    rows = _known_breakdowns(table)
    return tuple(
        gap
        for area in dict.fromkeys(areas)
        for indicator in wanted
        for gap in _gaps_of_rows(area, indicator, rows, as_of, age)
    )


@dataclass(frozen=True, slots=True)
class _Known:
    newest: int
    years: int
    series: tuple[str, ...]
    dimensions: frozenset[str]


def _known_breakdowns(table: pl.DataFrame) -> dict[tuple[str, str], _Known]:
    """Return what is there, by area and indicator."""
    rows = (
        table.group_by("area", "indicator", "series", "breakdown")
        .agg(newest=pl.col("year").max(), years=pl.col("year").n_unique())
        .group_by("area", "indicator")
        .agg("newest", "years", "series", pl.col("breakdown").unique())
    )
    knowns: dict[tuple[str, str], _Known] = {}
    names = {kind: dict(breakdown_pairs(kind)) for kind in table["breakdown"].unique()}
    for area, indicator, newest, years, series, kinds in rows.iter_rows():
        dimensions = set(chain.from_iterable(map(names.__getitem__, kinds)))
        known_series = _Known(max(newest), max(years), tuple(sorted(set(series))), frozenset(dimensions))
        key = area, first_listing(indicator)
        if key in knowns:
            other = knowns[key]
            known_series = _Known(
                max(known_series.newest, other.newest),
                max(known_series.years, other.years),
                tuple(sorted({*known_series.series, *other.series})),
                known_series.dimensions | other.dimensions,
            )
        knowns[key] = known_series
    return knowns


@cache
def _indicator_facts(indicator: str) -> tuple[str, tuple[str, ...]]:
    """Return what an indicator is called, and its action lines: the same for all areas."""
    entry = load().indicators.get(indicator)
    name = f"{entry.title} ({indicator.removeprefix('sdg:')})" if entry else indicator
    return name, lines_of(indicator)


def _gaps_of_rows(area: str, indicator: str, rows: Mapping[tuple[str, str], _Known], as_of: int, age: int) -> list[Gap]:
    known = rows.get((area, indicator))
    name, lines = _indicator_facts(indicator)

    def gap(kind: Kind, words: str) -> Gap:
        """Return one gap of the indicator in this area."""
        series = known.series if known else ()
        return Gap(area, indicator, kind, known.newest if known else None, series, lines, f"{name}: {words}.")

    if known is None:
        return [gap("no-data", "no value at all")]
    standings = []
    if as_of - known.newest > age:
        old = as_of - known.newest
        standings.append(gap("too-old", f"the newest value is of {known.newest}, {old} years before {as_of}"))
    if known.years == 1:
        standings.append(gap("once", f"one year only ({known.newest}), so no change can be seen"))
    missing = list_breakdowns().get(indicator, frozenset()) - known.dimensions
    if "sex" in missing:
        standings.append(gap("no-sex", "not given for women and men"))
    if "location" in missing:
        standings.append(gap("no-location", "not given for town and country"))
    return standings
