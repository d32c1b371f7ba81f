"""`read`: a path or bytes become a Document. The content decides the format, never the name."""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path

from actionlines.documents import structure
from actionlines.documents.action_rows import with_action_rows
from actionlines.documents.blocks import FileReading, Limits
from actionlines.documents.language import language_of
from actionlines.documents.metadata import describe_document_head
from actionlines.documents.model import Document, Format, Paragraph, Table
from actionlines.documents.sniff import find_format
from actionlines.errors import EmptyInput, InputNotFound

# One module for each format, imported when it is needed: lxml, pdfium and selectolax are slow to load.
_READERS: dict[Format, str] = {
    "pdf": "actionlines.documents.pdf",
    "docx": "actionlines.documents.docx",
    "html": "actionlines.documents.html",
    "text": "actionlines.documents.text",
    "akn": "actionlines.documents.akn",
}
_NO_LIMITS = Limits()


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
