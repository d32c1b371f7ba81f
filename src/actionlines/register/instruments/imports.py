"""What was read becomes an instrument with its paragraphs, citations and alignments, or corrects it."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from actionlines.alignment.model import Alignment
from actionlines.citations.graph import version_of
from actionlines.framework.calendar import adopted_on
from actionlines.papers.follow_up.collect import Extract, rank_labels
from actionlines.papers.follow_up.model import CitationRow
from actionlines.register.core.bulk import insert_records
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
_OF_FILE = ("order", "kind", "text", "number", "level", "page")
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


def symbol_of(extract: Extract, sha256: str) -> str:
    """The symbol under which a document is kept: its own; with its language behind where another language has
    that one already; `file:` and twelve digits of the SHA-256 where it states none.
    """
    document = extract.document
    if not document.symbol:
        return f"file:{sha256[:12]}"
    symbol = fitted(document.symbol, 110)
    rows = Instrument.objects.filter(symbol=symbol, file__isnull=False)
    held = rows.values_list("language", flat=True).first()
    if held and document.language and held != document.language:
        return f"{symbol}{LANGUAGE_MARK}{document.language}"
    return symbol


def write(instrument: Instrument | None, extract: Extract, file: StoredFile, symbol: str, country: str = "") -> Written:
    """Make the instrument, or bring it to what was read. `country`: it is that country's cooperation framework."""
    record = instrument or Instrument(symbol=symbol)
    country = country or record.country
    document = extract.document
    record.family = version_of(document.symbol)[0][:120] if document.symbol else symbol
    record.title = kept(document.title or document.name)
    record.body, record.session = fitted(document.body, 60), fitted(document.session, 80)
    record.date = adopted_on(document.symbol, document.date)
    record.language = document.language
    record.document_kind = "cooperation-framework" if country else fitted(document.kind, 40)
    record.country = country
    record.file = file
    record.warnings = [kept(warning) for warning in (*document.warnings, extract.problem) if warning]
    record.save()
    return _paragraphs(record, extract)


def _paragraphs(record: Instrument, extract: Extract) -> Written:
    """Paragraphs by anchor: those that stay keep their row, and with it their mandates."""
    there = {row.anchor: row for row in record.paragraphs.all()}
    before = {row.pk: [getattr(row, name) for name in _OF_FILE] for row in there.values()}
    files = Written(record, {})
    new: list[Paragraph] = []
    old: list[Paragraph] = []
    for place, line in enumerate(extract.document.lines):
        anchor = fitted(line.id, 80)
        item = there.pop(anchor, None)
        (old if item else new).append(item := item or Paragraph(instrument=record, anchor=anchor))
        text = kept(line.text)
        if item.pk and item.text not in ("", text):  # a fact has a paragraph without a text
            files.changed.add(anchor)
        item.order, item.kind, item.text = place, line.kind[:12], text
        item.number, item.level, item.page = fitted(line.number, 40), max(0, line.level), line.page
        files.paragraphs[anchor] = item
    for item in there.values():
        item.kind = GONE
        files.gone.add(item.anchor)
    for at, name in enumerate(_OF_FILE):  # a paragraph before the others changes the order of all, and little else
        rows = [row for row in (*old, *there.values()) if getattr(row, name) != before[row.pk][at]]
        Paragraph.objects.bulk_update(rows, (name,), batch_size=BATCH)
    Paragraph.objects.bulk_create(new, batch_size=BATCH)
    files.paragraphs |= there
    _beside(files, extract)
    return files


def _beside(files: Written, extract: Extract) -> None:
    """Write citations, alignments and tables again: no person edits them."""
    owner = files.instrument
    owner.tables.all().delete()
    tables = (
        DocumentTable(
            instrument=owner,
            order=place,
            after=fitted(table.after, 80),
            caption=kept(table.caption),
            rows=[[[kept(cell.text), cell.colspan, cell.rowspan] for cell in row] for row in table.rows],
        )
        for place, table in enumerate(extract.document.tables)
    )
    insert_records([*tables])
    ParagraphCitation.objects.filter(paragraph__instrument=owner).delete()
    ParagraphLink.objects.filter(paragraph__instrument=owner).delete()
    cited = (
        ParagraphCitation(
            paragraph=place,
            kind=citation.kind[:20],
            symbol=fitted(citation.instrument, 160),
            place=fitted(citation.canonical.partition("#")[2], 80),
            start=0 if citation.cell else citation.start,
            end=0 if citation.cell else citation.end,
        )
        for citation in extract.citations
        if (place := _place(files, extract, citation)) is not None
    )
    insert_records([*cited])
    links = (
        ParagraphLink(paragraph=files.paragraphs[fitted(line.id, 80)], **link)
        for line in extract.document.lines
        for link in links_of(line.alignment, kept(line.text))
    )
    insert_records([*links])


def _place(files: Written, extract: Extract, citation_row: CitationRow) -> Paragraph | None:
    """Return the paragraph of a citation: of a cell that above its table, whose words it does not mark.

    A table that opens the document belongs to its first paragraph; a document of tables alone has none.
    """
    if citation_row.cell is None:
        return files.paragraphs.get(fitted(citation_row.paragraph, 80))
    first = extract.document.lines[0].id if extract.document.lines else ""
    return files.paragraphs.get(fitted(extract.document.tables[citation_row.cell.table].after or first, 80))


def links_of(alignment: Alignment | None, text: str, field_name: str = "text") -> Iterator[Data]:
    """The fields of a link for each concept that a text is about, with the words that say so."""
    if alignment is None:
        return
    level_of = {label.id: kind for level, kind in KIND_OF_LEVEL.items() for label in getattr(alignment, level)}
    evidence: dict[str, list[Data]] = {}
    for item in alignment.evidence:
        evidence.setdefault(item.label, []).append(
            {"field": field_name, "quote": text[item.start : item.end], "start": item.start, "end": item.end,
             "weight": round(item.weight, 4)}
        )  # fmt: skip
    for label in rank_labels(alignment):
        yield {
            "concept": label.id,
            "level": level_of[label.id],
            "p": round(label.p, 4),
            "evidence": evidence.get(label.id, []),
        }
