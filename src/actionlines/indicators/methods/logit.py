"""Logit projection: a share between two natural limits grows fast in the middle and slowly near the ends.

    y      = ln(p / (1 - p)),  p = (v - low) / (high - low)
    slope  of the least-squares line of y over all years from the base on (2015)
    y_e    = y_t + slope * (t_T - t)                                starts at the latest value
    v_e    = low + (high - low) / (1 + exp(-y_e))                   always between the limits
    ratio  = (v_e - v_b) / (T - v_b)
    interval: y_e - down * slack to y_e + up * slack on the scale of y, turned back (fit.find_widths)

The bands are those of the UN Statistics Division of 2026 (0, 0.10, 0.50, 0.95) in our own words. Values at a
limit are infinite on this scale and are left out of the line; a latest value that is there stays. Two years
strictly between the limits are needed, three for an interval.

Source: ours; the least-squares line on this scale is textbook statistics.
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
LEAST = 0.05  # on the scale of y, a year
WHY = (
    "From {base_value} in {base_year} to {last_value} in {last_year}; along an S-shaped curve that is "
    "{projected} in {target_year}, {ratio:%} of the way to {target}.",
    "",
)


def apply_expit(y: Floats) -> Floats:
    """1 / (1 + exp(-y)) without overflow."""
    with np.errstate(all="ignore"):
        return np.where(y >= 0, 1 / (1 + np.exp(-np.abs(y))), np.exp(-np.abs(y)) / (1 + np.exp(-np.abs(y))))


def share_of(spans: Spans, rows: Ints, values: Floats | None = None) -> Floats:
    """Return each value as a share of the way from the low to the high limit of its series."""
    with np.errstate(all="ignore"):
        return ((spans.values if values is None else values) - spans.low[rows]) / (spans.high - spans.low)[rows]


@np.errstate(all="ignore")
def assess(spans: Spans, cuts: Cuts | None = None) -> Verdicts:
    """Return verdicts of all series; see the module for formula and thresholds."""
    run, rows = find_ends(spans), rows_of(spans)
    share = share_of(spans, rows)
    y = np.log(share / (1 - share))
    used = (spans.years >= spans.base[rows]) & np.isfinite(y)
    fitted = fit_line(spans, y, used)
    ahead = np.maximum(spans.target_year, run.last_year)
    last = share_of(spans, np.arange(len(spans), dtype=np.int32), run.last_value)
    middle = np.log(last / (1 - last)) + fitted.slope * (ahead - run.last_year)
    slack = fit.fit_slack(spans, y, used, fitted.slope, ahead.astype(np.float64), LEAST)
    width = spans.high - spans.low
    # A value at a limit stays there: the curve is flat.
    flat = ((last <= 0) | (last >= 1)) & (run.gap > 0)
    value = np.where(flat, run.last_value, spans.low + width * apply_expit(middle))
    down, up = fit.find_widths(NAME, spans, run.last_value, ahead - run.last_year, fitted.slope)
    low, high = (spans.low + width * apply_expit(end) for end in (middle - down * slack, middle + up * slack))
    no_limits = np.isnan(spans.low) | np.isnan(spans.high)
    value = np.where(no_limits, np.nan, value)
    cannot = np.where(no_limits, Reason.NO_LIMITS, Reason.AT_LIMIT)
    extra = {"observations": fitted.count}
    fan, limits = (value, low, high), merge_cuts(CUTS, cuts)
    return linear.conclude_verdicts(NAME, spans, run, fan, cannot.astype(np.int32), extra, limits)
