"""Tables of a page: their runs leave the lines, their cells become text.

The tables that a tagged page names itself: which marked content belongs to which cell.

Tables without tags: rows of short cells whose edges stand below each other.
"""

from collections import defaultdict
from collections.abc import Iterator
from ctypes import byref, c_float, c_void_p, create_string_buffer
from dataclasses import dataclass, field
from itertools import pairwise

from actionlines.documents.model import Cell
from actionlines.documents.pdf import library
from actionlines.documents.pdf.library import Run, join_text
from actionlines.documents.pdf.lines import HANGING, PageLine, PageTable, Rows, page_lines
from actionlines.lazily import expression

# A tree deeper or larger than this is no page of a document.
_DEEPEST = 64
_ELEMENTS = 50_000
# Elements of running text, in which no table stands.
_LEAVES = frozenset({"P", "H", *(f"H{n}" for n in range(1, 7)), "Lbl", "Link", "Span"})
_JUMP = 3.0
_CELL_LINES = 5_000
_CAPTION = expression(r"(?:Table|Figure|Chart|Box)\s+[A-Z0-9][\w.]*")
_ROWS = 3
# A gap between cells, in sizes of the text; points by which edges that are aligned may differ.
_GAP = 1.1
_SLACK = 3.0
# Characters of a cell, and of the mean cell: columns of running text hold more.
_LONGEST = 40
_MEAN = 22
# Distance of rows in sizes of the text.
_PITCH = 3.0


@dataclass(slots=True)
class TaggedCell:
    """One cell: the numbers of its marked content on the page, and its spans."""

    content: set[int] = field(default_factory=set)
    colspan: int = 1
    rowspan: int = 1


TaggedTable = list[list[TaggedCell]]


def tagged_tables(page: c_void_p) -> list[TaggedTable]:
    """Tables of two and more columns in the structure tree of a page, in its order."""
    if not (tree := library.tree_of(page)):
        return []
    try:
        walk = _Walk()
        for index in range(library.tree_size(tree)):
            walk.element(library.tree_child(tree, index), 0)
        return [rows for rows in walk.tables if max(map(len, rows), default=0) > 1]
    finally:
        library.close_tree(tree)


class _Walk:
    """One pass over the tree; a table within a cell is part of the cell."""

    def __init__(self) -> None:
        self.tables: list[TaggedTable] = []
        self._left = _ELEMENTS
        self._name = create_string_buffer(64)

    def element(self, element: int | None, depth: int) -> None:
        """Looks for tables at and below an element."""
        for child in self._below(element, depth):
            if (kind := self._type(child)) == "Table":
                rows: TaggedTable = []
                self._rows(child, depth + 1, rows)
                self.tables.append([row for row in rows if row])
            elif kind not in _LEAVES:
                self.element(child, depth + 1)

    def _below(self, element: int | None, depth: int) -> Iterator[int]:
        if not element or depth > _DEEPEST:
            return
        for index in range(library.element_size(element)):
            self._left -= 1
            if (child := library.element_child(element, index)) and self._left > 0:
                yield child

    def _rows(self, element: int, depth: int, rows: TaggedTable) -> None:
        for child in self._below(element, depth):
            if (kind := self._type(child)) == "TR":
                rows.append([self._cell(cell, depth + 2) for cell in self._below(child, depth + 1)])
            elif kind in ("THead", "TBody", "TFoot"):
                self._rows(child, depth + 1, rows)

    def _cell(self, element: int, depth: int) -> TaggedCell:
        cell = TaggedCell()
        self._content(element, depth, cell.content)
        for index in range(min(library.attribute_count(element), 8)):
            attribute = library.attribute_at(element, index)
            cell.colspan = max(cell.colspan, _attribute_number(attribute, b"ColSpan"))
            cell.rowspan = max(cell.rowspan, _attribute_number(attribute, b"RowSpan"))
        return cell

    def _content(self, element: int, depth: int, content: set[int]) -> None:
        for index in range(min(library.element_size(element), self._left)):
            if (number := library.element_content(element, index)) >= 0:
                content.add(number)
        for child in self._below(element, depth):
            self._content(child, depth + 1, content)

    def _type(self, element: int) -> str:
        length = min(library.element_type(element, self._name, 64), 64)
        return self._name.raw[:length].decode("utf-16-le", "replace").rstrip("\0")


def _attribute_number(attribute: int | None, name: bytes) -> int:
    if not attribute:
        return 0
    value = library.attribute_value(attribute, name)
    number = c_float()
    if not value or not library.attribute_number(value, byref(number)):
        return 0
    return int(min(max(number.value, 0), 1_000))


_RAISED = str.maketrans("0123456789abcdefghijklmnoprstuvwxyz", "⁰¹²³⁴⁵⁶⁷⁸⁹ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ")


def from_tags(page: c_void_p, runs: list[Run], number: int) -> tuple[list[Run], list[PageTable]]:
    """Return the runs that are in no table, and the tables that the page's tags name."""
    if not (tagged := tagged_tables(page)):
        return runs, []
    places: dict[int, tuple[int, int, int]] = {}
    for t, rows in enumerate(tagged):
        for r, row in enumerate(rows):
            for c, cell in enumerate(row):
                places.update(dict.fromkeys(cell.content, (t, r, c)))
    loose: list[Run] = []
    cells: dict[tuple[int, int, int], list[Run]] = defaultdict(list)
    for run in runs:
        if (place := places.get(library.content_id(run.handle))) is None:
            loose.append(run)
        else:
            cells[place].append(run)
    tables = []
    for t, rows in enumerate(tagged):
        if inside := [run for place, runs in cells.items() if place[0] == t for run in runs]:
            top, bottom = max(run.y for run in inside), min(run.y for run in inside)
            tables.append(PageTable(_nest_rows(rows, cells, t), number, top, bottom))
    return loose, tables


def _nest_rows(rows: TaggedTable, cells: dict[tuple[int, int, int], list[Run]], table: int) -> Rows:
    return tuple(
        tuple(Cell(cell_text(cells.get((table, r, c), [])), cell.colspan, cell.rowspan) for c, cell in enumerate(row))
        for r, row in enumerate(rows)
    )


def cell_text(runs: list[Run]) -> str:
    """Return the text of a cell, its lines joined; footnote marks stay as raised figures and letters."""
    text, open_end = "", False
    for part in _columns_of(runs):
        for line in page_lines(part, 0)[:_CELL_LINES]:
            text = join_text(text, _with_marks(line), open_end)
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


def make_placeholder(table: PageTable) -> PageLine:
    """Return a line that holds the table's place among the lines of the page."""
    return PageLine(table.page, table.top, 0.0, 0.0, 0.0, table=table)


def continues_table(table: PageTable, before: PageTable) -> bool:
    """Return whether a table at the top of a page goes on with the one at the end of the page before."""
    return table.page == before.page + 1 and _count_columns(table) == _count_columns(before)


def _count_columns(table: PageTable) -> int:
    return max((sum(cell.colspan for cell in row) for row in table.rows), default=0)


def merge_tables(before: PageTable, table: PageTable) -> PageTable:
    """Both parts as one table; heading rows that the second part repeats are left out."""
    repeated = 0
    while repeated < min(len(before.rows), len(table.rows)) and before.rows[repeated] == table.rows[repeated]:
        repeated += 1
    rows = before.rows + table.rows[repeated:]
    return PageTable(rows, before.page, before.top, table.bottom)


def caption_of(text: str) -> str:
    """`text` when it is the caption of a table ("Table 3 Resources by …"), else ""."""
    return text if len(text) < 300 and _CAPTION.match(text) else ""


_Row = list[list[Run]]


def with_grids(lines: list[PageLine]) -> list[PageLine]:
    """`lines` with a placeholder for each run of three rows or more whose cells are short and aligned."""
    rows = [_split_cells(line) for line in lines]
    out: list[PageLine] = []
    start = 0
    while start < len(lines):
        end = start + 1
        while end < len(lines) and _goes_on(lines[end - 1], lines[end], rows[end - 1], rows[end]):
            end += 1
        if end - start >= _ROWS and _is_short(rows[start:end]):
            out.append(make_placeholder(_make_table(lines[start:end], rows[start:end])))
        else:
            out.extend(lines[start:end])
        start = end
    return out


def _split_cells(line: PageLine) -> _Row:
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
    return all(_is_aligned(first, second) for first, second in zip(above, below, strict=True))


def _is_aligned(above: list[Run], below: list[Run]) -> bool:
    left, right = below[0].x - above[0].x, below[-1].right - above[-1].right
    return min(abs(left), abs(right), abs(left + right) / 2) < _SLACK


def _is_short(rows: list[_Row]) -> bool:
    lengths = [sum(len(run.text) for run in cell) for row in rows for cell in row]
    return max(lengths) <= _LONGEST and sum(lengths) <= _MEAN * len(lengths)


def _make_table(lines: list[PageLine], rows: list[_Row]) -> PageTable:
    cells = tuple(tuple(Cell(cell_text(cell)) for cell in row) for row in rows)
    return PageTable(cells, lines[0].page, lines[0].y, lines[-1].y)
