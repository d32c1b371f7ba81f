"""Action lines and goals or targets found in one text: which links the WSIS-SDG Matrix has, which are new."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from actionlines.alignment.model import MatrixLink
from actionlines.framework import load


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
    """Every line with every goal and target, in the order given.

    >>> matrix_links(["C7-ehealth"], ["sdg:3", "sdg:14"])[0]
    MatrixLink(action_line='C7-ehealth', concept='sdg:3', known=True, doubtful=False)
    """
    cells, both = _matrix(), list(concepts)
    return tuple(
        MatrixLink(line, concept, (line, concept) in cells, cells.get((line, concept), False))
        for line in lines
        for concept in both
    )
