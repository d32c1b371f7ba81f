"""Logit projection: a share between two natural limits grows fast in the middle and slowly near the ends.

    y      = ln(p / (1 - p)),  p = (v - low) / (high - low)
    line   = least squares of y over all years from the base on (2015)
    v_e    = low + (high - low) / (1 + exp(-line(t_T)))             always between the limits
    ratio  = (v_e - v_b) / (T - v_b)
    interval: line(t_T) +- the slack of a random walk with uncertain pace on the scale of y (`drift`), turned
              back; level interval.LEVEL

The bands are those of the UN Statistics Division of 2026 (0, 0.10, 0.50, 0.95) in our own words. Values at a
limit are infinite on this scale and are left out of the line; two years strictly between the limits are
needed, three for an interval.

Source: ours; the least-squares line on this scale is textbook statistics. Checked against the
logit column of the comparison of methods on internet use, 192 countries.
"""

import numpy as np

from actionlines.indicators.methods import ends, fit, linear
from actionlines.indicators.methods.cuts import Cuts, merge_cuts
from actionlines.indicators.methods.ends import find_ends
from actionlines.indicators.methods.fit import fit_line, rows_of
from actionlines.indicators.methods.reasons import TEXTS, Reason
from actionlines.indicators.model import Floats, Ints, Spans, Verdicts

NAME = "logit"
TITLE = "Logit projection"
SOURCE = "least squares on the logit scale; bands of the UN Statistics Division, 2026"
WORDS = linear.WORDS
COMMON = ends.COMMON
REASONS = TEXTS
REFUSES = linear.REFUSES
CUTS = linear.CUTS
WHY = (
    "From {base_value} in {base_year} to {last_value} in {last_year}; along an S-shaped curve that is "
    "{projected} in {target_year}, {ratio:%} of the way to {target}.",
    "",
)


def apply_expit(y: Floats) -> Floats:
    """1 / (1 + exp(-y)) without overflow."""
    with np.errstate(all="ignore"):
        return np.where(y >= 0, 1 / (1 + np.exp(-np.abs(y))), np.exp(-np.abs(y)) / (1 + np.exp(-np.abs(y))))


def share_of(spans: Spans, rows: Ints) -> Floats:
    """Return each value as a share of the way from the low to the high limit of its series."""
    with np.errstate(all="ignore"):
        return (spans.values - spans.low[rows]) / (spans.high - spans.low)[rows]


@np.errstate(all="ignore")
def assess(spans: Spans, cuts: Cuts | None = None) -> Verdicts:
    """Return verdicts of all series; see the module for formula and thresholds."""
    run, rows = find_ends(spans), rows_of(spans)
    share = share_of(spans, rows)
    y = np.log(share / (1 - share))
    used = (spans.years >= spans.base[rows]) & np.isfinite(y)
    fitted = fit_line(spans, y, used)
    ahead = np.maximum(spans.target_year, run.last_year)
    middle = fitted.at(ahead)
    slack = fit.fit_slack(spans, y, used, fitted.slope, ahead.astype(np.float64))
    width = spans.high - spans.low
    # Values all at one limit stay there: the curve is flat.
    flat = (fitted.count == 0) & (run.last_value == run.base_value) & (run.gap > 0)
    value = np.where(flat, run.last_value, spans.low + width * apply_expit(middle))
    low, high = (spans.low + width * apply_expit(end) for end in (middle - slack, middle + slack))
    no_limits = np.isnan(spans.low) | np.isnan(spans.high)
    value = np.where(no_limits, np.nan, value)
    cannot = np.where(no_limits, Reason.NO_LIMITS, Reason.AT_LIMIT)
    extra = {"observations": fitted.count}
    fan, limits = (value, low, high), merge_cuts(CUTS, cuts)
    return linear.conclude_verdicts(NAME, spans, run, fan, cannot.astype(np.int32), extra, limits)
