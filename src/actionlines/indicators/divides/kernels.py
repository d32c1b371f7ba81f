"""Measures of inequality over numbers with weights: the formulas alone, on numpy arrays.

All take values x (finite, not negative) and weights w (finite, not negative; population or 1). A weight of 0
takes a value out. Equal values give 0, all zeros too. Values or weights that break this give NaN.

    mean     mu = sum(w x) / sum(w)
    cv       sqrt(sum(w (x - mu)^2) / sum(w)) / mu
    Gini     sum_ij w_i w_j |x_i - x_j| / (2 W^2 mu), from the sorted values
    Theil T  sum_i p_i (x_i / mu) ln(x_i / mu), p = w / W; a value of 0 adds 0
    split    T = sum_g s_g T_g + sum_g s_g ln(mu_g / mu), s_g the share of group g in sum(w x)
    quantile the smallest value at or below which at least q of the weight is
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from actionlines.indicators.model import Floats, Ints

# Cumulated weights differ from q by rounding only; a share smaller than this does not move a quantile.
_ROUNDING = 1e-12


def usable(x: Floats, w: Floats) -> bool:
    """Return whether the measures have a meaning: something is there, finite, and nothing is below zero."""
    return bool(len(x) and x.min() >= 0 and w.min() >= 0 and x.max() < np.inf and 0 < w.sum() < np.inf)


def mean(x: Floats, w: Floats) -> float:
    """Return the mean of values with weights."""
    return float((w * x).sum() / w.sum()) if usable(x, w) else np.nan


def _scaled(x: Floats, w: Floats) -> tuple[Floats, float]:
    """x over its largest value, so that the smallest numbers do not vanish, and the mean of that."""
    if not usable(x, w):
        return x, np.nan
    x = np.where(w > 0, x, 0.0)
    x = x / (x.max() or 1.0)
    return x, float((w * x).sum() / w.sum())


def variation(x: Floats, w: Floats) -> float:
    """Coefficient of variation, with the standard deviation of the whole group (divided by n)."""
    x, mu = _scaled(x, w)
    if not mu > 0:
        return mu
    kept = x[w > 0]
    if (kept == kept[0]).all():
        return 0.0
    return float(np.sqrt((w * (x - mu) ** 2).sum() / w.sum()) / mu)


def gini(x: Floats, w: Floats) -> float:
    """Return the Gini coefficient of values with weights, 0 to 1."""
    x, mu = _scaled(x, w)
    if not mu > 0:
        return mu
    order = np.argsort(x, kind="stable")
    y = (w * x)[order]
    total = np.cumsum(y)
    area = (w[order] * (2 * total - y)).sum() / (w.sum() * total[-1])
    return float(min(max(1.0 - area, 0.0), 1.0))


def theil(x: Floats, w: Floats) -> float:
    """Theil T, 0 to ln(number of people)."""
    x, mu = _scaled(x, w)
    if not mu > 0:
        return mu
    return float(max((w * _xlogx(x / mu)).sum() / w.sum(), 0.0))


def _xlogx(r: Floats) -> Floats:
    return r * np.log(np.where(r > 0, r, 1.0))


def quantile(x: Floats, w: Floats, q: float) -> float:
    """Return the smallest value at or below which at least the share q of the weight is."""
    if not usable(x, w):
        return np.nan
    order = np.argsort(x, kind="stable")
    order = order[w[order] > 0]
    reached = np.cumsum(w[order])
    place = np.searchsorted(reached, (q - _ROUNDING) * reached[-1], side="left")
    return float(x[order[min(int(place), len(order) - 1)]])


@dataclass(frozen=True)
class Groupings:
    """Several groupings of the same values, laid end to end so that one pass does them all.

    rows   which value stands at each place; a value in no group of a grouping does not appear for it
    group  its group, numbered through all groupings
    of     the grouping of each group
    size   number of groupings
    """

    rows: Ints
    group: Ints
    of: Ints
    size: int

    @classmethod
    def of_labels(cls, labels: Sequence[Ints], sizes: Sequence[int]) -> Groupings:
        """From one array of group numbers (-1 for none) and one number of groups for each grouping."""
        starts = np.cumsum([0, *sizes])
        inside = [np.flatnonzero(one >= 0) for one in labels]
        none = [np.zeros(0, dtype=np.int64)]
        group = [one[at] + start for one, at, start in zip(labels, inside, starts[:-1], strict=True)]
        rows = np.concatenate(none + inside).astype(np.int32)
        of = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)
        return cls(rows, np.concatenate(none + group).astype(np.int32), of, len(sizes))


@dataclass(frozen=True)
class Parts:
    """Theil by groups: `total`, `within`, `between` by grouping, the rest by group.

    share is the group's part of sum(w x), weight that of sum(w). An empty group has share 0 and mean NaN.
    """

    total: Floats
    within: Floats
    between: Floats
    share: Floats
    weight: Floats
    mean: Floats
    theil: Floats


def split(x: Floats, w: Floats, by: Groupings) -> Parts:
    """Theil T and its two parts, for all groupings."""
    size = len(by.of)
    if not usable(x, w):
        each, group = np.full(by.size, np.nan), np.full(size, np.nan)
        return Parts(each, each, each, group, group, group, group)
    x = np.where(w > 0, x, 0.0)
    top = x.max() or 1.0
    x, w, whole = x[by.rows] / top, w[by.rows], by.of[by.group]

    def groups(values: Floats) -> Floats:
        """Return the sum of the values of each group."""
        return np.bincount(by.group, values, size).astype(np.float64)

    def groupings(values: Floats) -> Floats:
        """Return the sum of the values of each grouping."""
        return np.bincount(by.of, values, by.size).astype(np.float64)

    weight, sums = groups(w), groups(w * x)
    people, total = groupings(weight), groupings(sums)
    mu, mean = _over(total, people), _over(sums, weight)
    # Where all of a group are 0, it has no share and no inequality.
    own = _over(groups(w * _xlogx(x / _or_one(mean)[by.group])), weight)
    share = _over(sums, total[by.of], 0.0)
    ratio = _or_one(_over(mean, _or_one(mu)[by.of]))
    all_ = _over(groupings(groups(w * _xlogx(x / _or_one(mu)[whole]))), people)
    within = groupings(share * np.where(weight > 0, own, 0.0))
    between = groupings(share * np.log(ratio))
    none = np.where(people > 0, 0.0, np.nan)
    return Parts(
        np.maximum(all_, 0.0),
        np.maximum(within, none),
        np.maximum(between, none),
        share,
        _over(weight, people[by.of], 0.0),
        mean * top,
        own,
    )


def _over(a: Floats, b: Floats, none: float = np.nan) -> Floats:
    out: Floats = np.full(len(a), none)
    return np.divide(a, b, out=out, where=b > 0)


def _or_one(x: Floats) -> Floats:
    return np.where(x > 0, x, 1.0)
