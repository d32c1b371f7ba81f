"""The WSIS-SDG Matrix: which action lines serve which goals and targets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from actionlines.framework.model import ActionLine, Link


@dataclass(frozen=True, slots=True)
class Matrix:
    """The links in the order of the table; `parents` knows the eight lines of C7."""

    all: tuple[Link, ...]
    parents: Mapping[str, ActionLine]

    def links(
        self, action_line: str = "", *, goal: str = "", target: str = "", doubtful: bool = True
    ) -> tuple[Link, ...]:
        """The links of a line, a goal and a target; what is not given is not asked.

        `C7` asks for its eight lines. `goal` finds the links to its targets too; `target` is exact. Targets
        and goals are written `sdg:9.c` or `9.c`. `doubtful=False` leaves out the links marked so.
        """
        goal, target = _sdg(goal), _sdg(target)
        return tuple(
            link
            for link in self.all
            if (not action_line or action_line in (link.action_line, self.parents[link.action_line].parent))
            and (not goal or link.goal == goal)
            and (not target or link.target == target)
            and (doubtful or not link.doubtful)
        )

    def lines_for(self, target: str) -> tuple[str, ...]:
        """Ids of the action lines linked to a target or, given a goal, to any part of it."""
        found = self.links(target=target) if "." in target else self.links(goal=target)
        return tuple(dict.fromkeys(link.action_line for link in found))

    def __len__(self) -> int:
        return len(self.all)

    def __iter__(self) -> Iterator[Link]:
        return iter(self.all)


def _sdg(code: str) -> str:
    return f"sdg:{code}" if code and not code.startswith("sdg:") else code
