"""HTML to blocks: headings, paragraphs, numbered lists as a browser shows them, tables, footnotes."""

from __future__ import annotations

from selectolax.lexbor import LexborHTMLParser, LexborNode

from actionlines.documents.blocks import Reading
from actionlines.documents.html_check import check_markup
from actionlines.documents.html_notes import find_notes
from actionlines.documents.html_walk import Walker
from actionlines.documents.inline import clean
from actionlines.documents.limits import Limits
from actionlines.documents.text_decode import decode

_META = {
    "author": "author",
    "dc.creator": "author",
    "dc.title": "title",
    "dcterms.title": "title",
    "date": "created",
    "dc.date": "created",
    "dcterms.created": "created",
    "dc.language": "language",
}


def read(data: bytes, name: str, limits: Limits) -> Reading:
    """Blocks, tables and properties of a page; menus, banners, scripts and forms are left out.

    Raises UnsafeInput (AL107) for markup built to exhaust the parser.
    """
    text, _ = decode(data, name, markup=True)
    check_markup(text, name, limits)
    # NUL has no place in HTML, and the parser would write a replacement sign for each.
    tree = LexborHTMLParser(text.replace("\x00", ""))
    root = _content(tree)
    if root is None:
        return Reading([])
    walker = Walker(find_notes(root))
    walker.walk(root)
    return Reading(walker.blocks + walker.notes, walker.tables, properties=_properties(tree))


def _content(tree: LexborHTMLParser) -> LexborNode | None:
    """The one `main` element where the page has one, else the body."""
    mains = tree.css("main, [role=main]")
    if len(mains) == 1 and mains[0].text().strip():
        return mains[0]
    return tree.body or tree.root


def _properties(tree: LexborHTMLParser) -> dict[str, str]:
    found: dict[str, str] = {}
    for meta in tree.css("meta[name][content]"):
        key = _META.get((meta.attributes.get("name") or "").lower())
        if key:
            found.setdefault(key, clean(meta.attributes.get("content") or "").strip())
    title = tree.css_first("title")
    if title is not None:
        found["title"] = clean(title.text()).strip()
    root = tree.css_first("html")
    language = root.attributes.get("lang") if root is not None else None
    if language:
        found["language"] = language.lower().partition("-")[0]
    return {key: value for key, value in found.items() if value}
