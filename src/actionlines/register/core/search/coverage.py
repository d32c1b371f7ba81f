"""What is covered: action lines against goals, with how many activities and mandates are about both."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, log

from actionlines.framework import load
from actionlines.register.core.search import counts

SHADES = 4


@dataclass(frozen=True, slots=True)
class Cell:
    """One line and one goal. `shade` is 0 for none, else 1 to SHADES by the number of activities."""

    goal: str
    activities: int
    mandates: int
    shade: int


@dataclass(frozen=True, slots=True)
class Row:
    """One line with a cell for each goal."""

    line: str
    part: bool
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Heat:
    """The table: `goals` are its columns. `empty` where nothing is counted at all."""

    goals: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def empty(self) -> bool:
        """Return whether no cell has activities or mandates."""
        return not self.has_mandates and not any(cell.activities for row in self.rows for cell in row.cells)

    @property
    def has_mandates(self) -> bool:
        """Return whether a cell has mandates."""
        return any(cell.mandates for row in self.rows for cell in row.cells)


def heat(filters: Mapping[str, Sequence[str]] | None = None) -> Heat:
    """The coverage of all that is public, or of what the filters leave: two questions to the index."""
    framework = load()
    goals = tuple(framework.goals)
    activities = counts("action_line", "goal", filters, "activity")
    mandates = counts("action_line", "goal", filters, "mandate")
    most = max(activities.values(), default=0)
    rows = []
    for line in framework.action_lines.values():
        pairs = [(line.id, goal) for goal in goals]
        cells = tuple(
            Cell(pair[1], n := activities.get(pair, 0), mandates.get(pair, 0), shade(n, most)) for pair in pairs
        )
        rows.append(Row(line.id, bool(line.parent), cells))
    return Heat(goals, tuple(rows))


def shade(number: int, most: int) -> int:
    """0 for none, 1 to SHADES in even steps of the logarithm, so that a few large cells do not pale the others.

    >>> [shade(n, 1000) for n in (0, 1, 6, 40, 1000)]
    [0, 1, 2, 3, 4]
    """
    if number <= 0:
        return 0
    return min(SHADES, max(1, ceil(SHADES * log(number + 1) / log(most + 1)))) if most > 1 else SHADES
