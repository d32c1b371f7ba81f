"""The passages of a document in which citations are looked for: paragraphs, and the cells of its tables."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from actionlines.citations.headed import Head, heads
from actionlines.citations.model import CellPlace
from actionlines.citations.unit import Context, Unit
from actionlines.documents.model import Document, Link

# Amounts and years by themselves cite nothing.
_AMOUNT = re.compile(r"[\d\s.,%()+–—-]*")


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph or cell as a unit; `cut` characters of a heading come before its text in the unit."""

    unit: Unit
    text: str
    links: tuple[Link, ...]
    paragraph: str = ""
    cell: CellPlace | None = None
    cut: int = 0


def passages(document: Document, context: Context) -> Iterator[Passage]:
    """Return paragraphs and cells in reading order."""
    tables: dict[str, list[int]] = defaultdict(list)
    for number, table in enumerate(document.tables):
        tables[table.after].append(number)
    for number in tables.pop("", ()):
        yield from _cells(document, number, "", context)
    for paragraph in document.paragraphs:
        unit = Unit(paragraph.text, context, note=paragraph.kind == "footnote")
        yield Passage(unit, paragraph.text, paragraph.links, paragraph.id)
        for number in tables.get(paragraph.id, ()):
            yield from _cells(document, number, paragraph.text, context)


def _cells(document: Document, number: int, above: str, context: Context) -> Iterator[Passage]:
    table = document.tables[number]
    headed = {(row, column): head for row, column, head in heads(table, above)}
    for row, cells in enumerate(table.rows):
        for column, cell in enumerate(cells):
            head = headed.get((row, column))
            if head is not None or cell.links or _AMOUNT.fullmatch(cell.text) is None:
                head = head or Head("")
                before = f"{head.before} " if head.before else ""
                unit = Unit(f"{before}{cell.text}{head.behind}", context)
                yield Passage(unit, cell.text, cell.links, "", CellPlace(number, row, column), len(before))
