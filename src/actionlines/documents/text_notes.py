"""Footnotes of a plain text: their bodies below a rule, and their marks glued to words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from actionlines.documents.blocks import Block
from actionlines.documents.model import NoteMark
from actionlines.documents.text_lines import Line

_RULE = re.compile(r"[_\u2014\u2500]{5,}$")
_LABEL = re.compile(r"(\d{1,3}|\*{1,4}|[\u2020\u2021])(?=\s|[A-Z(\u201c])\s*(?=\S)")
_CLOSER = r"[A-Za-z\u00c0-\u024f\u0400-\u04ff,;.:)\]\u201d\u2019\"%]"


@dataclass(slots=True)
class Note:
    """One footnote: its mark, its lines, and the first line without the mark."""

    label: str
    lines: list[Line]
    first: str


def take_notes(lines: list[Line]) -> list[Note]:
    """Footnotes in order; their lines, and the rule above, are no longer body."""
    notes: list[Note] = []
    for index, line in enumerate(lines):
        if line.use == "body" and _RULE.match(line.text):
            page_notes = list(_below(lines, index))
            if page_notes:
                notes.extend(page_notes)
            line.use = "furniture"
    return notes


def _below(lines: list[Line], rule: int) -> Iterator[Note]:
    """The notes below a rule: up to the page's end, and no further than the numbered entries go."""
    note: Note | None = None
    blank = True
    for line in lines[rule + 1 :]:
        if line.page_top or line.use == "furniture":
            break
        if line.use == "blank":
            blank = True
            continue
        label = _LABEL.match(line.text)
        if label and (note is None or _follows(note.label, label.group(1))):
            if note is not None:
                yield note
            note = Note(label.group(1), [line], line.text[label.end() :])
        elif note is None or (blank and line.page is None):
            break
        else:
            note.lines.append(line)
        line.use = "note"
        blank = False
    if note is not None:
        yield note


def _follows(before: str, label: str) -> bool:
    """Whether the label can stand after the one before: the next number, or a number after asterisks."""
    if before.isdigit() and label.isdigit():
        return int(label) == int(before) + 1
    return before != label


def take_marks(blocks: list[Block], notes: list[Note]) -> None:
    """Cut each note's mark out of the text it stands in, and record it there.

    Marks are searched in reading order, page by page: the first number of the right value after the mark before it,
    glued to a word or a sign, or set apart by a blank.
    """
    position = (0, 0)
    for note in notes:
        if not note.label.isdigit():
            continue
        page = note.lines[0].page
        pattern = re.compile(rf"(?<={_CLOSER}) ?{note.label}(?![\d/.:-]*\d)(?=[\s,;.:)\]\u201d\u2019]|$)")
        for index in range(position[0], len(blocks)):
            block = blocks[index]
            if page is not None and block.page is not None and block.page > page:
                break
            if page is not None and block.page is not None and block.page < page - 1:
                continue
            match = pattern.search(block.text, position[1] if index == position[0] else 0)
            if match:
                block.text = block.text[: match.start()] + block.text[match.end() :]
                block.notes = (*block.notes, NoteMark(note.label, match.start()))
                position = (index, match.start())
                break
