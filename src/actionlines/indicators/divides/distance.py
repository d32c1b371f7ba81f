"""Time distance (S-time): how many years ago the leader stood where the laggard stands now.

The leader's level between two observations is on the straight line between them. Where the leader went up
and down, its last passage through the level counts. Source: P. Sicherl, S-distance in time.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from actionlines.indicators.model import Floats, Ints

Kind = Literal["years", "more-than", "level", "ahead", "no-data"]


@dataclass(frozen=True, slots=True)
class TimeDistance:
    """How far behind in years.

    years    years since the leader had the level; with kind `more-than` a lower bound, with `level` 0, with
             `ahead` and `no-data` None
    then     the (fractional) year in which the leader had it; None where not known
    year     the year of the laggard's value, `value` that value, `leader` the leader's value in that year
             (its last one before, where it has none)
    """

    kind: Kind
    years: float | None
    then: float | None
    year: int | None
    value: float | None
    leader: float | None
    words: str
    inputs: tuple[tuple[int, float], ...] = ()


def time_distance(
    leader: tuple[Sequence[int], Sequence[float]], year: int, value: float, *, direction: Literal[1, -1] = 1
) -> TimeDistance:
    """Return years by which `value` in `year` is behind the leader, whose years ascend.

    `direction` is -1 where less is better. Observations of the leader after `year` are not looked at.

    >>> time_distance(([2010, 2014, 2020], [20.0, 40.0, 70.0]), 2020, 30.0).words
    'The leader had the level of 30 in 2012, 8 years before 2020.'
    """
    return time_distances(leader, year, [value], direction=direction)[0]


def time_distances(
    leader: tuple[Sequence[int], Sequence[float]],
    year: int,
    values: Sequence[float],
    *,
    direction: Literal[1, -1] = 1,
) -> list[TimeDistance]:
    """Return the same for many values of one year."""
    kept = [(int(y), float(v)) for y, v in zip(*leader, strict=True) if y <= year and np.isfinite(v)]
    if not kept:
        words = f"No value of the leader up to {year}."
        return [TimeDistance("no-data", None, None, year, None, None, words) for _ in values]
    inputs = tuple(kept)
    years, levels = (np.array(column, dtype=np.float64) for column in zip(*kept, strict=True))
    wanted = np.array(values, dtype=np.float64)
    kinds, then = passages(years, levels * direction, wanted * direction)
    rows = zip(kinds.tolist(), then.tolist(), wanted.tolist(), strict=True)
    return [_told(kind, when, year, value, inputs) for kind, when, value in rows]


def _told(
    kind: int, then: float, year: int, value: float, inputs: tuple[tuple[int, float], ...]
) -> TimeDistance:
    now, gap = inputs[-1][1], year - then
    if not math.isfinite(value):
        return TimeDistance("no-data", None, None, year, None, now, "No value of the laggard.", inputs)
    if kind == 0:
        words = f"Level with the leader in {year}."
        return TimeDistance("level", 0.0, float(year), year, value, now, words, inputs)
    if kind == -1:
        words = f"Ahead: the leader has not reached {value:.4g} by {year}."
        return TimeDistance("ahead", None, None, year, value, now, words, inputs)
    if kind == 2:
        words = f"More than {gap:g} years: the leader was past {value:.4g} in {then:g}, its first year."
        return TimeDistance("more-than", gap, None, year, value, now, words, inputs)
    words = f"The leader had the level of {value:.4g} in {int(then)}, {gap:.3g} years before {year}."
    return TimeDistance("years", gap, then, year, value, now, words, inputs)


def passages(years: Floats, levels: Floats, wanted: Floats) -> tuple[Ints, Floats]:
    """When the leader last rose through each wanted level, many at once; more is better.

    Gives (kind, year): 1 and the year; 0 where the leader's last level is the wanted one; -1 and NaN where
    the leader's last level is below it; 2 and the first year where every level is above it.
    """
    below = levels[None, :] <= wanted[:, None]
    some = below.any(axis=1)
    at = np.where(some, len(levels) - 1 - below[:, ::-1].argmax(axis=1), 0)
    after = np.minimum(at + 1, len(levels) - 1)
    rise = levels[after] - levels[at]
    part = np.divide(wanted - levels[at], rise, out=np.zeros(len(wanted)), where=rise != 0)
    then = years[at] + part * (years[after] - years[at])
    kind = np.where(some, 1, 2)
    kind = np.where(levels[-1] == wanted, 0, np.where(levels[-1] < wanted, -1, kind)).astype(np.int32)
    then = np.where(kind == -1, np.nan, np.where(kind == 0, years[-1], then))
    return kind, np.where(kind == 2, years[0], then)
