"""Aims in the middle (parity, one half) turned into aims where less is better.

    by ratio        y -> max(y / T, T / y) * T        parity indices, T = 1
    by difference   y -> T + |y - T|                  shares that should meet at T, 50 %

A value inside the band counts as T itself. Source: the transforms that Statistics Canada applies before its
method (open-sdg/open-sdg, docs/progress-methodology.md) [read in documentation and data]: 4.5.1 by ratio with
the band 0.97 to 1.03, 5.5.1 and 5.5.2 by difference around 50, 16.6.1 around 100.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from actionlines.indicators.model import Floats, Ints, Spans

RATIO, DIFFERENCE = 1, 2


def folded_values(values: Floats, spans: Spans, rows: Ints) -> Floats:
    """Return each value as its method sees it; `rows` names the series of each value."""
    kind, middle = spans.fold[rows], spans.target[rows]
    with np.errstate(all="ignore"):
        ratio = np.where((values > 0) & (middle > 0), np.maximum(values / middle, middle / values), np.inf)
        out = np.where(kind == RATIO, ratio * middle, values)
        out = np.where(kind == DIFFERENCE, middle + np.abs(values - middle), out)
        inside = (kind > 0) & (values >= spans.band_low[rows]) & (values <= spans.band_high[rows])
    return np.where(inside, middle, out)


def unfolded(values: Floats, spans: Spans, last: Floats) -> Floats:
    """Folded values back in the unit of the series, on the side of the target that `last` is on."""
    below = last < spans.target
    with np.errstate(all="ignore"):
        out = np.where(below & (spans.fold == RATIO), spans.target**2 / values, values)
    return np.where(below & (spans.fold == DIFFERENCE), 2 * spans.target - values, out)


def folded(spans: Spans) -> Spans:
    """Return the spans with every aim on one side; the same object where nothing is to fold."""
    two_sided = spans.fold > 0
    if not two_sided.any():
        return spans
    rows = np.repeat(np.arange(len(spans), dtype=np.int32), np.diff(spans.starts))
    nothing = np.float64(np.nan)
    return replace(
        spans,
        values=folded_values(spans.values, spans, rows),
        direction=np.where(two_sided, -1, spans.direction).astype(np.int32),
        low=np.where(two_sided, spans.target, spans.low),
        high=np.where(two_sided, nothing, spans.high),
    )
