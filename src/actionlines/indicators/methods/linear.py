"""Linear projection: the mean yearly change from base to latest value goes on.

    v_e    = v_t + c * (t_T - t),  c = (v_t - v_b) / (t - b)
    ratio  = (v_e - v_b) / (T - v_b)
    interval: v_e +- q * s * sqrt(h * (1 + h / (t - b))),  h = t_T - t; level interval.LEVEL, q of Student's t
              with n - 2 degrees of freedom, s^2 = sum((step - c * years)^2 / years) / (n - 2) over the n - 1
              steps between neighbouring observations: a random walk with drift, whose drift is c

The bands are those of the UN Statistics Division of 2026 (0, 0.10, 0.50, 0.95) in our own words. `ratio`
follows the formula; the projected value and its interval are kept within the natural limits. Two years are
needed, three for an interval. Without a target the projection is given and no verdict.

Source: ours; random walk with drift is textbook statistics. Checked against the linear column of the
comparison of methods on internet use, 192 countries.
"""

from __future__ import annotations

import numpy as np

from actionlines.indicators.methods import bands
from actionlines.indicators.methods.ends import Ends, ends, meets, within
from actionlines.indicators.methods.fit import rows_of
from actionlines.indicators.methods.fold import folded, folded_values
from actionlines.indicators.methods.interval import student
from actionlines.indicators.methods.reasons import TEXTS, Reason
from actionlines.indicators.model import Floats, Ints, Spans, Verdicts

NAME = "linear"
TITLE = "Linear projection"
SOURCE = "mean yearly change carried on; bands of the UN Statistics Division, 2026"
WORDS = (
    "Moves away from the target",
    "Hardly moves",
    "Goes less than half the way",
    "Goes more than half the way, but not all of it",
    "Arrives in time",
    "Has arrived",
)
COMMON = bands.COMMON
REASONS = TEXTS
NEAR = 0.01  # of the target: what a curve that bends towards it may miss
WHY = (
    "From {base_value} in {base_year} to {last_value} in {last_year} is {change} a year; carried on to "
    "{target_year}, that is {ratio:%} of the way to {target}.",
    "",
)


@np.errstate(all="ignore")
def assess(spans: Spans) -> Verdicts:
    """Verdicts of all series; see the module for formula and thresholds."""
    run = ends(spans)
    change = np.where(run.gap > 0, (run.last_value - run.base_value) / run.gap, np.nan)
    left = np.maximum(spans.target_year - run.last_year, 0.0)
    value = run.last_value + change * left
    steps, noise = _noise(spans, run, change)
    slack = np.sqrt(noise / (steps - 1) * left * (1 + left / run.gap))
    slack = np.where(steps >= 2, student(steps - 1) * slack, np.nan)
    cannot = np.full(len(spans), Reason.NOT_FINITE, dtype=np.int32)
    extra = {"change": change, "observations": steps + 1}
    return conclude(NAME, spans, run, (value, value - slack, value + slack), cannot, extra)


def _noise(spans: Spans, run: Ends, change: Floats) -> tuple[Floats, Floats]:
    """Steps between neighbouring observations of each series, and the sum of their squared surprises."""
    size = len(spans)
    if len(spans.values) < 2:
        return np.zeros(size), np.zeros(size)
    rows = rows_of(spans)
    inside = (rows[1:] == rows[:-1]) & (np.arange(len(rows) - 1) >= run.first[rows[1:]])
    years = np.diff(spans.years)[inside].astype(np.float64)
    row = rows[1:][inside]
    surprise = np.diff(spans.values)[inside] - change[row] * years
    steps = np.bincount(row, minlength=size).astype(np.float64)
    return steps, np.bincount(row, surprise**2 / years, minlength=size).astype(np.float64)


def _stopped(fan: tuple[Floats, Floats, Floats], spans: Spans, base: Floats) -> tuple[Floats, Floats, Floats]:
    """The projection kept on the side of the base of an aim in the middle: who crosses it has arrived."""
    below = (spans.fold > 0) & (base < spans.band_low)
    above = (spans.fold > 0) & (base > spans.band_high)
    below |= (spans.fold > 0) & np.isnan(spans.band_low) & (base < spans.target)
    above |= (spans.fold > 0) & np.isnan(spans.band_high) & (base > spans.target)
    low, mid, high = (
        np.where(below, np.minimum(x, spans.target), np.where(above, np.maximum(x, spans.target), x))
        for x in (fan[1], fan[0], fan[2])
    )
    return mid, low, high


@np.errstate(all="ignore")
def conclude(
    name: str,
    spans: Spans,
    run: Ends,
    fan: tuple[Floats, Floats, Floats],
    cannot: Ints,
    inputs: dict[str, Floats],
) -> Verdicts:
    """The verdict from a projection (value, low, high) that is not folded: bands of the share of the way."""
    one_sided = folded(spans)
    fan = _stopped(fan, spans, run.base_value)
    every = np.arange(len(spans), dtype=np.int32)
    base, last, expected = (folded_values(x, spans, every) for x in (run.base_value, run.last_value, fan[0]))
    measured = Ends(run.first, run.stop, run.base_year, base, run.last_year, last, run.growth)
    ratio = bands.share(np.where(np.isfinite(expected), expected, np.nan), base, spans.target)
    cannot = np.where(run.missing() >= 0, run.missing(), cannot).astype(np.int32)
    cannot = np.where(np.isnan(spans.target), Reason.NO_TARGET, cannot).astype(np.int32)
    judged = bands.judge_share(one_sided, measured, ratio, cannot)
    # A curve never touches its limit: what comes near enough counts as staying there.
    near = np.abs(spans.target - expected) <= NEAR * np.abs(spans.target)
    near = np.where(meets(base, one_sided), near, ratio >= bands.SHARE[-1])
    short = ~meets(expected, one_sided) & ~near
    falling = (judged.verdict == bands.ACHIEVED) & np.isfinite(fan[0]) & short
    value, low, high = (np.where(np.isfinite(x) & np.isfinite(fan[0]), within(x, spans), np.nan) for x in fan)
    return Verdicts(
        name,
        judged.verdict,
        judged.ratio,
        np.full(len(spans), np.nan),
        value,
        low,
        high,
        np.where(falling, Reason.MET_FALLING, judged.reason).astype(np.int32),
        run.inputs() | inputs,
    )
