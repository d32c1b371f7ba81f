"""Prediction intervals: the named level, and the quantile of Student's t that belongs to it."""

from __future__ import annotations

import math
from functools import cache

import numpy as np

from actionlines.indicators.model import Floats

# Of ten values that follow the assumptions of the method, eight fall inside.
LEVEL = 0.80
BEYOND = 200  # degrees of freedom from which the normal distribution serves


def student(freedom: Floats) -> Floats:
    """t with LEVEL of the distribution between -t and t, by degrees of freedom; NaN below 1."""
    whole = np.where(freedom >= 1, np.minimum(freedom, BEYOND), 0).astype(np.int64)
    known = np.array([math.nan if k < 1 else quantile(int(k)) for k in range(int(whole.max(initial=0)) + 1)])
    return known[whole]


@cache
def quantile(freedom: int) -> float:
    """The same for one whole number of degrees of freedom, by bisection.

    >>> round(quantile(1), 3), round(quantile(5), 3)
    (3.078, 1.476)
    """
    low, high = 0.0, 1e4
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (middle, high) if inside(middle, freedom) < LEVEL else (low, middle)
    return (low + high) / 2


def inside(t: float, freedom: int) -> float:
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
