"""Lines through many series at once, and how far their projections may miss.

`fit_line` is a weighted least squares fit. `fit_slack` is the interval of a random walk with drift whose pace is
itself uncertain:

    c      = (y_n - y_1) / (t_n - t_1)                        drift: mean change a year
    s^2    = sum((step - c * years)^2 / years) / (n - 2)      over the n - 1 steps between neighbours
    slack  = q * sqrt(s^2 * h * (1 + h / (t_n - t_1)) + (PACE * pace * h)^2 + (least * h)^2),  h = years ahead

q is the quantile of Student's t with n - 2 degrees of freedom at LEVEL. The first term is the textbook interval
of a random walk with drift. It alone, like the interval of a least-squares line, takes the future pace as that of
the past and is far too narrow: of the levels of internet use in 2022, intervals of 80 % made in 2015 held some
40 %. The second term lets the pace of the next years differ from the last by half of it, one standard deviation.
An interval goes down and up by so many times the slack as errors of forecasts held back say (`find_widths`).
Source: ours; the one half is a round number; benchmarks/intervals.py makes data/widths.csv and prints how often
the intervals held later values.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from actionlines.framework.tables import read_table
from actionlines.indicators.model import Bools, Floats, Ints, Spans

# Of ten values that follow the assumptions of the method, eight fall inside.
LEVEL = 0.80
BEYOND = 200  # degrees of freedom from which the normal distribution serves


def student_quantile(freedom: Floats) -> Floats:
    """t with LEVEL of the distribution between -t and t, by degrees of freedom; NaN below 1."""
    whole = np.where(freedom >= 1, np.minimum(freedom, BEYOND), 0).astype(np.int64)
    known = np.array([math.nan if k < 1 else quantile_of(int(k)) for k in range(int(whole.max(initial=0)) + 1)])
    return known[whole]


@cache
def quantile_of(freedom: int) -> float:
    """Return the same for one whole number of degrees of freedom, by bisection.

    >>> round(quantile_of(1), 3), round(quantile_of(5), 3)
    (3.078, 1.476)
    """
    low, high = 0.0, 1e4
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (middle, high) if share_inside(middle, freedom) < LEVEL else (low, middle)
    return (low + high) / 2


def share_inside(t: float, freedom: int) -> float:
    """Probability between -t and t: the finite series in the angle atan(t / sqrt(freedom)).

    Source: Abramowitz and Stegun, Handbook of Mathematical Functions, 26.7.3 and 26.7.4 [from memory; checked
    against tabled quantiles in the tests].
    """
    angle = math.atan(t / math.sqrt(freedom))
    cosine, sine = math.cos(angle), math.sin(angle)
    odd = freedom % 2
    term = cosine if odd else 1.0
    total = term if freedom > 1 or not odd else 0.0
    for k in range(3 if odd else 2, freedom - 1, 2):
        term *= cosine * cosine * (k - 1) / k
        total += term
    if not odd:
        return sine * total
    return 2 / math.pi * (angle + (sine * total if freedom > 1 else 0.0))


def rows_of(spans: Spans) -> Ints:
    """Return the series of each observation."""
    return np.repeat(np.arange(len(spans), dtype=np.int32), np.diff(spans.starts))


@dataclass(frozen=True)
class FittedLine:
    """y = level + slope * (year - middle), by series; NaN where fewer than two years were used.

    count      observations used
    """

    level: Floats
    slope: Floats
    middle: Floats
    count: Floats

    def at(self, year: Floats | Ints) -> Floats:
        """Return the value of each line in a year."""
        return self.level + self.slope * (year - self.middle)


def fit_line(spans: Spans, y: Floats, used: Bools, weights: Floats | None = None) -> FittedLine:
    """Weighted least squares of y (one per observation) over the years, using the observations in `used`."""
    size = len(spans)
    rows, years, y = rows_of(spans)[used], spans.years[used].astype(np.float64), y[used]
    w = np.ones(len(y)) if weights is None else weights[used]

    def total(values: Floats) -> Floats:
        """Return the sum of the values of each series."""
        return np.bincount(rows, values, minlength=size).astype(np.float64)

    with np.errstate(all="ignore"):
        weight, count = total(w), np.bincount(rows, minlength=size).astype(np.float64)
        middle, level = total(w * years) / weight, total(w * y) / weight
        x, rest = years - middle[rows], y - level[rows]
        spread = total(w * x * x)
        slope = np.where(count >= 2, total(w * x * rest) / spread, np.nan)
    return FittedLine(level, slope, middle, count)


PACE = 0.5  # standard deviation of a future pace, as a share of the past one


@np.errstate(all="ignore")
def fit_slack(spans: Spans, y: Floats, used: Bools, pace: Floats, ahead: Floats, least: Floats | float) -> Floats:
    """Half the width of the interval in the year `ahead`, in the unit of y; NaN below three observations.

    `y` and `used` have one entry per observation, `pace` (change a year) and `ahead` one per series. `least` is a pace
    that a series may take up at any time, also one that never moved.
    """
    size = len(spans)
    rows, years, y = rows_of(spans)[used], spans.years[used].astype(np.float64), y[used]
    count = np.bincount(rows, minlength=size)
    stop = np.cumsum(count)
    enough = count >= 3
    first, last = np.where(enough, stop - count, 0), np.where(enough, stop - 1, 0)
    if not len(y):
        return np.full(size, np.nan)
    span, left = years[last] - years[first], np.maximum(ahead - years[last], 0.0)
    drift = (y[last] - y[first]) / span
    inside = rows[1:] == rows[:-1]
    row, step = rows[1:][inside], np.diff(years)[inside]
    surprise = np.diff(y)[inside] - drift[row] * step
    freedom = (count - 2).astype(np.float64)
    noise = np.bincount(row, surprise**2 / step, minlength=size) / freedom
    width = np.sqrt(noise * left * (1 + left / span) + (PACE * pace * left) ** 2 + (least * left) ** 2)
    return np.where(enough, student_quantile(freedom) * width, np.nan)


# Shares of the way between the limits, in the direction of the pace, from which another row of widths.csv counts.
LEVELS = (0.0, 0.1, 0.25, 0.75)


@cache
def _read_widths() -> Mapping[tuple[str, str], Floats]:
    """Return years ahead, `behind` and `beyond` (rows) by method and level; level "" is of series without limits."""
    widths: dict[tuple[str, str], list[list[float]]] = {}
    for row in read_table("widths", Path(__file__).parent / "data"):
        numbers = [float(row[name]) for name in ("ahead", "behind", "beyond")]
        widths.setdefault((row["method"], row["level"]), []).append(numbers)
    return {key: np.array(numbers).T for key, numbers in widths.items()}


@np.errstate(all="ignore")
def find_widths(name: str, spans: Spans, last: Floats, ahead: Floats, pace: Floats) -> tuple[Floats, Floats]:
    """Return how many times its slack an interval goes down and up, by series, from errors of forecasts held back.

    `last` is the value from which is forecast, `ahead` the years, between those of widths.csv on straight lines.
    """
    share = np.clip((last - spans.low) / (spans.high - spans.low), 0, 1)
    share = np.where(pace < 0, 1 - share, share)
    band = np.where(np.isfinite(share), np.searchsorted(LEVELS, share, side="right"), 0)
    ends = np.ones((2, len(spans)))
    for at, level in enumerate(("", *map("{:g}".format, LEVELS))):
        inside = band == at
        years, *columns = _read_widths().get((name, level), np.ones((3, 1)))
        for end, column in enumerate(columns):
            ends[end, inside] = np.interp(ahead[inside], years, column)
    behind, beyond = ends
    return np.where(pace < 0, beyond, behind), np.where(pace < 0, behind, beyond)
