"""A series over all countries, where the world has no value: medians, percentiles and projections.

A country without a value in a year counts with its newest one of at most WITHIN years before. The median is of
the years in which at least half of the countries count that do in the best year, so that it does not follow who
reports.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from actionlines.framework import load
from actionlines.indicators.divides.pairs import SIDES, make_pair
from actionlines.indicators.groups import WORLD, group_value
from actionlines.indicators.model import KEY, breakdown_text
from actionlines.papers.account.model import SeriesStanding
from actionlines.papers.progress.judged import judge_table, make_measured, source_of
from actionlines.papers.progress.model import Measured

WITHIN = 4
FEWEST = 3  # countries that a median needs


@dataclass(frozen=True, slots=True)
class Year:
    """The countries in one year: their median, and how many count."""

    year: int
    median: float
    countries: int


@dataclass(frozen=True, slots=True)
class SeriesValues:
    """A series to be judged: `indicator`, `series`, `breakdown` and `unit` say what its aim is."""

    indicator: str
    series: str
    breakdown: str
    unit: str
    name: str
    years: tuple[int, ...]
    values: tuple[float, ...]


def of_countries(rows: Iterable[SeriesStanding]) -> list[SeriesStanding]:
    """Return the standings of countries that have a value."""
    countries = load().countries
    return [row for row in rows if row.area in countries and row.years]


def find_latest(rows: Iterable[SeriesStanding], year: int) -> Mapping[str, tuple[int, float]]:
    """Return country -> (year, value), the newest up to `year` of at most WITHIN years before."""
    latest: dict[str, tuple[int, float]] = {}
    for country in of_countries(rows):
        known = [pair for pair in zip(country.years, country.values, strict=True) if year - WITHIN <= pair[0] <= year]
        if known:
            latest[country.area] = known[-1]
    return latest


def find_medians(rows: Iterable[SeriesStanding]) -> tuple[Year, ...]:
    """Return the median over countries by year; () where fewer than FEWEST ever count.

    rows  standings on one series, breakdown and unit
    """
    countries = of_countries(rows)
    if len(countries) < FEWEST:
        return ()
    first = min(country.years[0] for country in countries)
    last = max(country.years[-1] for country in countries)
    grid = np.full((len(countries), last - first + 1), np.nan)
    for at, country in enumerate(countries):
        for year, value in zip(country.years, country.values, strict=True):
            grid[at, year - first : year - first + WITHIN + 1] = value
    counts = np.isfinite(grid).sum(axis=0)
    observed = {year for country in countries for year in country.years}
    least = max(FEWEST, counts.max() / 2)
    return tuple(
        Year(first + at, float(np.nanmedian(grid[:, at])), int(count))
        for at, count in enumerate(counts.tolist())
        if count >= least and first + at in observed
    )


def find_newest_year(rows: Iterable[SeriesStanding]) -> int | None:
    """Return the newest year with a value of any country."""
    return max((country.years[-1] for country in of_countries(rows)), default=None)


def find_percentile(rows: Sequence[SeriesStanding], at: float) -> float | None:
    """Return the smallest newest value of a country at or below which at least `at` per cent of the countries are.

    None where fewer than FEWEST countries have one.
    """
    year = find_newest_year(rows)
    values = sorted(value for _, value in find_latest(rows, year).values()) if year is not None else []
    if len(values) < FEWEST or not 0 <= at <= 100:
        return None
    place = int(np.ceil(at / 100 * len(values))) - 1
    return values[max(0, place)]


def find_group_mean(rows: Sequence[SeriesStanding], group: str) -> tuple[int, float, int] | None:
    """Return (year, figure, countries that count) of a group, by `group_value`; None without any.

    rows  standings on one series, breakdown and unit
    """
    year = find_newest_year(rows)
    if year is None or group not in load().areas:
        return None
    code = "" if rows[0].breakdown else rows[0].series
    figure = group_value(group, find_latest(rows, year), year, unit=rows[0].unit, series=code, newest=True)
    return None if figure.value is None else (figure.year, figure.value, figure.coverage.reporting)


@dataclass(frozen=True, slots=True)
class Parity:
    """Two groups of one area, or the medians of both over countries: the ratio is first / second."""

    dimension: str
    area: str
    year: int
    first: float
    second: float
    ratio: float | None


def find_parity(
    sides: tuple[Sequence[SeriesStanding], Sequence[SeriesStanding]], dimension: str, area: str
) -> Parity | None:
    """Return the newest year that both sides have, of an area or ("") of the medians; None where there is none.

    sides  standings on one series, broken down by `over.SIDES[dimension]` and nothing else
    """
    lines = [line_of(rows, area) for rows in sides]
    if lines[0] is None or lines[1] is None:
        return None
    first_values, two = (dict(zip(line.years, line.values, strict=True)) for line in lines if line)
    if not (both := first_values.keys() & two.keys()):
        return None
    year = max(both)
    return Parity(dimension, area, year, first_values[year], two[year], make_pair(first_values[year], two[year]).ratio)


def sides_of(dimension: str) -> tuple[str, str]:
    """Return the breakdowns of the two groups of a dimension (`sex`, `location`)."""
    first, second = SIDES[dimension]
    return breakdown_text([(dimension, first)]), breakdown_text([(dimension, second)])


def judge_lines(lines: Sequence[SeriesValues]) -> tuple[Measured | None, ...]:
    """Return the verdicts of all methods on each line, None for one without a value. No two lines are alike."""
    rows = [
        (line.indicator, line.series, WORLD, line.breakdown, line.unit, year, float(value))
        for line in lines
        for year, value in zip(line.years, line.values, strict=True)
    ]
    schema = {**dict.fromkeys(KEY, pl.String), "year": pl.Int32, "value": pl.Float64}
    bare = dict.fromkeys(("status", "note", "source"), pl.lit(""))
    table = pl.DataFrame(rows, schema=schema, orient="row").with_columns(row=pl.lit(-1), **bare)
    if table.is_empty():
        return (None,) * len(lines)
    names = {line.series: line.name for line in lines}
    _screened, aims, judged = judge_table(table, names)
    made = {
        key: make_measured(
            aims.keys, aims.spans, judged.methods, at, names, source_of(aims, at), outcome=judged.fields_of(at)
        )
        for at, key in enumerate(aims.keys.select("indicator", "series", "breakdown", "unit").iter_rows())
    }
    return tuple(made.get((line.indicator, line.series, line.breakdown, line.unit)) for line in lines)


def line_of(rows: Sequence[SeriesStanding], area: str = "") -> SeriesValues | None:
    """Return the series of an area, or the median over countries without one; None where there is none.

    rows  standings on one series, breakdown and unit
    """
    standing = next((row for row in rows if row.area == area), None) if area else next(iter(rows), None)
    if standing is None:
        return None
    if area:
        return SeriesValues(
            standing.indicator,
            standing.series,
            standing.breakdown,
            standing.unit,
            standing.name,
            standing.years,
            standing.values,
        )
    points = find_medians(rows)
    years, values = tuple(p.year for p in points), tuple(p.median for p in points)
    return SeriesValues(
        standing.indicator, standing.series, standing.breakdown, standing.unit, standing.name, years, values
    )
