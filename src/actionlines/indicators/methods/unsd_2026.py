"""UN Statistics Division, Technical Note for Progress Assessment, SDG Report 2026.

    g      = (v_t / v_b) ^ (1 / (t - b)) - 1                         yearly growth from base to latest
    v_e    = v_t * (1 + g) ^ (2030 - t)                              expected value
    ratio  = (v_e - v_b) / (T - v_b)                                 where a number is set as target
    ratio  = g, or -g where less is better                           where only a direction is

| words                                                  | with target | without        | score |
|--------------------------------------------------------|-------------|----------------|-------|
| On track or target met                                 | >= 0.95     | >= 0.02        | 4 - 5 |
| Moderate progress, but acceleration needed             | 0.50 - 0.95 | 0.0125 - 0.02  | 3 - 4 |
| Marginal progress, and significant acceleration needed | 0.10 - 0.50 | 0.005 - 0.0125 | 2 - 3 |
| Stagnation                                             | 0 - 0.10    | 0 - 0.005      | 1 - 2 |
| Regression                                             | < 0         | < 0            | 0 - 1 |

The score is linear inside each band; the outer limits are -0.5 and 1.5 with a target, -0.05 and 0.05 without.
Base: 2015, else the first later year. Values must be above zero. A target met at the base: on track (5) while
it still is, else regression (0).

Source: https://unstats.un.org/sdgs/files/report/2026/Technical_Note_for_Progress_Assessment_2026.pdf, as
implemented in the package undata 0.4.3 [read in source code; the note itself was not read]. The case of a
target already passed at the base is that package's extension of the case in which the base equals the target.
"""

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np

from actionlines.indicators.methods import ends
from actionlines.indicators.methods.cuts import Cuts, list_edges, merge_cuts
from actionlines.indicators.methods.ends import Kind, expected_end, final_reason, find_ends, fold_spans, wanted_end
from actionlines.indicators.methods.reasons import TEXTS, Reason
from actionlines.indicators.model import Floats, Spans, Verdicts

NAME = "unsd-2026"
TITLE = "UN Statistics Division, 2026"
SOURCE = "https://unstats.un.org/sdgs/files/report/2026/Technical_Note_for_Progress_Assessment_2026.pdf"
WORDS = (
    "Regression",
    "Stagnation",
    "Marginal progress, and significant acceleration needed",
    "Moderate progress, but acceleration needed",
    "On track or target met",
    "On track or target met",
)
COMMON = ends.COMMON
REASONS = TEXTS
REFUSES: Mapping[Kind, Reason] = MappingProxyType({"growth": Reason.GROWTH_RATE, "yes-no": Reason.YES_OR_NO})
WHY = (
    "From {base_value} in {base_year} to {last_value} in {last_year} is {growth:%} a year; kept up to "
    "{target_year}, that is {ratio:%} of the way to {target}.",
    "From {base_value} in {base_year} to {last_value} in {last_year} is {growth:%} a year.",
)
CUTS = MappingProxyType({**ends.CUTS, "growth-marginal": 0.005, "growth-moderate": 0.0125, "growth-on-track": 0.02})
SHARE_LIMITS, GROWTH_LIMITS = (-0.5, 1.5), (-0.05, 0.05)


@np.errstate(all="ignore")
def assess(spans: Spans, cuts: Cuts | None = None) -> Verdicts:
    """Return verdicts of all series; see the module for formula and thresholds."""
    cuts = merge_cuts(CUTS, cuts)
    by_share, by_growth = list_edges(cuts, "share-"), list_edges(cuts, "growth-")
    raw, spans = spans, fold_spans(spans)
    run, aimed = find_ends(spans), ~np.isnan(spans.target)
    cannot = np.where(run.missing() >= 0, run.missing(), Reason.NOT_POSITIVE).astype(np.int32)
    forward, projected = expected_end(spans, raw, run)
    ratio = ends.share_of_way(forward, run.base_value, spans.target)
    judged = ends.judge_share(spans, run, ratio, cannot, by_share)
    toward = wanted_end(run.growth, spans)
    # A target met since the base still needs a growth rate here: the note knows no other way to say so.
    undefined = np.isnan(forward) & (judged.reason == Reason.MET)
    with_target = np.where(undefined, -1, judged.verdict)
    verdict = np.where(aimed, with_target, ends.place_in_bands(toward, by_growth))
    reason = np.where(
        aimed, np.where(undefined, cannot, judged.reason), np.where(np.isnan(toward), cannot, Reason.NONE)
    )
    score = np.where(
        aimed, _score_values(judged.ratio, by_share, SHARE_LIMITS), _score_values(toward, by_growth, GROWTH_LIMITS)
    )
    score = np.where(reason == Reason.MET_AT_BASE, 5.0, np.where(reason == Reason.LOST, 0.0, score))
    return Verdicts(
        NAME,
        verdict.astype(np.int32),
        np.where(aimed, judged.ratio, toward),
        np.where(verdict < 0, np.nan, score),
        projected,
        np.full(len(spans), np.nan),
        np.full(len(spans), np.nan),
        final_reason(reason, verdict, spans),
        run.inputs() | {"growth": run.growth},
    )


def _score_values(values: Floats, edges: tuple[float, ...], limits: tuple[float, float]) -> Floats:
    """0 to 5, linear between the edges of the bands."""
    corners = (limits[0], *edges, limits[1])
    return np.where(np.isnan(values), np.nan, np.interp(values, corners, np.arange(6.0)))
