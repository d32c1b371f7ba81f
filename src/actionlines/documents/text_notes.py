"""Footnotes of a plain text: the bodies below a rule, or at the end of a page under asterisks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from actionlines.documents.text_lines import TextLine
from actionlines.lazily import expression

_RULE = expression(r"[_\u2014\u2500]{5,}$")
# What is typed for a rule may stand between parts as well: notes below it end the page or the text.
_TYPED_RULE = expression(
    r"(?:[_\u2013-\u2015\u2500]{3,}|[-=]{3,}|(?:[_\u2013-\u2015-] ){3,}[_\u2013-\u2015-])$"
)
_LABEL = expression(r"(\d{1,3}|\*{1,4}|[\u2020\u2021])(?=\s|[A-Z(\u201c])\s*(?=\S)")
_ALONE = expression(r"(?:\d{1,3}|\*{1,4})$")
_OPENING = expression(r"[A-Z\u201c(]")
# Lines below a rule; the notes of one page fit into fewer.
_LONGEST = 200
_STARS = expression(r"(\*{1,4})\s+(?=\S)")


@dataclass(slots=True)
class Note:
    """One footnote: its mark, its lines, and the first line without the mark."""

    label: str
    lines: list[TextLine]
    first: str


def take_notes(lines: list[TextLine]) -> list[Note]:
    """Footnotes in order; their lines, and the rule above, are no longer body."""
    notes: list[Note] = []
    for index, line in enumerate(lines):
        if line.page_top:
            notes.extend(_starred(lines, index))
        if line.use == "body" and (found := _TYPED_RULE.match(line.text)):
            line.use = "furniture"
            drawn = _RULE.match(found.group())
            below = _scrambled(lines, index) or list(_below(lines, index)) if drawn else _last(lines, index)
            notes.extend(below)
            if not below:
                _part(lines, index)
    return notes


def _after(lines: list[TextLine], rule: int) -> Iterator[TextLine]:
    return (lines[index] for index in range(rule + 1, len(lines)))


def _part(lines: list[TextLine], rule: int) -> None:
    """What follows a rule with no notes below it is a new paragraph."""
    after = next((line for line in _after(lines, rule) if line.use != "blank"), None)
    if after is not None:
        after.after_blank = True


def _last(lines: list[TextLine], rule: int) -> list[Note]:
    """Return the notes below a typed rule, if nothing but them stands there up to the end of page or text."""
    notes = list(_below(lines, rule))
    last = notes[-1].lines[-1] if notes else lines[rule]
    after = (line for line in _after(lines, rule) if line.use == "body" or line.page_top)
    end = next((line for line in after if line.start > last.start), None)
    if end is None or end.page_top or end.page != last.page:
        return notes
    for note in notes:
        for line in note.lines:
            line.use = "body"
    return []


def _below(lines: list[TextLine], rule: int) -> Iterator[Note]:
    """Yield the notes below a rule: up to the page's end, and no further than the numbered entries go."""
    note: Note | None = None
    blank = True
    for line in _after(lines, rule):
        if line.page_top or line.use == "furniture" or _TYPED_RULE.match(line.text):
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


def _scrambled(lines: list[TextLine], rule: int) -> list[Note]:
    """Notes whose marks stand on lines of their own, above their words or not, as `pdftotext` has them.

    Marks in order are given to the entries in order; an entry ends in a stop. Empty where marks and words
    share lines.
    """
    if lines[rule].page is None:
        return []
    below = [line for line in lines[rule + 1 : rule + _LONGEST] if line.use == "body"]
    below = [line for line in below if line.page == lines[rule].page]
    labels = [line for line in below if _ALONE.match(line.text)]
    if not labels:
        return []
    entries: list[list[TextLine]] = []
    fresh = True
    for line in below:
        if _ALONE.match(line.text):
            fresh = True
        elif fresh or (entries and entries[-1][-1].text[-1:] == "." and _OPENING.match(line.text)):
            entries.append([line])
            fresh = False
        else:
            entries[-1].append(line)
    for line in below:
        line.use = "note"
    order = sorted((line.text for line in labels), key=lambda text: (text.isdigit(), len(text), text))
    if len(entries) > len(order):
        # More sentences than marks: those that are too many go on with the last note.
        entries[len(order) - 1 :] = [[line for entry in entries[len(order) - 1 :] for line in entry]]
    return [Note(label, entry, entry[0].text) for label, entry in zip(order, entries, strict=False)]


def _starred(lines: list[TextLine], top: int) -> list[Note]:
    """Notes marked by asterisks at the end of the page before `top`, where no rule is drawn above them."""
    found: list[Note] = []
    run: list[TextLine] = []
    for index in range(top - 1, max(top - _LONGEST, -1), -1):
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
    """Return whether the label can stand after the one before: the next number, or a number after asterisks."""
    if before.isdigit() and label.isdigit():
        return int(label) == int(before) + 1
    return before != label
