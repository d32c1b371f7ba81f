"""The header of the first page: on UN documents it holds the symbol, the body and the date."""

from __future__ import annotations

import posixpath

from lxml import etree

from actionlines.documents.docx.names import attribute, local
from actionlines.documents.docx.package import Package
from actionlines.documents.docx.runs import Fields, RunReader
from actionlines.documents.inline import Inline

_RELATIONS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATIONS = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
# Headers that are looked through for words: documents begin with empty sections at times.
_HEADERS = 6


def masthead(package: Package, path: str, body: etree._Element) -> tuple[str, ...]:
    """Lines of the first header for a first page that has words, or else of no header at all."""
    targets = _targets(package, path)
    for reference in _first_page_headers(body)[:_HEADERS]:
        ident = reference.get(_RELATIONS) or reference.get(_STRICT_RELATIONS) or ""
        root = package.xml(targets[ident]) if ident in targets else None
        lines = _lines(root) if root is not None else ()
        if lines:
            return lines
    return ()


def _first_page_headers(body: etree._Element) -> list[etree._Element]:
    found = body.iter("{*}headerReference")
    return [reference for reference in found if attribute(reference, "type") == "first"]


def _targets(package: Package, path: str) -> dict[str, str]:
    """Paths of the parts that the main part refers to, by their ids."""
    folder, name = posixpath.split(path)
    root = package.xml(f"{folder}/_rels/{name}.rels")
    targets: dict[str, str] = {}
    for relation in root if root is not None else ():
        if local(relation) == "Relationship" and relation.get("TargetMode") != "External":
            target = relation.get("Target", "")
            place = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
            targets[relation.get("Id", "")] = posixpath.normpath(place)
    return targets


def _lines(root: etree._Element) -> tuple[str, ...]:
    lines: list[str] = []
    for paragraph in root.iter("{*}p"):
        inline = Inline()
        RunReader(inline, Fields(), lambda kind, ident, label: label).read(paragraph)
        text, _, _ = inline.finish()
        if text:
            lines.append(text)
    return tuple(lines)
