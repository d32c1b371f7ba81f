"""The paragraphs of an instrument as its document had them."""

from collections.abc import Iterable

from actionlines.documents.model import Kind, Metadata, Paragraph
from actionlines.register.instruments.models import Instrument
from actionlines.register.instruments.models import Paragraph as Row
from actionlines.register.instruments.reading import without_language


def metadata_of(instrument: Instrument) -> Metadata:
    """Return what the document said about itself."""
    symbol = "" if instrument.symbol.startswith("file:") else without_language(instrument.symbol)
    day = instrument.date.isoformat() if instrument.date else ""
    return Metadata(
        symbol,
        instrument.title,
        instrument.body,
        day,
        instrument.session,
        instrument.language,
        instrument.document_kind,
    )


def paragraphs_of(rows: Iterable[Row]) -> Iterable[Paragraph]:
    """Yield paragraphs with offsets; a sub-item belongs to the paragraph above it whose level is lower by one."""
    offset, heading = 0, ""
    above: list[str] = []
    for row in rows:
        kind: Kind = row.kind
        parent = ""
        if kind != "heading":
            depth = min(row.level, len(above))
            parent = above[depth - 1] if depth else ""
            above = [*above[:depth], row.anchor]
        end = offset + len(row.text)
        yield Paragraph(
            row.anchor, kind, row.text, offset, end, row.page, row.number, row.level, parent,
            heading if kind != "footnote" else "",
        )  # fmt: skip
        offset = end + 1
        if kind == "heading":
            heading, above = row.anchor, []
