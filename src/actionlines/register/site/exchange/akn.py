"""An instrument of the register as a file of Akoma Ntoso: its text, citations, and mandates as they are public."""

from __future__ import annotations

from collections.abc import Iterable

from actionlines.documents.akn.meta import Asked
from actionlines.documents.akn.writer import Cited, write
from actionlines.documents.model import Cell, Document, Kind, Metadata, Paragraph, Table
from actionlines.papers.names import identifier
from actionlines.register.core.published import public_data
from actionlines.register.instruments.citation_targets import without_language
from actionlines.register.instruments.imports import GONE
from actionlines.register.models import Instrument
from actionlines.register.models import Paragraph as Row

MEDIA_TYPE = "application/akn+xml; charset=utf-8"


def akoma_ntoso(instrument: Instrument, site: str) -> bytes:
    """Return the file of an instrument. site: address of the register, before paths."""
    rows = list(
        instrument.paragraphs.exclude(kind=GONE).prefetch_related("citations").order_by("order", "pk")
    )
    cited = (
        Cited(row.anchor, one.start, one.end, identifier(f"{one.symbol}#{one.place}".rstrip("#")))
        for row in rows
        for one in row.citations.all()
    )
    document = Document(
        name=instrument.label, format="akn", metadata=_metadata(instrument), paragraphs=tuple(_paragraphs(rows)),
        tables=tuple(
            Table(tuple(tuple(Cell(*cell) for cell in row) for row in one.rows), one.after, caption=one.caption)
            for one in instrument.tables.all()
        ),
        sha256=instrument.file.sha256 if instrument.file else "",
    )  # fmt: skip
    return write(
        document, cited=cited, asked=_mandates(instrument, site), address=site + instrument.get_absolute_url()
    )


def _metadata(one: Instrument) -> Metadata:
    symbol = "" if one.symbol.startswith("file:") else without_language(one.symbol)
    day = one.date.isoformat() if one.date else ""
    return Metadata(symbol, one.title, one.body, day, one.session, one.language, one.document_kind)


def _paragraphs(rows: Iterable[Row]) -> Iterable[Paragraph]:
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


def _mandates(instrument: Instrument, site: str) -> list[Asked]:
    rows = instrument.mandates.select_related("instrument", "paragraph").order_by(
        "paragraph__order", "ordinal"
    )
    held = list(rows.prefetch_related("addressees", "links", "progress"))
    addresses = {one.pk: site + one.get_absolute_url() for one in held}
    return [
        Asked(
            one["paragraph"], one["verb"], one["strength"], one["force"],
            [body["body"] for body in one["addressees"]], one["action"], one["deliverable"], one["due"],
            one["report_to"], one["status"], addresses[one["id"]],
        )
        for one in public_data(held)
    ]  # fmt: skip
