"""A citation: the words that refer to an instrument, and the canonical form they resolve to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from actionlines.documents.model import Document

CitationKind = Literal[
    "un_res", "un_dec", "un_doc", "treaty", "named", "wsis_doc", "itu_res", "itu_dec", "itu_doc", "itu_rec",
    "itu_basic", "sdg_goal", "sdg_target", "action_line", "ibid", "locator",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class CellPlace:
    """A cell of a document: `document.tables[table].rows[row][column]`, each counted from 0."""

    table: int
    row: int
    column: int

    def __str__(self) -> str:
        """Return the place as people count: "table 1, row 1, column 1" is the first cell."""
        return f"table {self.table + 1}, row {self.row + 1}, column {self.column + 1}"


@dataclass(frozen=True, slots=True)
class Citation:
    """`text[start:end] == quote`, where text is that of the paragraph, the cell, or the raw input.

    canonical   docs/reference/citations.md section "Canonical forms"; a place within the instrument follows `#`
    paragraph   id of the paragraph, "" for cells and for raw text
    cell        the cell of a table, None for paragraphs and raw text
    link        the address that the words lead to, when it ends in the symbol of this instrument, or ""
    """

    kind: CitationKind
    canonical: str
    quote: str
    start: int
    end: int
    paragraph: str = ""
    cell: CellPlace | None = None
    link: str = ""

    @property
    def instrument(self) -> str:
        """Return the canonical form without the place within."""
        return self.canonical.partition("#")[0]

    def text_in(self, document: Document) -> str:
        """Return the text of the paragraph or cell of the document that `start` and `end` count in."""
        if self.cell is not None:
            return document.tables[self.cell.table].rows[self.cell.row][self.cell.column].text
        return document.by_id[self.paragraph].text
