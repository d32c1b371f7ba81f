"""The year in which a gap closes, if both sides go on at their present pace.

Pace is the slope of the least-squares line through the years that both series have, from `since` on; from the
latest such year both go on at their pace. With two years that is the straight line through them.

    scale   logit ln((y - low) / (high - y)) between two limits, so that neither side leaves them; where a
            value is at a limit, or there is only one limit, straight lines that stop at the limits
    year    t = last + d / (pace of the laggard - pace of the leader), d the gap in the last year on the scale

A gap that stays or widens "does not close". Nothing here says that the pace will last.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Outcome = Literal["closes", "does-not-close", "closed", "cannot-tell"]
# The change of a gap smaller than this per year is the rounding of the calculation.
_STILL = 1e-12
HORIZON = 2100  # years after it are not named
_HOUR = 1e-4  # years: what a year may miss by the rounding of its values


@dataclass(frozen=True, slots=True)
class Closing:
    """When a gap closes.

    year         the (fractional) year; None unless it closes
    gap          better minus worse in the last common year, in the unit of the values
    paces        change per year of the two, on `scale`
    scale        "logit" or "straight"
    inputs       (year, better, worse) of every year that was used
    """

    outcome: Outcome
    year: float | None
    gap: float | None
    paces: tuple[float, float] | None
    scale: Literal["logit", "straight", ""]
    inputs: tuple[tuple[int, float, float], ...]
    words: str

    @property
    def whole_year(self) -> int | None:
        """Return the first year without the gap; one that is still open in mid-year closes in the next."""
        return None if self.year is None else math.ceil(self.year - _HOUR)


def find_closing(
    better: tuple[Sequence[int], Sequence[float]],
    worse: tuple[Sequence[int], Sequence[float]],
    *,
    limits: tuple[float | None, float | None] = (0.0, 100.0),
    since: int | None = None,
    direction: Literal[1, -1] = 1,
    horizon: int = HORIZON,
) -> Closing:
    """Extrapolate two series, each (years, values). `direction` is -1 where less is better.

    A year after `horizon` is given, but said to lie beyond it.

    >>> find_closing(([2014, 2024], [60.0, 70.0]), ([2014, 2024], [40.0, 60.0]), limits=(None, None)).words
    'Closes in 2034 at the present pace on the straight scale (a gap of 20 in 2014 and 10 in 2024).'
    """
    rows = common_years(better, worse, since)
    if len(rows) < 2:
        words = f"Cannot tell: {len(rows)} year{'' if len(rows) == 1 else 's'} in common, two are needed."
        return Closing("cannot-tell", None, None, None, "", rows, words)
    years, highs, lows = ([row[i] for row in rows] for i in range(3))
    gap, last = (highs[-1] - lows[-1]) * direction, rows[-1][0]
    if gap <= 0:
        words = f"Closed: no gap is left in {last}."
        return Closing("closed", None, gap, None, "", rows, words)
    # A gap can widen on the logit and narrow in points, where the better placed is near its limit.
    text = f"a gap of {(highs[0] - lows[0]) * direction:.4g} in {rows[0][0]} and {gap:.4g} in {last}"
    low, high = limits
    scale, a, b = _scale_pair(highs, lows, low, high)
    paces = _fit_slope(years, a), _fit_slope(years, b)
    rate = (paces[1] - paces[0]) * direction
    year = last + (a[-1] - b[-1]) * direction / rate if rate > _STILL else math.inf
    if scale == "straight":
        year = min(year, _at_limit(last, highs[-1], lows[-1], paces, limits, direction))
    if not math.isfinite(year):
        verb = "stays" if abs(rate) <= _STILL else "widens"
        words = f"Does not close: at the present pace the gap {verb} on the {scale} scale ({text})."
        return Closing("does-not-close", None, gap, paces, scale, rows, words)
    # A gap that is still open in the middle of a year is closed in the next one.
    when = f"in {math.ceil(year - _HOUR)}" if year <= horizon else f"only after {horizon}"
    words = f"Closes {when} at the present pace on the {scale} scale ({text})."
    return Closing("closes", year, gap, paces, scale, rows, words)


def common_years(
    better: tuple[Sequence[int], Sequence[float]], worse: tuple[Sequence[int], Sequence[float]], since: int | None
) -> tuple[tuple[int, float, float], ...]:
    """(year, first, second) of the years that both have with a number, ascending, from `since` on."""
    first, second = (dict(zip(*series, strict=True)) for series in (better, worse))
    return tuple(
        (year, float(first[year]), float(second[year]))
        for year in sorted(first.keys() & second.keys())
        if (since is None or year >= since) and math.isfinite(first[year]) and math.isfinite(second[year])
    )


def _scale_pair(
    better: list[float], worse: list[float], low: float | None, high: float | None
) -> tuple[Literal["logit", "straight"], list[float], list[float]]:
    if low is None or high is None or min(*better, *worse) <= low or max(*better, *worse) >= high:
        return "straight", better, worse
    first, second = ([math.log((y - low) / (high - y)) for y in side] for side in (better, worse))
    return "logit", first, second


def _fit_slope(years: Sequence[float], y: list[float]) -> float:
    middle, level = sum(years) / len(years), sum(y) / len(y)
    spread = sum((x - middle) ** 2 for x in years)
    return sum((x - middle) * (v - level) for x, v in zip(years, y, strict=True)) / spread


def _at_limit(
    last: int,
    better: float,
    worse: float,
    paces: tuple[float, float],
    limits: tuple[float | None, float | None],
    direction: int,
) -> float:
    """When the worse placed reaches the best limit, or the better placed falls to the worst."""
    best, worst = (limits[1], limits[0]) if direction > 0 else (limits[0], limits[1])
    distance = math.inf
    if best is not None and paces[1] * direction > _STILL:
        distance = last + (best - worse) / paces[1]
    if worst is not None and paces[0] * direction < -_STILL:
        distance = min(distance, last + (worst - better) / paces[0])
    return distance
