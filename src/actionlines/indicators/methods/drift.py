"""How far a projection may miss: a random walk with drift whose pace is itself uncertain.

    c      = (y_n - y_1) / (t_n - t_1)                        drift: mean change a year
    s^2    = sum((step - c * years)^2 / years) / (n - 2)      over the n - 1 steps between neighbours
    slack  = q * sqrt(s^2 * h * (1 + h / (t_n - t_1)) + (PACE * pace * h)^2),  h = years ahead

q is the quantile of Student's t with n - 2 degrees of freedom at `interval.LEVEL`. The first term is the
textbook interval of a random walk with drift. It alone, like the interval of a least-squares line, takes the
future pace as that of the past and is far too narrow: of the levels of internet use in 2022, intervals of 80
% made in 2015 held some 40 %. The second term says that the pace of the next years differs from the last by
half of it, one standard deviation. Source: ours; the one half is a round number, taken with the figures of
benchmarks/progress.py in view, which prints how often the intervals held what came.
"""

from __future__ import annotations

import numpy as np

from actionlines.indicators.methods.fit import rows_of
from actionlines.indicators.methods.interval import student
from actionlines.indicators.model import Bools, Floats, Spans

PACE = 0.5  # standard deviation of a future pace, as a share of the past one


@np.errstate(all="ignore")
def slack(spans: Spans, y: Floats, used: Bools, pace: Floats, ahead: Floats) -> Floats:
    """Half the width of the interval in the year `ahead`, in the unit of y; NaN below three observations.

    `y` and `used` have one entry per observation, `pace` (change a year) and `ahead` one per series.
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
    width = np.sqrt(noise * left * (1 + left / span) + (PACE * pace * left) ** 2)
    return np.where(enough, student(freedom) * width, np.nan)
