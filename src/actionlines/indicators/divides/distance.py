"""Time distance (S-time): how many years ago the leader stood where the laggard stands now.

The leader's level between two observations lies on the straight line between them. Where the leader went up
and down, its last passage through the level counts. Source: P. Sicherl, S-distance in time.
"""

from __future__ import annotations

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
    """Years by which `value` in `year` lies behind the leader, whose years ascend.

    `direction` is -1 where less is better. Observations of the leader after `year` are not looked at.

    >>> time_distance(([2010, 2014, 2020], [20.0, 40.0, 70.0]), 2020, 30.0).words
    'The leader had the level of 30 in 2012, 8 years before 2020.'
    """
    years = np.array([y for y in leader[0] if y <= year], dtype=np.float64)
    levels = np.array(leader[1][: len(years)], dtype=np.float64)
    if not len(years) or not np.isfinite(value):
        words = f"No value of the leader up to {year}." if np.isfinite(value) else "No value of the laggard."
        return TimeDistance("no-data", None, None, year, None, None, words)
    now = float(levels[-1])
    inputs = tuple(zip(years.astype(int).tolist(), levels.tolist(), strict=True))
    (kind,), (then,) = passages(years, levels * direction, np.array([value * direction]))
    found = float(then)
    if kind == 0:
        words = f"Level with the leader in {year}."
        return TimeDistance("level", 0.0, float(year), year, value, now, words, inputs)
    if kind == -1:
        words = f"Ahead: the leader has not reached {value:.4g} by {year}."
        return TimeDistance("ahead", None, None, year, value, now, words, inputs)
    gap = year - found
    if kind == 2:
        words = f"More than {gap:g} years: the leader was past {value:.4g} in {found:g}, its first year."
        return TimeDistance("more-than", gap, None, year, value, now, words, inputs)
    words = f"The leader had the level of {value:.4g} in {int(found)}, {gap:.3g} years before {year}."
    return TimeDistance("years", gap, found, year, value, now, words, inputs)


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
