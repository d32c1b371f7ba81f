"""Statistics Canada, the automatic progress measure of Open SDG (sdg-build 2.4).

With a number as target, R is yearly growth over the yearly growth that would arrive in time:

    g   = (v_t / v_b) ^ (1 / (t - b)) - 1          g_T = (T / v_b) ^ (1 / (t_T - b)) - 1
    R   = s * d * g / |g_T|                        s = -1 where v_b < 0, d = -1 where less is better
    score = 7.1429 R - 4.2857 where R >= 0.6, at most 5;  else 4.1667 R - 2.5, at least -5

Without, p = s * d * g, and its thresholds shrink by C as the base nears a natural limit L:

    C   = 1 where |v_b| >= 2|L| or there is no limit;  1 - (|v_b| / |L|) ^ 4.44 where |v_b| <= |L|;
          else 1 - ((2|L| - |v_b|) / |L|) ^ 4.44
    score = max(125 p - 2.5, -5) where p < 0;  min(500 p / C - 5, 5) where p >= 0.015 C;
            250 p / C - 1.25 where p >= 0.005 C;  else 500 p / C - 2.5;  5 where C = 0 and p >= 0

| words                | R           | p                | score of an indicator |
|----------------------|-------------|------------------|-----------------------|
| Target achieved      | v_t meets T | -                | all series achieved   |
| Substantial progress | >= 0.95     | >= 0.015 C       | >= 2.5                |
| Moderate progress    | 0.60 - 0.95 | 0.005 C -0.015 C | 0 - 2.5               |
| Limited progress     | 0 - 0.60    | 0 - 0.005 C      | -2.5 - 0              |
| Deterioration        | < 0         | < 0              | < -2.5                |

Base: 2015, else the next year with a value. T = 0 and v_b = 0 count as 0.001. Where base and latest value
have opposite signs there is no result. Parity and other aims in the middle are folded first (`fold`). Where
v_b = T the growth that is needed is zero and R has no value: achieved while the target is met, else
deterioration (-5).

Source: open-sdg/sdg-build sdg/ProgressMeasure.py [read in source code], open-sdg/open-sdg
docs/progress-methodology.md [read in documentation]; checked against the 247 published series.
"""

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np

from actionlines.indicators.methods import ends
from actionlines.indicators.methods.cuts import Cuts, list_edges, merge_cuts
from actionlines.indicators.methods.reasons import TEXTS, Reason
from actionlines.indicators.model import Floats, Ints, Spans, Verdicts

NAME = "statcan"
TITLE = "Statistics Canada (Open SDG)"
SOURCE = "https://github.com/open-sdg/open-sdg/blob/2.4.0/docs/progress-methodology.md"
WORDS = ("Deterioration", "Limited progress", "Moderate progress", "Substantial progress", "Target achieved")
COMMON = ("regression", "limited", "moderate", "on-track", "achieved")
ACHIEVED = 4
REASONS = TEXTS
REFUSES: Mapping[ends.Kind, Reason] = MappingProxyType({"growth": Reason.GROWTH_RATE, "yes-no": Reason.YES_OR_NO})
WHY = (
    "From {base_value} in {base_year} to {last_value} in {last_year} is {growth:%} a year; {needed:%} a year "
    "would reach {target} in {target_year}.",
    "From {base_value} in {base_year} to {last_value} in {last_year} is {growth:%} a year; moderate progress "
    "begins at {moderate:%} and substantial progress at {substantial:%} a year in the wanted direction.",
)
ZERO = 0.001  # what a base or target of zero counts as
CUTS = MappingProxyType(
    {"share-moderate": 0.60, "share-substantial": 0.95, "growth-moderate": 0.005, "growth-substantial": 0.015}
)
SHARE, GROWTH, NEARNESS = list_edges(CUTS, "share-"), list_edges(CUTS, "growth-"), 4.44


def measure_nearness(base: Floats, limit: Floats) -> Floats:
    """C: 1 far from the natural limit, 0 at it."""
    base, limit = np.abs(base), np.abs(limit)
    with np.errstate(all="ignore"):
        below = 1.0 - (base / limit) ** NEARNESS
        above = 1.0 - ((2 * limit - base) / limit) ** NEARNESS
    near = np.where(base <= limit, below, above)
    return np.where(np.isnan(limit) | (base >= 2 * limit), 1.0, near)


def score_share(ratio: Floats) -> Floats:
    """Return the score, -5 to 5, of the ratio R of actual to needed growth."""
    return np.clip(np.where(ratio >= 0.6, 7.1429 * ratio - 4.2857, 4.1667 * ratio - 2.5), -5.0, 5.0)


def score_growth(wanted: Floats, near: Floats) -> Floats:
    """Return the score, -5 to 5, of the yearly growth p."""
    with np.errstate(all="ignore"):
        scaled = wanted / near
    score = np.where(wanted >= GROWTH[1] * near, 250 * scaled - 1.25, 500 * scaled - 2.5)
    score = np.where(wanted >= GROWTH[2] * near, np.minimum(500 * scaled - 5, 5.0), score)
    score = np.where(near == 0, 5.0, score)
    return np.where(wanted < 0, np.maximum(125 * wanted - 2.5, -5.0), score)


def place_in_steps(values: Floats, edges: tuple[float, ...], scale: Floats) -> Ints:
    """Return how many of the edges, each times `scale`, a value reaches; -1 for NaN."""
    # As in bands.band: a growth of exactly the threshold must not miss it by rounding.
    reached = sum((np.round(values, 12) >= edge * scale).astype(np.int32) for edge in edges)
    return np.where(np.isnan(values), -1, reached).astype(np.int32)


@np.errstate(all="ignore")
def assess(spans: Spans, cuts: Cuts | None = None) -> Verdicts:
    """Return verdicts of all series; see the module for formula and thresholds. The score keeps its formula."""
    cuts = merge_cuts(CUTS, cuts)
    raw, spans = spans, ends.fold_spans(spans)
    run, aimed = ends.find_ends(spans), ~np.isnan(spans.target)
    sign = np.where(run.base_value < 0, -1.0, 1.0)
    base = np.where(run.base_value == 0, ZERO, run.base_value)
    target = np.where(spans.target == 0, ZERO, spans.target)
    # A value of zero keeps its sign: growth to zero is -100 %, so signs are compared, not the quotient.
    opposite = ((base > 0) & (run.last_value < 0)) | ((base < 0) & (run.last_value > 0)) | (base * target < 0)
    rate = np.power(run.last_value / base, 1.0 / run.gap) - 1.0
    ahead = spans.target_year - run.base_year
    needed = np.where(ahead > 0, np.power(target / base, 1.0 / ahead) - 1.0, np.nan)
    rate = np.where(opposite | ~(run.gap > 0), np.nan, rate)
    toward = ends.settle_values(ends.wanted_end(sign * rate, spans))
    ratio = toward / np.abs(needed)
    near = measure_nearness(run.base_value, spans.limit)
    by_share = place_in_steps(ratio, list_edges(cuts, "share-"), np.ones(len(spans)))
    verdict = np.where(aimed, by_share, place_in_steps(toward, list_edges(cuts, "growth-"), near))
    score = np.where(aimed, score_share(ratio), score_growth(toward, near))
    met = np.where(spans.direction > 0, run.last_value >= target, run.last_value <= target) & aimed
    reason = np.where(verdict < 0, np.where(opposite, Reason.ACROSS_ZERO, Reason.NOT_FINITE), Reason.NONE)
    reason = np.where((verdict < 0) & aimed & (ahead <= 0), Reason.TARGET_PAST, reason)
    reason = np.where((verdict < 0) & (run.missing() >= 0), run.missing(), reason)
    at_limit = ~aimed & (near == 0) & (verdict == len(GROWTH))
    reason = np.where(at_limit, Reason.AT_LIMIT_OF_METHOD, reason)
    zero = np.where(run.base_value == 0, Reason.ZERO_BASE, Reason.ZERO_TARGET)
    counted = (verdict >= 0) & (reason < 0) & ((run.base_value == 0) | (aimed & (spans.target == 0)))
    reason = np.where(counted, zero, reason)
    lost = aimed & (verdict >= 0) & ~met & ends.meets_target(run.base_value, spans)
    reason = np.where(met, Reason.MET, np.where(lost, Reason.LOST, reason))
    verdict = np.where(met, ACHIEVED, verdict)
    _, projected = ends.expected_end(spans, raw, run)
    return Verdicts(
        NAME,
        verdict.astype(np.int32),
        np.where(aimed, np.where(np.isfinite(ratio), ratio, np.nan), toward),
        np.where(verdict == ACHIEVED, 5.0, np.where(verdict < 0, np.nan, score)),
        projected,
        np.full(len(spans), np.nan),
        np.full(len(spans), np.nan),
        ends.final_reason(reason, verdict, spans),
        run.inputs()
        | {
            "growth": rate,
            "needed": np.where(aimed, needed, np.nan),
            "nearness": near,
            "moderate": cuts["growth-moderate"] * near,
            "substantial": cuts["growth-substantial"] * near,
        },
    )
