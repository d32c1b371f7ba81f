"""The standing of a country or group: figures of groups, priorities and data gaps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from actionlines.framework import load
from actionlines.indicators.aims import Aimed
from actionlines.indicators.coverage import Population
from actionlines.indicators.groups import by_group, day, members
from actionlines.indicators.methods.cuts import Cuts
from actionlines.indicators.priorities import Shared, Standing, by_methods, gaps, of_region, rank
from actionlines.indicators.priorities.standing import stand
from actionlines.papers.progress.model import DataGap, GroupFigure, Priority
from actionlines.papers.progress.scope import Scope, area_name, groups, of_countries, title_of

# A value of so many years before may stand for a country in a group's figure; older ones do not count.
WITHIN = 4
# Groups are made for all breakdowns of up to so many different series; of more, for totals only.
BREAKDOWNS = 400


def group_figures(
    table: pl.DataFrame, scope: Scope, names: Mapping[str, str], as_of: int, population: Population | None
) -> tuple[GroupFigure, ...]:
    """Return the figures of the groups in the year `as_of`, with the coverage behind each."""
    wanted = groups(scope)
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


def priorities(
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
    first = tuple(_of_region(place, one, names) for place, one in enumerate(shared, start=1))
    rest = enumerate(rank(standings), start=len(first) + 1)
    return first + tuple(_of_series(place, one, names, as_of) for place, one in rest)


def _of_series(place: int, one: Standing, names: Mapping[str, str], as_of: int) -> Priority:
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


def _of_region(place: int, one: Shared, names: Mapping[str, str]) -> Priority:
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


def data_gaps(
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
