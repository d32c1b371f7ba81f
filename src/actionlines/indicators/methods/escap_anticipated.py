"""UN ESCAP, anticipated progress: where a regression that trusts recent years more says the series will be.

    w_i  = (t_T - t_first) / (t_T - t_i)             weight of year t_i, growing towards the target year
    line = weighted least squares of y over the years; y is the logit of the share between the natural limits,
           where there are two, else the logarithm of the value, else (zero or negative values) the value
    gap  = |T - v(t_T)| / |T - v_b|                  0 where the line meets the target; `ratio` = 1 - gap

| words                | gap       |
|----------------------|-----------|
| Maintain progress    | <= 0.1    |
| Accelerate progress  | 0.1 - 1   |
| Reverse the trend    | > 1       |

The line goes through all observations from 2000 on (`since`; from the base year where that is earlier), the
gap is counted from the base year (2015); two years from the base on are needed. Values at a natural limit are
infinite on the logit scale and are left out of the line; a target that is met there, with no line left, is
Maintain. Aims in the middle are folded by difference. A target that was met at the base: Maintain while it is met
and the line keeps it (within 1 %), Accelerate while it is met and the line loses it, Reverse when it is met no
longer.

Source: data.unescap.org/resource-guides/progress-assessment-methodology [definitions read]; the years from
2000 for the line and from 2015 for the gap, and the three classes in words (sufficient pace, too slow, against the
desired direction): w3.unece.org/sdg2022, sdg2023, sdg2026, technical-notes.html and progress-assessment.html
[read in documentation]. A trend against the desired direction is a gap above 1: that cut follows from the
words. The cut at 0.1 (within 10 %) is in no text that could be read; spalmas/SDG-MENARO has it, as an
index above 9 [read in source code], and there a gap of exactly 1 is No progress, of exactly 0.1 Accelerate.
Weights and scales are from earlier versions of that code [read in source code; it takes the level of the line
from an unweighted regression, here level and slope are both weighted].
"""

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np

from actionlines.indicators.methods.cuts import Cuts, merge_cuts
from actionlines.indicators.methods.ends import (
    Kind,
    final_reason,
    find_ends,
    folded_values,
    meets_target,
    value_before,
    within_limits,
)
from actionlines.indicators.methods.escap_status import by_difference
from actionlines.indicators.methods.fit import fit_line, rows_of
from actionlines.indicators.methods.logit import apply_expit, share_of
from actionlines.indicators.methods.reasons import TEXTS, Reason
from actionlines.indicators.model import Floats, Ints, Spans, Verdicts

NAME = "escap-anticipated"
TITLE = "UN ESCAP, anticipated progress"
SOURCE = "https://data.unescap.org/resource-guides/progress-assessment-methodology"
WORDS = ("Reverse the trend", "Accelerate progress", "Maintain progress", "Maintain progress")
COMMON = ("regression", "moderate", "on-track", "achieved")
REASONS = TEXTS
REFUSES: Mapping[Kind, Reason] = MappingProxyType({"yes-no": Reason.YES_OR_NO})
WHY = (
    "From {base_value} in {base_year} to {last_value} in {last_year}; the weighted trend since {trend_year} gives "
    "{projected} in {target_year}, which leaves {gap:%} of the way to {target}.",
    "",
)
CUTS = MappingProxyType({"gap-maintain": 0.1, "gap-accelerate": 1.0, "kept": 0.01, "since": 2000.0})


@np.errstate(all="ignore")
def weighted_trend(spans: Spans, since: Ints) -> Floats:
    """Value in the target year of the weighted line from `since` on (a year per series); NaN where none."""
    rows = rows_of(spans)
    used = (spans.years >= since[rows]) & (spans.years < spans.target_year[rows])
    bounded = ~np.isnan(spans.low) & ~np.isnan(spans.high)
    positive = np.bincount(rows, (spans.values <= 0) & used, minlength=len(spans)) == 0
    share = share_of(spans, rows)
    y = np.where(positive[rows], np.log(np.where(spans.values > 0, spans.values, 1.0)), spans.values)
    y = np.where(bounded[rows], np.log(share / (1 - share)), y)
    used &= np.isfinite(y)
    # The numerator of the weights is the same for all years of a series and drops out.
    weights = 1.0 / (spans.target_year[rows] - spans.years)
    fitted = fit_line(spans, y, used, weights).at(spans.target_year)
    value = np.where(positive, np.exp(fitted), fitted)
    value = np.where(bounded, spans.low + (spans.high - spans.low) * apply_expit(fitted), value)
    return np.where(np.isfinite(value), value, np.nan)


@np.errstate(all="ignore")
def assess(spans: Spans, cuts: Cuts | None = None) -> Verdicts:
    """Return verdicts of all series; see the module for formula and thresholds."""
    cuts = merge_cuts(CUTS, cuts)
    raw, spans = spans, by_difference(spans)
    run, latest = find_ends(spans), find_ends(raw).last_value
    # Values at a limit leave no line: they stay where they never changed, or where they meet the target.
    stays = ((run.last_value == run.base_value) & (run.gap > 0)) | meets_target(run.last_value, spans)
    # The line runs through values as they are: a folded value has a kink where it crosses the target.
    since = np.minimum(spans.base, int(cuts["since"])).astype(np.int32)
    ahead = weighted_trend(raw, since)
    from_ = find_ends(raw, first=(spans.starts[:-1] + value_before(spans, since)).astype(np.int32))
    ahead = np.where(np.isnan(ahead) & stays, latest, ahead)
    expected = folded_values(within_limits(ahead, raw), spans, np.arange(len(spans), dtype=np.int32))
    now, at_base = meets_target(run.last_value, spans), meets_target(run.base_value, spans)
    short = np.where(meets_target(expected, spans), 0.0, np.abs(spans.target - expected))
    gap = np.round(short / np.abs(spans.target - run.base_value), 12)
    holds = np.where(at_base, short <= cuts["kept"] * np.abs(spans.target), gap <= cuts["gap-maintain"])
    judged = (run.gap > 0) & ~np.isnan(spans.target) & np.isfinite(ahead)
    verdict = np.where(gap <= cuts["gap-maintain"], 2, np.where(gap <= cuts["gap-accelerate"], 1, 0))
    verdict = np.where(now, np.where(holds, 3, 1), np.where(at_base, 0, verdict))
    reason = np.where(judged, Reason.NONE, run.missing())
    reason = np.where(~judged & (reason < 0), Reason.AT_LIMIT, reason)
    reason = np.where(np.isnan(spans.target), Reason.NO_TARGET, reason)
    reason = np.where(judged & at_base & ~now, Reason.LOST, reason)
    reason = np.where(judged & now, np.where(holds, Reason.MET, Reason.MET_FALLING), reason)
    gap = np.where(judged & ~at_base, gap, np.nan)
    nothing = np.full(len(spans), np.nan)
    return Verdicts(
        NAME,
        np.where(judged, verdict, -1).astype(np.int32),
        1 - gap,
        nothing,
        np.where(run.gap > 0, np.where(np.isnan(ahead), np.nan, within_limits(ahead, raw)), np.nan),
        nothing,
        nothing,
        final_reason(reason, np.where(judged, verdict, -1), spans),
        run.inputs() | {"gap": gap, "trend_year": from_.base_year},
    )
