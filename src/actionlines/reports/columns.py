"""The columns of the tables, once for the workbook, the CSV files and the document."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from actionlines.reports.model import CitationRow, DocumentRead, MandateRow

Row = TypeVar("Row")
Value = str | int


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """A heading, the value for a row, and a width in characters."""

    heading: str
    value: Callable[[Row], Value]
    width: int


MANDATES: tuple[Column[MandateRow], ...] = (
    Column("Document", lambda row: row.label, 18),
    Column("Paragraph", lambda row: row.paragraph, 12),
    Column("Page", lambda row: row.page if row.page is not None else "", 6),
    Column("Strength", lambda row: row.strength, 12),
    Column("Verb", lambda row: row.verb, 14),
    Column("Words of the verb", lambda row: row.verb_phrase.text, 18),
    Column("Asked", lambda row: row.asked, 30),
    Column("Addressee as written", lambda row: "; ".join(phrase.text for phrase in row.addressees), 30),
    Column("Action", lambda row: row.action.text, 70),
    Column("Deliverable", lambda row: "" if row.deliverable == "none" else row.deliverable, 16),
    Column("Due", lambda row: row.due_label, 22),
    Column("Due, sorted by", lambda row: row.due_date, 14),
    Column("Due as written", lambda row: row.due_phrase.text if row.due_phrase else "", 26),
    Column("Reports to", lambda row: row.reports, 26),
    Column("Asked, in full", lambda row: "; ".join(row.body_names), 30),
    Column("Reports to, in full", lambda row: "; ".join(row.report_to_names), 30),
    Column("Asked, identifiers", lambda row: ", ".join(row.bodies), 24),
    Column("Due, identifiers", lambda row: ", ".join(due.raw for due in row.due), 18),
    Column("Reports to, identifiers", lambda row: ", ".join(row.report_to), 20),
    Column("Mandate", lambda row: row.id, 26),
)

CITATIONS: tuple[Column[CitationRow], ...] = (
    Column("Document", lambda row: row.label, 18),
    Column("Paragraph", lambda row: row.paragraph, 12),
    Column("Cites", lambda row: row.canonical, 28),
    Column("Instrument", lambda row: row.instrument, 24),
    Column("Name", lambda row: row.name, 44),
    Column("Kind", lambda row: row.kind, 12),
    Column("Words", lambda row: row.quote, 50),
    Column("Address", lambda row: row.url, 44),
)

DOCUMENTS: tuple[Column[DocumentRead], ...] = (
    Column("Document", lambda row: row.label, 18),
    Column("Title", lambda row: row.title, 70),
    Column("Body", lambda row: row.body_name, 24),
    Column("Date", lambda row: row.date, 12),
    Column("Session", lambda row: row.session, 10),
    Column("Language", lambda row: row.language, 10),
    Column("Kind", lambda row: row.kind, 14),
    Column("Pages", lambda row: row.pages if row.pages is not None else "", 8),
    Column("Paragraphs", lambda row: len(row.lines), 11),
    Column("Mandates", lambda row: row.mandates, 10),
    Column("Citations", lambda row: row.citations, 10),
    Column("Notes of the reader", lambda row: "; ".join(row.warnings), 50),
    Column("File", lambda row: row.name, 40),
    Column("SHA-256", lambda row: row.sha256, 68),
)
