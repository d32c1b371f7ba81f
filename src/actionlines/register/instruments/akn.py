"""An instrument of the register as a file of Akoma Ntoso: its text, citations, and public mandates."""

from actionlines.documents.akn.writer import AskedMandate, Cited, write_akn
from actionlines.documents.model import Cell, Document, Table
from actionlines.papers.names import identify_instrument
from actionlines.register.core.public_view import public_data
from actionlines.register.instruments.imports import GONE
from actionlines.register.instruments.models import Instrument
from actionlines.register.instruments.stored_paragraphs import metadata_of, paragraphs_of
from actionlines.results.find import list_amended

MEDIA_TYPE = "application/akn+xml; charset=utf-8"


def akoma_ntoso(instrument: Instrument, site: str) -> bytes:
    """Return the file of an instrument. site: address of the register, before paths."""
    rows = list(instrument.paragraphs.exclude(kind=GONE).prefetch_related("citations").order_by("order", "pk"))
    cited = (
        Cited(row.anchor, item.start, item.end, identify_instrument(f"{item.symbol}#{item.place}".rstrip("#")))
        for row in rows
        for item in row.citations.all()
    )
    document = Document(
        name=instrument.label,
        format="akn",
        metadata=metadata_of(instrument),
        paragraphs=tuple(paragraphs_of(rows)),
        tables=tuple(
            Table(tuple(tuple(Cell(*cell) for cell in row) for row in item.rows), item.after, caption=item.caption)
            for item in instrument.tables.all()
        ),
        sha256=instrument.file.sha256 if instrument.file else "",
    )
    return write_akn(
        document,
        cited=cited,
        asks=_mandates(instrument, site),
        amends=list(list_amended(document)),
        address=site + instrument.get_absolute_url(),
    )


def _mandates(instrument: Instrument, site: str) -> list[AskedMandate]:
    rows = instrument.mandates.select_related("instrument", "paragraph").order_by("paragraph__order", "ordinal")
    held = list(rows.prefetch_related("addressees", "links", "progress"))
    addresses = {item.pk: site + item.get_absolute_url() for item in held}
    return [
        AskedMandate(
            data["paragraph"], data["verb"], data["strength"], data["force"],
            [body["body"] for body in data["addressees"]], data["action"], data["deliverable"], data["due"],
            data["report_to"], data["status"], addresses[data["id"]],
        )
        for data in public_data(held)
    ]  # fmt: skip
