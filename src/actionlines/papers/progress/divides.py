"""Divides between two groups and among areas; figures of groups, priorities and data gaps."""

import math
from collections.abc import Mapping, Sequence

import polars as pl

from actionlines.framework import load
from actionlines.indicators.aims import Aimed
from actionlines.indicators.areas import units_of
from actionlines.indicators.coverage import EQUAL, People, Population
from actionlines.indicators.divides import pairs
from actionlines.indicators.divides.distance import find_closing
from actionlines.indicators.divides.pairs import make_pair, read_wholes
from actionlines.indicators.divides.spread import Inequality
from actionlines.indicators.gate import Judged
from actionlines.indicators.groups import WORLD, area_members, by_group, day_of_year, rule_of
from actionlines.indicators.model import KEY, breakdown_pairs
from actionlines.indicators.priorities import Shared, gaps, of_region
from actionlines.indicators.priorities.standing import count_votes, make_standings, rank_rows, stand_rows
from actionlines.papers.names import area_name
from actionlines.papers.progress.model import DataGap, Divide, GroupFigure, Priority
from actionlines.papers.progress.scope import Scope, list_groups, of_countries, title_of

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
    divides = []
    table = table.filter(~pl.col("unit").is_in(units_of("count")))  # amounts differ as the groups differ in size
    for kind, (first, second) in SIDES.items():
        rows = pairs.pair_rows(table, kind, people=people)
        key = ["indicator", "series", "area", "breakdown", "unit"]
        history = (
            rows.sort("year")
            .group_by(key, maintain_order=True)
            .agg("year", "first", "second", pl.col("people_first", "people_second").last())
        )
        ordered = history.sort("series", "area", "breakdown").iter_rows(named=True)
        by = people.total.name if people else ""
        divides += [_pair_divide(row, kind, (first, second), names, by) for row in ordered]
    return divides


def _pair_divide(
    row: Mapping[str, object], kind: str, sides: tuple[str, str], names: Mapping[str, str], by: str
) -> Divide:
    years, items, twos = (list(row[name]) for name in ("year", "first", "second"))  # type: ignore[call-overload]
    persons, whole = (row["people_first"], row["people_second"]), read_wholes().get(str(row["unit"]))
    known = None if whole is None or None in persons else persons
    text = make_pair(items[-1], twos[-1], sides, people=known, whole=whole or 100.0, population=by)  # type: ignore[arg-type]
    numbers = {"ratio": text.ratio, "gap": text.gap, "relative": text.relative, "heads": text.heads}
    share = row["unit"] in units_of("share")
    limits = (0.0, 100.0) if share else (None, None)
    ahead, behind = (items, twos) if items[-1] >= twos[-1] else (twos, items)
    when = find_closing((years, ahead), (years, behind), limits=limits)
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
        float(items[-1]),
        sides[1],
        float(twos[-1]),
        {name: float(v) for name, v in numbers.items() if v is not None},
        when.words,
        "",
        text.words,
        when.outcome,
        when.whole_year,
    )


def _find_spreads(
    table: pl.DataFrame, names: Mapping[str, str], group: str, population: Population | None
) -> list[Divide]:
    """Return the spread among countries, in the latest year in which most of those that report have a value."""
    spreads = []
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
        # How many times as much, and how much on average, says nothing of years, scores and amounts of whole countries.
        has_parts = any(name in SIDES for name, _ in breakdown_pairs(breakdown))
        if has_parts or unit not in (*shares, *units_of("rate"), *units_of("price")):
            continue
        rows = parts[indicator, series, breakdown, unit]
        counted = rows.group_by("year").agg(areas=pl.col("area").n_unique())
        fit = counted.filter((pl.col("areas") >= FEWEST) & (2 * pl.col("areas") >= pl.col("areas").max()))
        newest = fit["year"].max()
        year = newest if isinstance(newest, int) else None
        if year is None:
            continue
        whole = 100.0 if unit in shares else None
        rows = rows.filter(pl.col("year") == year)
        inequality = pairs.measure_years(rows, group=group, whole=whole, population=population).get(year)
        if inequality and len(inequality.inputs) >= FEWEST:
            spreads.append(_spread_divide(inequality, year, (indicator, series, breakdown, unit), names, group))
    return spreads


def _spread_divide(
    inequality: Inequality, year: int, key: tuple[str, str, str, str], names: Mapping[str, str], group: str
) -> Divide:
    indicator, series, breakdown, unit = key
    side = inequality.value
    numbers: dict[str, float | None] = {
        "p90_p10": side.p90_p10,
        "cv": side.cv,
        "gini": side.gini,
        "theil": side.theil,
        "highest": side.highest,
        "lowest": side.lowest,
        "mean": side.mean if rule_of(unit, series) == "mean" and inequality.weights != EQUAL else None,
    }
    for by, split in side.splits.items():
        numbers |= {f"theil_within:{by}": split.within, f"theil_between:{by}": split.between}
    if inequality.rest:
        numbers |= {"theil_rest": inequality.rest.theil, "gini_rest": inequality.rest.gini}
    measures = {name: float(v) for name, v in numbers.items() if v is not None and math.isfinite(v)}
    ratio = "" if side.p90_p10 is None else f", {side.p90_p10:.3g} times as much"
    words = (
        f"Among {len(inequality.inputs)} countries in {year}: {side.p90:.4g} at the 90th percentile and "
        f"{side.p10:.4g} at the 10th{ratio}; Gini {side.gini:.3g}, Theil {side.theil:.3g} "
        f"(weights: {inequality.weights}). {inequality.words}"
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
        measures,
        "",
        inequality.coverage.words if inequality.coverage else "",
        words.strip(),
    )


# A group's figure takes values that are at most so many years old; older ones do not count.
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
    figures = by_group(recent, wanted, (as_of,), within=WITHIN, population=population)
    return tuple(
        GroupFigure(
            group,
            area_name(group),
            indicator,
            series,
            title_of(indicator, series, names),
            breakdown,
            unit,
            item.year,
            item.value,
            item.weights,
            item.coverage.members,
            item.coverage.reporting,
            item.coverage.latest_year,
            item.coverage.median_age,
            item.coverage.population_share,
            item.coverage.words,
        )
        for (indicator, series, breakdown, unit, group, _year), item in sorted(figures.items())
    )


# Of more priorities the first so many have a reason in words; the others have its numbers.
REASONS = 4_000


def rank_priorities(
    aims: Aimed, scope: Scope, names: Mapping[str, str], as_of: int, population: Population | None, judged: Judged
) -> tuple[Priority, ...]:
    """Return the series furthest from their aims and least likely to arrive; for a region, shared lags first."""
    rows = stand_rows(aims, count_votes(judged.methods, aims.spans))
    every = make_standings(rows, aims, names, judged) if scope.region else ()
    shared = of_region(every, scope.region, as_of, population=population) if scope.region else ()
    first = tuple(_region_priority(place, item, names) for place, item in enumerate(shared, start=1))
    ranked = rank_rows(rows)
    reasons = [standing.reason for standing in make_standings(ranked.head(REASONS), aims, names)]
    reasons += [""] * (ranked.height - len(reasons))
    named = {area: area_name(area) for area in ranked["area"].unique()}
    kinds = ranked.select("indicator", "series").unique().iter_rows()
    titles = {(indicator, series): title_of(indicator, series, names) for indicator, series in kinds}
    agreed = [aims.agreed[at] for at in ranked["at"]]
    numbers = ("year", "value", "distance", "chance", "score", "arrives", "slow", "away")
    columns = ranked.select(*KEY, *numbers, target="aim", target_year="aim_year").iter_rows(named=True)
    return first + tuple(
        Priority(
            rank=place,
            title=titles[row["indicator"], row["series"]],
            area_name=named[row["area"]],
            basis=aim.basis if aim else "",
            reason=reason,
            age=as_of - row["year"],
            **row,
        )
        for place, (row, aim, reason) in enumerate(zip(columns, agreed, reasons, strict=True), start=len(first) + 1)
    )


def _region_priority(place: int, shared: Shared, names: Mapping[str, str]) -> Priority:
    return Priority(
        place,
        shared.indicator,
        shared.series,
        title_of(shared.indicator, shared.series, names),
        shared.region,
        area_name(shared.region),
        shared.breakdown,
        shared.unit,
        shared.coverage.latest_year,
        None,
        None,
        None,
        shared.distance,
        None,
        shared.score,
        None,
        None,
        None,
        "",
        shared.reason,
    )


def find_data_gaps(
    indicators_given: frozenset[str], chosen: pl.DataFrame, scope: Scope, as_of: int, old_after: int
) -> tuple[DataGap, ...]:
    """Return gaps in the indicators that were asked for, or that stand anywhere in the files: `given`.

    Areas: the country, the countries of the region, else all that the files know.
    """
    if scope.country:
        areas: Sequence[str] = (scope.country,)
    elif scope.region:
        areas = area_members(scope.region, day_of_year(as_of))
    else:
        areas = sorted(set(chosen["area"].unique()) - {""})
    question = {scope.indicator} if scope.indicator.startswith("sdg:") else scope.indicators or indicators_given
    place = {indicator: at for at, indicator in enumerate(load().indicators)}
    indicators = sorted(question, key=lambda item: (place.get(item, len(place)), item))
    return tuple(
        DataGap(
            gap.kind,
            gap.indicator,
            title_of(gap.indicator, "", {}),
            gap.area,
            area_name(gap.area),
            gap.year,
            "; ".join(gap.lines),
            gap.words,
        )
        for gap in gaps(chosen, areas, indicators, as_of, age=old_after)
    )
