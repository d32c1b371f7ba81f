"""A document read, cited, its mandates found and aligned, as plain values; runs in a process of its own."""

from dataclasses import dataclass, replace
from pathlib import Path

from actionlines.documents import Limits
from actionlines.documents.blocks import MB
from actionlines.documents.model import Document
from actionlines.lineage.comparison import DraftText
from actionlines.papers.follow_up.collect import Extract
from actionlines.papers.follow_up.model import DocumentRead
from actionlines.register.core.limits import most_of

# Narrower than those of `review`: an upload comes from anybody. A report of 300 pages has a part of 10 MB.
LIMITS = Limits(file_bytes=64 * MB, unpacked_bytes=128 * MB, part_bytes=24 * MB, objects=50_000)
MEMORY = 768 * MB
USED = most_of("document-used")  # 256 MB more than the reader of a short text takes
SECONDS = float(most_of("document-seconds"))
TEXT_SECONDS = float(most_of("look-seconds"))  # a person waits for it
# Characters in all tables of a document; a cell counts for some even where it is empty.
MOST_IN_TABLES = 4_000_000
_WEIGHT = 20


def read_document(path: Path, name: str) -> Extract:
    """Return the content of a document that the register keeps.

    Raises the InputError family (AL101 to AL108), and UploadRefused (AL705) for one that takes too much.
    """
    from actionlines.alignment import model
    from actionlines.register.core.imports.sandbox import bounded

    # Where the aligner is not installed, follow_up.model cannot import these.
    names = {item: getattr(model, item) for item in ("Alignment", "DocumentAlignment", "Label")}
    return bounded(
        f"{__name__}:extracted", Extract, path, name, memory=MEMORY, used=USED, seconds=SECONDS, name=name, names=names
    )


def extracted(path: Path, name: str) -> Extract:
    """Return the content of a document, read in this process."""
    from actionlines.documents import read, split_instruments
    from actionlines.papers.follow_up.collect import extract_document, standard_pipeline
    from actionlines.programmes.fascicle import is_fascicle, read_fascicle

    document = read(path, name=name, limits=LIMITS)
    parts = split_instruments(document)
    symbols = [part.metadata.symbol for part in parts]
    # Each is kept under its symbol: one of them may have none.
    if len(set(symbols)) == len(symbols) > 1:
        first, *others = (extract_document(part, standard_pipeline()) for part in parts)
        others = [replace(item, document=_bounded(item.document)) for item in others]
        return replace(first, document=_bounded(first.document), others=tuple(others))
    extract = extract_document(document, standard_pipeline())
    fascicle = read_fascicle(document) if is_fascicle(document) else None
    return replace(extract, document=_bounded(extract.document), fascicle=fascicle)


def read_draft(path: Path, name: str, seconds: float = SECONDS) -> DraftText:
    """Return a document as a draft that is compared, read in `seconds` at most. Raises as `read_document`."""
    from actionlines.register.core.imports.sandbox import bounded

    return bounded(
        f"{__name__}:draft_of_file", DraftText, path, name, memory=MEMORY, used=USED, seconds=seconds, name=name
    )


def draft_of_file(path: Path, name: str) -> DraftText:
    """Return a document as a draft, read in this process."""
    from actionlines.documents import read
    from actionlines.lineage.comparison import draft_of
    from actionlines.mandates import find_mandates

    document = read(path, name=name, limits=LIMITS)
    return draft_of(document, find_mandates(document))


@dataclass(frozen=True, slots=True)
class TextParagraph:
    """One paragraph of a text to discuss; the fields are those of `documents.model.Paragraph`."""

    id: str
    text: str
    number: str
    kind: str
    level: int


@dataclass(frozen=True, slots=True)
class Text:
    """A text to discuss, without citations and mandates."""

    title: str
    language: str
    paragraphs: tuple[TextParagraph, ...]


def read_text(path: Path, name: str) -> Text:
    """Return the paragraphs of a document. Raises as `read_document`."""
    from actionlines.register.core.imports.sandbox import bounded

    return bounded(
        f"{__name__}:text_of_file", Text, path, name, memory=MEMORY, used=USED, seconds=TEXT_SECONDS, name=name
    )


def read_words(words: str, name: str) -> Text:
    """Return the paragraphs of what a person typed. Raises as `read_document`."""
    from actionlines.register.core.imports.sandbox import bounded

    return bounded(f"{__name__}:text_of_words", Text, words, memory=MEMORY, used=USED, seconds=TEXT_SECONDS, name=name)


def text_of_file(path: Path, name: str) -> Text:
    """Return the paragraphs of a document, read in this process."""
    from actionlines.documents import read

    return _text(read(path, name=name, limits=LIMITS))


def text_of_words(words: str) -> Text:
    """Return the paragraphs of plain text, read in this process."""
    from actionlines.documents import read

    return _text(read(words.encode("utf-8", "replace"), name="text.txt", limits=LIMITS))


def _text(document: Document) -> Text:
    return Text(
        document.metadata.title or "",
        document.metadata.language or "",
        tuple(
            TextParagraph(paragraph.id, paragraph.text, paragraph.number, paragraph.kind, paragraph.level)
            for paragraph in document.paragraphs
        ),
    )


def _bounded(document: DocumentRead) -> DocumentRead:
    """Without tables beyond MOST_IN_TABLES; the document then says how many it has lost."""
    saved, room = [], MOST_IN_TABLES
    for table in document.tables:
        room -= sum(_WEIGHT + len(cell.text) for row in table.rows for cell in row)
        if room < 0:
            break
        saved.append(table)
    if lost := len(document.tables) - len(saved):
        texts = f"{lost} of {len(document.tables)} tables are too large to be shown; the original has them"
        document = replace(document, warnings=(*document.warnings, texts))
    return replace(document, tables=tuple(saved))
