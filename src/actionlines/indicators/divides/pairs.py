"""Two groups beside each other: women and men, rural and urban; how far apart, and for how many people.

    parity ratio   first / second            (ITU: women / men; urban / rural as ITU prints it)
    gap            second - first            in the unit of the figures: points where they are percentages
    relative gap   (second - first) / second (as the share of the better placed who would have to lose it)
    head count     second % * people of second - first % * people of first, in persons

The ratio and the head count can move in opposite directions (more people are online on both sides), so both
are given. Source: ITU, Facts and Figures; UNESCO Institute for Statistics for the wider band.

All divides over the long table at once.

Pairs come as a frame, one row for each pair of observations; inequality as one `Inequality` for each year of
a series; distances and closings as one result for each area.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from math import isfinite
from pathlib import Path
from types import MappingProxyType

import numpy as np
import polars as pl

from actionlines.framework.tables import read_table
from actionlines.indicators.coverage import People, Population, measure_coverage
from actionlines.indicators.divides import spread
from actionlines.indicators.groups import GROUPINGS, WORLD, area_members, day_of_year, group_labels
from actionlines.indicators.model import Floats, breakdown_pairs, breakdown_text


@dataclass(frozen=True, slots=True)
class Band:
    """A parity band: a ratio from `low` to `high`, ends included, counts as parity."""

    name: str
    low: float
    high: float
    words: str
    source: str

    def holds(self, ratio: float) -> bool:
        """Return whether the ratio is in the band."""
        return self.low <= ratio <= self.high


@dataclass(frozen=True, slots=True)
class Pair:
    """Two groups compared; `first` is the numerator of the ratio.

    ratio     first / second; None where the second is 0
    gap       second - first, in the unit of the values
    relative  (second - first) / second; None where the second is 0
    heads     persons by which the second group is ahead; None without both populations; right where the
              figures are shares of exactly these people
    bands     name of a band -> whether the ratio is in it
    inputs    every number that was used
    weights   the populations behind `heads`, in words
    words     a sentence
    """

    names: tuple[str, str]
    ratio: float | None
    gap: float
    relative: float | None
    heads: float | None
    bands: Mapping[str, bool]
    inputs: Mapping[str, float]
    weights: str
    words: str


@cache
def read_bands() -> Mapping[str, Band]:
    """Return the bands of data/bands.csv by name."""
    rows = read_table("bands", Path(__file__).parent / "data")
    table = (Band(r["name"], float(r["low"]), float(r["high"]), r["words"], r["source"]) for r in rows)
    return MappingProxyType({band.name: band for band in table})


@cache
def read_wholes() -> Mapping[str, float]:
    """Of how many people a figure in a unit speaks (data/wholes.csv); no other unit has a head count."""
    rows = read_table("wholes", Path(__file__).parent / "data")
    return MappingProxyType({row["unit"]: float(row["whole"]) for row in rows})


def compute_ratios(first: Floats, second: Floats) -> Floats:
    """first / second, element by element; NaN where the second is 0."""
    out: Floats = np.full(np.shape(first), np.nan)
    return np.divide(first, second, out=out, where=np.asarray(second) != 0)


def compute_relatives(first: Floats, second: Floats) -> Floats:
    """(second - first) / second; NaN where the second is 0."""
    return compute_ratios(np.asarray(second - first), second)


def count_heads(first: Floats, second: Floats, people: tuple[Floats, Floats], whole: float | Floats = 100.0) -> Floats:
    """Persons by which the second group is ahead: shares out of `whole`, people of the first and second."""
    return np.asarray((second * people[1] - first * people[0]) / whole)


def make_pair(
    first: float,
    second: float,
    names: tuple[str, str] = ("women", "men"),
    *,
    people: tuple[float, float] | None = None,
    whole: float = 100.0,
    population: str = "population",
) -> Pair:
    """Compare two values; `people` are the persons of the first and second group.

    Raises ValueError where a value is not a finite number.

    >>> make_pair(65, 70).words
    '65 for women and 70 for men: a ratio of 0.929, a gap of 5; not at parity by itu, unesco.'
    """
    if not (isfinite(first) and isfinite(second)):
        raise ValueError(f"{names[0]} {first}, {names[1]} {second}: not numbers")
    ratio, relative = (first / second, (second - first) / second) if second else (None, None)
    inputs = {names[0]: float(first), names[1]: float(second)}
    persons = None
    if people is not None and all(map(isfinite, people)):
        persons = (second * people[1] - first * people[0]) / whole
        inputs |= {f"people: {names[0]}": float(people[0]), f"people: {names[1]}": float(people[1])}
    inside = {} if ratio is None else {name: band.holds(ratio) for name, band in read_bands().items()}
    return Pair(
        names=names,
        ratio=ratio,
        gap=float(second - first),
        relative=relative,
        heads=persons,
        bands=MappingProxyType(inside),
        inputs=MappingProxyType(inputs),
        weights=population if persons is not None else "none: a comparison of two values",
        words=_pair_words(names, (first, second), ratio, persons, inside, population),
    )


def _pair_words(
    names: tuple[str, str],
    values: tuple[float, float],
    ratio: float | None,
    persons: float | None,
    inside: Mapping[str, bool],
    population: str,
) -> str:
    head = f"{values[0]:.4g} for {names[0]} and {values[1]:.4g} for {names[1]}"
    if ratio is None:
        return f"{head}: no ratio, the second is zero; a gap of {values[1] - values[0]:.4g}."
    years_of = {"at parity": [n for n, holds in inside.items() if holds]}
    years_of["not at parity"] = [n for n, holds in inside.items() if not holds]
    verdicts = "; ".join(f"{what} by {', '.join(who)}" for what, who in years_of.items() if who)
    text = f"{head}: a ratio of {ratio:.3f}, a gap of {values[1] - values[0]:.4g}; {verdicts}."
    if persons is None:
        return text
    more, fewer = (names[1], names[0]) if persons >= 0 else (names[0], names[1])
    return f"{text} {abs(persons):,.0f} more {more} than {fewer}, by the {population}."


def rounding_limits(first: float, second: float, step: float = 1.0) -> tuple[float, float]:
    """Lowest and highest ratio that two values rounded to `step` allow.

    Published shares are whole percentages, published ratios come from unrounded ones.

    >>> [round(end, 3) for end in rounding_limits(65, 70)]
    [0.915, 0.942]
    """
    half = step / 2
    low = max(first - half, 0.0) / (second + half)
    high = (first + half) / (second - half) if second > half else np.inf
    return low, float(high)


_SERIES = ("indicator", "series", "area", "rest", "unit", "year")
# dimension -> (first, second): the ratio is first / second.
SIDES: Mapping[str, tuple[str, str]] = {"sex": ("F", "M"), "location": ("urban", "rural")}


@cache
def _without_dimension(breakdown: str, dimension: str) -> tuple[str, str]:
    """Return the value of the dimension ("" for none) and the breakdown without it."""
    pairs_left = dict(breakdown_pairs(breakdown))
    value = pairs_left.pop(dimension, "")
    return value, breakdown_text(pairs_left.items())


def pair_rows(
    table: pl.DataFrame, dimension: str = "sex", sides: tuple[str, str] | None = None, *, people: People | None = None
) -> pl.DataFrame:
    """Return every pair of observations that differ in one dimension only.

    Columns: indicator, series, area, breakdown (without the dimension), unit, year; `first`, `second` (the
    values); `ratio`, `gap`, `relative`, one column `parity_NAME` for each band, `heads` (from the people of
    both sides with the same breakdown; null without them, or in a unit that is no share of people) and
    `people_first`, `people_second`. What has no meaning is null. An observation without a partner is not in
    it: `priorities.gaps` lists those.
    """
    left, two = sides or SIDES[dimension]
    kinds = table["breakdown"].unique().to_list()
    parts = [_without_dimension(kind, dimension) for kind in kinds]
    lookup = pl.DataFrame(
        {"breakdown": kinds, "side": [p[0] for p in parts], "rest": [p[1] for p in parts]},
        schema={"breakdown": pl.String, "side": pl.String, "rest": pl.String},
    )
    rows = table.join(lookup, on="breakdown").select(*_SERIES, "side", "value")
    sided = (
        rows.filter(pl.col("side") == side).unique(_SERIES, keep="last", maintain_order=True).drop("side")
        for side in (left, two)
    )
    first, second = (frame.rename({"value": name}) for frame, name in zip(sided, ("first", "second"), strict=True))
    both = first.join(second, on=_SERIES, maintain_order="left").rename({"rest": "breakdown"})
    a, b = both["first"].to_numpy(), both["second"].to_numpy()
    ratio = compute_ratios(a, b)
    columns = {"ratio": ratio, "gap": b - a, "relative": compute_relatives(a, b)}
    counted = [_people_of(both, people, dimension, side) for side in (left, two)]
    whole = both["unit"].replace_strict(dict(read_wholes()), default=np.nan, return_dtype=pl.Float64)
    columns |= {"heads": count_heads(a, b, (counted[0], counted[1]), whole.to_numpy())}
    columns |= {"people_first": counted[0], "people_second": counted[1]}
    out = both.with_columns(pl.Series(name, x, pl.Float64).fill_nan(None) for name, x in columns.items())
    return out.with_columns(
        pl.col("ratio").is_between(band.low, band.high).alias(f"parity_{name}") for name, band in read_bands().items()
    )


def _people_of(rows: pl.DataFrame, people: People | None, dimension: str, side: str) -> Floats:
    """Persons of one side of each pair, with the breakdown of the pair; NaN where they are not known."""
    values = np.full(rows.height, np.nan)
    if people is None:
        return values
    years, areas = rows["year"].to_numpy(), rows["area"].to_list()
    rests = rows["breakdown"].to_numpy()
    for rest in dict.fromkeys(rests.tolist()):
        known = people.parts.get(breakdown_text([*breakdown_pairs(rest), (dimension, side)]))
        if known is None:
            continue
        here = np.flatnonzero(rests == rest)
        for year in np.unique(years[here]).tolist():
            at = here[years[here] == year]
            values[at] = known.at([areas[i] for i in at.tolist()], year)
    return values


def measure_years(
    table: pl.DataFrame,
    *,
    group: str = WORLD,
    population: Population | None = None,
    groupings: Sequence[str] = GROUPINGS,
    whole: float | None = 100.0,
    on: date | None = None,
) -> dict[int, spread.Inequality]:
    """Inequality among the countries of a group, by year, for the one series that the table holds.

    Membership of the group and of the groupings is of 31 December of the latest year unless `on` is given,
    one day for all years, so that a change is not one of membership. Raises ValueError where the table holds
    more than one series, breakdown or unit: filter it first.
    """
    if table.select("indicator", "series", "breakdown", "unit").n_unique() > 1:
        raise ValueError("the table holds more than one series: choose series, breakdown and unit first")
    if table.is_empty():
        return {}
    when = on or day_of_year(int(table["year"].max()))  # type: ignore[arg-type]
    inside = area_members(group, when)
    rows = table.filter(pl.col("area").is_in(inside)).unique(("area", "year"), keep="last").sort("year", "area")
    years = rows["year"].to_numpy()
    areas, values = rows["area"].to_list(), rows["value"].to_numpy()
    known = sorted(set(areas))
    marks = {by: dict(zip(known, group_labels(known, by, when), strict=True)) for by in groupings}
    results = {}
    for year in np.unique(years).tolist():
        start, stop = np.searchsorted(years, (year, year + 1))
        here = areas[start:stop]
        results[year] = spread.measure_inequality(
            here,
            values[start:stop],
            None if population is None else population.at(here, year),
            groupings={by: [mark[area] for area in here] for by, mark in marks.items()},
            whole=whole,
            weighted_by="" if population is None else population.name,
            year=year,
            coverage=measure_coverage(dict.fromkeys(here, year), inside, year, group=group, population=population),
        )
    return results
