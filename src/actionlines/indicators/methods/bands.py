"""Progress as a share of what was needed, in five bands: for the UNSD note of 2026 and projections."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from actionlines.indicators.methods.ends import Ends, meets_target, settle_values
from actionlines.indicators.methods.reasons import Reason
from actionlines.indicators.model import Bools, Floats, Ints, Spans

# Lower edges of the bands of the share (expected - base) / (target - base): stagnation, marginal, moderate,
# on track; the band below the first is regression.
SHARE = (0.0, 0.10, 0.50, 0.95)
REGRESSION, STAGNATION, MARGINAL, MODERATE, ON_TRACK, ACHIEVED = range(6)
CUTS = MappingProxyType({"share-marginal": SHARE[1], "share-moderate": SHARE[2], "share-on-track": SHARE[3]})
COMMON = ("regression", "stagnation", "marginal", "moderate", "on-track", "achieved")


def place_in_bands(values: Floats, edges: tuple[float, ...]) -> Ints:
    """Number of edges that a value reaches; -1 for NaN.

    A growth of exactly 2 % comes out as 0.0199999999999998 or 0.0200000000000002: both reach 0.02.
    """
    band_numbers = np.searchsorted(np.asarray(edges), np.round(values, 12), side="right").astype(np.int32)
    return np.where(np.isnan(values), -1, band_numbers).astype(np.int32)


def share_of_way(expected: Floats, base: Floats, target: Floats) -> Floats:
    """Expected change over needed change."""
    with np.errstate(all="ignore"):
        return settle_values((expected - base) / (target - base))


@dataclass(frozen=True)
class Judged:
    """Verdict, ratio and reason by series."""

    verdict: Ints
    ratio: Floats
    reason: Ints


def judge_share(spans: Spans, run: Ends, ratio: Floats, cannot: Ints, edges: tuple[float, ...] = SHARE) -> Judged:
    """Bands of the share, with what happens where the target is already met.

    A target met at the base: achieved while it still is, else regression. A target met since: achieved.
    `cannot` is the reason why a series has no ratio; it stands where nothing else decides.
    """
    at_base, now = meets_target(run.base_value, spans), meets_target(run.last_value, spans)
    verdict = place_in_bands(ratio, edges)
    reason = np.where(np.isnan(ratio), cannot, Reason.NONE).astype(np.int32)
    enough = run.gap > 0
    cases: list[tuple[Bools, int, Reason]] = [
        (now & ~at_base & enough, ACHIEVED, Reason.MET),
        (now & at_base & enough, ACHIEVED, Reason.MET_AT_BASE),
        (~now & at_base & enough, REGRESSION, Reason.LOST),
    ]
    for where, code, why in cases:
        verdict = np.where(where, code, verdict)
        reason = np.where(where, why, reason)
    ratio = np.where(at_base, np.nan, ratio)
    reason = np.where((verdict < 0) & (reason < 0), Reason.NOT_FINITE, reason)
    return Judged(verdict.astype(np.int32), ratio, reason.astype(np.int32))
