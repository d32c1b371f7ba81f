"""Linear projection: the mean yearly change from base to latest value goes on.

    v_e    = v_t + c * (t_T - t),  c = (v_t - v_b) / (t - b)
    ratio  = (v_e - v_b) / (T - v_b)
    interval: v_e - down * slack to v_e + up * slack, the slack of a random walk with uncertain pace (`fit`)

The bands are those of the UN Statistics Division of 2026 (0, 0.10, 0.50, 0.95) in our own words. `ratio`
follows the formula; the projected value and its interval are kept within the natural limits. Two years are
needed, three for an interval. Without a target the projection is given and no verdict.

Source: ours; a random walk with drift is textbook statistics. Checked against the linear column of the
comparison of methods on internet use, 192 countries.
"""

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np

from actionlines.indicators.methods import ends, fit
from actionlines.indicators.methods.cuts import Cuts, list_edges, merge_cuts
from actionlines.indicators.methods.ends import (
    Ends,
    Kind,
    final_reason,
    find_ends,
    fold_spans,
    folded_values,
    meets_target,
    within_limits,
)
from actionlines.indicators.methods.fit import rows_of
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
COMMON = ends.COMMON
REASONS = TEXTS
REFUSES: Mapping[Kind, Reason] = MappingProxyType({"yes-no": Reason.YES_OR_NO})
# near: share of the target that a curve which bends towards it may miss
CUTS = MappingProxyType({**ends.CUTS, "near": 0.01})
LEAST = 0.01  # of the way between the limits, else of the value, a year
WHY = (
    "From {base_value} in {base_year} to {last_value} in {last_year} is {change} a year; carried on to "
    "{target_year}, that is {ratio:%} of the way to {target}.",
    "",
)


@np.errstate(all="ignore")
def assess(spans: Spans, cuts: Cuts | None = None) -> Verdicts:
    """Return verdicts of all series; see the module for formula and thresholds."""
    run = find_ends(spans)
    change = np.where(run.gap > 0, (run.last_value - run.base_value) / run.gap, np.nan)
    left = np.maximum(spans.target_year - run.last_year, 0.0)
    value = run.last_value + change * left
    used = spans.years >= spans.base[rows_of(spans)]
    reach = spans.high - spans.low
    least = LEAST * np.where(np.isfinite(reach), reach, np.abs(run.last_value))
    slack = fit.fit_slack(spans, spans.values, used, change, spans.target_year.astype(np.float64), least)
    cannot = np.full(len(spans), Reason.NOT_FINITE, dtype=np.int32)
    extra = {"change": change}
    down, up = fit.find_widths(NAME, spans, run.last_value, left, change)
    fan = value, value - down * slack, value + up * slack
    return conclude_verdicts(NAME, spans, run, fan, cannot, extra, merge_cuts(CUTS, cuts))


def _stop_at_limit(value: Floats, spans: Spans, base: Floats) -> Floats:
    """Return the projection kept on the side of the base of an aim in the middle: who crosses it has arrived."""
    low = np.where(np.isnan(spans.band_low), spans.target, spans.band_low)
    high = np.where(np.isnan(spans.band_high), spans.target, spans.band_high)
    below, above = (spans.fold > 0) & (base < low), (spans.fold > 0) & (base > high)
    return np.where(below, np.minimum(value, spans.target), np.where(above, np.maximum(value, spans.target), value))


@np.errstate(all="ignore")
def conclude_verdicts(
    name: str,
    spans: Spans,
    run: Ends,
    fan: tuple[Floats, Floats, Floats],
    cannot: Ints,
    inputs: dict[str, Floats],
    cuts: Cuts,
) -> Verdicts:
    """The verdict from a projection (value, low, high) that is not folded: bands of the share of the way.

    Only the share is folded: the projection and its interval lie on both sides of an aim in the middle.
    """
    one_sided = fold_spans(spans)
    stopped = _stop_at_limit(fan[0], spans, run.base_value)
    every = np.arange(len(spans), dtype=np.int32)
    base, last, expected = (folded_values(x, spans, every) for x in (run.base_value, run.last_value, stopped))
    measured = Ends(run.first, run.stop, run.base_year, base, run.last_year, last, run.growth)
    ratio = ends.share_of_way(np.where(np.isfinite(expected), expected, np.nan), base, spans.target)
    cannot = np.where(run.missing() >= 0, run.missing(), cannot).astype(np.int32)
    cannot = np.where(np.isnan(spans.target), Reason.NO_TARGET, cannot).astype(np.int32)
    judged = ends.judge_share(one_sided, measured, ratio, cannot, list_edges(cuts, "share-"))
    # A curve never touches its limit: what comes near enough counts as staying there.
    near = np.abs(spans.target - expected) <= cuts["near"] * np.abs(spans.target)
    near = np.where(meets_target(base, one_sided), near, ratio >= cuts["share-on-track"])
    short = ~meets_target(expected, one_sided) & ~near
    falling = (judged.verdict == ends.ACHIEVED) & np.isfinite(fan[0]) & short
    value, low, high = (np.where(np.isfinite(x) & np.isfinite(fan[0]), within_limits(x, spans), np.nan) for x in fan)
    return Verdicts(
        name,
        judged.verdict,
        judged.ratio,
        np.full(len(spans), np.nan),
        value,
        low,
        high,
        final_reason(np.where(falling, Reason.MET_FALLING, judged.reason), judged.verdict, spans),
        run.inputs() | inputs,
    )
