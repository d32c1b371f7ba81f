"""Divides: two groups of one area side by side, and the spread among many areas."""

from __future__ import annotations

import math
from collections.abc import Mapping

import polars as pl

from actionlines.indicators.check.problem import units_of
from actionlines.indicators.coverage import People, Population
from actionlines.indicators.divides import tables
from actionlines.indicators.divides.distance import closing
from actionlines.indicators.divides.pairs import pair, wholes
from actionlines.indicators.divides.spread import Inequality
from actionlines.indicators.groups import WORLD
from actionlines.indicators.table import breakdown_pairs
from actionlines.papers.progress.model import Divide
from actionlines.papers.progress.scope import area_name, of_countries, title_of

# Which group is called how; the keys are those of `over.SIDES`.
SIDES: Mapping[str, tuple[str, str]] = {"sex": ("women", "men"), "location": ("urban", "rural")}
# Fewer areas than these make no distribution.
FEWEST = 10


def divides(
    table: pl.DataFrame, names: Mapping[str, str], region: str, people: People | None = None
) -> tuple[Divide, ...]:
    """Return pairs of the latest year of every series and area, then the spread among countries."""
    spreads = _spreads(table, names, region or WORLD, people.total if people else None)
    return (*_pairs(table, names, people), *spreads)


def _pairs(table: pl.DataFrame, names: Mapping[str, str], people: People | None) -> list[Divide]:
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
        found += [_pair(row, kind, (first, second), names, by) for row in ordered]
    return found


def _pair(
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


def _spreads(
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
        year = _year(rows)
        if year is None:
            continue
        whole = 100.0 if unit in shares else None
        rows = rows.filter(pl.col("year") == year)
        one = tables.inequalities(rows, group=group, whole=whole, population=population).get(year)
        if one and len(one.inputs) >= FEWEST:
            found.append(_spread(one, year, (indicator, series, breakdown, unit), names, group))
    return found


def _year(rows: pl.DataFrame) -> int | None:
    """Return the newest year with FEWEST countries and half as many as the fullest; None where there is none."""
    counted = rows.group_by("year").agg(areas=pl.col("area").n_unique())
    fit = counted.filter((pl.col("areas") >= FEWEST) & (2 * pl.col("areas") >= pl.col("areas").max()))
    newest = fit["year"].max()
    return newest if isinstance(newest, int) else None


def _has_side(breakdown: str) -> bool:
    return any(name in SIDES for name, _ in breakdown_pairs(breakdown))


def _spread(
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
