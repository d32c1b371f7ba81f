"""`read`: a path or bytes become a Document. The content decides the format, never the name.

A file may bind several instruments, one after the other, each with its own head. Rows of a table of actions, whose
header names what is to be done and who does it (`action_columns.csv`), are read as paragraphs:
"Action: Publish the map | Responsible: Secretariat | Deadline: 2031".
"""

import hashlib
import re
import stat
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from importlib import import_module
from pathlib import Path

from actionlines.documents import structure
from actionlines.documents.blocks import Block, FileReading, Limits
from actionlines.documents.language import language_of
from actionlines.documents.masthead import is_date_line, is_head_line, says_who_adopted
from actionlines.documents.metadata import describe_document_head, is_numbered_title
from actionlines.documents.metadata_itu import is_title
from actionlines.documents.model import Document, Format, Metadata, Paragraph, Table
from actionlines.documents.sniff import find_format
from actionlines.errors import EmptyInput, InputNotFound
from actionlines.framework.tables import read_table
from actionlines.lazily import expression

# One module for each format, imported when it is needed: lxml, pdfium and selectolax are slow to load.
_READERS: dict[Format, str] = {
    "pdf": "actionlines.documents.pdf",
    "docx": "actionlines.documents.docx",
    "html": "actionlines.documents.html_walk",
    "text": "actionlines.documents.text",
    "akn": "actionlines.documents.akn",
}
_NO_LIMITS = Limits()
_BETWEEN = " | "
_NAME = "table-"
_LONGEST_HEADER = 40
_BELOW = 4  # paragraphs from a title to the enacting formula
_ABOVE = 12  # lines of a masthead above a title
_LONGEST = 300
# Behind the instruments of a conference its members declare and reserve, which is no part of the last one.
_DECLARED = expression(r"(?:FINAL )?DECLARATIONS (?:AND|/) RESERVATIONS\b|DECLARATIONS$")
_CLOSING = expression(r"\d{1,5}(?:st|nd|rd|th) (?:\([a-z]+\) )?(?:plenary )?meeting\b")


def read(source: str | Path | bytes, *, name: str | None = None, limits: Limits = _NO_LIMITS) -> Document:
    """Read a PDF, DOCX, HTML, Akoma Ntoso or text file, given by its path or its bytes.

    `name` is what messages and the Document call it (default: the file's name). Raises the InputError family
    (AL101 to AL108, docs/reference/errors.md), each naming the file.
    """
    data, name = _bytes_of(source, name, limits)
    form = find_format(data, name)
    reading: FileReading = getattr(import_module(_READERS[form]), f"read_{form}")(data, name, limits)
    if not reading.blocks and not reading.tables:
        raise EmptyInput(name, "the file holds no text", "Check that it is the right file.")
    return _make_document(reading, form, name, hashlib.sha256(data).hexdigest())


def _bytes_of(source: str | Path | bytes, name: str | None, limits: Limits) -> tuple[bytes, str]:
    if isinstance(source, bytes):
        name = name or "document"
        limits.check_size(name, len(source))
        return source, name
    if source == "":
        raise InputNotFound(name or "document", "the path is empty", "Give the path of a file.")
    path = Path(source)
    name = name or path.name or str(path)
    try:
        # Opening a pipe waits for a writer, and a device may never end.
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
            raise InputNotFound(name, "this is not a regular file", "Save it to a file first.")
        with path.open("rb") as stream:
            # One byte more than allowed: enough to know, whatever the directory says of the size.
            data = stream.read(limits.file_bytes + 1)
            size = len(data) if len(data) <= limits.file_bytes else max(len(data), path.stat().st_size)
    except (OSError, ValueError) as error:
        problem = "this is a folder" if isinstance(error, IsADirectoryError) else "no such file"
        if isinstance(error, PermissionError):
            problem = "no permission to read it"
        raise InputNotFound(name, problem, "Check the path.") from error
    limits.check_size(name, size)
    return data, name


def _make_document(reading: FileReading, form: Format, name: str, sha256: str) -> Document:
    paragraphs = reading.paragraphs or structure.build_paragraphs(reading.blocks)
    tables = tuple(_place_tables(reading, paragraphs))
    paragraphs = with_action_rows(paragraphs, tables)
    text = "\n".join(paragraph.text for paragraph in paragraphs)
    language = language_of(text)
    return Document(
        name=name,
        format=form,
        metadata=reading.metadata
        or describe_document_head(reading.blocks, paragraphs, reading.masthead, language, reading.properties),
        paragraphs=paragraphs,
        tables=tables,
        pages=reading.pages,
        sha256=sha256,
        warnings=reading.warnings,
        text=text,
    )


def _place_tables(reading: FileReading, paragraphs: tuple[Paragraph, ...]) -> Iterable[Table]:
    """Tables with the id of the paragraph above: blocks and paragraphs run in the same order."""
    ids = [""]
    position = 0
    body = [paragraph for paragraph in paragraphs if paragraph.kind != "footnote"]
    for block in reading.blocks:
        if reading.paragraphs:
            position += block.role != "note"
        elif block.role != "note":
            for ahead in range(position, min(position + 3, len(body))):
                if block.text.endswith(body[ahead].text) or body[ahead].text.endswith(block.text):
                    position = ahead + 1
                    break
        ids.append(body[position - 1].id if position else "")
    return (Table(table.rows, ids[table.after + 1], table.page, table.caption) for table in reading.tables)


def with_action_rows(paragraphs: Sequence[Paragraph], tables: Sequence[Table]) -> tuple[Paragraph, ...]:
    """Return the paragraphs and, behind each table of actions, its rows."""
    rows: dict[str, list[tuple[str, int | None]]] = defaultdict(list)
    for table in tables:
        rows[table.after] += [(text, table.page) for text in _list_rows(table)]
    if not any(rows.values()):
        return tuple(paragraphs)
    out: list[Paragraph] = []
    at = count = 0
    first = Paragraph("", "text", "", 0, 0)
    for paragraph in (first, *paragraphs):
        new = [paragraph] if paragraph.id else []
        for text, page in rows[paragraph.id]:
            count += 1
            heading = paragraph.id if paragraph.kind == "heading" else paragraph.heading
            new.append(Paragraph(f"{_NAME}{count}", "text", text, 0, 0, page=page, heading=heading))
        for block in new:
            out.append(replace(block, start=at, end=at + len(block.text)))
            at += len(block.text) + 1
    return tuple(out)


def _list_rows(table: Table) -> Iterator[str]:
    first = table.rows[0] if table.rows else ()
    header = [" ".join(cell.text.split())[:_LONGEST_HEADER].rstrip(" :") for cell in first]
    if not {"action", "who"} <= {_read_columns().get(words.lower(), "") for words in header}:
        return
    for row in table.rows[1:]:
        cells = [" ".join(cell.text.replace("|", "/").split()) for cell in row]
        if len(cells) == len(header):
            pairs = zip(header, cells, strict=True)
            yield _BETWEEN.join(f"{name or '-'}: {cell}" for name, cell in pairs if cell)


def cells_of(paragraph: Paragraph) -> dict[str, tuple[int, int]]:
    """Return where the cells of a row are in its paragraph by "action", "who" and "when"; none for any other."""
    if not paragraph.id.startswith(_NAME):
        return {}
    cells: dict[str, tuple[int, int]] = {}
    at = 0
    for part in paragraph.text.split(_BETWEEN):
        name, _, cell = part.partition(": ")
        if (column := _read_columns().get(name.lower())) and cell:
            cells.setdefault(column, (at + len(part) - len(cell), at + len(part)))
        at += len(part) + len(_BETWEEN)
    return cells


@cache
def _read_columns() -> dict[str, str]:
    return {row["words"]: row["column"] for row in read_table("action_columns", Path(__file__).parent)}


def split_instruments(document: Document) -> tuple[Document, ...]:
    """Return the instruments of a document in reading order: each with its paragraphs, their ids as they are, and
    the metadata of its own head. A document that is no bundle is returned as it is, alone.

    A title with a number above an enacting formula begins an instrument, with the lines of the masthead above it.
    What is before the first one belongs to it; a report that holds drafts is one document.
    """
    paragraphs = document.paragraphs
    starts = [at for at, paragraph in enumerate(paragraphs) if _opens_instrument(paragraphs, at, paragraph)]
    if len(starts) < 2:
        return (document,)
    titles = dict(zip([0, *(_find_head(paragraphs, at) for at in starts[1:])], starts, strict=True))
    if end := next((at for at in range(starts[-1], len(paragraphs)) if _DECLARED.match(paragraphs[at].text)), 0):
        titles[end] = end
    cuts = [*titles, len(paragraphs)]
    parts = []
    for number, (start, title) in enumerate(titles.items()):
        own = paragraphs[start : cuts[number + 1]]
        metadata = (
            Metadata(title=own[0].text, language=document.metadata.language, kind="statement")
            if end and start == end
            else _describe_instrument(own, title - start, document)
        )
        if not number and not metadata.symbol:
            metadata = document.metadata
        ids = {instrument.id for instrument in own}
        tables = tuple(table for table in document.tables if table.after in ids or (not number and not table.after))
        parts.append(replace(document, metadata=metadata, paragraphs=own, tables=tables, text=""))
    return tuple(parts)


def _opens_instrument(paragraphs: tuple[Paragraph, ...], at: int, paragraph: Paragraph) -> bool:
    """Return whether a paragraph is the title of an instrument: a number, and below it the enacting formula."""
    if paragraph.kind not in ("heading", "text", "operative") or len(paragraph.text) > _LONGEST:
        return False
    if not (is_numbered_title(paragraph.text) or is_title(paragraph.text)):
        return False
    return any(_is_formula(paragraph) for paragraph in paragraphs[at + 1 : at + 1 + _BELOW])


def _is_formula(paragraph: Paragraph) -> bool:
    return re.fullmatch(r"(?:.*\.)?intro(?:-\d+)?", paragraph.id) is not None


def _find_head(paragraphs: tuple[Paragraph, ...], title: int) -> int:
    """Return where the masthead above a title begins."""
    start = title
    for at in range(title - 1, max(-1, title - 1 - _ABOVE), -1):
        text = paragraphs[at].text
        closes = _CLOSING.match(text) is not None
        if closes or not (is_head_line(text) or is_date_line(text) or says_who_adopted(text) or text[:1] == "["):
            break
        start = at
    return start


def _describe_instrument(own: tuple[Paragraph, ...], title: int, document: Document) -> Metadata:
    """Return what an instrument says of itself: its title and its formula stand as in a file of its own."""
    formula = next(at for at in range(title + 1, len(own)) if _is_formula(own[at]))
    # A title that ran into the text is a heading here; the first formula is "intro".
    alone = [
        replace(paragraph, kind="heading", id="intro" if at == formula else f"heading-{at}")
        for at, paragraph in enumerate(own[title : formula + 1], title)
    ]
    blocks = [
        Block(paragraph.text, "heading" if at >= title else "paragraph")
        for at, paragraph in enumerate(own[: formula + 1])
    ]
    return describe_document_head(blocks, [*alone, *own[formula + 1 :]], (), document.metadata.language)
