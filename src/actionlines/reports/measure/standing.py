"""Where a country or group stands: figures of groups, what is furthest from its aim, what is not known."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

import polars as pl

from actionlines.framework import load
from actionlines.indicators import judge
from actionlines.indicators.groups import by_group, first_listing
from actionlines.reports.measure.model import DataGap, GroupFigure, Measured, Priority
from actionlines.reports.measure.scope import Scope, area_name, groups, title_of

# A value of so many years before may stand for a country in a group's figure; older ones do not count.
WITHIN = 4
# An indicator whose newest value is older than this is listed among the gaps.
OLD = 5
# Groups are made for all breakdowns of up to so many different series; of more, for totals only.
BREAKDOWNS = 400


def group_figures(table: pl.DataFrame, scope: Scope, names: Mapping[str, str], as_of: int) -> tuple[GroupFigure, ...]:
    """The figures of the groups in the year `as_of`, with the coverage behind each."""
    wanted = groups(scope)
    if not wanted or table.is_empty():
        return ()
    recent = table.filter((pl.col("area").str.len_chars() == 3) & pl.col("year").is_between(as_of - WITHIN, as_of))
    if recent.select("indicator", "series", "breakdown", "unit").n_unique() > BREAKDOWNS:
        recent = recent.filter(pl.col("breakdown") == "")
    found = by_group(recent, wanted, (as_of,), within=WITHIN)
    return tuple(
        GroupFigure(
            group, area_name(group), indicator, series, title_of(indicator, series, names), breakdown, unit, year,
            one.value, one.weights if one.how == "mean" else one.how, one.coverage.members, one.coverage.reporting,
            one.coverage.latest_year, one.coverage.median_age, one.coverage.population_share, one.coverage.words,
        )
        for (indicator, series, breakdown, unit, group, year), one in sorted(found.items())
    )  # fmt: skip


def distance(one: Measured) -> float | None:
    """How much of the way from the worst natural limit (or nothing) to the target is left, 0 to 1."""
    target = one.target.value
    if target is None or not one.values:
        return None
    last, up = one.values[-1], one.target.direction > 0
    left = max((target - last) if up else (last - target), 0.0)
    worst = one.target.low if up else one.target.high
    whole = abs(target - worst) if worst is not None and worst != target else max(abs(target), abs(last))
    return min(left / whole, 1.0) if whole > 0 and math.isfinite(left) else None


def priorities(measured: Iterable[Measured]) -> tuple[Priority, ...]:
    """Series with a target that is not reached, furthest and least likely to arrive first.

    Ordered by the share of methods that see no arrival times the share of the way that is left; where they
    tie, by the way left.
    """
    rows = []
    for one in measured:
        left = distance(one)
        if not left:
            continue
        groups_ = [judge.GROUPS[s.verdict] for s in one.said if s.verdict and s.method not in judge.STATUS]  # type: ignore[index]
        arrive = sum(group == "arrives" for group in groups_)
        doubt = 1.0 if not groups_ else 1 - arrive / len(groups_)
        rows.append((-(doubt * left), -left, one.title, one.area, one.breakdown, one, left, arrive, len(groups_)))
    rows.sort(key=lambda row: row[:5])
    return tuple(_priority(rank, *row[5:]) for rank, row in enumerate(rows, start=1))


def _priority(rank: int, one: Measured, left: float, arrive: int, judged: int) -> Priority:
    seen = f"{arrive} of {judged} methods see it arrive by {one.target.year}" if judged else "no method can judge it"
    reason = (
        f"{one.values[-1]:.4g} in {one.years[-1]}, the aim is {one.target.value:.4g}: {left:.0%} of the way is "
        f"left; {seen}."
    )
    return Priority(
        rank, one.indicator, one.series, one.title, one.area, one.area_name, one.breakdown, one.unit,
        one.years[-1], one.values[-1], one.target.value, left, arrive, judged, reason,
    )  # fmt: skip


def data_gaps(table: pl.DataFrame, scope: Scope, names: Mapping[str, str], as_of: int) -> tuple[DataGap, ...]:
    """Indicators without a value, with an old one, or with too few years to judge.

    Indicators without any value are listed where a line or an indicator was asked for: of the whole framework
    nearly all would be missing from a single file.
    """
    where = scope.country or scope.region
    found: list[DataGap] = []
    key = ["indicator", "series", "area"]
    seen = table.group_by(key).agg(latest=pl.col("year").max(), years=pl.col("year").n_unique()).sort(key)
    for indicator, series, area, latest, years in seen.iter_rows():
        title = title_of(indicator, series, names)
        if latest < as_of - OLD:
            words = f"The newest value is of {latest}, {as_of - latest} years before {as_of}."
            found.append(DataGap("old", indicator, series, title, area, area_name(area), latest, words))
        if years == 1:
            words = f"There is one year only, {latest}: no method can say where it is going."
            found.append(DataGap("one-year", indicator, series, title, area, area_name(area), latest, words))
    there = {first_listing(indicator) for indicator in table["indicator"].unique() if indicator}
    asked = {scope.indicator} if scope.indicator.startswith("sdg:") else scope.indicators
    for indicator in _in_order({first_listing(one) for one in asked} - there):
        title = load().indicators[indicator].title
        found.append(DataGap("none", indicator, "", title, where, area_name(where) if where else "", None,
                             "No value in the files."))  # fmt: skip
    return tuple(found)


def _in_order(ids: Iterable[str]) -> Sequence[str]:
    place = {one: at for at, one in enumerate(load().indicators)}
    return sorted(ids, key=lambda one: place[one])
