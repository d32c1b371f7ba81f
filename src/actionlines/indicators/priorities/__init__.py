"""What is furthest from its aim and least likely to arrive, and what nobody can tell for want of figures.

`standing` says where a series is beside its aim and ranks series; `gaps` lists what is not measured, too old, measured
once, or not broken down. docs/explanation/priorities.md has the formulas and an example by hand.
"""

from actionlines.indicators.priorities.gaps import Gap, gaps
from actionlines.indicators.priorities.standing import (
    Outlook,
    Shared,
    Standing,
    Votes,
    by_methods,
    of_area,
    of_line,
    of_region,
    one_each,
    rank,
    standings,
)

__all__ = [
    "Gap", "Outlook", "Shared", "Standing", "Votes", "by_methods", "gaps", "of_area", "of_line", "of_region",
    "one_each", "rank", "standings",
]  # fmt: skip
