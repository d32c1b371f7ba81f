"""A straight line through each series, all at once: weighted least squares."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from actionlines.indicators.model import Bools, Floats, Ints, Spans


def rows_of(spans: Spans) -> Ints:
    """The series of each observation."""
    return np.repeat(np.arange(len(spans), dtype=np.int32), np.diff(spans.starts))


@dataclass(frozen=True)
class Line:
    """y = level + slope * (year - middle), by series; NaN where fewer than two years were used.

    count      observations used
    """

    level: Floats
    slope: Floats
    middle: Floats
    count: Floats

    def at(self, year: Floats | Ints) -> Floats:
        """The line in a year."""
        return self.level + self.slope * (year - self.middle)


def line(spans: Spans, y: Floats, used: Bools, weights: Floats | None = None) -> Line:
    """Weighted least squares of y (one per observation) over the years, using the observations in `used`."""
    size = len(spans)
    rows, years, y = rows_of(spans)[used], spans.years[used].astype(np.float64), y[used]
    w = np.ones(len(y)) if weights is None else weights[used]

    def total(values: Floats) -> Floats:
        return np.bincount(rows, values, minlength=size).astype(np.float64)

    with np.errstate(all="ignore"):
        weight, count = total(w), np.bincount(rows, minlength=size).astype(np.float64)
        middle, level = total(w * years) / weight, total(w * y) / weight
        x, rest = years - middle[rows], y - level[rows]
        spread = total(w * x * x)
        slope = np.where(count >= 2, total(w * x * rest) / spread, np.nan)
    return Line(level, slope, middle, count)
