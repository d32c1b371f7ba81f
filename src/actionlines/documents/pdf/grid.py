"""Tables without tags: rows of short cells whose edges stand below each other."""

from __future__ import annotations

from itertools import pairwise

from actionlines.documents.model import Cell
from actionlines.documents.pdf.lines import HANGING, PageLine, PageTable
from actionlines.documents.pdf.runs import Run
from actionlines.documents.pdf.tables import cell_text, placeholder

_ROWS = 3
# A gap between cells, in sizes of the text; points by which edges that are aligned may differ.
_GAP = 1.1
_SLACK = 3.0
# Characters of a cell, and of the mean cell: columns of running text hold more.
_LONGEST = 40
_MEAN = 22
# Distance of rows in sizes of the text.
_PITCH = 3.0

_Row = list[list[Run]]


def with_grids(lines: list[PageLine]) -> list[PageLine]:
    """`lines` with a placeholder for each run of three rows or more whose cells are short and aligned."""
    rows = [_cells(line) for line in lines]
    found: list[PageLine] = []
    start = 0
    while start < len(lines):
        end = start + 1
        while end < len(lines) and _goes_on(lines[end - 1], lines[end], rows[end - 1], rows[end]):
            end += 1
        if end - start >= _ROWS and _is_short(rows[start:end]):
            found.append(placeholder(_table(lines[start:end], rows[start:end])))
        else:
            found.extend(lines[start:end])
        start = end
    return found


def _cells(line: PageLine) -> _Row:
    """Return the runs of a line, parted at its wide gaps; empty without such a gap, or with one after a number."""
    if not line.spread or line.table or " … " in line.text:
        return []
    cells: _Row = [[line.runs[0]]]
    for before, run in pairwise(line.runs):
        if run.x - before.right > _GAP * line.size:
            cells.append([])
        cells[-1].append(run)
    hanging = HANGING.fullmatch("".join(run.text for run in cells[0])) is not None
    return [] if len(cells) < 2 + hanging else cells


def _goes_on(before: PageLine, line: PageLine, above: _Row, below: _Row) -> bool:
    if not above or len(above) != len(below) or not 0 < before.y - line.y <= _PITCH * line.size:
        return False
    return all(_aligned(first, second) for first, second in zip(above, below, strict=True))


def _aligned(above: list[Run], below: list[Run]) -> bool:
    """Left edges, right edges or middles stand below each other."""
    left, right = below[0].x - above[0].x, below[-1].right - above[-1].right
    return min(abs(left), abs(right), abs(left + right) / 2) < _SLACK


def _is_short(rows: list[_Row]) -> bool:
    lengths = [sum(len(run.text) for run in cell) for row in rows for cell in row]
    return max(lengths) <= _LONGEST and sum(lengths) <= _MEAN * len(lengths)


def _table(lines: list[PageLine], rows: list[_Row]) -> PageTable:
    cells = tuple(tuple(Cell(cell_text(cell)) for cell in row) for row in rows)
    return PageTable(cells, lines[0].page, lines[0].y, lines[-1].y)
