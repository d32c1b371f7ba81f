"""Eurostat, Sustainable development in the European Union: the short term, five years, at least three.

Formula, thresholds and source are those of `eurostat`.
"""

from __future__ import annotations

from actionlines.indicators.methods import eurostat
from actionlines.indicators.model import Spans, Verdicts

NAME = "eurostat-short"
TITLE = "Eurostat, short term"
SOURCE = eurostat.SOURCE
WORDS = eurostat.WORDS
COMMON = eurostat.COMMON
REASONS = eurostat.REASONS
WHY = eurostat.WHY
YEARS, AT_LEAST = 5, 3


def assess(spans: Spans) -> Verdicts:
    """Verdicts of all series over the short term; see `eurostat`."""
    return eurostat.assess_over(spans, NAME, YEARS, AT_LEAST)
