"""How unequal countries are in one year: on the people who have something, and on those who do not.

For a figure between two limits (a percentage) every measure is also taken on the rest, `whole - x`: the
offline share. The two sides can tell opposite stories. When a poor country rises from 10 to 20 per cent and a
rich one from 90 to 95, users become more equal while the people offline are ever more in one place. So both
are in the result.

Measures of inequality over numbers with weights: the formulas alone, on numpy arrays.

All take values x (finite, not negative) and weights w (finite, not negative; population or 1). A weight of 0
takes a value out. Equal values give 0, all zeros too. Values or weights that break this give NaN.

    mean     mu = sum(w x) / sum(w)
    cv       sqrt(sum(w (x - mu)^2) / sum(w)) / mu
    Gini     sum_ij w_i w_j |x_i - x_j| / (2 W^2 mu), from the sorted values
    Theil T  sum_i p_i (x_i / mu) ln(x_i / mu), p = w / W; a value of 0 adds 0
    split    T = sum_g s_g T_g + sum_g s_g ln(mu_g / mu), s_g the share of group g in sum(w x)
    quantile the smallest value at or below which at least q of the weight is; of equal weights on lines between
             the values, as numpy, R and spreadsheets have it (Hyndman and Fan 1996, definition 7)
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from actionlines.indicators.coverage import EQUAL, Coverage
from actionlines.indicators.model import Floats, Ints

# Cumulated weights differ from q by rounding only; a share smaller than this does not move a quantile.
_ROUNDING = 1e-12


def is_usable(x: Floats, w: Floats) -> bool:
    """Return whether the measures have a meaning: something is there, finite, and nothing is below zero."""
    return bool(len(x) and x.min() >= 0 and w.min() >= 0 and x.max() < np.inf and 0 < w.sum() < np.inf)


def weighted_mean(x: Floats, w: Floats) -> float:
    """Return the mean of values with weights."""
    return float((w * x).sum() / w.sum()) if is_usable(x, w) else np.nan


def _scale_values(x: Floats, w: Floats) -> tuple[Floats, float]:
    """x over its largest value, so that the smallest numbers do not vanish, and the mean of that."""
    if not is_usable(x, w):
        return x, np.nan
    x = np.where(w > 0, x, 0.0)
    x = x / (x.max() or 1.0)
    return x, float((w * x).sum() / w.sum())


def compute_variation(x: Floats, w: Floats) -> float:
    """Coefficient of variation, with the standard deviation of the whole group (divided by n)."""
    x, mu = _scale_values(x, w)
    if not mu > 0:
        return mu
    positive = x[w > 0]
    if (positive == positive[0]).all():
        return 0.0
    return float(np.sqrt((w * (x - mu) ** 2).sum() / w.sum()) / mu)


def compute_gini(x: Floats, w: Floats) -> float:
    """Return the Gini coefficient of values with weights, 0 to 1."""
    x, mu = _scale_values(x, w)
    if not mu > 0:
        return mu
    order = np.argsort(x, kind="stable")
    y = (w * x)[order]
    total = np.cumsum(y)
    area = (w[order] * (2 * total - y)).sum() / (w.sum() * total[-1])
    return float(min(max(1.0 - area, 0.0), 1.0))


def compute_theil(x: Floats, w: Floats) -> float:
    """Theil T, 0 to ln(number of people)."""
    x, mu = _scale_values(x, w)
    if not mu > 0:
        return mu
    return float(max((w * _x_log_x(x / mu)).sum() / w.sum(), 0.0))


def _x_log_x(r: Floats) -> Floats:
    return r * np.log(np.where(r > 0, r, 1.0))


def weighted_quantile(x: Floats, w: Floats, q: float) -> float:
    """Return the smallest value at or below which at least the share q of the weight is; see above for equal ones."""
    if not is_usable(x, w):
        return np.nan
    if w.min() == w.max():
        return float(np.quantile(x, q))
    order = np.argsort(x, kind="stable")
    order = order[w[order] > 0]
    reached = np.cumsum(w[order])
    place = np.searchsorted(reached, (q - _ROUNDING) * reached[-1], side="left")
    return float(x[order[min(int(place), len(order) - 1)]])


@dataclass(frozen=True)
class Groupings:
    """Several groupings of the same values, laid end to end so that one pass does them all.

    rows   which value is at each place; a value in no group of a grouping does not appear for it
    group  its group, numbered through all groupings
    of     the grouping of each group
    size   number of groupings
    """

    rows: Ints
    group: Ints
    of: Ints
    size: int

    @classmethod
    def of_labels(cls, labels: Sequence[Ints], sizes: Sequence[int]) -> "Groupings":
        """From one array of group numbers (-1 for none) and one number of groups for each grouping."""
        starts = np.cumsum([0, *sizes])
        inside = [np.flatnonzero(label >= 0) for label in labels]
        none = [np.zeros(0, dtype=np.int64)]
        group = [label[at] + start for label, at, start in zip(labels, inside, starts[:-1], strict=True)]
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


def split_theil(x: Floats, w: Floats, by: Groupings) -> Parts:
    """Theil T and its two parts, for all groupings."""
    size = len(by.of)
    if not is_usable(x, w):
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
    mu, mean = _divide_or(total, people), _divide_or(sums, weight)
    # Where all of a group are 0, it has no share and no inequality.
    own = _divide_or(groups(w * _x_log_x(x / _or_one(mean)[by.group])), weight)
    share = _divide_or(sums, total[by.of], 0.0)
    ratio = _or_one(_divide_or(mean, _or_one(mu)[by.of]))
    all_ = _divide_or(groupings(groups(w * _x_log_x(x / _or_one(mu)[whole]))), people)
    within = groupings(share * np.where(weight > 0, own, 0.0))
    between = groupings(share * np.log(ratio))
    none = np.where(people > 0, 0.0, np.nan)
    return Parts(
        np.maximum(all_, 0.0),
        np.maximum(within, none),
        np.maximum(between, none),
        share,
        _divide_or(weight, people[by.of], 0.0),
        mean * top,
        own,
    )


def _divide_or(a: Floats, b: Floats, none: float = np.nan) -> Floats:
    out: Floats = np.full(len(a), none)
    return np.divide(a, b, out=out, where=b > 0)


def _or_one(x: Floats) -> Floats:
    return np.where(x > 0, x, 1.0)


# Differences of Theil smaller than this are the rounding of the calculation.
_SAME = 1e-12
# Shares of the inequality that differ by less than this count as equal.
_APART = 0.05


@dataclass(frozen=True, slots=True)
class Part:
    """One group in a split: its countries, its share of the weight and of the total, its mean and Theil."""

    name: str
    count: int
    weight: float
    share: float
    mean: float
    theil: float


@dataclass(frozen=True, slots=True)
class Split:
    """Theil T by a grouping: total = within + between. `outside` has the areas that are in no group."""

    by: str
    total: float
    within: float
    between: float
    groups: tuple[Part, ...]
    outside: tuple[str, ...] = ()

    @property
    def between_share(self) -> float:
        """Return the share of the inequality that is between the groups; 0 where there is none."""
        return self.between / self.total if self.total > _SAME else 0.0


@dataclass(frozen=True, slots=True)
class Side:
    """The measures on one side. Ratios are None where they would divide by 0; numbers NaN without values."""

    mean: float
    cv: float
    gini: float
    theil: float
    p10: float
    p90: float
    p90_p10: float | None
    lowest: float
    highest: float
    highest_lowest: float | None
    splits: Mapping[str, Split]


@dataclass(frozen=True, slots=True)
class Inequality:
    """Inequality among areas in one year.

    value     on the figures themselves
    rest      on `whole - x`; None for figures without an upper limit
    inputs    area -> value used
    left_out  areas without a usable value or weight
    weights   what weighted the areas, in words
    coverage  of the group; None where the caller named no group
    words     where the two sides differ, as a sentence; "" where they do not
    """

    year: int | None
    value: Side
    rest: Side | None
    inputs: Mapping[str, float]
    left_out: tuple[str, ...]
    weights: str
    coverage: Coverage | None
    words: str


def measure_inequality(
    areas: Sequence[str],
    values: Floats,
    weights: Floats | None = None,
    *,
    groupings: Mapping[str, Sequence[str]] | None = None,
    whole: float | None = 100.0,
    weighted_by: str = "population",
    year: int | None = None,
    coverage: Coverage | None = None,
) -> Inequality:
    """Return all measures over areas.

    weights     one per area, such as population; None counts every area once
    groupings   name -> the group of each area ("" for none, which leaves the area out of that split)
    whole       what the figures are shares of; None where they have no upper limit

    Areas with a value or weight that is not finite, with a value below 0 or above `whole`, or with a weight
    below 0 are left out and named.
    """
    x = np.asarray(values, dtype=np.float64)
    w = np.ones(len(x)) if weights is None else np.asarray(weights, dtype=np.float64)
    with np.errstate(invalid="ignore"):
        good = np.isfinite(x) & np.isfinite(w) & (x >= 0) & (w >= 0)
        if whole is not None:
            good &= x <= whole
    left_out: tuple[str, ...] = ()
    names, marks = areas, groupings or {}
    if not good.all():
        at = np.flatnonzero(good).tolist()
        left_out = tuple(areas[i] for i in np.flatnonzero(~good).tolist())
        x, w, names = x[good], w[good], [areas[i] for i in at]
        marks = {name: [groups[i] for i in at] for name, groups in marks.items()}
    numbered = {name: _number_groups(groups) for name, groups in marks.items()}
    by = _Groups.of(names, numbered)
    value = _make_side(x, w, by)
    rest = None if whole is None else _make_side(whole - x, w, by)
    return Inequality(
        year=year,
        value=value,
        rest=rest,
        inputs=MappingProxyType(dict(zip(names, x.tolist(), strict=True))),
        left_out=left_out,
        weights=EQUAL if weights is None else weighted_by,
        coverage=coverage,
        words=_compare_sides(value, rest),
    )


_Numbered = tuple[list[str], Ints]


def _number_groups(groups: Sequence[str]) -> _Numbered:
    names = sorted(set(groups) - {""})
    place = {name: i for i, name in enumerate(names)} | {"": -1}
    return names, np.array([place[group] for group in groups], dtype=np.int32)


@dataclass(frozen=True)
class _Groups:
    """The groupings of one year, made once for both sides."""

    names: tuple[str, ...]
    sizes: tuple[int, ...]
    groups: tuple[str, ...]
    counts: tuple[int, ...]
    outside: tuple[tuple[str, ...], ...]
    groupings: Groupings

    @classmethod
    def of(cls, areas: Sequence[str], numbered: Mapping[str, _Numbered]) -> "_Groups":
        """Return the groups of the areas, numbered for the kernels."""
        sizes = [len(names) for names, _ in numbered.values()]
        made = Groupings.of_labels([group for _, group in numbered.values()], sizes)
        return cls(
            tuple(numbered),
            tuple(sizes),
            tuple(name for names, _ in numbered.values() for name in names),
            tuple(np.bincount(made.group, minlength=len(made.of)).tolist()),
            tuple(tuple(areas[i] for i in np.flatnonzero(group < 0).tolist()) for _, group in numbered.values()),
            made,
        )


def _make_side(x: Floats, w: Floats, by: _Groups) -> Side:
    counted = x[w > 0]
    low, high = (float(counted.min()), float(counted.max())) if len(counted) else (np.nan, np.nan)
    p10, p90 = weighted_quantile(x, w, 0.1), weighted_quantile(x, w, 0.9)
    return Side(
        mean=weighted_mean(x, w),
        cv=compute_variation(x, w),
        gini=compute_gini(x, w),
        theil=compute_theil(x, w),
        p10=p10,
        p90=p90,
        p90_p10=p90 / p10 if p10 > 0 else None,
        lowest=low,
        highest=high,
        highest_lowest=high / low if low > 0 else None,
        splits=MappingProxyType(_split_by(x, w, by)),
    )


def _split_by(x: Floats, w: Floats, by: _Groups) -> dict[str, Split]:
    parts = split_theil(x, w, by.groupings)
    rows = [
        Part(*row)
        for row in zip(
            by.groups,
            by.counts,
            parts.weight.tolist(),
            parts.share.tolist(),
            parts.mean.tolist(),
            parts.theil.tolist(),
            strict=True,
        )
    ]
    whole = zip(parts.total.tolist(), parts.within.tolist(), parts.between.tolist(), strict=True)
    splits, start = {}, 0
    for name, size, outside, numbers in zip(by.names, by.sizes, by.outside, whole, strict=True):
        splits[name] = Split(name, *numbers, tuple(rows[start : start + size]), outside)
        start += size
    return splits


def _compare_sides(value: Side, rest: Side | None) -> str:
    """Return where most of the inequality is, when the two sides differ."""
    if rest is None:
        return ""
    sentences = []
    for by, split in value.splits.items():
        other = rest.splits[by]
        shares = split.between_share, other.between_share
        most = [share > 0.5 for share in shares]
        if min(split.total, other.total) > _SAME and most[0] != most[1] and abs(shares[0] - shares[1]) > _APART:
            sentences.append(
                f"By {by}, {split.between_share:.0%} of the inequality in users is between groups, but "
                f"{other.between_share:.0%} of that in people without."
            )
    return " ".join(sentences)
