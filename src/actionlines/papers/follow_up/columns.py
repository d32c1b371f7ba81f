"""The columns of the tables, once for the workbook, the CSV files and the document."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from actionlines.citations.model import CellPlace
from actionlines.papers.concepts import identified, listed
from actionlines.papers.follow_up.alignment_part import PairRow, SheetRow
from actionlines.papers.follow_up.doubtful import identifiers, told
from actionlines.papers.follow_up.model import CitationRow, DocumentRead, MandateRow
from actionlines.papers.words import ENGLISH, Words

Row = TypeVar("Row")
Value = str | int | float


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """A key of the catalogue for the heading, the value for a row, and a width in characters."""

    key: str
    value: Callable[[Row, Words], Value]
    width: int

    def heading(self, words: Words = ENGLISH) -> str:
        """Return the heading in the language of the report."""
        return words(f"col.{self.key}")


MANDATES: tuple[Column[MandateRow], ...] = (
    Column("document", lambda row, _: row.label, 18),
    Column("paragraph", lambda row, _: row.paragraph, 12),
    Column("page", lambda row, _: row.page if row.page is not None else "", 6),
    Column("strength", lambda row, words: words(f"strength.{row.strength}"), 12),
    Column("force", lambda row, words: words(f"force.{row.force}"), 13),
    Column("checks", lambda row, words: told(row.checks, words), 40),
    Column("verb", lambda row, _: row.verb, 14),
    Column("verb-words", lambda row, _: row.verb_phrase.text, 18),
    Column("asked", lambda row, _: row.asked, 30),
    Column("asked-words", lambda row, _: "; ".join(phrase.text for phrase in row.addressees), 30),
    Column("action", lambda row, _: row.action.text, 70),
    Column("deliverable", lambda row, words: words.deliverable(row.deliverable), 16),
    Column("due", lambda row, words: "; ".join(map(words.due, row.due)), 22),
    Column("due-sorted", lambda row, _: row.due_date, 14),
    Column("due-words", lambda row, _: row.due_phrase.text if row.due_phrase else "", 26),
    Column("reports", lambda row, _: row.reports, 26),
    Column("aligned", lambda row, words: listed(row.aligned, words), 34),
    Column("asked-full", lambda row, _: "; ".join(row.body_names), 30),
    Column("reports-full", lambda row, _: "; ".join(row.report_to_names), 30),
    Column("asked-ids", lambda row, _: ", ".join(row.bodies), 24),
    Column("due-ids", lambda row, _: ", ".join(due.raw for due in row.due), 18),
    Column("reports-ids", lambda row, _: ", ".join(row.report_to), 20),
    Column("mandate", lambda row, _: row.id, 26),
    Column("aligned-ids", lambda row, _: identified(row.aligned), 26),
    Column("check-ids", lambda row, _: identifiers(row.checks), 26),
)
# Columns that earlier versions did not write, the oldest addition first.
ADDED = (frozenset({"aligned", "aligned-ids"}), frozenset({"force", "checks", "check-ids"}))


def earlier() -> tuple[tuple[Column[MandateRow], ...], ...]:
    """Return the columns of each earlier version of the table of mandates, the oldest first."""
    return tuple(
        tuple(column for column in MANDATES if not any(column.key in keys for keys in ADDED[at:]))
        for at in range(len(ADDED))
    )


SPOKEN: tuple[Column[SheetRow], ...] = (
    Column("level", lambda row, _: row.level, 22),
    Column("identifier", lambda row, _: row.id, 16),
    Column("name", lambda row, _: row.full, 60),
    Column("passages", lambda row, _: row.row.passages if row.row else 0, 11),
    Column("strongest", lambda row, _: row.row.where if row.row else "", 34),
    Column("sure", lambda row, _: row.row.sure if row.row else "", 20),
    Column("documents", lambda row, _: row.row.documents if row.row else "", 40),
)

PAIRS: tuple[Column[PairRow], ...] = (
    Column("line", lambda row, _: row.line, 50),
    Column("goal", lambda row, _: row.goal, 44),
    Column("paragraphs", lambda row, _: row.paragraphs, 12),
    Column("matrix", lambda row, _: row.matrix, 24),
    Column("strongest", lambda row, _: row.where, 34),
)


def _cell(cell: CellPlace | None, words: Words) -> str:
    """Return where a cell stands, as people count tables, rows and columns."""
    if cell is None:
        return ""
    return words("where.cell", table=cell.table + 1, row=cell.row + 1, column=cell.column + 1)


CITATIONS: tuple[Column[CitationRow], ...] = (
    Column("document", lambda row, _: row.label, 18),
    Column("paragraph", lambda row, words: row.paragraph or _cell(row.cell, words), 12),
    Column("cites", lambda row, _: row.canonical, 28),
    Column("instrument", lambda row, _: row.instrument, 24),
    Column("name", lambda row, _: row.name, 44),
    Column("kind", lambda row, _: row.kind, 12),
    Column("words", lambda row, _: row.quote, 50),
    Column("address", lambda row, _: row.url, 44),
)

DOCUMENTS: tuple[Column[DocumentRead], ...] = (
    Column("document", lambda row, _: row.label, 18),
    Column("title", lambda row, _: row.title, 70),
    Column("body", lambda row, _: row.body_name, 24),
    Column("date", lambda row, _: row.date, 12),
    Column("session", lambda row, _: row.session, 10),
    Column("language", lambda row, _: row.language, 10),
    Column("kind", lambda row, _: row.kind, 14),
    Column("pages", lambda row, _: row.pages if row.pages is not None else "", 8),
    Column("paragraphs", lambda row, _: len(row.lines), 11),
    Column("mandates", lambda row, _: row.mandates, 10),
    Column("citations", lambda row, _: row.citations, 10),
    Column("notes", lambda row, _: "; ".join(row.warnings), 50),
    Column("file", lambda row, _: row.names, 40),
    Column("sha256", lambda row, _: row.sha256, 68),
)
