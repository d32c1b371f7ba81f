"""Measures of inequality over numbers with weights: the formulas alone, on numpy arrays.

All take values x (finite, not negative) and weights w (finite, not negative; population or 1). A weight of 0
takes a value out. Equal values give 0, all zeros too. Values or weights that break this give NaN.

    mean     mu = sum(w x) / sum(w)
    cv       sqrt(sum(w (x - mu)^2) / sum(w)) / mu
    Gini     sum_ij w_i w_j |x_i - x_j| / (2 W^2 mu), from the sorted values
    Theil T  sum_i p_i (x_i / mu) ln(x_i / mu), p = w / W; a value of 0 adds 0
    split    T = sum_g s_g T_g + sum_g s_g ln(mu_g / mu), s_g the share of group g in sum(w x)
    quantile the smallest value at or below which at least q of the weight lies
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from actionlines.indicators.model import Floats, Ints

# Cumulated weights differ from q by rounding only; a share smaller than this does not move a quantile.
_ROUNDING = 1e-12


def usable(x: Floats, w: Floats) -> bool:
    """Whether the measures have a meaning: something is there, finite, and nothing is below zero."""
    if not len(x) or not x.min() >= 0 or not w.min() >= 0:
        return False
    return bool(np.isfinite(x.max()) and 0 < w.sum() < np.inf)


def mean(x: Floats, w: Floats) -> float:
    """Weighted mean."""
    return float((w * x).sum() / w.sum()) if usable(x, w) else np.nan


def variation(x: Floats, w: Floats) -> float:
    """Coefficient of variation, with the standard deviation of the whole group (divided by n)."""
    mu = mean(x, w)
    if not mu > 0:
        return mu
    kept = x[w > 0]
    if (kept == kept[0]).all():
        return 0.0
    return float(np.sqrt((w * (x - mu) ** 2).sum() / w.sum()) / mu)


def gini(x: Floats, w: Floats) -> float:
    """Gini coefficient, 0 to 1."""
    mu = mean(x, w)
    if not mu > 0:
        return mu
    order = np.argsort(x, kind="stable")
    y = (w * x)[order]
    total = np.cumsum(y)
    area = (w[order] * (2 * total - y)).sum() / (w.sum() * total[-1])
    return float(min(max(1.0 - area, 0.0), 1.0))


def theil(x: Floats, w: Floats) -> float:
    """Theil T, 0 to ln(number of people)."""
    mu = mean(x, w)
    if not mu > 0:
        return mu
    return float(max((w * _xlogx(x / mu)).sum() / w.sum(), 0.0))


def _xlogx(r: Floats) -> Floats:
    return r * np.log(np.where(r > 0, r, 1.0))


def quantile(x: Floats, w: Floats, q: float) -> float:
    """The smallest value at or below which at least the share q of the weight lies."""
    if not usable(x, w):
        return np.nan
    order = np.argsort(x, kind="stable")
    order = order[w[order] > 0]
    reached = np.cumsum(w[order])
    place = np.searchsorted(reached, (q - _ROUNDING) * reached[-1], side="left")
    return float(x[order[min(int(place), len(order) - 1)]])


@dataclass(frozen=True)
class Parts:
    """Theil by groups 0 … n-1: arrays have one entry per group; an empty group has share 0 and mean NaN."""

    total: float
    within: float
    between: float
    share: Floats
    weight: Floats
    mean: Floats
    theil: Floats


def split(x: Floats, w: Floats, group: Ints, size: int) -> Parts:
    """Theil T and its two parts; `group` is the number of the group of each value, below `size`."""
    empty = np.full(size, np.nan)
    if not usable(x, w):
        return Parts(np.nan, np.nan, np.nan, empty, empty, empty, empty)
    weight = np.bincount(group, w, size).astype(np.float64)
    sums = np.bincount(group, w * x, size).astype(np.float64)
    people, total = weight.sum(), sums.sum()
    means = np.divide(sums, weight, out=empty.copy(), where=weight > 0)
    if total == 0:
        zero = np.where(weight > 0, 0.0, np.nan)
        return Parts(0.0, 0.0, 0.0, np.zeros(size), weight / people, means, zero)
    mu = total / people
    # Where all of a group are 0, it has no share and no inequality.
    base = np.where(means[group] > 0, means[group], 1.0)
    inner = np.bincount(group, w * _xlogx(x / base), size)
    own = np.divide(inner, weight, out=empty.copy(), where=weight > 0)
    share = sums / total
    ratio = np.where(means > 0, means / mu, 1.0)
    within = float((share * np.where(weight > 0, own, 0.0)).sum())
    between = float((share * np.log(ratio)).sum())
    whole = float(max((w * _xlogx(x / mu)).sum() / people, 0.0))
    return Parts(whole, max(within, 0.0), max(between, 0.0), share, weight / people, means, own)
