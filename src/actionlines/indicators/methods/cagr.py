"""Yearly growth kept up to the target year: the extrapolation of the methods that count in growth."""

from __future__ import annotations

import numpy as np

from actionlines.indicators.methods.ends import Ends, within
from actionlines.indicators.methods.fold import unfolded
from actionlines.indicators.model import Floats, Spans


def expected(spans: Spans, raw: Spans, run: Ends) -> tuple[Floats, Floats]:
    """v_t * (1 + g) ^ (years left) by the formula, and the same in the unit of `raw`, inside its limits."""
    left = np.maximum(spans.target_year - run.last_year, 0.0)
    with np.errstate(all="ignore"):
        forward = run.last_value * np.power(1.0 + run.growth, left)
    last = raw.values[np.clip(run.stop - 1, 0, None)] if len(raw.values) else run.last_value
    back = within(unfolded(within(forward, spans), raw, last), raw)
    return forward, np.where(np.isnan(forward), np.nan, back)
