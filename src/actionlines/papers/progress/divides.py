"""Divides between two groups and among areas; figures of groups, priorities and data gaps."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import polars as pl

from actionlines.framework import load
from actionlines.indicators.aims import Aimed
from actionlines.indicators.check.problem import units_of
from actionlines.indicators.coverage import People, Population
from actionlines.indicators.divides import tables
from actionlines.indicators.divides.distance import closing
from actionlines.indicators.divides.pairs import pair, wholes
from actionlines.indicators.divides.spread import Inequality
from actionlines.indicators.groups import WORLD, by_group, day, members
from actionlines.indicators.methods.cuts import Cuts
from actionlines.indicators.priorities import Shared, Standing, by_methods, gaps, of_region, rank
from actionlines.indicators.priorities.standing import stand
from actionlines.indicators.table import breakdown_pairs
from actionlines.papers.progress.model import DataGap, Divide, GroupFigure, Priority
from actionlines.papers.progress.scope import Scope, area_name, list_groups, of_countries, title_of

# Which group is called how; the keys are those of `over.SIDES`.
SIDES: Mapping[str, tuple[str, str]] = {"sex": ("women", "men"), "location": ("urban", "rural")}
# Fewer areas than these make no distribution.
FEWEST = 10


def find_divides(
    table: pl.DataFrame, names: Mapping[str, str], region: str, people: People | None = None
) -> tuple[Divide, ...]:
    """Return pairs of the latest year of every series and area, then the spread among countries."""
    spreads = _find_spreads(table, names, region or WORLD, people.total if people else None)
    return (*_find_pairs(table, names, people), *spreads)


def _find_pairs(table: pl.DataFrame, names: Mapping[str, str], people: People | None) -> list[Divide]:
    found = []
    for kind, (first, second) in SIDES.items():
        rows = tables.paired(table, kind, people=people)
        key = ["indicator", "series", "area", "breakdown", "unit"]
        history = (
            rows.sort("year")
            .group_by(key, maintain_order=True)
            .agg("year", "first", "second", pl.col("people_first", "people_second").last())
        )
        ordered = history.sort("series", "area", "breakdown").iter_rows(named=True)
        by = people.total.name if people else ""
        found += [_pair_divide(row, kind, (first, second), names, by) for row in ordered]
    return found


def _pair_divide(
    row: Mapping[str, object], kind: str, sides: tuple[str, str], names: Mapping[str, str], by: str
) -> Divide:
    years, ones, twos = (list(row[name]) for name in ("year", "first", "second"))  # type: ignore[call-overload]
    persons, whole = (row["people_first"], row["people_second"]), wholes().get(str(row["unit"]))
    known = None if whole is None or None in persons else persons
    said = pair(ones[-1], twos[-1], sides, people=known, whole=whole or 100.0, population=by)  # type: ignore[arg-type]
    numbers = {"ratio": said.ratio, "gap": said.gap, "relative": said.relative, "heads": said.heads}
    share = row["unit"] in units_of("share")
    limits = (0.0, 100.0) if share else (None, None)
    ahead, behind = (ones, twos) if ones[-1] >= twos[-1] else (twos, ones)
    when = closing((years, ahead), (years, behind), limits=limits)
    area, series, indicator = str(row["area"]), str(row["series"]), str(row["indicator"])
    return Divide(
        kind,
        indicator,
        series,
        title_of(indicator, series, names),
        area,
        area_name(area),
        str(row["breakdown"]),
        str(row["unit"]),
        int(years[-1]),
        sides[0],
        float(ones[-1]),
        sides[1],
        float(twos[-1]),
        {name: float(v) for name, v in numbers.items() if v is not None},
        when.words,
        "",
        said.words,
        when.outcome,
        when.whole_year,
    )


def _find_spreads(
    table: pl.DataFrame, names: Mapping[str, str], group: str, population: Population | None
) -> list[Divide]:
    """Return the spread among countries, in the latest year in which most of those that report have a value."""
    found = []
    shares = units_of("share")
    total = table.filter(of_countries())
    sized = (
        total.group_by("indicator", "series", "breakdown", "unit")
        .agg(areas=pl.col("area").n_unique())
        .filter(pl.col("areas") >= FEWEST)
        .sort(["areas", "series", "breakdown", "unit"], descending=[True, False, False, False])
    )
    key = ["indicator", "series", "breakdown", "unit"]
    parts = total.join(sized, on=key, how="semi", maintain_order="left").partition_by(key, as_dict=True)
    for indicator, series, breakdown, unit, _ in sized.iter_rows():
        if _has_side(breakdown):
            continue
        rows = parts[indicator, series, breakdown, unit]
        year = _fullest_year(rows)
        if year is None:
            continue
        whole = 100.0 if unit in shares else None
        rows = rows.filter(pl.col("year") == year)
        one = tables.inequalities(rows, group=group, whole=whole, population=population).get(year)
        if one and len(one.inputs) >= FEWEST:
            found.append(_spread_divide(one, year, (indicator, series, breakdown, unit), names, group))
    return found


def _fullest_year(rows: pl.DataFrame) -> int | None:
    """Return the newest year with FEWEST countries and half as many as the fullest; None where there is none."""
    counted = rows.group_by("year").agg(areas=pl.col("area").n_unique())
    fit = counted.filter((pl.col("areas") >= FEWEST) & (2 * pl.col("areas") >= pl.col("areas").max()))
    newest = fit["year"].max()
    return newest if isinstance(newest, int) else None


def _has_side(breakdown: str) -> bool:
    return any(name in SIDES for name, _ in breakdown_pairs(breakdown))


def _spread_divide(
    one: Inequality, year: int, key: tuple[str, str, str, str], names: Mapping[str, str], group: str
) -> Divide:
    indicator, series, breakdown, unit = key
    side = one.value
    numbers: dict[str, float | None] = {
        "p90_p10": side.p90_p10,
        "cv": side.cv,
        "gini": side.gini,
        "theil": side.theil,
        "highest": side.highest,
        "lowest": side.lowest,
        "mean": side.mean,
    }
    for by, split in side.splits.items():
        numbers |= {f"theil_within:{by}": split.within, f"theil_between:{by}": split.between}
    if one.rest:
        numbers |= {"theil_rest": one.rest.theil, "gini_rest": one.rest.gini}
    kept = {name: float(v) for name, v in numbers.items() if v is not None and math.isfinite(v)}
    ratio = "" if side.p90_p10 is None else f", {side.p90_p10:.3g} times as much"
    words = (
        f"Among {len(one.inputs)} countries in {year}: {side.p90:.4g} at the 90th percentile and "
        f"{side.p10:.4g} at the 10th{ratio}; Gini {side.gini:.3g}, Theil {side.theil:.3g} "
        f"(weights: {one.weights}). {one.words}"
    )
    return Divide(
        "areas",
        indicator,
        series,
        title_of(indicator, series, names),
        group,
        area_name(group),
        breakdown,
        unit,
        year,
        "10th percentile",
        side.p10,
        "90th percentile",
        side.p90,
        kept,
        "",
        one.coverage.words if one.coverage else "",
        words.strip(),
    )


# A value of so many years before may stand for a country in a group's figure; older ones do not count.
WITHIN = 4
# Groups are made for all breakdowns of up to so many different series; of more, for totals only.
BREAKDOWNS = 400


def group_figures(
    table: pl.DataFrame, scope: Scope, names: Mapping[str, str], as_of: int, population: Population | None
) -> tuple[GroupFigure, ...]:
    """Return the figures of the groups in the year `as_of`, with the coverage behind each."""
    wanted = list_groups(scope)
    if not wanted or table.is_empty():
        return ()
    recent = table.filter(of_countries() & pl.col("year").is_between(as_of - WITHIN, as_of))
    if recent.select("indicator", "series", "breakdown", "unit").n_unique() > BREAKDOWNS:
        recent = recent.filter(pl.col("breakdown") == "")
    found = by_group(recent, wanted, (as_of,), within=WITHIN, population=population)
    return tuple(
        GroupFigure(
            group,
            area_name(group),
            indicator,
            series,
            title_of(indicator, series, names),
            breakdown,
            unit,
            year,
            one.value,
            one.weights if one.how == "mean" else one.how,
            one.coverage.members,
            one.coverage.reporting,
            one.coverage.latest_year,
            one.coverage.median_age,
            one.coverage.population_share,
            one.coverage.words,
        )
        for (indicator, series, breakdown, unit, group, year), one in sorted(found.items())
    )


def rank_priorities(
    found: Aimed,
    scope: Scope,
    names: Mapping[str, str],
    as_of: int,
    population: Population | None,
    cuts: Mapping[str, Cuts] | None = None,
) -> tuple[Priority, ...]:
    """Return the series furthest from their aims and least likely to arrive; for a region, shared lags first."""
    standings = stand(found, by_methods(found.spans, cuts), names)
    shared = of_region(standings, scope.region, as_of, population=population) if scope.region else ()
    first = tuple(_region_priority(place, one, names) for place, one in enumerate(shared, start=1))
    rest = enumerate(rank(standings), start=len(first) + 1)
    return first + tuple(_series_priority(place, one, names, as_of) for place, one in rest)


def _series_priority(place: int, one: Standing, names: Mapping[str, str], as_of: int) -> Priority:
    return Priority(
        place,
        one.indicator,
        one.series,
        title_of(one.indicator, one.series, names),
        one.area,
        area_name(one.area),
        one.breakdown,
        one.unit,
        one.year,
        one.value,
        one.aim,
        one.aim_year,
        one.distance,
        one.chance,
        one.score,
        *one.votes,
        one.basis,
        one.reason,
        as_of - one.year,
    )


def _region_priority(place: int, one: Shared, names: Mapping[str, str]) -> Priority:
    return Priority(
        place,
        one.indicator,
        one.series,
        title_of(one.indicator, one.series, names),
        one.region,
        area_name(one.region),
        one.breakdown,
        one.unit,
        one.coverage.latest_year,
        None,
        None,
        None,
        one.distance,
        None,
        one.score,
        None,
        None,
        None,
        "",
        one.reason,
    )


def find_data_gaps(
    given: frozenset[str], chosen: pl.DataFrame, scope: Scope, as_of: int, old_after: int
) -> tuple[DataGap, ...]:
    """Return gaps in the indicators that were asked for, or that stand anywhere in the files: `given`.

    Areas: the country, the countries of the region, else all that the files know.
    """
    if scope.country:
        areas: Sequence[str] = (scope.country,)
    elif scope.region:
        areas = members(scope.region, day(as_of))
    else:
        areas = sorted(set(chosen["area"].unique()) - {""})
    asked = {scope.indicator} if scope.indicator.startswith("sdg:") else scope.indicators or given
    place = {one: at for at, one in enumerate(load().indicators)}
    indicators = sorted(asked, key=lambda one: (place.get(one, len(place)), one))
    return tuple(
        DataGap(
            one.kind,
            one.indicator,
            title_of(one.indicator, "", {}),
            one.area,
            area_name(one.area),
            one.year,
            "; ".join(one.lines),
            one.words,
        )
        for one in gaps(chosen, areas, indicators, as_of, age=old_after)
    )
