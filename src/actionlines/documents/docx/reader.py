"""DOCX bytes to a Reading."""

from __future__ import annotations

import posixpath

from lxml import etree

from actionlines.documents.blocks import FileReading, Inline, Limits, clean_text
from actionlines.documents.docx.body import BodyReader
from actionlines.documents.docx.numbering import Numbering, note_series
from actionlines.documents.docx.package import (
    Package,
    Styles,
    find_child,
    list_addresses,
    list_parts,
    read_attribute,
    refers_to,
)
from actionlines.documents.docx.runs import Fields, RunReader
from actionlines.documents.xml_tree import local_name
from actionlines.errors import DamagedInput

# Headers that are looked through for words: documents begin with empty sections at times.
_HEADERS = 6


def read_masthead(package: Package, path: str, body: etree._Element) -> tuple[str, ...]:
    """Return lines of the first header for a first page that has words, or else of no header at all."""
    targets = list_parts(package, path)
    for reference in _first_page_headers(body)[:_HEADERS]:
        ident = refers_to(reference)
        root = package.xml(targets[ident]) if ident in targets else None
        lines = _read_lines(root) if root is not None else ()
        if lines:
            return lines
    return ()


def _first_page_headers(body: etree._Element) -> list[etree._Element]:
    references = body.iter("{*}headerReference")
    return [reference for reference in references if read_attribute(reference, "type") == "first"]


def _read_lines(root: etree._Element) -> tuple[str, ...]:
    lines: list[str] = []
    for paragraph in root.iter("{*}p"):
        inline = Inline()
        RunReader(inline, Fields(), lambda kind, ident, label: label).read(paragraph)
        text, _, _ = inline.finish()
        if text:
            lines.append(text)
    return tuple(lines)


# Names of Dublin Core and of the package, and what `Reading.properties` calls them.
_CORE = {
    "title": "title",
    "subject": "subject",
    "creator": "author",
    "created": "created",
    "modified": "modified",
    "language": "language",
}


def read_docx(data: bytes, name: str, limits: Limits) -> FileReading:
    """Return blocks, tables and properties of a DOCX. Raises the InputError family."""
    package = Package(data, name, limits)
    path = package.require_word()
    document = package.xml(path)
    body = find_child(document, "body")
    if body is None:
        raise DamagedInput(name, "the main part has no body", "Export or download it again.")
    folder = posixpath.dirname(path)
    styles = Styles(package.xml(f"{folder}/styles.xml"))
    numbering = Numbering(package.xml(f"{folder}/numbering.xml"), styles)
    settings = package.xml(f"{folder}/settings.xml")
    series = {
        kind: note_series(package.xml(f"{folder}/{kind}s.xml"), settings, kind) for kind in ("footnote", "endnote")
    }
    linked = {kind: list_addresses(package, f"{folder}/{kind}s.xml") for kind in series}
    reader = BodyReader(styles, numbering, series, {**linked, "body": list_addresses(package, path)})
    reader.read(body)
    return FileReading(
        blocks=reader.blocks,
        tables=reader.tables,
        properties=_read_properties(package),
        warnings=_list_warnings(body),
        masthead=read_masthead(package, path, body),
    )


def _read_properties(package: Package) -> dict[str, str]:
    """Core properties, and the custom ones by their own names in lower case ("symbol1", "session1")."""
    properties: dict[str, str] = {}
    for item in _list_children(package.xml("docProps/custom.xml")):
        value = "".join(str(text) for text in item.itertext())
        properties[item.get("name", "").lower()] = value
    for item in _list_children(package.xml("docProps/core.xml")):
        key = _CORE.get(local_name(item))
        if key and item.text:
            properties[key] = item.text
    # Word writes a carriage return inside a property as the letters _x000d_.
    cleaned = {key: clean_text(value.replace("_x000d_", " ")).strip() for key, value in properties.items() if key}
    return {key: value for key, value in cleaned.items() if value}


def _list_children(root: etree._Element | None) -> list[etree._Element]:
    return [] if root is None else [item for item in root if local_name(item)]


def _list_warnings(body: etree._Element) -> tuple[str, ...]:
    """Return what is in the file, and has not been read."""
    names = {local_name(item) for item in body.iter("{*}altChunk", "{*}subDoc")}
    return tuple(f"an embedded document ({name}) was not read" for name in sorted(names))
