"""Plain text to blocks: hard-wrapped pages as `pdftotext` gives them, or one paragraph on each line."""

from __future__ import annotations

from actionlines.documents.blocks import Block, Reading
from actionlines.documents.limits import Limits
from actionlines.documents.text_decode import decode
from actionlines.documents.text_furniture import mark_furniture
from actionlines.documents.text_lines import Line, split_lines
from actionlines.documents.text_marks import take_marks
from actionlines.documents.text_notes import Note, take_notes
from actionlines.documents.text_paragraphs import group, join

_NO_LIMITS = Limits()


def read(data: bytes, name: str, limits: Limits) -> Reading:
    """Blocks with `source` offsets into the decoded text (without byte order mark, line ends as they are)."""
    limits.check_size(name, len(data))
    text, encoding = decode(data, name)
    warnings = () if encoding.startswith("utf") else (f"read as {encoding}: no Unicode text",)
    return Reading(blocks=blocks_of(text, name, limits), warnings=warnings)


def blocks_of(text: str, name: str = "text", limits: Limits = _NO_LIMITS) -> list[Block]:
    """Blocks of a text that is already in characters; footnotes stand last. Raises InputTooLarge (AL106)."""
    lines = split_lines(text, name, limits.lines)
    mark_furniture(lines)
    notes = take_notes(lines)
    body = [line for line in lines if line.use == "body"]
    blocks = [_block(lines_of) for lines_of in group(body)]
    take_marks(blocks, notes)
    return blocks + [_note_block(note) for note in notes]


def _block(lines: list[Line]) -> Block:
    return Block(
        text=join(line.text for line in lines),
        page=lines[0].page,
        source=(lines[0].start, lines[-1].end),
    )


def _note_block(note: Note) -> Block:
    lines = note.lines
    return Block(
        text=join([note.first, *(line.text for line in lines[1:])]),
        role="note",
        label=note.label,
        page=lines[0].page,
        source=(lines[0].start, lines[-1].end),
    )
