"""Tables of a page, told from tables that only arrange the page."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

from actionlines.documents.blocks import PlacedTable
from actionlines.documents.inline import Inline
from actionlines.documents.model import Cell

_SPAN = 1000
# A cell of a table of data holds words, not pages of them.
_CELL = 3000


def is_layout(table: LexborNode) -> bool:
    """Return whether the table only arranges the page: declared so, one cell, tables, headings or texts in it."""
    if table.attributes.get("role") in ("presentation", "none"):
        return True
    if table.css_first("th, caption") is not None:
        return False
    cells = table.css("td")
    if len(cells) <= 1 or table.css_first("td table, td h1, td h2, td h3") is not None:
        return True
    return any(len(cell.css("p")) > 3 and len(cell.text()) > _CELL for cell in cells)


def read_table(table: LexborNode, after: int) -> PlacedTable | None:
    """Return rows of cells with their spans, or None when nothing is in them."""
    rows: list[tuple[Cell, ...]] = []
    for row in table.css("tr"):
        cells = tuple(_cell(cell) for cell in row.iter() if cell.tag in ("td", "th"))
        if cells:
            rows.append(cells)
    if not any(cell.text for row in rows for cell in row):
        return None
    caption = table.css_first("caption")
    return PlacedTable(tuple(rows), after, caption=_words(caption).finish()[0] if caption is not None else "")


def address(link: LexborNode) -> str:
    """Return the web address that an `a` element leads to, or "" for places of the page and of its site."""
    target = (link.attributes.get("href") or "").strip()
    if target.startswith("//"):
        return f"https:{target}"
    return target if target.lower().startswith(("http://", "https://")) else ""


def _cell(cell: LexborNode) -> Cell:
    words = _words(cell)
    text, _, _ = words.finish()
    return Cell(text, _span(cell, "colspan"), _span(cell, "rowspan"), tuple(words.links))


def _words(node: LexborNode) -> Inline:
    """Return all words below an element, a blank between the texts of two elements."""
    inline = Inline()
    stack = [(node, "")]
    while stack:
        item, link = stack.pop()
        if item.tag == "-text":
            inline.add(item.text_content or "", link=link)
            inline.add(" ")
        else:
            link = address(item) or link if item.tag == "a" else link
            stack.extend((one, link) for one in reversed(list(item.iter(include_text=True))))
    return inline


def _span(cell: LexborNode, name: str) -> int:
    match = re.match(r"\s*(\d{1,5})", cell.attributes.get(name) or "")
    return min(max(int(match.group(1)), 1), _SPAN) if match else 1
