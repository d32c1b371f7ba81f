"""HTML to blocks: headings, paragraphs, numbered lists as a browser shows them, tables, footnotes."""

from __future__ import annotations

from selectolax.lexbor import LexborHTMLParser, LexborNode

from actionlines.documents.blocks import FileReading, Limits, clean_text
from actionlines.documents.html_walk import Walker, find_notes
from actionlines.documents.text_decode import decode_bytes, list_repairs
from actionlines.errors import InputTooLarge, UnsafeInput
from actionlines.lazily import expression

_TAG = expression(r"<(/?)([A-Za-z][A-Za-z0-9-]{0,30})")
_LONG_TAG = expression(r"<[A-Za-z][^<>]{4000,}>?")
_QUOTED = expression(r"\"[^\"]*\"|'[^']*'")
_ATTRIBUTE = expression(r"[\s/]+[^\s/]")
# Elements without an end, and those whose end tag may be left out.
_NOT_NESTED = frozenset({
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
    "p", "li", "td", "th", "tr", "dt", "dd", "option", "optgroup", "thead", "tbody", "tfoot", "colgroup",
    "rt", "rp",
})  # fmt: skip
# Elements that are open at once cost the parser the square of their number; pages seen stay below 60.
_DEPTH_FACTOR = 4
_ATTRIBUTES = 500
# A report of Actionlines, by the head of its page: its words are copies of other documents.
_OWN = expression(r'<meta name="generator" content="Actionlines [^"<>]*">')
_HEAD = 4096
_ADVICE = "Do not open it; ask the sender for a clean copy."


def check_markup(text: str, name: str, limits: Limits) -> None:
    """Raise UnsafeInput or InputTooLarge when nesting, elements or attributes go beyond the limits."""
    depth = 0
    for count, match in enumerate(_TAG.finditer(text), 1):
        if match.group(2).lower() not in _NOT_NESTED:
            depth = max(depth - 1, 0) if match.group(1) else depth + 1
        if depth > _DEPTH_FACTOR * limits.depth:
            raise UnsafeInput(name, "its elements are nested too deeply", _ADVICE)
        if count > 2 * limits.page_elements:
            raise InputTooLarge(name, f"more than {limits.page_elements:,} elements", "Split the page.")
    for long in _LONG_TAG.finditer(text):
        if sum(1 for _ in _ATTRIBUTE.finditer(_QUOTED.sub("", long.group()))) > _ATTRIBUTES:
            raise UnsafeInput(name, f"an element has more than {_ATTRIBUTES} attributes", _ADVICE)


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


def read_html(data: bytes, name: str, limits: Limits) -> FileReading:
    """Return blocks, tables and properties of a page; menus, banners, scripts and forms are left out.

    Raises UnsafeInput (AL107) for markup built to exhaust the parser.
    """
    text, encoding = decode_bytes(data, name, markup=True)
    if _OWN.search(text, 0, _HEAD):
        raise UnsafeInput(name, "this page is an Actionlines report", "Give the source document.")
    check_markup(text, name, limits)
    # NUL has no place in HTML, and the parser would write a replacement sign for each.
    tree = LexborHTMLParser(text.replace("\x00", ""))
    root = _find_content(tree)
    if root is None:
        return FileReading([])
    walker = Walker(find_notes(root))
    walker.walk(root)
    return FileReading(
        walker.blocks + walker.notes, walker.tables, properties=_read_properties(tree), warnings=list_repairs(encoding)
    )


def _find_content(tree: LexborHTMLParser) -> LexborNode | None:
    """Return the one `main` element where the page has one, else the body."""
    mains = tree.css("main, [role=main]")
    if len(mains) == 1 and mains[0].text().strip():
        return mains[0]
    return tree.body or tree.root


def _read_properties(tree: LexborHTMLParser) -> dict[str, str]:
    properties: dict[str, str] = {}
    for meta in tree.css("meta[name][content]"):
        key = _META.get((meta.attributes.get("name") or "").lower())
        if key:
            properties.setdefault(key, clean_text(meta.attributes.get("content") or "").strip())
    title = tree.css_first("title")
    if title is not None:
        properties["title"] = clean_text(title.text()).strip()
    root = tree.css_first("html")
    language = root.attributes.get("lang") if root is not None else None
    if language:
        properties["language"] = language.lower().partition("-")[0]
    return {key: value for key, value in properties.items() if value}
