"""SDSN, Sustainable Development Report: the trend arrow of an indicator of the SDG Index.

    s      = 100 * (v - worst) / (best - worst)           bounds from the codebook, not clipped
    made   = (s_t - s_b) / (t - b)                        points a year
    needed = (s_green - s_b) / (t_T - b)                  points a year that reach the green threshold
    ratio  = made / needed

| words                          | ratio                           |
|--------------------------------|---------------------------------|
| On track or maintaining        | the latest value is green, or >= 1 |
| Moderately improving           | 0.5 - 1                         |
| Stagnating                     | 0 - 0.5                         |
| Decreasing                     | made < 0                        |

`score` is s of the latest value, clipped to 0-100; one value is enough for it, an arrow needs two. Base: the
first trend year of the codebook (the base year of the aim). Without the worst and best value and the green
threshold nothing can be judged: they are values of the index, not to be guessed from the data. Bounds that
are the same, run against the direction of the aim, or do not hold the green threshold are refused.

Source: dashboards.sdgindex.org/chapters/methodology [read in part]; the normalisation reproduces 14,933 of
14,933 published scores, the arrows were fitted to published ones and give 9,842 of 10,106 (97.4 %): 240 of
the others are published as stagnating where the score fell. A score that falls below 0 is decreasing like any
other: 131 of 132 such arrows are published so.
"""

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np

from actionlines.indicators.methods.cuts import Cuts, merge_cuts
from actionlines.indicators.methods.ends import Kind, final_reason, find_ends, settle_values
from actionlines.indicators.methods.reasons import TEXTS, Reason
from actionlines.indicators.model import Bools, Spans, Verdicts

NAME = "sdg-index"
TITLE = "SDG Index arrows"
SOURCE = "https://dashboards.sdgindex.org/chapters/methodology"
WORDS = (
    "Decreasing",
    "Stagnating",
    "Moderately improving",
    "On track or maintaining achievement",
    "On track or maintaining achievement",
)
COMMON = ("regression", "stagnation", "moderate", "on-track", "achieved")
REASONS = TEXTS
REFUSES: Mapping[Kind, Reason] = MappingProxyType({"yes-no": Reason.YES_OR_NO})
CUTS = MappingProxyType({"share-moderate": 0.5, "share-on-track": 1.0})
WHY = (
    "From {base_value} in {base_year} to {last_value} in {last_year} is {made} points a year on the scale of "
    "the index; {needed} points a year would reach its green threshold in {target_year}.",
) * 2


def find_usable(spans: Spans) -> tuple[Bools, Bools]:
    """Return which series have all three values of the index, and which of these make a scale."""
    is_known = np.isfinite(spans.worst) & np.isfinite(spans.best) & np.isfinite(spans.green)
    low, high = np.fmin(spans.worst, spans.best), np.fmax(spans.worst, spans.best)
    # Less is never the default, so a direction of -1 was meant: bounds that rise contradict it.
    against = (spans.direction < 0) & (spans.fold == 0) & (spans.best > spans.worst)
    good = is_known & (low < high) & (spans.green >= low) & (spans.green <= high) & ~against
    return is_known, good


@np.errstate(all="ignore")
def assess(spans: Spans, cuts: Cuts | None = None) -> Verdicts:
    """Return verdicts of all series; see the module for formula and thresholds."""
    cuts = merge_cuts(CUTS, cuts)
    bounded, good = find_usable(spans)
    run, nothing = find_ends(spans), np.full(len(spans), np.nan)
    scale = np.where(good, 100.0 / (spans.best - spans.worst), np.nan)
    first, last, green = ((x - spans.worst) * scale for x in (run.base_value, run.last_value, spans.green))
    made = settle_values(np.where(run.gap > 0, (last - first) / run.gap, np.nan))
    needed = (green - first) / (spans.target_year - run.base_year)
    ratio = np.where((needed > 0) & np.isfinite(needed), made / needed, np.nan)
    ahead = spans.target_year > run.base_year
    is_known = np.isfinite(first) & np.isfinite(green) & (run.gap > 0) & ahead
    clean = np.round(ratio, 12)  # as in bands.band
    verdict = np.where(clean >= cuts["share-moderate"], 2, 1)
    verdict = np.where(clean >= cuts["share-on-track"], 3, verdict)
    verdict = np.where(made < 0, 0, verdict)
    reached = is_known & (last >= green)
    verdict = np.where(reached, 4, np.where(is_known, verdict, -1))
    reason = np.where(is_known, Reason.NONE, run.missing())
    reason = np.where(~bounded, Reason.NO_BOUNDS, np.where(good, reason, Reason.BAD_BOUNDS))
    reason = np.where(~is_known & (reason < 0), np.where(ahead, Reason.NOT_FINITE, Reason.TARGET_PAST), reason)
    return Verdicts(
        NAME,
        verdict.astype(np.int32),
        np.where(is_known, ratio, np.nan),
        np.where(np.isfinite(last), np.clip(last, 0.0, 100.0), np.nan),
        nothing,
        nothing,
        nothing,
        final_reason(reason, verdict, spans),
        run.inputs()
        | {"made": made, "needed": needed}
        | {"worst": spans.worst, "best": spans.best, "green": spans.green},
    )
