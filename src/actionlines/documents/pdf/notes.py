"""Lines at the foot of pages -> footnotes, each with its mark."""

from __future__ import annotations

import re

from actionlines.documents.blocks import Block
from actionlines.documents.model import NoteMark
from actionlines.documents.pdf.furniture import Page
from actionlines.documents.pdf.joins import glue
from actionlines.documents.pdf.lines import Line

# Characters of one note; more is no note.
_LONGEST = 50_000
_LABEL = re.compile(r"(\d{1,3}|\*{1,4}|[†‡])\s+(?=\S)")


def note_blocks(pages: list[Page]) -> list[Block]:
    """One block of role "note" for each footnote; a note that runs on over the page is whole."""
    blocks: list[Block] = []
    before: Line | None = None
    for page in pages:
        for line in page.notes:
            label, text = line.lead, line.text
            if not label and (found := _LABEL.match(text)) and _follows(blocks, found.group(1)):
                label, text = found.group(1), text[found.end() :]
            cut = len(line.text) - len(text)
            if label or not blocks or len(blocks[-1].text) > _LONGEST:
                blocks.append(Block("", role="note", label=label, page=page.number))
            block = blocks[-1]
            if before and before.soft:
                block.text = block.text.removesuffix("-")
            between = glue(block.text, text, before.open_end) if before and not before.soft else ""
            start = len(block.text) + len(between) - cut
            block.notes += tuple(NoteMark(mark, start + offset) for mark, offset in line.marks)
            block.text = f"{block.text}{between}{text}"
            before = line
    return blocks


def _follows(blocks: list[Block], label: str) -> bool:
    """Whether a number at the start of a line can be the mark of the next note."""
    if not label.isdigit():
        return True
    last = next((int(block.label) for block in reversed(blocks) if block.label.isdigit()), 0)
    return int(label) == last + 1
