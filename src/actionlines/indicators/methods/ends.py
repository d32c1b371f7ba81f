"""The first and last observation that a method counts, and the yearly growth between them, all series at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from actionlines.indicators.methods.fold import unfolded
from actionlines.indicators.methods.reasons import Reason
from actionlines.indicators.model import Bools, Floats, Ints, Spans

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


def growth(start: Floats, end: Floats, years: Floats) -> Floats:
    """Compound yearly growth (end / start) ** (1 / years) - 1; NaN where it has no meaning."""
    with np.errstate(all="ignore"):
        rate = np.power(end / start, 1.0 / years) - 1.0
    return np.where((start > 0) & (end > 0) & (years > 0), rate, np.nan)


def before(spans: Spans, year: Ints) -> Ints:
    """Return how many observations of each series lie before `year` (one year per series)."""
    earlier = spans.years < np.repeat(year, np.diff(spans.starts))
    total = np.concatenate(([0], np.cumsum(earlier)))
    return (total[spans.starts[1:]] - total[spans.starts[:-1]]).astype(np.int32)


def ends(spans: Spans, base: Ints | None = None, *, first: Ints | None = None) -> Ends:
    """Return the observations from `base` (the base year of the aim unless given) to the last one.

    `first` overrides the choice with an index into the flat arrays.
    """
    stop = spans.starts[1:]
    if first is None:
        first = (spans.starts[:-1] + before(spans, spans.base if base is None else base)).astype(np.int32)
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
        growth(base_value, last_value, last_year - base_year),
    )


def meets(values: Floats, spans: Spans) -> Bools:
    """Return whether a value is at or past the target of its series; never where there is no target."""
    wanted = spans.direction
    with np.errstate(invalid="ignore"):
        return np.asarray(np.where(wanted > 0, values >= spans.target, values <= spans.target))


def wanted(rate: Floats, spans: Spans) -> Floats:
    """Growth with the sign of the wanted direction; NaN where no direction is known."""
    return np.where(spans.direction == 0, np.nan, rate * spans.direction)


def final(reason: Ints, verdict: Ints, spans: Spans) -> Ints:
    """Return the reasons, with the want of any aim before all others where there is no verdict."""
    unknown = (spans.direction == 0) & np.isnan(spans.target) & (verdict < 0)
    return np.where(unknown, Reason.NO_AIM, reason).astype(np.int32)


def within(values: Floats, spans: Spans) -> Floats:
    """Return values kept inside the natural limits of their series."""
    return np.fmin(np.fmax(values, spans.low), spans.high)


def settle(values: Floats) -> Floats:
    """Return values with what is only rounding set to zero."""
    return np.where(np.abs(values) < ROUNDING, 0.0, values)


def expected(spans: Spans, raw: Spans, run: Ends) -> tuple[Floats, Floats]:
    """v_t * (1 + g) ^ (years left) by the formula, and the same in the unit of `raw`, inside its limits."""
    left = np.maximum(spans.target_year - run.last_year, 0.0)
    with np.errstate(all="ignore"):
        forward = run.last_value * np.power(1.0 + run.growth, left)
    last = raw.values[np.clip(run.stop - 1, 0, None)] if len(raw.values) else run.last_value
    back = within(unfolded(within(forward, spans), raw, last), raw)
    return forward, np.where(np.isnan(forward), np.nan, back)
