"""Eurostat, Sustainable development in the European Union: the long term, fifteen years.

    g   = (v_t / v_b) ^ (1 / (t - b)) - 1          g_T = (T / v_b) ^ (1 / (t_T - b)) - 1
    R   = g / g_T                                  with a number as target
    p   = g, or -g where less is better            without

| with target           | R           |   | without target            | p          |
|-----------------------|-------------|---|---------------------------|------------|
| Significant progress  | >= 0.95     |   | Significant progress      | >= 0.01    |
| Moderate progress     | 0.60 - 0.95 |   | Moderate progress         | 0.001 - 0.01 |
| Insufficient progress | 0 - 0.60    |   | No change                 | -0.001 - 0.001 |
| Movement away         | < 0         |   | Moderate movement away    | -0.01 - -0.001 |
|                       |             |   | Significant movement away | < -0.01    |

Base: the first value of the last fifteen years, when it is at least ten years back; the short term
(SHORT) takes five years and at least three. The base year of the aim does not count. Values
and target must be above zero. A latest value that meets the target is Significant progress.

Source: Eurostat, Sustainable development in the European Union (yearly), annex on methods [from memory; the
annex could not be opened]. The thresholds with a target agree with what Statistics Canada says it took from
Eurostat (2021) [read in documentation]. The cuts without a target, 1, 0.1 and -0.1 per cent a year, and scores
on the ratio of the required and the actual pace are those of Eurostat's public code [as a statistician read it;
the code was not read here]. The cut at -0.01, the least lengths of ten and three years and the rule for a target
that is met are from memory. Eurostat's scores from -5 to 5 are not given here: their formula was not seen.
"""

from collections.abc import Mapping
from types import MappingProxyType, SimpleNamespace

import numpy as np

from actionlines.indicators.methods import ends
from actionlines.indicators.methods.cuts import Cuts, list_edges, merge_cuts
from actionlines.indicators.methods.reasons import TEXTS, Reason
from actionlines.indicators.model import Spans, Verdicts

NAME = "eurostat"
TITLE = "Eurostat, long term"
SOURCE = "Eurostat, Sustainable development in the European Union, annex on methods"
WORDS = (
    "Significant movement away",
    "Movement away",
    "Moderate movement away",
    "No change",
    "Insufficient progress",
    "Moderate progress",
    "Significant progress",
    "Significant progress",
)
COMMON = ("regression", "regression", "regression", "stagnation", "limited", "moderate", "on-track", "achieved")
REASONS = TEXTS
REFUSES: Mapping[ends.Kind, Reason] = MappingProxyType({"growth": Reason.GROWTH_RATE, "yes-no": Reason.YES_OR_NO})
WHY = (
    "From {base_value} in {base_year} to {last_value} in {last_year} is {growth:%} a year; {needed:%} a year "
    "would reach {target} in {target_year}.",
    "From {base_value} in {base_year} to {last_value} in {last_year} is {growth:%} a year.",
)
CUTS = MappingProxyType(
    {
        "share-moderate": 0.60,
        "share-significant": 0.95,
        "growth-moderate": 0.001,
        "growth-significant": 0.01,
        "at-least": 10.0,  # years between base and latest value
        "years": 15.0,
    }
)
# Number of thresholds reached -> index into WORDS.
WITH_TARGET = np.array([1, 4, 5, 6, -1])


@np.errstate(all="ignore")
def assess(spans: Spans, cuts: Cuts | None = None) -> Verdicts:
    """Return verdicts of all series over the long term; see the module for formula and thresholds."""
    return assess_over(spans, NAME, merge_cuts(CUTS, cuts))


@np.errstate(all="ignore")
def assess_over(spans: Spans, name: str, cuts: Cuts) -> Verdicts:
    """Return the same over the last `years` years; `at-least` of them must be between base and latest value."""
    moderate, significant = cuts["growth-moderate"], cuts["growth-significant"]
    raw, spans = spans, ends.fold_spans(spans)
    latest = ends.find_ends(spans, first=spans.starts[:-1])
    since = np.where(np.isnan(latest.last_year), 0, latest.last_year - cuts["years"]).astype(np.int32)
    run = ends.find_ends(spans, first=(spans.starts[:-1] + ends.value_before(spans, since)).astype(np.int32))
    long_enough, aimed = run.gap >= cuts["at-least"], ~np.isnan(spans.target)
    rate = np.where(long_enough, run.growth, np.nan)
    needed = ends.yearly_growth(run.base_value, spans.target, spans.target_year - run.base_year)
    ratio = ends.settle_values(rate / needed)
    toward = ends.settle_values(ends.wanted_end(rate, spans))
    clean = np.round(toward, 12)  # as in bands.band
    met, at_base = (
        ends.meets_target(run.last_value, spans) & long_enough,
        ends.meets_target(run.base_value, spans) & long_enough,
    )
    ratio = np.where(np.isfinite(ratio) & ~at_base, ratio, np.nan)
    still = np.where(clean < -significant, 0, np.where(clean < -moderate, 2, 3))
    without = np.where(clean >= significant, 6, np.where(clean >= moderate, 5, still))
    without = np.where(np.isnan(toward), -1, without)
    verdict = np.where(aimed, WITH_TARGET[ends.place_in_bands(ratio, list_edges(cuts, "share-"))], without)
    verdict = np.where(met, 7, np.where(at_base & aimed, 1, verdict))
    reason = np.where(np.isnan(rate), Reason.NOT_POSITIVE, Reason.ACROSS_ZERO)
    reason = np.where(verdict < 0, reason, Reason.NONE)
    reason = np.where((verdict < 0) & aimed & (spans.target_year <= run.base_year), Reason.TARGET_PAST, reason)
    reason = np.where((verdict < 0) & ~long_enough, Reason.TOO_SHORT, reason)
    reason = np.where((verdict < 0) & (latest.missing() >= 0), latest.missing(), reason)
    reason = np.where(met, Reason.MET, np.where(at_base & aimed, Reason.LOST, reason))
    nothing = np.full(len(spans), np.nan)
    return Verdicts(
        name,
        verdict.astype(np.int32),
        np.where(aimed, ratio, toward),
        nothing,
        np.where(long_enough, ends.expected_end(spans, raw, run)[1], np.nan),
        nothing,
        nothing,
        ends.final_reason(reason, verdict, spans),
        run.inputs() | {"growth": rate, "needed": np.where(aimed, needed, np.nan)},
    )


def _assess_short(spans: Spans, cuts: Cuts | None = None) -> Verdicts:
    return assess_over(spans, SHORT.NAME, merge_cuts(SHORT.CUTS, cuts))


# The same method over the short term.
SHORT = SimpleNamespace(
    NAME="eurostat-short",
    TITLE="Eurostat, short term",
    SOURCE=SOURCE,
    WORDS=WORDS,
    COMMON=COMMON,
    REASONS=REASONS,
    REFUSES=REFUSES,
    WHY=WHY,
    CUTS=MappingProxyType({**CUTS, "at-least": 3.0, "years": 5.0}),
    assess=_assess_short,
)
