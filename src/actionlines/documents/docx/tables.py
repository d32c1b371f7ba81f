"""Tables of a DOCX: merged cells become spans, nested tables are handed back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from lxml import etree

from actionlines.documents.docx.package import attribute, child, number
from actionlines.documents.model import Cell, Link, shifted
from actionlines.documents.xml_tree import local

# A table of more columns than this does not come from a word processor (Word allows 63).
_COLUMNS = 1024
_WRAPPERS = ("sdt", "sdtContent", "customXml", "ins", "moveTo", "del", "moveFrom")


@dataclass(frozen=True, slots=True)
class CellText:
    """The text of a paragraph in a cell, or of the whole cell, with its links."""

    text: str
    links: tuple[Link, ...] = ()


@dataclass(slots=True)
class _Draft:
    texts: list[CellText]
    column: int
    colspan: int
    rowspan: int = 1


def read_rows(
    table: etree._Element, text_of: Callable[[etree._Element], CellText], nested: list[etree._Element]
) -> tuple[tuple[Cell, ...], ...]:
    """Return rows of cells; a cell that continues the one above is left out and counted in its `rowspan`.

    `text_of` reads one paragraph; tables inside cells are put into `nested`.
    """
    rows: list[list[_Draft]] = []
    open_cells: dict[int, _Draft] = {}
    for row in _named(table, "tr"):
        drafts: list[_Draft] = []
        column = _span(child(row, "trPr", "gridBefore"), 0)
        for cell in _named(row, "tc"):
            properties = child(cell, "tcPr")
            colspan = _span(child(properties, "gridSpan"), 1)
            merge = child(properties, "vMerge")
            continues = merge is not None and attribute(merge, "val", "continue") != "restart"
            text = _text(cell, text_of, nested)
            if continues and column in open_cells:
                open_cells[column].rowspan += 1
                open_cells[column].texts.append(text)
            else:
                draft = _Draft([text], column, colspan)
                drafts.append(draft)
                open_cells.pop(column, None)
                if merge is not None:
                    open_cells[column] = draft
            column = min(column + colspan, _COLUMNS)
        rows.append(drafts)
    return tuple(tuple(map(_cell, row)) for row in rows)


def _cell(draft: _Draft) -> Cell:
    whole = _joined(draft.texts)
    return Cell(whole.text, draft.colspan, draft.rowspan, whole.links)


def _joined(parts: Iterable[CellText]) -> CellText:
    """Return the parts with a blank between them as one."""
    texts: list[str] = []
    links: list[Link] = []
    length = 0
    for part in parts:
        if part.text:
            links += shifted(part.links, length)
            texts.append(part.text)
            length += len(part.text) + 1
    return CellText(" ".join(texts), tuple(links))


def _span(element: etree._Element | None, default: int) -> int:
    value = number(element)
    return default if value is None else min(max(value, default), _COLUMNS)


def _named(parent: etree._Element, name: str) -> Iterator[etree._Element]:
    """Yield rows of a table or cells of a row, also inside content controls."""
    for item in parent:
        if local(item) == name:
            yield item
        elif local(item) in _WRAPPERS:
            yield from _named(item, name)


def _text(
    cell: etree._Element, text_of: Callable[[etree._Element], CellText], nested: list[etree._Element]
) -> CellText:
    parts: list[CellText] = []
    for item in cell:
        if local(item) == "p":
            parts.append(text_of(item))
        elif local(item) == "tbl":
            nested.append(item)
        elif local(item) in _WRAPPERS:
            parts.append(_text(item, text_of, nested))
    return _joined(parts)
