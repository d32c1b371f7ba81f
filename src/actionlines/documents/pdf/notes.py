"""Lines at the foot of pages -> footnotes, each with its mark."""

from __future__ import annotations

import re

from actionlines.documents.blocks import Block
from actionlines.documents.model import NoteMark
from actionlines.documents.pdf.furniture import Page
from actionlines.documents.pdf.joins import glue, joined

_LABEL = re.compile(r"(\d{1,3}|\*{1,4}|[†‡])\s+(?=\S)")


def note_blocks(pages: list[Page]) -> list[Block]:
    """One block of role "note" for each footnote; a note that runs on over the page is whole."""
    blocks: list[Block] = []
    open_end = False
    for page in pages:
        for line in page.notes:
            label, text = line.lead, line.text
            if not label and (found := _LABEL.match(text)) and _follows(blocks, found.group(1)):
                label, text = found.group(1), text[found.end() :]
            cut = len(line.text) - len(text)
            if label or not blocks:
                blocks.append(Block("", role="note", label=label, page=page.number))
            block = blocks[-1]
            start = len(block.text) + len(glue(block.text, text, open_end)) - cut
            block.notes += tuple(NoteMark(mark, start + offset) for mark, offset in line.marks)
            block.text = joined(block.text, text, open_end)
            open_end = line.open_end
    return blocks


def _follows(blocks: list[Block], label: str) -> bool:
    """Whether a number at the start of a line can be the mark of the next note."""
    if not label.isdigit():
        return True
    last = next((int(block.label) for block in reversed(blocks) if block.label.isdigit()), 0)
    return int(label) == last + 1
