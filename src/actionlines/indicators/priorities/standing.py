"""Where one series is beside its aim: how far, how likely to arrive, and the reason in words.

    distance  0 (there) to 1, by the first of these that has a meaning
        limits  |T - v| / the longer way from T to a natural limit    (a percentage)
        aim     1 - T / v where less is better, 1 - v / T where more is; T and v above 0
        base    (v - T) / (v_b - T): what is left of the way from the base value, at most 1
    chance    (arrives + slow / 2) / (arrives + slow + away), over the methods that can judge
    score     distance * (1 - chance)

A number that moves too slowly counts half: it may be sped up, one that goes away must be turned first.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Protocol

import numpy as np
import polars as pl

from actionlines.framework import load
from actionlines.indicators import judge, methods
from actionlines.indicators.aims.agreed import Book
from actionlines.indicators.aims.apply import Aimed, aimed
from actionlines.indicators.methods.cuts import Cuts
from actionlines.indicators.methods.ends import find_ends, meets_target
from actionlines.indicators.methods.reasons import format_number
from actionlines.indicators.model import Floats, Ints, Spans, breakdown_pairs


@dataclass(frozen=True)
class Votes:
    """Numbers of methods by what they say, one entry per series; all 0 where none can judge.

    names  the methods that were asked
    """

    arrives: Ints
    slow: Ints
    away: Ints
    names: tuple[str, ...]


class Outlook(Protocol):
    """Anything that says where series go."""

    def __call__(self, spans: Spans) -> Votes:
        """Votes of all series, in the order of `spans`."""
        ...


def by_methods(spans: Spans, cuts: Mapping[str, Cuts] | None = None) -> Votes:
    """Return all methods of the package but those that only say where a series stands today.

    `cuts` are thresholds in place of the published ones, by method and name.
    """
    names = tuple(name for name in methods.ALL if name not in judge.STATUS)
    counts = {group: np.zeros(len(spans), dtype=np.int32) for group in judge.PHRASES}
    for name, verdicts in judge.judge_spans(spans, names, cuts).items():
        order = [judge.GROUPS[verdict] for verdict in methods.ALL[name].COMMON]
        for group, count in counts.items():
            says = np.array([name == group for name in order])
            count += (verdicts.verdict >= 0) & says[verdicts.verdict]
    return Votes(counts["arrives"], counts["too-slow"], counts["away"], names)


_NONE: Mapping[str, str] = MappingProxyType({})
_MEASURES = ("", "limits", "aim", "base")


@dataclass(frozen=True, slots=True)
class Standing:
    """One series of one area beside its aim. None is "not known" everywhere.

    aim       number to reach; None where only a direction was agreed
    direction 1 where more is better, -1 where less is
    agreed    id of the aim in the book
    basis     how sure the aim is (aims.agreed.Basis)
    met       whether the latest value is at or past the aim, or inside its band
    votes     methods that say it arrives, moves too slowly, goes away
    note      what was done to the aim
    """

    area: str
    indicator: str
    series: str
    breakdown: str
    unit: str
    aim: float | None
    aim_year: int
    agreed: str
    basis: str
    source: str
    year: int
    value: float
    base_year: int | None
    base_value: float | None
    met: bool
    distance: float | None
    measure: str
    votes: tuple[int, int, int]
    chance: float | None
    score: float | None
    note: str
    reason: str
    direction: int


def standings(table: pl.DataFrame, book: Book, outlook: Outlook = by_methods) -> tuple[Standing, ...]:
    """Return every series of the long table beside its aim, in the order of the table."""
    with_aims = aimed(table, book)
    return stand_series(with_aims, outlook(with_aims.spans))


def stand_series(with_aims: Aimed, votes: Votes, names: Mapping[str, str] = _NONE) -> tuple[Standing, ...]:
    """Series that have their aims, with the votes; those without a known direction are left out.

    names  code of a series -> what its source calls it, for series of no known indicator
    """
    spans, base = with_aims.spans, find_ends(with_aims.spans)
    last = spans.starts[1:] - 1
    years, values = spans.years[last], spans.values[last]
    distance, measure = measure_distances(spans, values, base.base_value)
    met = _target_met(spans, values)
    rows = []
    # Plain numbers: one taken out of an array at a time costs ten times as much.
    columns = (
        votes.arrives, votes.slow, votes.away, distance, measure, met, spans.target, spans.target_year,
        spans.direction, years, values, base.base_year, base.base_value,
    )  # fmt: skip
    numbers = zip(*(column.tolist() for column in columns), strict=True)
    keys = with_aims.keys.select("indicator", "series", "area", "breakdown", "unit").iter_rows()
    for key, agreed, note, row in zip(keys, with_aims.agreed, with_aims.notes, numbers, strict=True):
        if agreed is None or agreed.what == "none":
            continue
        *count_, gap, kind, there, aim, aim_year, direction, year, value, first_year, first = row
        count = (count_[0], count_[1], count_[2])
        chance = (count[0] + count[1] / 2) / sum(count) if sum(count) else None
        far = None if math.isnan(gap) else 0.0 if there else gap
        indicator, series, area, breakdown, unit = key
        aim, value, year = _as_number(aim), float(value), int(year)
        called = series_title(indicator, series, breakdown, names.get(series, ""))
        reason = _standing_words(called, value, year, aim, aim_year, there, direction, count)
        standing = Standing(
            area=area,
            indicator=indicator,
            series=series,
            breakdown=breakdown,
            unit=unit,
            aim=aim,
            aim_year=int(aim_year),
            agreed=agreed.id,
            basis=agreed.basis,
            source=agreed.source,
            year=year,
            value=value,
            base_year=None if math.isnan(first_year) else int(first_year),
            base_value=_as_number(first),
            met=bool(there),
            distance=far,
            measure=_MEASURES[int(kind)],
            votes=count,
            chance=chance,
            score=None if chance is None or far is None else far * (1 - chance),
            note=note,
            reason=f"{reason} Aim: {note}." if note else reason,
            direction=int(direction),
        )
        rows.append(standing)
    return tuple(rows)


def measure_distances(spans: Spans, values: Floats, base: Floats) -> tuple[Floats, Floats]:
    """Distance of each series, 0 to 1, NaN where it has no meaning; and the index into _MEASURES."""
    target, less = spans.target, spans.direction < 0
    with np.errstate(all="ignore"):
        gap = np.abs(target - values)
        reach = np.fmax(target - spans.low, spans.high - target)
        limited = np.isfinite(spans.low) & np.isfinite(spans.high) & (reach > 0)
        by_aim = np.where(less, 1 - target / values, 1 - values / target)
        positive = (target > 0) & (values > 0) & (spans.fold == 0)
        by_base = (values - target) / (base - target)
        moving = np.isfinite(base) & (base != target)
        measure = np.where(limited, 1, np.where(positive, 2, np.where(moving, 3, 0)))
        measure = np.where(np.isnan(target), 0, measure)
        measured = np.select([measure == 1, measure == 2, measure == 3], [gap / reach, by_aim, by_base], np.nan)
    return np.clip(measured, 0.0, 1.0), measure.astype(np.float64)


def _target_met(spans: Spans, values: Floats) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """At or past the aim; in the band, or exactly on it, where the aim is in the middle."""
    with np.errstate(invalid="ignore"):
        inside = (values >= spans.band_low) & (values <= spans.band_high)
        middle = inside | (values == spans.target)
    return np.where(spans.fold > 0, middle, meets_target(values, spans))


def _as_number(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None


def _standing_words(
    name: str,
    value: float,
    year: int,
    aim: float | None,
    aim_year: int,
    met: bool,
    direction: int,
    votes: tuple[int, int, int],
) -> str:
    """Return where a series stands, what its aim is, and what the methods say, in a sentence each."""
    if aim is None:
        beside = f"; no number was agreed, {'more' if direction > 0 else 'less'} is better"
    elif met:
        beside = f" and meets the aim of {format_number(aim)}"
    else:
        beside = f", {format_number(abs(aim - value))} from the aim of {format_number(aim)} by {aim_year}"
    arrives, slow, away = votes
    judged = sum(votes)
    sentence = (
        f"Of {judged} method{'' if judged == 1 else 's'}, {arrives} "
        f"{'says' if arrives == 1 else 'say'} that it arrives, {slow} that it is too slow, "
        f"{away} that it stands still or moves away."
        if judged
        else "No method can judge it."
    )
    return f"{name} stands at {format_number(value)} in {year}{beside}. {sentence}"


@lru_cache(maxsize=65_536)
def series_title(indicator: str, series: str, breakdown: str = "", name: str = "") -> str:
    """Return the short title of an indicator, else the name its source gives the series, with codes and breakdown.

    >>> series_title("sdg:17.8.1", ""), series_title("", "xHH6", "sex=F", "Households"), series_title("", "xHH6")
    ('People using the Internet (17.8.1)', 'Households (xHH6, sex F)', 'xHH6')
    """
    known = load().indicators.get(indicator)
    codes = (known.id.removeprefix("sdg:"), series) if known else (series if name else "",)
    parts = [code for code in codes if code]
    parts += [f"{what} {value}" for what, value in breakdown_pairs(breakdown)]
    called = known.title if known else name or series or indicator
    return f"{called} ({', '.join(parts)})" if parts else called
