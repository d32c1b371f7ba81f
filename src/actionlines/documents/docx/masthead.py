"""The header of the first page: on UN documents it holds the symbol, the body and the date."""

from __future__ import annotations

from lxml import etree

from actionlines.documents.docx.names import attribute, refers_to
from actionlines.documents.docx.package import Package
from actionlines.documents.docx.relations import parts
from actionlines.documents.docx.runs import Fields, RunReader
from actionlines.documents.inline import Inline

# Headers that are looked through for words: documents begin with empty sections at times.
_HEADERS = 6


def masthead(package: Package, path: str, body: etree._Element) -> tuple[str, ...]:
    """Lines of the first header for a first page that has words, or else of no header at all."""
    targets = parts(package, path)
    for reference in _first_page_headers(body)[:_HEADERS]:
        ident = refers_to(reference)
        root = package.xml(targets[ident]) if ident in targets else None
        lines = _lines(root) if root is not None else ()
        if lines:
            return lines
    return ()


def _first_page_headers(body: etree._Element) -> list[etree._Element]:
    found = body.iter("{*}headerReference")
    return [reference for reference in found if attribute(reference, "type") == "first"]


def _lines(root: etree._Element) -> tuple[str, ...]:
    lines: list[str] = []
    for paragraph in root.iter("{*}p"):
        inline = Inline()
        RunReader(inline, Fields(), lambda kind, ident, label: label).read(paragraph)
        text, _, _ = inline.finish()
        if text:
            lines.append(text)
    return tuple(lines)
