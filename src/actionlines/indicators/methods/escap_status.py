"""UN ESCAP, current status index: how much of the way from the base to the target is behind us, 0 to 10.

    CS = 10 * d * (v_t - v_b) / |T - v_b|          d = -1 where less is better
    CS = 10                                        where v_t meets T
    CS = 10 - 10 * |T - v_t| / |T - v_b|           aims in the middle (parity): folded by difference

| words          | CS        |
|----------------|-----------|
| Target reached | 10        |
| On track       | > 9       |
| Slow progress  | 0 - 9     |
| Regression     | <= 0      |

Base 2015, else the first later year; one value is enough where it meets the target. `ratio` is CS / 10. The
index needs a number as target. It says where a series stands, not whether it will arrive.

Source: data.unescap.org/resource-guides/progress-assessment-methodology [definitions read]; formula and the
cuts at 9 and 0 from the UNICEF office for the Middle East and North Africa, spalmas/SDG-MENARO,
03_progress_assessment/progress_assessment_functions.R [read in source code]. ESCAP itself publishes the index
without these words.
"""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

import numpy as np

from actionlines.indicators.methods.cuts import Cuts, merge_cuts
from actionlines.indicators.methods.ends import (
    DIFFERENCE,
    Kind,
    final_reason,
    find_ends,
    fold_spans,
    meets_target,
    settle_values,
)
from actionlines.indicators.methods.reasons import TEXTS, Reason
from actionlines.indicators.model import Spans, Verdicts

NAME = "escap-status"
TITLE = "UN ESCAP, current status"
SOURCE = "https://data.unescap.org/resource-guides/progress-assessment-methodology"
WORDS = ("Regression", "Slow progress", "On track", "Target reached")
COMMON = ("regression", "moderate", "on-track", "achieved")
REASONS = TEXTS
REFUSES: Mapping[Kind, Reason] = MappingProxyType({"yes-no": Reason.YES_OR_NO})
CUTS = MappingProxyType({"on-track": 9.0})
WHY = ("From {base_value} in {base_year} to {last_value} in {last_year} is {ratio:%} of the way to {target}.", "")


def by_difference(spans: Spans) -> Spans:
    """Return every aim in the middle folded by difference, as ESCAP counts it."""
    return fold_spans(replace(spans, fold=np.where(spans.fold > 0, DIFFERENCE, 0).astype(np.int32)))


@np.errstate(all="ignore")
def assess(spans: Spans, cuts: Cuts | None = None) -> Verdicts:
    """Return verdicts of all series; see the module for formula and thresholds."""
    cuts, spans = merge_cuts(CUTS, cuts), by_difference(spans)
    run, nothing = find_ends(spans), np.full(len(spans), np.nan)
    way = settle_values(spans.direction * (run.last_value - run.base_value) / np.abs(spans.target - run.base_value))
    met = meets_target(run.last_value, spans)
    lost = ~met & meets_target(run.base_value, spans) & (run.gap > 0)
    index = np.where(met, 10.0, np.where(run.gap > 0, 10 * way, np.nan))
    index = np.where(np.isfinite(index) | (lost & np.isneginf(index)), index, np.nan)
    verdict = np.where(np.round(index, 11) > cuts["on-track"], 2, np.where(index > 0, 1, 0))
    verdict = np.where(met, 3, np.where(np.isnan(index), -1, verdict))
    reason = np.where(verdict < 0, run.missing(), Reason.NONE)
    reason = np.where((verdict < 0) & (reason < 0), Reason.NOT_FINITE, reason)
    reason = np.where(np.isnan(spans.target), Reason.NO_TARGET, reason)
    reason = np.where(met, Reason.MET, np.where(lost, Reason.LOST, reason))
    index = np.where(np.isfinite(index), index, np.nan)
    return Verdicts(
        NAME,
        verdict.astype(np.int32),
        index / 10,
        index,
        nothing,
        nothing,
        nothing,
        final_reason(reason, verdict, spans),
        run.inputs(),
    )
