"""UN Statistics Division, Progress Chart Technical Note 2023, as the Basque statistics office writes it down.

    g, v_e and the share (v_e - v_b) / (T - v_b) as in the edition of 2026

| words                                | class | with target | without, in the wanted direction |
|--------------------------------------|-------|-------------|----------------------------------|
| On track or target met               | 3     | >= 0.95     | >= 0.02                          |
| Fair progress, but acceleration needed | 2   | 0.10 - 0.95 | 0.005 - 0.02                     |
| Stagnation or regression             | 1     | < 0.10      | < 0.005                          |

The score is the class. Exceptions: the latest value meets the target -> class 3, whatever the trend; the
target is 0 or 100 % and the latest value is within one point of it -> class 3. Without a value in 2015 the
first later year counts; where that leaves fewer than two values, the nearest earlier one. A series that is
itself a rate of growth (8.1.1) is for experts and is not judged. A yes/no indicator
(limits 0 and 1, target 1): 1 is class 3, 0 is class 1, and one value is enough.

Source: https://unstats.un.org/sdgs/files/report/2023/Progress_Chart_Technical_Note_2023.pdf through
EUSTAT-DES/site, _pages/en/metodologia.md [read in documentation]; the words of the three classes in English
are from memory of the report's chart [not seen].
"""

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np

from actionlines.indicators.methods import ends
from actionlines.indicators.methods.cuts import Cuts, list_edges, merge_cuts
from actionlines.indicators.methods.ends import (
    Kind,
    expected_end,
    final_reason,
    find_ends,
    fold_spans,
    meets_target,
    value_before,
    wanted_end,
)
from actionlines.indicators.methods.reasons import TEXTS, Reason
from actionlines.indicators.model import Ints, Spans, Verdicts

NAME = "unsd-2023"
TITLE = "UN Statistics Division, 2023"
SOURCE = "https://unstats.un.org/sdgs/files/report/2023/Progress_Chart_Technical_Note_2023.pdf"
WORDS = (
    "Stagnation or regression",
    "Stagnation or regression",
    "Fair progress, but acceleration needed",
    "On track or target met",
    "On track or target met",
)
COMMON = ("regression", "stagnation", "moderate", "on-track", "achieved")
CLASSES = np.array([1.0, 1.0, 2.0, 3.0, 3.0])
ACHIEVED = 4
REASONS = TEXTS
REFUSES: Mapping[Kind, Reason] = MappingProxyType({"growth": Reason.GROWTH_RATE})
WHY = (
    "From {base_value} in {base_year} to {last_value} in {last_year} is {growth:%} a year; kept up to "
    "{target_year}, that is {ratio:%} of the way to {target}.",
    "From {base_value} in {base_year} to {last_value} in {last_year} is {growth:%} a year.",
)
CUTS = MappingProxyType(
    {
        "share-fair": 0.10,
        "share-on-track": 0.95,
        "growth-fair": 0.005,
        "growth-on-track": 0.02,
        "near": 1.0,  # points
    }
)


def first_values(spans: Spans) -> Ints:
    """Index of the base: from the base year on, or one earlier where only one value would be left."""
    first = spans.starts[:-1] + value_before(spans, spans.base)
    earlier = np.maximum(spans.starts[:-1], np.minimum(first, spans.starts[1:] - 2))
    return np.where(first > spans.starts[1:] - 2, earlier, first).astype(np.int32)


@np.errstate(all="ignore")
def assess(spans: Spans, cuts: Cuts | None = None) -> Verdicts:
    """Return verdicts of all series; see the module for formula and thresholds."""
    cuts = merge_cuts(CUTS, cuts)
    raw, spans = spans, fold_spans(spans)
    run, aimed = find_ends(spans, first=first_values(spans)), ~np.isnan(spans.target)
    cannot = np.where(run.missing() >= 0, run.missing(), Reason.NOT_POSITIVE)
    forward, projected = expected_end(spans, raw, run)
    ratio = ends.share_of_way(forward, run.base_value, spans.target)
    toward = wanted_end(run.growth, spans)
    lost = meets_target(run.base_value, spans) & ~meets_target(run.last_value, spans)
    by_share, by_growth = list_edges(cuts, "share-"), list_edges(cuts, "growth-")
    verdict = np.where(aimed, ends.place_in_bands(ratio, by_share), ends.place_in_bands(toward, by_growth))
    verdict = np.where(lost & (run.gap > 0), 0, verdict)
    reason = np.where(verdict < 0, cannot, np.where(lost, Reason.LOST, Reason.NONE))
    # "Within one point" is said of per cent: .9 per 1,000 is not near to 0 in the unit of the series.
    edge = (spans.low == 0) & (spans.high == 100) & ((spans.target == 0) | (spans.target == 100))
    near = edge & (np.abs(run.last_value - spans.target) <= cuts["near"])
    met = meets_target(run.last_value, spans)
    no = (spans.low == 0) & (spans.high == 1) & (spans.target == 1) & (run.last_value == 0) & ~lost
    verdict, reason = np.where(no, 1, verdict), np.where(no, Reason.ANSWER_NO, reason)
    reason = np.where(met, Reason.MET, np.where(near, Reason.NEAR, reason))
    verdict = np.where(met | near, ACHIEVED, verdict)
    ratio = np.where(meets_target(run.base_value, spans), np.nan, ratio)
    return Verdicts(
        NAME,
        verdict.astype(np.int32),
        np.where(aimed, ratio, toward),
        np.where(verdict < 0, np.nan, CLASSES[np.maximum(verdict, 0)]),
        projected,
        np.full(len(spans), np.nan),
        np.full(len(spans), np.nan),
        final_reason(reason, verdict, spans),
        run.inputs() | {"growth": run.growth},
    )
