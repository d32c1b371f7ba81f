"""Countries together: ITU regions, UN commissions, LDC, LLDC, SIDS, the world; action lines and targets.

Groups change, so every result states the day of its membership. A published aggregate comes first; else shares
and rates per people are averaged with the population as weight, counts are added up, and the result says which.
Anything else (years, indices, prices, rates per births or workers) has no figure of a group. Of countries with less
than half of the people there is none; a sum is too low where some do not report, and the coverage shows it.

What a figure of many countries may be: published, a mean with a named weight, a sum of counts, or none.

>>> find_published("i99H", "itu-region:AMS", 2023).value, rule_of("percent", "i99H"), rule_of("number", "SG_INF_ACCSS")
(86.9, 'mean', 'none')
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

import numpy as np
import polars as pl

from actionlines.framework import load
from actionlines.framework.tables import read_table
from actionlines.indicators.areas import areas_of_kind, unit_of
from actionlines.indicators.coverage import Coverage, Population, measure_coverage

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


def published_series() -> frozenset[str]:
    """Return the codes of series that have an aggregate."""
    return frozenset(series for series, _area in _read_aggregates())


@cache
def _read_aggregates() -> Mapping[tuple[str, str], tuple[Published, ...]]:
    """Return (code of a series, area) -> aggregates, sorted."""
    groups: dict[tuple[str, str], list[Published]] = {}
    for row in read_table("aggregates"):
        point = Published(int(row["year"]), float(row["value"]), int(row["edition"]), row["source"])
        for series in row["series"].split(";"):
            groups.setdefault((series, row["area"]), []).append(point)
    return {key: tuple(sorted(rows, key=lambda item: (item.year, item.edition))) for key, rows in groups.items()}


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
    """Return how countries make one figure: "mean" of shares and of rates per people, "sum" of counts, else "none".

    >>> rule_of("per_100_pop"), rule_of("per_1000_live_births"), rule_of("percent_gni_pc")
    ('mean', 'none', 'none')
    """
    form, kind = unit_of(unit)
    if unit in _COUNTS or (unit == "number" and series in _list_counted()):
        return "sum"
    return "mean" if kind == "share" or (kind == "rate" and form.endswith("_pop")) else "none"


@cache
def _list_counted() -> frozenset[str]:
    rows = read_table("known_series", Path(__file__).parent / "read" / "data")
    return frozenset(row["series"] for row in rows if row["unit"] == "number")


WORLD = "m49:001"
# What inequality is split by: kinds of areas that part the countries, and groups that a country is in or not.
GROUPINGS = ("itu-region", "un-region", "LDC", "LLDC", "SIDS")
# A mean or sum represents a group where countries with this part of its people have a value (ESCAP: more than half).
LEAST_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class GroupValue:
    """One figure of a group in one year.

    year      that was asked for; of a published aggregate its own
    value     None where no country reports, too few do, or `how` is "none"
    how       "published", "mean", "sum", or "none" where the unit has no meaning for a group
    weights   what weighted the countries, in words; of a published aggregate its source
    inputs    country -> (year of its value, value)
    unweighed countries with a value but without a weight: left out of the mean
    on        the day of the membership
    """

    group: str
    year: int
    value: float | None
    how: str
    weights: str
    coverage: Coverage
    inputs: Mapping[str, tuple[int, float]]
    unweighed: tuple[str, ...]
    on: date


def day_of_year(year: int) -> date:
    """Return the day whose membership counts for figures of a year: its last."""
    return date(year, 12, 31)


@lru_cache(maxsize=4096)
def area_members(area: str, on: date) -> tuple[str, ...]:
    """Countries of an area on a day; of a country itself; of the world (`m49:001`) all countries.

    Raises UnknownConcept for an area that does not exist.
    """
    framework = load()
    if area == WORLD:
        return tuple(framework.countries)
    return (area,) if area in framework.countries else framework.members(area, on=on)


def group_labels(areas: Sequence[str], by: str, on: date) -> list[str]:
    """Return the group of each country in a grouping: an area of the kind `by`, or `by` and `not by`; "" for none.

    A country that is in two areas of the kind (none is, in ITU regions) counts in the first.

    >>> group_labels(["KEN", "NPL", "FRA"], "LDC", date(2025, 1, 1))
    ['not LDC', 'LDC', 'not LDC']
    """
    placed = _group_of_country(by, on)
    other = "" if by not in load().areas else f"not {by}"
    return [placed.get(area, other) for area in areas]


@lru_cache(maxsize=1024)
def _group_of_country(by: str, on: date) -> Mapping[str, str]:
    names = (by,) if by in load().areas else areas_of_kind(by)
    places: dict[str, str] = {}
    for name in names:
        for country in area_members(name, on):
            places.setdefault(country, name)
    return places


def group_value(
    group: str,
    values: Mapping[str, tuple[int, float]],
    year: int,
    *,
    unit: str = "percent",
    series: str = "",
    newest: bool = False,
    population: Population | None = None,
    on: date | None = None,
) -> GroupValue:
    """Return one group in one year from country -> (year of the value, value).

    Only members on the day count (31 December of `year` unless given).

    series      code for which a published aggregate may exist; "" for a breakdown
    newest      whether the aggregate may be of a later year
    population  weights, in place of those of the framework
    """
    population = population or world_population()
    when = on or day_of_year(year)
    inside = area_members(group, when)
    used = {c: values[c] for c in inside if c in values and np.isfinite(values[c][1])}
    x = np.array([value for _, value in used.values()], dtype=np.float64)
    how = rule_of(unit, series)
    w = population.at(list(used), year) if how == "mean" else np.ones(len(x))
    known = np.isfinite(w)
    total = float(w[known].sum())
    pairs = {c: pair for (c, pair), ok in zip(used.items(), known.tolist(), strict=True) if ok}
    covered = measure_coverage({c: y for c, (y, _) in pairs.items()}, inside, year, group=group, population=population)
    value: float | None = None
    weights: str = how
    if published_value := find_published(series, group, None if newest else year):
        how, year, value, weights = ("published", published_value.year, published_value.value, published_value.source)
    elif (covered.population_share or 0) >= LEAST_SHARE and total > 0 and how != "none":
        value = float((w[known] * x[known]).sum() / (total if how == "mean" else 1))
    if how == "mean":
        weights = population.name
    return GroupValue(group, year, value, how, weights, covered, pairs, tuple(c for c in used if c not in pairs), when)


def by_group(
    table: pl.DataFrame,
    groups: Iterable[str],
    years: Iterable[int],
    *,
    within: int = 0,
    population: Population | None = None,
    on: date | None = None,
) -> dict[tuple[str, str, str, str, str, int], GroupValue]:
    """Return every series of the long table for groups and years.

    Keys are (indicator, series, breakdown, unit, group, year). A country without a value in the year gives
    its latest one of at most `within` years before. Groups whose countries lack the series are in it,
    with value None: that nobody reports is a result.
    """
    wanted = [(g, y) for y in years for g in groups]
    group_values: dict[tuple[str, str, str, str, str, int], GroupValue] = {}
    for (indicator, series, breakdown, unit), rows in table.group_by(
        "indicator", "series", "breakdown", "unit", maintain_order=True
    ):
        names = (str(indicator), str(series), str(breakdown), str(unit))
        by_year = _by_year(rows)
        for group, year in wanted:
            values = _carry_values(by_year, year, within)
            code = "" if names[2] else names[1]
            value = group_value(group, values, year, unit=names[3], series=code, population=population, on=on)
            group_values[(*names, group, year)] = value
    return group_values


def _by_year(rows: pl.DataFrame) -> dict[int, dict[str, tuple[int, float]]]:
    years: dict[int, dict[str, tuple[int, float]]] = {}
    for area, year, value in rows.select("area", "year", "value").iter_rows():
        years.setdefault(year, {})[area] = (year, value)
    return years


def _carry_values(
    by_year: Mapping[int, Mapping[str, tuple[int, float]]], year: int, within: int
) -> dict[str, tuple[int, float]]:
    values: dict[str, tuple[int, float]] = {}
    for back in range(within, -1, -1):
        values.update(by_year.get(year - back, {}))
    return values


def indicators_of_line(line: str, *, doubtful: bool = True) -> tuple[str, ...]:
    """Indicators of the targets that the WSIS-SDG Matrix links to an action line, first listings.

    Links to a goal as a whole name no target and are not followed. Raises UnknownConcept for a line that does
    not exist.
    """
    framework = load()
    links = framework.matrix.links(framework.action_line(line).id, doubtful=doubtful)
    targets = dict.fromkeys(link.target for link in links if link.target)
    return _first_ids(indicator.id for target in targets for indicator in framework.indicators_of(target))


def indicators_of_target(target: str) -> tuple[str, ...]:
    """Indicators of a target (`sdg:9.c`), first listings. Raises UnknownConcept."""
    return _first_ids(indicator.id for indicator in load().indicators_of(target))


def first_listing(indicator: str) -> str:
    """Return the id under which a repeated indicator is listed first, else its own."""
    known = load().indicators.get(indicator)
    return known.repeats or known.id if known else indicator


def _first_ids(ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(first_listing(id_) for id_ in ids))


def lines_of(indicator: str, *, doubtful: bool = True) -> tuple[str, ...]:
    """Action lines that the matrix links to any target under which an indicator is listed."""
    framework, targets = load(), _targets_by_indicator().get(first_listing(indicator), ())
    lines = (link.action_line for link in framework.matrix.links(doubtful=doubtful) if link.target in targets)
    return tuple(dict.fromkeys(lines))


@cache
def _targets_by_indicator() -> Mapping[str, tuple[str, ...]]:
    """First listing of an indicator -> the targets under which it is listed."""
    by_indicator: dict[str, list[str]] = {}
    for indicator in load().indicators.values():
        by_indicator.setdefault(first_listing(indicator.id), []).append(indicator.target)
    return {first: tuple(targets) for first, targets in by_indicator.items()}
