"""Tables of a page: their runs leave the lines, their cells become text."""

from __future__ import annotations

from collections import defaultdict
from ctypes import c_void_p

from actionlines.documents.model import Cell
from actionlines.documents.pdf import binding
from actionlines.documents.pdf.lines import PageLine, PageTable, Rows, page_lines
from actionlines.documents.pdf.runs import Run, joined
from actionlines.documents.pdf.tags import TaggedTable, tagged_tables
from actionlines.lazily import expression

_RAISED = str.maketrans("0123456789abcdefghijklmnoprstuvwxyz", "⁰¹²³⁴⁵⁶⁷⁸⁹ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ")
_JUMP = 3.0
_CELL_LINES = 5_000
_CAPTION = expression(r"(?:Table|Figure|Chart|Box)\s+[A-Z0-9][\w.]*")


def from_tags(page: c_void_p, runs: list[Run], number: int) -> tuple[list[Run], list[PageTable]]:
    """Return the runs that are in no table, and the tables that the page's tags name."""
    tagged = tagged_tables(page)
    if not tagged:
        return runs, []
    places: dict[int, tuple[int, int, int]] = {}
    for t, rows in enumerate(tagged):
        for r, row in enumerate(rows):
            for c, cell in enumerate(row):
                places.update(dict.fromkeys(cell.content, (t, r, c)))
    loose: list[Run] = []
    cells: dict[tuple[int, int, int], list[Run]] = defaultdict(list)
    for run in runs:
        place = places.get(binding.content_id(run.handle))
        if place is None:
            loose.append(run)
        else:
            cells[place].append(run)
    tables = []
    for t, rows in enumerate(tagged):
        inside = [run for place, found in cells.items() if place[0] == t for run in found]
        if inside:
            top, bottom = max(run.y for run in inside), min(run.y for run in inside)
            tables.append(PageTable(_rows(rows, cells, t), number, top, bottom))
    return loose, tables


def _rows(rows: TaggedTable, cells: dict[tuple[int, int, int], list[Run]], table: int) -> Rows:
    return tuple(
        tuple(
            Cell(cell_text(cells.get((table, r, c), [])), cell.colspan, cell.rowspan)
            for c, cell in enumerate(row)
        )
        for r, row in enumerate(rows)
    )


def cell_text(runs: list[Run]) -> str:
    """Return the text of a cell, its lines joined; footnote marks stay as raised figures and letters."""
    text, open_end = "", False
    for part in _columns_of(runs):
        for line in page_lines(part, 0)[:_CELL_LINES]:
            text = joined(text, _with_marks(line), open_end)
            open_end = line.open_end
    return text


def _columns_of(runs: list[Run]) -> list[list[Run]]:
    """Runs in the order of the content, parted where it jumps up the page to the next column."""
    parts: list[list[Run]] = []
    for run in runs:
        if not parts or run.y > parts[-1][-1].y + _JUMP * run.size:
            parts.append([])
        parts[-1].append(run)
    return parts


def _with_marks(line: PageLine) -> str:
    text, lead = line.text, line.lead.translate(_RAISED)
    for label, offset in reversed(line.marks):
        text = f"{text[:offset]}{label.translate(_RAISED)}{text[offset:]}"
    return f"{lead} {text}".strip() if lead else text


def placeholder(table: PageTable) -> PageLine:
    """Return a line that holds the table's place among the lines of the page."""
    return PageLine(table.page, table.top, 0.0, 0.0, 0.0, table=table)


def continues(table: PageTable, before: PageTable) -> bool:
    """Return whether a table at the top of a page goes on with the one at the end of the page before."""
    return table.page == before.page + 1 and _columns(table) == _columns(before)


def _columns(table: PageTable) -> int:
    return max((sum(cell.colspan for cell in row) for row in table.rows), default=0)


def merged(before: PageTable, table: PageTable) -> PageTable:
    """Both parts as one table; heading rows that the second part repeats are left out."""
    repeated = 0
    while repeated < min(len(before.rows), len(table.rows)) and before.rows[repeated] == table.rows[repeated]:
        repeated += 1
    rows = before.rows + table.rows[repeated:]
    return PageTable(rows, before.page, before.top, table.bottom)


def caption_of(text: str) -> str:
    """`text` when it is the caption of a table ("Table 3 Resources by …"), else ""."""
    return text if len(text) < 300 and _CAPTION.match(text) else ""
