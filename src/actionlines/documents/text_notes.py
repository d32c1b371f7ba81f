"""Footnotes of a plain text: the bodies below a rule, or at the end of a page under asterisks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from actionlines.documents.text_lines import Line

_RULE = re.compile(r"[_\u2014\u2500]{5,}$")
_LABEL = re.compile(r"(\d{1,3}|\*{1,4}|[\u2020\u2021])(?=\s|[A-Z(\u201c])\s*(?=\S)")
_STARS = re.compile(r"(\*{1,4})\s+(?=\S)")


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
        if line.page_top:
            notes.extend(_starred(lines, index))
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


def _starred(lines: list[Line], top: int) -> list[Note]:
    """Notes marked by asterisks at the end of the page before `top`, where no rule is drawn above them."""
    found: list[Note] = []
    run: list[Line] = []
    for index in range(top - 1, -1, -1):
        line = lines[index]
        if line.use in ("blank", "furniture"):
            continue
        if line.use != "body" or len(run) > 4 or line.page_top:
            break
        run.insert(0, line)
        star = _STARS.match(line.text)
        if star:
            found.insert(0, Note(star.group(1), run, line.text[star.end() :]))
            for taken in run:
                taken.use = "note"
            run = []
    return found


def _follows(before: str, label: str) -> bool:
    """Whether the label can stand after the one before: the next number, or a number after asterisks."""
    if before.isdigit() and label.isdigit():
        return int(label) == int(before) + 1
    return before != label
