"""The kinds of reports: follow-up table, biennial report, contribution, profile, cooperation framework check.

build(account, asked) -> Built      a paper, and flags for the numbers in its texts
slots(asked)                        the sections in which people may write
"""

from __future__ import annotations

from actionlines.papers.reports.build import build, slots
from actionlines.papers.reports.request import KINDS, Asked, Built

__all__ = ["KINDS", "Asked", "Built", "build", "slots"]
