"""Rows of a table of actions as paragraphs: "Action: Publish the map | Responsible: Secretariat | Deadline: 2031".

A table counts whose header names what is to be done and who does it (`action_columns.csv`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from actionlines.documents.model import Paragraph, Table
from actionlines.framework.tables import read_table

_BETWEEN = " | "
_NAME = "table-"
_LONGEST_HEADER = 40


def with_action_rows(paragraphs: Sequence[Paragraph], tables: Sequence[Table]) -> tuple[Paragraph, ...]:
    """Return the paragraphs and, behind each table of actions, its rows."""
    rows: dict[str, list[tuple[str, int | None]]] = defaultdict(list)
    for table in tables:
        rows[table.after] += [(text, table.page) for text in _list_rows(table)]
    if not any(rows.values()):
        return tuple(paragraphs)
    out: list[Paragraph] = []
    at = count = 0
    first = Paragraph("", "text", "", 0, 0)
    for paragraph in (first, *paragraphs):
        new = [paragraph] if paragraph.id else []
        for text, page in rows[paragraph.id]:
            count += 1
            heading = paragraph.id if paragraph.kind == "heading" else paragraph.heading
            new.append(Paragraph(f"{_NAME}{count}", "text", text, 0, 0, page=page, heading=heading))
        for block in new:
            out.append(replace(block, start=at, end=at + len(block.text)))
            at += len(block.text) + 1
    return tuple(out)


def _list_rows(table: Table) -> Iterator[str]:
    first = table.rows[0] if table.rows else ()
    header = [" ".join(cell.text.split())[:_LONGEST_HEADER].rstrip(" :") for cell in first]
    if not {"action", "who"} <= {_read_columns().get(words.lower(), "") for words in header}:
        return
    for row in table.rows[1:]:
        cells = [" ".join(cell.text.replace("|", "/").split()) for cell in row]
        if len(cells) == len(header):
            pairs = zip(header, cells, strict=True)
            yield _BETWEEN.join(f"{name or '-'}: {cell}" for name, cell in pairs if cell)


def cells_of(paragraph: Paragraph) -> dict[str, tuple[int, int]]:
    """Return where the cells of a row are in its paragraph by "action", "who" and "when"; none for any other."""
    if not paragraph.id.startswith(_NAME):
        return {}
    cells: dict[str, tuple[int, int]] = {}
    at = 0
    for part in paragraph.text.split(_BETWEEN):
        name, _, cell = part.partition(": ")
        column = _read_columns().get(name.lower())
        if column and cell:
            cells.setdefault(column, (at + len(part) - len(cell), at + len(part)))
        at += len(part) + len(_BETWEEN)
    return cells


@cache
def _read_columns() -> dict[str, str]:
    return {row["words"]: row["column"] for row in read_table("action_columns", Path(__file__).parent)}
