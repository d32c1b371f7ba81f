"""HTML to blocks."""

from __future__ import annotations

from selectolax.lexbor import LexborHTMLParser

from actionlines.documents.blocks import Block, Reading
from actionlines.documents.limits import Limits
from actionlines.documents.text_decode import decode


def read(data: bytes, name: str, limits: Limits) -> Reading:
    """Blocks of a page: headings, paragraphs and list items."""
    text, _ = decode(data, name)
    tree = LexborHTMLParser(text)
    blocks = []
    for node in tree.css("h1,h2,h3,h4,h5,h6,p,li"):
        words = " ".join(node.text().split())
        if words:
            level = int(node.tag[1]) if node.tag and node.tag[0] == "h" else 0
            blocks.append(Block(words, "heading" if level else "paragraph", level))
    return Reading(blocks)
