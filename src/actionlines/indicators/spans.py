"""Series with their aims as flat arrays, from single series or from the long table."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from math import isfinite

import numpy as np
import polars as pl

from actionlines.indicators.areas import units_of
from actionlines.indicators.model import KEY, Aim, Floats, Ints, Series, Spans

FOLDS = {"": 0, "ratio": 1, "difference": 2}

# By what an aim is found: the whole key of a series in the order of table.KEY, (series code, area) for a
# country's own target, a series code, an indicator id.
Aims = Mapping[str | tuple[str, ...], Aim]
# From the keys of all series: the different aims, the first for series without any, and which each series has.
Chooser = Callable[[pl.DataFrame], tuple[Sequence[Aim], Ints]]


def from_series(series: Sequence[Series], aims: Sequence[Aim]) -> Spans:
    """Return spans of single series, one aim each; values that are not numbers are left out.

    Raises ValueError where the numbers of series and aims differ, or years do not ascend.
    """
    if len(series) != len(aims):
        raise ValueError(f"{len(series)} series and {len(aims)} aims")
    years: list[int] = []
    values: list[float] = []
    starts = [0]
    for row in series:
        if any(b <= a for a, b in zip(row.years, row.years[1:], strict=False)):
            raise ValueError(f"years of {row.key.series} {row.key.area} do not ascend: {row.years}")
        pairs = [(y, v) for y, v in zip(row.years, row.values, strict=True) if isfinite(v)]
        years.extend(y for y, _ in pairs)
        values.extend(v for _, v in pairs)
        starts.append(len(years))
    kinds: dict[tuple[object, ...], int] = {}
    counts = units_of("count")
    pool = [
        kinds.setdefault((key.indicator, key.series, key.breakdown, key.unit), len(kinds))
        if key.unit not in counts
        else -1
        for key in (each.key for each in series)
    ]
    flat = np.array(years, np.int32), np.array(values, np.float64), np.array(starts, np.int32)
    return _make_spans(*flat, np.array(pool, np.int32), aims)


def from_table(table: pl.DataFrame, aims: Aims | Chooser, default: Aim | None = None) -> tuple[pl.DataFrame, Spans]:
    """Return the long table (`table.COLUMNS`) as Spans, and the key of each series in the same order.

    A series takes the aim under its key (indicator, series, area, breakdown, unit), else under (series,
    area), else under its series, else under its indicator, else `default`. Only the key tells units apart: a
    number that is not meant in every unit in which a series is given belongs under keys. Without any aim the
    direction is 0, and methods say that no aim is known. Rows without a number or year are left out; a series
    without rows does not appear. Where a year is given twice, the later row counts: `validate`
    says which rows these are.
    """
    columns = [c for c in KEY if c in table.columns]
    grouped = (
        table.lazy()
        .filter(pl.col("value").is_finite() & pl.col("year").is_not_null())
        .select(*columns, "year", "value")
        .group_by(columns, maintain_order=True)
        .agg("year", "value")
        .collect()
    )
    rows = np.repeat(np.arange(grouped.height, dtype=np.int32), grouped["year"].list.len().to_numpy())
    years, values = (grouped[name].explode().to_numpy() for name in ("year", "value"))
    rows, years, values = _in_order(rows, years.astype(np.int32), values.astype(np.float64))
    starts = np.searchsorted(rows, np.arange(grouped.height + 1)).astype(np.int32)
    keys = grouped.select(columns)
    every, which = aims(keys) if callable(aims) else _choose_aims(keys, aims, default or Aim())
    alike = [name for name in columns if name != "area"]
    hashed = keys.select(alike).hash_rows(seed=1) if alike else pl.zeros(keys.height, eager=True)
    pool = (hashed.rank("dense") - 1).to_numpy().astype(np.int32)
    if "unit" in alike:  # levels of counts do not compare
        pool = np.where(keys["unit"].is_in(units_of("count")).to_numpy(), -1, pool).astype(np.int32)
    spans = _make_spans(years, values, starts, pool, every, which)
    if default is None:
        spans = replace(spans, direction=np.where(which > 0, spans.direction, 0).astype(np.int32))
    return keys, spans


def _in_order(rows: Ints, years: Ints, values: Floats) -> tuple[Ints, Ints, Floats]:
    """Return years ascending inside each row, the last of repeated years kept."""
    order = np.lexsort((years, rows))
    rows, years, values = rows[order], years[order], values[order]
    last = np.ones(len(rows), dtype=bool)
    last[:-1] = (rows[1:] != rows[:-1]) | (years[1:] != years[:-1])
    return rows[last], years[last], values[last]


def _choose_aims(keys: pl.DataFrame, aims: Aims, default: Aim) -> tuple[Sequence[Aim], Ints]:
    """Return the different aims, and which of them each series has."""
    every = [default, *aims.values()]
    at = {name: i for i, name in enumerate(aims, start=1)}
    empty = [""] * keys.height
    parts = [keys[name].to_list() if name in keys.columns else empty for name in KEY]
    which = []
    for key in zip(*parts, strict=True):
        indicator, series, area = key[:3]
        which.append(at.get(key) or at.get((series, area)) or at.get(series) or at.get(indicator) or 0)
    return every, np.array(which, dtype=np.int32)


def _make_spans(
    years: Ints, values: Floats, starts: Ints, pool: Ints, aims: Sequence[Aim], which: Ints | None = None
) -> Spans:
    """Arrays of the fields of the aims; `which` says which aim each series has (in order unless given)."""

    def numbers(items: Iterable[float | None]) -> Floats:
        """Return one number for each series, NaN for None."""
        array = np.array([np.nan if x is None else x for x in items], dtype=np.float64)
        return array if which is None else array[which]

    def whole(items: Iterable[int]) -> Ints:
        """Return one whole number for each series."""
        array = np.array(list(items), dtype=np.int32)
        return array if which is None else array[which]

    return Spans(
        years=years,
        values=values,
        starts=starts,
        target=numbers(target_of(a) for a in aims),
        target_year=whole(a.year for a in aims),
        direction=whole(a.direction for a in aims),
        low=numbers(a.low for a in aims),
        high=numbers(a.high for a in aims),
        limit=numbers(a.limit for a in aims),
        band_low=numbers(a.band[0] if a.band else None for a in aims),
        band_high=numbers(a.band[1] if a.band else None for a in aims),
        fold=whole(FOLDS[fold_aim(a)] for a in aims),
        growth=whole(a.growth for a in aims).astype(bool),
        base=whole(a.base for a in aims),
        worst=numbers(a.bounds[0] if a.bounds else None for a in aims),
        best=numbers(a.bounds[1] if a.bounds else None for a in aims),
        green=numbers(a.green for a in aims),
        pool=pool,
    )


def target_of(aim: Aim) -> float | None:
    """Return the number to reach; the middle of the band where only a band is given."""
    return (aim.band[0] + aim.band[1]) / 2 if aim.value is None and aim.band else aim.value


def fold_aim(aim: Aim) -> str:
    """Return how the aim is folded: as it says, by ratio where it only gives a band, not without a target."""
    return "" if target_of(aim) is None else aim.fold or ("ratio" if aim.band else "")
