"""The first and last observation that a method counts, and the yearly growth between them, all series at once.

Aims in the middle (parity, one half) turned into aims where less is better.

    by ratio        y -> max(y / T, T / y) * T        parity indices, T = 1
    by difference   y -> T + |y - T|                  shares that should meet at T, 50 %

A value inside the band counts as T itself. Source: the transforms that Statistics Canada applies before its
method (open-sdg/open-sdg, docs/progress-methodology.md) [read in documentation and data]: 4.5.1 by ratio with
the band 0.97 to 1.03, 5.5.1 and 5.5.2 by difference around 50, 16.6.1 around 100.

Kinds of series, and what a method does with a kind that its formula does not fit.

| kind | what it is |
|---|---|
| `yes-no` | values 0 and 1 alone, between the limits 0 and 1 |
| `yearly_growth` | itself a yearly rate of growth (SDG 8.1.1 in per cent) |
| `parity` | an aim in the middle, folded by ratio |
| `middle` | an aim in the middle, folded by difference |
| `ceiling` | every value from the base on is at the limit that is aimed at |
| `bounded` | two natural limits |
| `unbounded` | one limit or none |

The first that holds is the kind. Each method module names in REFUSES the kinds that it cannot judge, with the
reason; `refuse_verdicts` takes them out of its verdicts. Parity and aims in the middle are folded before (`fold`).

Progress as a share of what was needed, in five bands: for the UNSD note of 2026 and projections.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Literal

import numpy as np

from actionlines.indicators.methods.reasons import Reason
from actionlines.indicators.model import Bools, Floats, Ints, Spans, Verdicts

RATIO, DIFFERENCE = 1, 2


def folded_values(values: Floats, spans: Spans, rows: Ints) -> Floats:
    """Return each value as its method sees it; `rows` names the series of each value."""
    at = np.flatnonzero(spans.fold[rows])
    rows, some, out = rows[at], values[at], values.copy()
    kind, middle = spans.fold[rows], spans.target[rows]
    with np.errstate(all="ignore"):
        ratio = np.where((some > 0) & (middle > 0), np.maximum(some / middle, middle / some), np.inf)
        folded = np.where(kind == RATIO, ratio * middle, middle + np.abs(some - middle))
    inside = (some >= spans.band_low[rows]) & (some <= spans.band_high[rows])
    out[at] = np.where(inside, middle, folded)
    return out


def unfold_values(values: Floats, spans: Spans, last: Floats) -> Floats:
    """Folded values back in the unit of the series, on the side of the target that `last` is on."""
    below = last < spans.target
    with np.errstate(all="ignore"):
        out = np.where(below & (spans.fold == RATIO), spans.target**2 / values, values)
    return np.where(below & (spans.fold == DIFFERENCE), 2 * spans.target - values, out)


def fold_spans(spans: Spans) -> Spans:
    """Return the spans with every aim on one side; the same object where nothing is to fold."""
    two_sided = spans.fold > 0
    if not two_sided.any():
        return spans
    rows = np.repeat(np.arange(len(spans), dtype=np.int32), np.diff(spans.starts))
    nothing = np.float64(np.nan)
    return replace(
        spans,
        values=folded_values(spans.values, spans, rows),
        direction=np.where(two_sided, -1, spans.direction).astype(np.int32),
        low=np.where(two_sided, spans.target, spans.low),
        high=np.where(two_sided, nothing, spans.high),
    )


# A result nearer to zero than this is the rounding of the calculation, not a change.
ROUNDING = 1e-12


@dataclass(frozen=True)
class Ends:
    """First and last observation of each series, from the base year on; NaN where there is none.

    first      index of the base observation in the flat arrays (`stop` where there is none)
    stop       index after the last observation
    growth     compound yearly growth; NaN unless both values are above zero and the years differ
    """

    first: Ints
    stop: Ints
    base_year: Floats
    base_value: Floats
    last_year: Floats
    last_value: Floats
    growth: Floats

    @property
    def gap(self) -> Floats:
        """Return years from the base to the last observation."""
        return self.last_year - self.base_year

    def missing(self) -> Ints:
        """Reason by series: nothing to count from, only one observation, or NONE."""
        reason = np.full(len(self.first), Reason.NONE, dtype=np.int32)
        reason[~(self.gap > 0)] = Reason.ONE_VALUE
        reason[np.isnan(self.base_value)] = Reason.NO_DATA
        return reason

    def inputs(self) -> dict[str, Floats]:
        """Return the numbers that every method uses, by name."""
        return {
            "base_year": self.base_year,
            "base_value": self.base_value,
            "last_year": self.last_year,
            "last_value": self.last_value,
        }


def yearly_growth(start: Floats, end: Floats, years: Floats) -> Floats:
    """Compound yearly growth (end / start) ** (1 / years) - 1; NaN where it has no meaning."""
    with np.errstate(all="ignore"):
        rate = np.power(end / start, 1.0 / years) - 1.0
    return np.where((start > 0) & (end > 0) & (years > 0), rate, np.nan)


def value_before(spans: Spans, year: Ints) -> Ints:
    """Return how many observations of each series lie before `year` (one year per series)."""
    earlier = spans.years < np.repeat(year, np.diff(spans.starts))
    total = np.concatenate(([0], np.cumsum(earlier)))
    return (total[spans.starts[1:]] - total[spans.starts[:-1]]).astype(np.int32)


def find_ends(spans: Spans, base: Ints | None = None, *, first: Ints | None = None) -> Ends:
    """Return the observations from `base` (the base year of the aim unless given) to the last one.

    `first` overrides the choice with an index into the flat arrays.
    """
    stop = spans.starts[1:]
    if first is None:
        first = (spans.starts[:-1] + value_before(spans, spans.base if base is None else base)).astype(np.int32)
    there = first < stop

    def pick(flat: Floats | Ints, index: Ints) -> Floats:
        """Return the value at each index; NaN where there is none."""
        if not len(flat):
            return np.full(len(index), np.nan)
        return np.where(there, flat[np.clip(index, 0, len(flat) - 1)].astype(np.float64), np.nan)

    base_year, base_value = pick(spans.years, first), pick(spans.values, first)
    last_year, last_value = pick(spans.years, stop - 1), pick(spans.values, stop - 1)
    return Ends(
        first,
        stop,
        base_year,
        base_value,
        last_year,
        last_value,
        yearly_growth(base_value, last_value, last_year - base_year),
    )


def meets_target(values: Floats, spans: Spans) -> Bools:
    """Return whether a value is at or past the target of its series; never where there is no target."""
    wanted = spans.direction
    with np.errstate(invalid="ignore"):
        return np.asarray(np.where(wanted > 0, values >= spans.target, values <= spans.target))


def wanted_end(rate: Floats, spans: Spans) -> Floats:
    """Growth with the sign of the wanted direction; NaN where no direction is known."""
    return np.where(spans.direction == 0, np.nan, rate * spans.direction)


def final_reason(reason: Ints, verdict: Ints, spans: Spans) -> Ints:
    """Return the reasons, with the want of any aim before all others where there is no verdict."""
    unknown = (spans.direction == 0) & np.isnan(spans.target) & (verdict < 0)
    return np.where(unknown, Reason.NO_AIM, reason).astype(np.int32)


def within_limits(values: Floats, spans: Spans) -> Floats:
    """Return values kept inside the natural limits of their series."""
    return np.fmin(np.fmax(values, spans.low), spans.high)


def settle_values(values: Floats) -> Floats:
    """Return values with what is only rounding set to zero."""
    return np.where(np.abs(values) < ROUNDING, 0.0, values)


def expected_end(spans: Spans, raw: Spans, run: Ends) -> tuple[Floats, Floats]:
    """v_t * (1 + g) ^ (years left) by the formula, and the same in the unit of `raw`, inside its limits."""
    left = np.maximum(spans.target_year - run.last_year, 0.0)
    with np.errstate(all="ignore"):
        forward = run.last_value * np.power(1.0 + run.growth, left)
    last = raw.values[np.clip(run.stop - 1, 0, None)] if len(raw.values) else run.last_value
    back = within_limits(unfold_values(within_limits(forward, spans), raw, last), raw)
    return forward, np.where(np.isnan(forward), np.nan, back)


Kind = Literal["yes-no", "growth", "parity", "middle", "ceiling", "bounded", "unbounded"]
KINDS: tuple[Kind, ...] = ("yes-no", "growth", "parity", "middle", "ceiling", "bounded", "unbounded")


def list_kinds(spans: Spans) -> Ints:
    """Return the kind of each series as an index into KINDS."""
    bounded = np.isfinite(spans.low) & np.isfinite(spans.high)
    answers = (spans.low == 0) & (spans.high == 1)
    if answers.any():
        answers &= _all_hold((spans.values == 0) | (spans.values == 1), spans, spans.starts[:-1])
    best = np.where(spans.direction > 0, spans.high, spans.low)
    at_best = spans.target == best
    if at_best.any():
        first = spans.starts[:-1] + value_before(spans, spans.base)
        there = spans.values == np.repeat(best, np.diff(spans.starts))
        at_best &= _all_hold(there, spans, first)
    tests = (answers, spans.growth, spans.fold == RATIO, spans.fold == DIFFERENCE, at_best, bounded)
    return np.select(tests, range(len(tests)), len(tests)).astype(np.int32)


def _all_hold(holds: Bools, spans: Spans, first: Ints) -> Bools:
    """Return whether something holds of all values of a series from the index `first` on, of one at least."""
    total = np.concatenate(([0], np.cumsum(holds)))
    stop = spans.starts[1:]
    return np.asarray((stop > first) & (total[stop] - total[np.minimum(first, stop)] == stop - first))


def refuse_verdicts(verdicts: Verdicts, numbers: Ints, refuses: Mapping[Kind, Reason]) -> Verdicts:
    """Return the verdicts without those of the kinds that the method refuses, each with its reason."""
    why = np.array([refuses.get(kind, Reason.NONE) for kind in KINDS], dtype=np.int32)[numbers]
    gone = (why >= 0) & (verdicts.reason != Reason.NO_DATA) & (verdicts.reason != Reason.NO_AIM)
    if not gone.any():
        return verdicts

    def kept(values: Floats) -> Floats:
        """Return the numbers of the series that are judged, NaN for the others."""
        return np.where(gone, np.nan, values)

    return replace(
        verdicts,
        verdict=np.where(gone, -1, verdicts.verdict).astype(np.int32),
        reason=np.where(gone, why, verdicts.reason).astype(np.int32),
        ratio=kept(verdicts.ratio),
        score=kept(verdicts.score),
        projected=kept(verdicts.projected),
        low=kept(verdicts.low),
        high=kept(verdicts.high),
    )


# Lower edges of the bands of the share (expected - base) / (target - base): stagnation, marginal, moderate,
# on track; the band below the first is regression.
SHARE = (0.0, 0.10, 0.50, 0.95)
REGRESSION, STAGNATION, MARGINAL, MODERATE, ON_TRACK, ACHIEVED = range(6)
CUTS = MappingProxyType({"share-marginal": SHARE[1], "share-moderate": SHARE[2], "share-on-track": SHARE[3]})
COMMON = ("regression", "stagnation", "marginal", "moderate", "on-track", "achieved")


def place_in_bands(values: Floats, edges: tuple[float, ...]) -> Ints:
    """Number of edges that a value reaches; -1 for NaN.

    A growth of exactly 2 % comes out as 0.0199999999999998 or 0.0200000000000002: both reach 0.02.
    """
    band_numbers = np.searchsorted(np.asarray(edges), np.round(values, 12), side="right").astype(np.int32)
    return np.where(np.isnan(values), -1, band_numbers).astype(np.int32)


def share_of_way(expected: Floats, base: Floats, target: Floats) -> Floats:
    """Expected change over needed change."""
    with np.errstate(all="ignore"):
        return settle_values((expected - base) / (target - base))


@dataclass(frozen=True)
class Judged:
    """Verdict, ratio and reason by series."""

    verdict: Ints
    ratio: Floats
    reason: Ints


def judge_share(spans: Spans, run: Ends, ratio: Floats, cannot: Ints, edges: tuple[float, ...] = SHARE) -> Judged:
    """Bands of the share, with what happens where the target is already met.

    A target met at the base: achieved while it still is, else regression. A target met since: achieved.
    `cannot` is the reason why a series has no ratio; it is given where nothing else decides.
    """
    at_base, now = meets_target(run.base_value, spans), meets_target(run.last_value, spans)
    verdict = place_in_bands(ratio, edges)
    reason = np.where(np.isnan(ratio), cannot, Reason.NONE).astype(np.int32)
    enough = run.gap > 0
    cases: list[tuple[Bools, int, Reason]] = [
        (now & ~at_base & enough, ACHIEVED, Reason.MET),
        (now & at_base & enough, ACHIEVED, Reason.MET_AT_BASE),
        (~now & at_base & enough, REGRESSION, Reason.LOST),
    ]
    for where, code, why in cases:
        verdict = np.where(where, code, verdict)
        reason = np.where(where, why, reason)
    ratio = np.where(at_base, np.nan, ratio)
    reason = np.where((verdict < 0) & (reason < 0), Reason.NOT_FINITE, reason)
    return Judged(verdict.astype(np.int32), ratio, reason.astype(np.int32))
