"""What is furthest from its aim and least likely to arrive, and what nobody can tell for want of figures.

| module | what |
|---|---|
| `outlook` | how many methods see a series arrive: the protocol, and all methods of the package |
| `standing` | one series and its aim: where it stands, how far, how likely, in words |
| `rank` | the priorities of a country, a region, an action line |
| `gaps` | what is not measured, too old, measured once, or not broken down |

docs/explanation/priorities.md has the formulas and an example by hand.
"""

from __future__ import annotations

from actionlines.indicators.priorities.gaps import Gap, gaps
from actionlines.indicators.priorities.rank import Shared, of_area, of_line, of_region, one_each, rank
from actionlines.indicators.priorities.standing import Outlook, Standing, Votes, by_methods, standings

__all__ = [
    "Gap", "Outlook", "Shared", "Standing", "Votes", "by_methods", "gaps", "of_area", "of_line", "of_region",
    "one_each", "rank", "standings",
]  # fmt: skip
