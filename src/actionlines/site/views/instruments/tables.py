"""Tables of a document as the reader shows them: beside the paragraph behind which they stand."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from actionlines.registry.models import DocumentTable, Instrument

ROWS = 200  # of one table that a page shows; the original has them all
_FIGURE = re.compile(r"[\s\d().,%–-]*\d[\s\d().,%–-]*")


@dataclass(frozen=True, slots=True)
class Cell:
    """Text, what it spans, and whether it is a figure."""

    text: str
    columns: int
    rows: int
    figure: bool


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as it is shown; `more` rows are not."""

    caption: str
    rows: list[list[Cell]]
    more: int


def tables(instrument: Instrument, after: Iterable[str]) -> dict[str, list[Grid]]:
    """Anchor -> tables that stand behind it, in order; one query."""
    found: dict[str, list[Grid]] = defaultdict(list)
    for one in DocumentTable.objects.filter(instrument=instrument, after__in=list(after)):
        found[one.after].append(_grid(one))
    return found


def _grid(one: DocumentTable) -> Grid:
    rows = [
        [Cell(text, columns, lines, bool(_FIGURE.fullmatch(text))) for text, columns, lines in row]
        for row in one.rows[:ROWS]
    ]
    return Grid(one.caption, rows, max(0, len(one.rows) - ROWS))
