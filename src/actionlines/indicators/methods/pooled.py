"""Pooled curve: how fast all areas went that stood where this one is, and a part of its own pace.

    f(v)   = mean yearly change of all areas of the series near the value v, over the WINDOW years before the last
    v_next = v + OWN * b * DAMPED^k + (1 - OWN) * f(v)         k = years ahead, b = own yearly change of OWN_YEARS
    ratio  = (v(t_T) - v_b) / (T - v_b)
    interval: v(t_T) - down * q * s(t_T) to v(t_T) + up * q * s(t_T), see fit.find_widths; a series that last stood
              still, or turned, may go on so, and its interval holds the last value

f is a kernel mean over 41 places between the natural limits (of the values where there are none), drawn to no
change by three steps. Areas that were early show those that follow the S of the curve; the own pace, damped by a
fifth a year, keeps part of what sets an area apart. s adds up the standard deviation of the steps around f along
the way, over the fourth root of the years. q is the quantile of |miss| / s of forecasts that the same curve would
have made in the past, as many years ahead as now (seven at most), from three years of origin. The pool is all areas
with the same indicator, series, breakdown and unit; ten with two values are the least. Counts have none: a level of
people is not the same in a large country and a small one. The
bands are those of the UN Statistics Division of 2026 (0, 0.10, 0.50, 0.95) in our own words.

Source: ours. OWN and DAMPED are round numbers, chosen with `measure --backtest` on ITU's series and the SDG
database in view: of internet use five years ahead from 2018 the mean error is 5.4 points, 7.5 by `linear` and 7.7
by `logit`. benchmarks/intervals.py prints errors and how often intervals held.
"""

from dataclasses import dataclass

import numpy as np

from actionlines.indicators.methods import ends, fit, linear
from actionlines.indicators.methods.cuts import Cuts, merge_cuts
from actionlines.indicators.methods.ends import Ends, find_ends, value_before
from actionlines.indicators.methods.fit import rows_of
from actionlines.indicators.methods.reasons import TEXTS, Reason
from actionlines.indicators.model import Bools, Floats, Ints, Spans, Verdicts

NAME = "pooled"
TITLE = "Pooled curve"
SOURCE = "mean pace of all areas at the same level; bands of the UN Statistics Division, 2026"
WORDS = linear.WORDS
COMMON = ends.COMMON
REASONS = TEXTS
REFUSES = linear.REFUSES
CUTS = linear.CUTS
WHY = (
    "From {base_value} in {base_year} to {last_value} in {last_year}; at the pace of all areas that stood there, "
    "that is {projected} in {target_year}, {ratio:%} of the way to {target}.",
    "",
)
OWN, DAMPED, OWN_YEARS, WINDOW = 0.3, 0.8, 5, 8
LEAST, PLACES, WIDTH, DRAWN = (10, 41, 3.2, 3.0)  # areas; places of the curve, the kernel in places, steps to none
USUAL, TESTED, ORIGINS, AHEAD = 1.0, 20, 3, 7
FURTHEST, LONGEST = 60, 4  # years ahead; years between two values that make a step


@dataclass(frozen=True)
class _Pools:
    """Series that share a curve: `of` is the pool of each series (-1 for none), the others are by pool."""

    of: Ints
    low: Floats
    high: Floats
    last: Ints

    def __len__(self) -> int:
        return len(self.last)

    def place(self, pool: Ints, values: Floats) -> Floats:
        """Return where values stand on the curve of their pool, 0 to PLACES - 1."""
        share = (values - self.low[pool]) / (self.high - self.low)[pool]
        return np.clip(share * (PLACES - 1), 0, PLACES - 1)


def _make_pools(spans: Spans) -> _Pools:
    several = (np.diff(spans.starts) >= 2) & (spans.pool >= 0)
    size = np.bincount(spans.pool[several], minlength=int(spans.pool.max(initial=-1)) + 1)
    number = np.append(np.where(size >= LEAST, np.cumsum(size >= LEAST) - 1, -1), -1).astype(np.int32)
    of = np.where(several, number[spans.pool], -1).astype(np.int32)
    count = int((size >= LEAST).sum())
    inside = of[rows_of(spans)]
    pooled, values = inside >= 0, spans.values
    least, most = np.full(count, np.inf), np.full(count, -np.inf)
    np.minimum.at(least, inside[pooled], values[pooled])
    np.maximum.at(most, inside[pooled], values[pooled])
    last = np.zeros(count, dtype=np.int32)
    np.maximum.at(last, inside[pooled], spans.years[pooled])
    first = np.zeros(count, dtype=np.int64)
    first[of[of >= 0][::-1]] = np.flatnonzero(of >= 0)[::-1]  # one series of each pool, for its limits
    low, high = spans.low[first], spans.high[first]
    low = np.where(np.isfinite(low), low, np.minimum(least, 0))
    high = np.where(np.isfinite(high), high, np.maximum(most, low + 1e-9))
    return _Pools(of, low, np.where(high > low, high, low + 1), last)


def _fit_curve(spans: Spans, pools: _Pools, until: Ints) -> tuple[Floats, Floats]:
    """Return yearly change and its standard deviation at each place, from the steps before `until`, by pool."""
    rows = rows_of(spans)
    start, years = np.flatnonzero(rows[1:] == rows[:-1]), np.diff(spans.years)
    pool = pools.of[rows[start]]
    limit = until[pool]
    good = (pool >= 0) & (spans.years[start + 1] <= limit) & (spans.years[start] >= limit - WINDOW)
    good &= years[start] <= LONGEST
    start, pool = start[good], pool[good]
    step = (spans.values[start + 1] - spans.values[start]) / years[start]
    place = np.rint(pools.place(pool, spans.values[start])).astype(np.int64)
    cell, cells = pool * PLACES + place, len(pools) * PLACES

    def total(numbers: Floats | None = None) -> Floats:
        """Return the smoothed sum by pool and place."""
        places = np.bincount(cell, numbers, minlength=cells).reshape(-1, PLACES).astype(np.float64)
        at = np.arange(PLACES)
        return places @ np.exp(-0.5 * ((at[:, None] - at[None, :]) / WIDTH) ** 2)

    count = total() + DRAWN
    change = total(step) / count
    rest = (step - change.ravel()[cell]) ** 2
    number = np.maximum(np.bincount(pool, minlength=len(pools)), 1)
    usual = np.bincount(pool, rest, minlength=len(pools)) / number
    return change, np.sqrt((total(rest) + DRAWN * usual[:, None]) / count)


def _follow_curve(
    spans: Spans, pools: _Pools, curve: tuple[Floats, Floats], stop: Ints, to: Ints
) -> tuple[Floats, Floats]:
    """Return the value in the year `to` and its spread, from the observation before `stop`, by series."""
    pool, first = pools.of, spans.starts[:-1]
    there = (pool >= 0) & (stop - first >= 2)
    at = np.where(there, stop - 1, 0)
    value, year = spans.values[at].copy(), spans.years[at]
    since = np.minimum(first + value_before(spans, year - OWN_YEARS), at - 1)
    since = np.where(there, since, 0)
    own = (value - spans.values[since]) / np.maximum(year - spans.years[since], 1)
    ahead = np.where(there, np.clip(to - year, 0, FURTHEST), 0)
    chosen, spread = np.maximum(pool, 0), np.zeros(len(spans))
    low, high = (np.where(np.isfinite(x), x, y) for x, y in ((spans.low, -np.inf), (spans.high, np.inf)))
    for k in range(1, int(ahead.max(initial=0)) + 1):
        on = np.flatnonzero(ahead >= k)
        place = pools.place(chosen[on], value[on])
        cell = np.minimum(place.astype(np.int64), PLACES - 2)
        share, cell = place - cell, cell + chosen[on] * PLACES
        change, wide = ((1 - share) * x.ravel()[cell] + share * x.ravel()[cell + 1] for x in curve)
        spread[on] += wide
        moved = value[on] + OWN * own[on] * DAMPED**k + (1 - OWN) * change
        value[on] = np.clip(moved, low[on], high[on])
    spread /= np.maximum(ahead, 1) ** 0.25
    return np.where(there, value, np.nan), np.where(there, spread, np.nan)


def _miss_of_pools(spans: Spans, pools: _Pools, ahead: Ints) -> Floats:
    """Return the quantile at fit.LEVEL of past misses over their spread, by pool; USUAL of too few."""
    by: list[Ints] = []
    misses: list[Floats] = []
    for back in range(ORIGINS):
        origin = pools.last - ahead - back
        curve = _fit_curve(spans, pools, origin)
        start, end = (spans.starts[:-1] + value_before(spans, year[pools.of] + 1) for year in (origin, origin + ahead))
        reached = np.where(end > start, spans.years[np.maximum(end - 1, 0)], 0).astype(np.int32)
        value, spread = _follow_curve(spans, pools, curve, start, reached)
        known: Bools = (reached > (origin + np.maximum(1, ahead - 2))[pools.of]) & (spread > 0)
        misses.append(np.abs(spans.values[np.maximum(end - 1, 0)] - value)[known] / spread[known])
        by.append(pools.of[known])
    pool, miss = np.concatenate(by), np.concatenate(misses)
    order = np.lexsort((miss, pool))
    count = np.bincount(pool, minlength=len(pools))
    start = np.cumsum(count) - count
    at = np.minimum(start + np.ceil(count * fit.LEVEL).astype(np.int64), start + count) - 1
    last_misses = miss[order][np.maximum(at, 0)] if len(miss) else np.zeros(len(pools))
    return np.where(count >= TESTED, last_misses, USUAL)


@np.errstate(all="ignore")
def assess(spans: Spans, cuts: Cuts | None = None) -> Verdicts:
    """Return verdicts of all series; see the module for formula and thresholds."""
    run, pools = find_ends(spans), _make_pools(spans)
    nothing = np.full(len(spans), np.nan)
    fan = (nothing, nothing, nothing)
    if len(pools):
        fan = _make_fan(spans, pools, run)
    cannot = np.where(np.isnan(fan[0]), Reason.NO_POOL, Reason.NOT_FINITE).astype(np.int32)
    areas = np.bincount(pools.of[pools.of >= 0], minlength=len(pools)).astype(np.float64)
    extra = {"areas": np.where(pools.of >= 0, areas[pools.of], np.nan) if len(pools) else nothing}
    return linear.conclude_verdicts(NAME, spans, run, fan, cannot, extra, merge_cuts(CUTS, cuts))


def _make_fan(spans: Spans, pools: _Pools, run: Ends) -> tuple[Floats, Floats, Floats]:
    inside = pools.of >= 0
    furthest = np.zeros(len(pools), dtype=np.int32)
    np.maximum.at(furthest, pools.of[inside], spans.target_year[inside])
    ahead = np.clip(furthest - pools.last, 1, AHEAD).astype(np.int32)
    curve = _fit_curve(spans, pools, pools.last)
    value, spread = _follow_curve(spans, pools, curve, spans.starts[1:], spans.target_year)
    slack = _miss_of_pools(spans, pools, ahead)[pools.of] * spread
    ahead_of = spans.target_year - run.last_year
    down, up = fit.find_widths(NAME, spans, run.last_value, ahead_of, value - run.last_value)
    later = run.last_year < spans.target_year
    ends = _hold_last(spans, run, value, (value - down * slack, value + up * slack))
    low, high = (np.where(later & np.isfinite(slack), end, np.nan) for end in ends)
    return value, low, high


def _hold_last(spans: Spans, run: Ends, value: Floats, ends: tuple[Floats, Floats]) -> tuple[Floats, Floats]:
    """Return the ends of intervals; that of a series which last stood still, or turned, holds its last value."""
    before = spans.values[np.minimum(np.maximum(run.stop - 2, spans.starts[:-1]), len(spans.values) - 1)]
    last = np.where((run.last_value - before) * (value - run.last_value) <= 0, run.last_value, value)
    return np.minimum(ends[0], last), np.maximum(ends[1], last)
