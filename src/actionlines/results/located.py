"""Mandates and citations with where they stand: document, symbol, page, paragraph. `to_dict` is a row of JSON."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields

from actionlines.citations import Citation
from actionlines.documents.model import Document, plain_value
from actionlines.json_types import JsonObject
from actionlines.mandates import Mandate
from actionlines.papers.words import Due

# What every row begins with.
PLACE = ("document", "symbol", "page", "paragraph")
Row = JsonObject


@dataclass(frozen=True, slots=True)
class FoundMandate(Mandate):
    """A mandate and where it stands.

    document      name of the document: that of its file
    symbol        canonical symbol of the document, or of its instrument where a file binds several; or ""
    page          1-based page on which the paragraph begins, or None
    due_resolved  each due value with its words, its date to sort by and its last day
    """

    document: str = ""
    symbol: str = ""
    page: int | None = None
    due_resolved: tuple[Due, ...] = ()

    def to_dict(self) -> Row:
        """Return the row of `actionlines mandates --format jsonl`; docs/reference/data-model.md lists its keys."""
        return _plain_row(self)


@dataclass(frozen=True, slots=True)
class FoundCitation(Citation):
    """A citation and where it stands: `document`, `symbol` and `page` as in FoundMandate."""

    document: str = ""
    symbol: str = ""
    page: int | None = None

    def to_dict(self) -> Row:
        """Return the row of `actionlines cite --format jsonl`; docs/reference/data-model.md lists its keys."""
        return _plain_row(self)


def locate_mandate(result: Mandate, document: Document) -> FoundMandate:
    """Return a mandate of a document with where it stands."""
    from actionlines.papers.names import describe_due

    when = tuple(describe_due(raw, document.metadata.date) for raw in result.due)
    place = _locate_paragraph(document, result.paragraph)
    place["symbol"] = result.instrument or place["symbol"]
    return FoundMandate(**_row_fields(result), **place, due_resolved=when)


def locate_citation(result: Citation, document: Document) -> FoundCitation:
    """Return a citation of a document with where it stands; a cell of a table has the page of its table."""
    place = _locate_paragraph(document, result.paragraph)
    if result.cell is not None:
        place["page"] = document.tables[result.cell.table].page
    return FoundCitation(**_row_fields(result), **place)


def _row_fields(row: Mandate | Citation) -> Row:
    return {field.name: getattr(row, field.name) for field in fields(row)}


def _locate_paragraph(document: Document, paragraph: str) -> Row:
    passage = document.by_id.get(paragraph)
    return {
        "document": document.name,
        "symbol": document.metadata.symbol,
        "page": None if passage is None else passage.page,
    }


def _plain_row(source: FoundMandate | FoundCitation) -> Row:
    row: Row = plain_value(asdict(source))
    return {name: row[name] for name in PLACE} | row
