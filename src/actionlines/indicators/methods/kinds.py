"""Kinds of series, and what a method does with a kind that its formula does not fit.

| kind | what it is |
|---|---|
| `yes-no` | values 0 and 1 alone, between the limits 0 and 1 |
| `growth` | itself a yearly rate of growth (SDG 8.1.1 in per cent) |
| `parity` | an aim in the middle, folded by ratio |
| `middle` | an aim in the middle, folded by difference |
| `ceiling` | every value from the base on stands at the limit that is aimed at |
| `bounded` | two natural limits |
| `unbounded` | one limit or none |

The first that holds is the kind. Each method module names in REFUSES the kinds that it cannot judge, with the
reason; `refused` takes them out of its verdicts. Parity and aims in the middle are folded before (`fold`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Literal

import numpy as np

from actionlines.indicators.methods.ends import before
from actionlines.indicators.methods.fold import DIFFERENCE, RATIO
from actionlines.indicators.methods.reasons import Reason
from actionlines.indicators.model import Bools, Floats, Ints, Spans, Verdicts

Kind = Literal["yes-no", "growth", "parity", "middle", "ceiling", "bounded", "unbounded"]
KINDS: tuple[Kind, ...] = ("yes-no", "growth", "parity", "middle", "ceiling", "bounded", "unbounded")


def kinds(spans: Spans) -> Ints:
    """Return the kind of each series as an index into KINDS."""
    bounded = np.isfinite(spans.low) & np.isfinite(spans.high)
    answers = (spans.low == 0) & (spans.high == 1)
    if answers.any():
        answers &= _all((spans.values == 0) | (spans.values == 1), spans, spans.starts[:-1])
    best = np.where(spans.direction > 0, spans.high, spans.low)
    at_best = spans.target == best
    if at_best.any():
        first = spans.starts[:-1] + before(spans, spans.base)
        there = spans.values == np.repeat(best, np.diff(spans.starts))
        at_best &= _all(there, spans, first)
    tests = (answers, spans.growth, spans.fold == RATIO, spans.fold == DIFFERENCE, at_best, bounded)
    return np.select(tests, range(len(tests)), len(tests)).astype(np.int32)


def _all(holds: Bools, spans: Spans, first: Ints) -> Bools:
    """Return whether something holds of all values of a series from the index `first` on, of one at least."""
    total = np.concatenate(([0], np.cumsum(holds)))
    stop = spans.starts[1:]
    return np.asarray((stop > first) & (total[stop] - total[np.minimum(first, stop)] == stop - first))


def refused(verdicts: Verdicts, found: Ints, refuses: Mapping[Kind, Reason]) -> Verdicts:
    """Return the verdicts without those on the `kinds` found that the method refuses, each with its reason."""
    why = np.array([refuses.get(kind, Reason.NONE) for kind in KINDS], dtype=np.int32)[found]
    gone = (why >= 0) & (verdicts.reason != Reason.NO_DATA) & (verdicts.reason != Reason.NO_AIM)
    if not gone.any():
        return verdicts

    def kept(values: Floats) -> Floats:
        """Return the numbers of the series that are judged, NaN for the others."""
        return np.where(gone, np.nan, values)

    return replace(
        verdicts,
        verdict=np.where(gone, -1, verdicts.verdict).astype(np.int32),
        reason=np.where(gone, why, verdicts.reason).astype(np.int32),
        ratio=kept(verdicts.ratio),
        score=kept(verdicts.score),
        projected=kept(verdicts.projected),
        low=kept(verdicts.low),
        high=kept(verdicts.high),
    )
