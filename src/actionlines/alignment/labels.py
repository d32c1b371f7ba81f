"""The labels that a text can get, in one fixed order: action lines, goals, targets, commitments."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from actionlines.alignment.model import LEVELS, Level, MatrixLink
from actionlines.framework import load
from actionlines.framework.framework import Framework


@dataclass(frozen=True)
class Labels:
    """`ids[places[level]]` are the labels of a level."""

    ids: tuple[str, ...]
    places: Mapping[Level, slice]

    @cached_property
    def index(self) -> Mapping[str, int]:
        """Return the place of each label by its id."""
        return {one: place for place, one in enumerate(self.ids)}

    @cached_property
    def goal_of(self) -> tuple[int, ...]:
        """For each target, in order, the place of its goal."""
        return tuple(self.index[one.rpartition(".")[0]] for one in self.of("targets"))

    def of(self, level: Level) -> tuple[str, ...]:
        """Return the ids of the labels of a level."""
        return self.ids[self.places[level]]

    def __len__(self) -> int:
        return len(self.ids)


@cache
def all_labels() -> Labels:
    """Return the labels of this release's framework.

    `C7` itself is none of them: a text speaks to one of its eight lines.
    """
    return labels_of(load())


def labels_of(framework: Framework) -> Labels:
    """Return the labels of a framework: lines with no lines beneath them, goals, targets, commitments."""
    parents = {line.parent for line in framework.action_lines.values()}
    levels: dict[Level, Sequence[str]] = {
        "action_lines": [one for one in framework.action_lines if one not in parents],
        "goals": list(framework.goals),
        "targets": list(framework.targets),
        "commitments": [one.id for one in framework.commitments.values() if one.kind == "commitment"],
    }
    ids: list[str] = []
    places: dict[Level, slice] = {}
    for level in LEVELS:
        places[level] = slice(len(ids), len(ids) + len(levels[level]))
        ids += levels[level]
    return Labels(tuple(ids), places)


@cache
def _matrix() -> Mapping[tuple[str, str], bool]:
    """(line, goal or target) -> whether every cell that says so is doubtful."""
    cells: dict[tuple[str, str], bool] = {}
    for link in load().matrix:
        for concept in filter(None, (link.goal, link.target)):
            key = (link.action_line, concept)
            cells[key] = cells.get(key, True) and link.doubtful
    return cells


def matrix_links(lines: Iterable[str], concepts: Iterable[str]) -> tuple[MatrixLink, ...]:
    """Return every line with every goal and target, in the order given.

    >>> matrix_links(["C7-ehealth"], ["sdg:3", "sdg:14"])[0]
    MatrixLink(action_line='C7-ehealth', concept='sdg:3', known=True, doubtful=False)
    """
    cells, both = _matrix(), list(concepts)
    return tuple(
        MatrixLink(line, concept, (line, concept) in cells, cells.get((line, concept), False))
        for line in lines
        for concept in both
    )
