"""What was read becomes an instrument with its paragraphs, citations and alignments, or corrects it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from actionlines.alignment.model import Alignment
from actionlines.citations.graph import version_of
from actionlines.framework.calendar import adopted_on
from actionlines.papers.follow_up.collect import Extract, rank_labels
from actionlines.papers.follow_up.model import CitationRow
from actionlines.register.core.concepts import KIND_OF_LEVEL
from actionlines.register.core.imports.models import StoredFile
from actionlines.register.core.schema import Data
from actionlines.register.core.texts import fitted, kept
from actionlines.register.instruments.models import (
    DocumentTable,
    Instrument,
    Paragraph,
    ParagraphCitation,
    ParagraphLink,
)

BATCH = 500
GONE = "removed"  # kind of a paragraph that a corrected file no longer has, kept for its mandates
LANGUAGE_MARK = "@"


@dataclass
class Written:
    """What an import wrote: for the caller, and for the mandates that follow.

    changed  anchors of paragraphs whose text is another than before
    gone     anchors of paragraphs that are no longer there
    """

    instrument: Instrument
    paragraphs: dict[str, Paragraph]
    changed: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)


def symbol_of(found: Extract, sha256: str) -> str:
    """The symbol under which a document is kept: its own; with its language behind where another language has
    that one already; `file:` and twelve digits of the SHA-256 where it states none.
    """
    document = found.document
    if not document.symbol:
        return f"file:{sha256[:12]}"
    symbol = fitted(document.symbol, 110)
    rows = Instrument.objects.filter(symbol=symbol, file__isnull=False)
    held = rows.values_list("language", flat=True).first()
    if held and document.language and held != document.language:
        return f"{symbol}{LANGUAGE_MARK}{document.language}"
    return symbol


def write(
    instrument: Instrument | None, found: Extract, file: StoredFile, symbol: str, country: str = ""
) -> Written:
    """Make the instrument, or bring it to what was read. `country`: it is that country's cooperation framework."""
    record = instrument or Instrument(symbol=symbol)
    country = country or record.country
    document = found.document
    record.family = version_of(document.symbol)[0][:120] if document.symbol else symbol
    record.title = kept(document.title or document.name)
    record.body, record.session = fitted(document.body, 60), fitted(document.session, 80)
    record.date = adopted_on(document.symbol, document.date)
    record.language = document.language
    record.document_kind = "cooperation-framework" if country else fitted(document.kind, 40)
    record.country = country
    record.file = file
    record.warnings = [kept(one) for one in (*document.warnings, found.problem) if one]
    record.save()
    return _paragraphs(record, found)


def _paragraphs(record: Instrument, found: Extract) -> Written:
    """Paragraphs by anchor: those that stay keep their row, and with it their mandates."""
    there = {one.anchor: one for one in record.paragraphs.all()}
    written = Written(record, {})
    new: list[Paragraph] = []
    old: list[Paragraph] = []
    for place, line in enumerate(found.document.lines):
        anchor = fitted(line.id, 80)
        one = there.pop(anchor, None)
        (old if one else new).append(one := one or Paragraph(instrument=record, anchor=anchor))
        text = kept(line.text)
        if one.pk and one.text not in ("", text):  # a fact has a paragraph without a text
            written.changed.add(anchor)
        one.order, one.kind, one.text = place, line.kind[:12], text
        one.number, one.level, one.page = fitted(line.number, 40), max(0, line.level), line.page
        written.paragraphs[anchor] = one
    for one in there.values():
        one.kind = GONE
        written.gone.add(one.anchor)
    Paragraph.objects.bulk_update(
        [*old, *there.values()], ("order", "kind", "text", "number", "level", "page"), batch_size=BATCH
    )
    Paragraph.objects.bulk_create(new, batch_size=BATCH)
    written.paragraphs |= there
    _beside(written, found)
    return written


def _beside(written: Written, found: Extract) -> None:
    """Write citations, alignments and tables again: no person edits them."""
    owner = written.instrument
    owner.tables.all().delete()
    tables = (
        DocumentTable(
            instrument=owner, order=place, after=fitted(one.after, 80), caption=kept(one.caption),
            rows=[[[kept(cell.text), cell.colspan, cell.rowspan] for cell in row] for row in one.rows],
        )
        for place, one in enumerate(found.document.tables)
    )  # fmt: skip
    DocumentTable.objects.bulk_create(tables, batch_size=BATCH)
    ParagraphCitation.objects.filter(paragraph__instrument=owner).delete()
    ParagraphLink.objects.filter(paragraph__instrument=owner).delete()
    cited = (
        ParagraphCitation(
            paragraph=place, kind=one.kind[:20],
            symbol=fitted(one.instrument, 160), place=fitted(one.canonical.partition("#")[2], 80),
            start=0 if one.cell else one.start, end=0 if one.cell else one.end,
        )
        for one in found.citations
        if (place := _place(written, found, one)) is not None
    )  # fmt: skip
    ParagraphCitation.objects.bulk_create(cited, batch_size=BATCH)
    links = (
        ParagraphLink(paragraph=written.paragraphs[fitted(line.id, 80)], **link)
        for line in found.document.lines
        for link in links_of(line.alignment, kept(line.text))
    )
    ParagraphLink.objects.bulk_create(links, batch_size=BATCH)


def _place(written: Written, found: Extract, one: CitationRow) -> Paragraph | None:
    """Return the paragraph of a citation: of a cell that above its table, whose words it does not mark.

    A table that opens the document belongs to its first paragraph; a document of tables alone has none.
    """
    if one.cell is None:
        return written.paragraphs.get(fitted(one.paragraph, 80))
    first = found.document.lines[0].id if found.document.lines else ""
    return written.paragraphs.get(fitted(found.document.tables[one.cell.table].after or first, 80))


def links_of(found: Alignment | None, text: str, field_name: str = "text") -> Iterator[Data]:
    """The fields of a link for each concept that a text speaks to, with the words that say so."""
    if found is None:
        return
    level_of = {label.id: kind for level, kind in KIND_OF_LEVEL.items() for label in getattr(found, level)}
    evidence: dict[str, list[Data]] = {}
    for one in found.evidence:
        evidence.setdefault(one.label, []).append(
            {"field": field_name, "quote": text[one.start : one.end], "start": one.start, "end": one.end,
             "weight": round(one.weight, 4)}
        )  # fmt: skip
    for label in rank_labels(found):
        yield {
            "concept": label.id, "level": level_of[label.id], "p": round(label.p, 4),
            "evidence": evidence.get(label.id, []),
        }  # fmt: skip
