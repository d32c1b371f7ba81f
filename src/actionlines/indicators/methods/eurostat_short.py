"""Eurostat, Sustainable development in the European Union: the short term, five years, at least three.

Formula, thresholds and source are those of `eurostat`.
"""

from __future__ import annotations

from types import MappingProxyType

from actionlines.indicators.methods import eurostat
from actionlines.indicators.methods.cuts import Cuts, merge_cuts
from actionlines.indicators.model import Spans, Verdicts

NAME = "eurostat-short"
TITLE = "Eurostat, short term"
SOURCE = eurostat.SOURCE
WORDS = eurostat.WORDS
COMMON = eurostat.COMMON
REASONS = eurostat.REASONS
REFUSES = eurostat.REFUSES
WHY = eurostat.WHY
CUTS = MappingProxyType({**eurostat.CUTS, "at-least": 3.0, "years": 5.0})


def assess(spans: Spans, cuts: Cuts | None = None) -> Verdicts:
    """Return verdicts of all series over the short term; see `eurostat`."""
    return eurostat.assess_over(spans, NAME, merge_cuts(CUTS, cuts))
