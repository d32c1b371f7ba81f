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
_STARS = re.compile(r"(\*{1,4})\s+(?=\S)")
_CLOSER = r"[A-Za-z\u00c0-\u024f\u0400-\u04ff,;.:)\]\u201d\u2019\"%*]"
_MARK = re.compile(
    rf"(?<={_CLOSER})(?P<gap> ?)(?P<label>\d{{1,3}}|(?<!\*)\*{{1,3}})(?![\d/*]|[.,:-]\d|\u2013\d)(?=[\s,;.:)\]\u201d\u2019]|$)"
)
# "paragraphs 1, 2 and 3": a number after a short number; after a year a mark can stand.
_LISTED = re.compile(r"(?<!\d)\d{1,3},$")
# Words that a number belongs to, before it and after it.
_COUNTED = frozenset(
    "of and to or in on at by from for than the until before after between least most over about nearly some only these"
    " those all first last next past paragraph paragraphs para. paras. article articles rule rules goal goals target"
    " targets chapter chapters section sections sect. annex annexes appendix part parts phase table figure box page"
    " pages volume vol. no. nos. number numbers supplement item items resolution resolutions decision decisions session"
    " line lines level levels category categories stage step principle principles version group groups january february"
    " march april may june july august september october november december committee protocol protocols $ version"
    " approximately around exceeding under below above an a programme subprogramme pillar article. protocol".split()
)
_UNIT = re.compile(
    r"\s(?:(?:January|February|March|April|May|June|July|August|September|October|November|December)\b|per\b|million\b"
    r"|billion\b|years?\b|months?\b|days?\b|hours?\b|weeks?\b|countries\b|States\b|members\b|persons\b|people\b|\([a-z]{1,3}\)"
    r"|percentage\b|of\b|to\s\d|and\s\d|or\s\d|posts?\b|meetings\b|regions?\b|pages\b|km\b)"
)


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


def take_marks(blocks: list[Block], notes: list[Note]) -> None:
    """Cut each note's mark out of the text it stands in, and record it there.

    Marks follow each other in the order of the notes. A number glued to a word or sign is taken before one that is
    set apart by a blank, and a number that belongs to its own words ("of 1 December", "paragraph 2") is never taken.
    """
    marks = [mark for index, block in enumerate(blocks) for mark in _marks_in(index, block)]
    cuts: dict[int, list[_Mark]] = {}
    position = (0, -1)
    for note in notes:
        page = note.lines[0].page
        fitting = [
            mark
            for mark in marks
            if mark.label == note.label
            and (mark.block, mark.start) > position
            and (page is None or mark.page is None or page - 1 <= mark.page <= page)
        ]
        if fitting:
            best = min(fitting, key=lambda mark: (mark.doubt, mark.block, mark.start))
            cuts.setdefault(best.block, []).append(best)
            position = (best.block, best.start)
    for index, taken in cuts.items():
        _cut(blocks[index], taken)


@dataclass(frozen=True, slots=True)
class _Mark:
    """A number that may be a mark: 0 glued, 1 after a sign and a blank, 2 after a word and a blank."""

    block: int
    start: int
    end: int
    label: str
    page: int | None
    doubt: int


def _marks_in(index: int, block: Block) -> Iterator[_Mark]:
    for match in _MARK.finditer(block.text):
        before = block.text[max(0, match.start() - 24) : match.start()]
        doubt = 0
        if match.group("gap"):
            last = before.rsplit(None, 1)[-1] if before.split() else ""
            if last.lower() in _COUNTED or _UNIT.match(block.text, match.end()) or _LISTED.search(last):
                continue
            doubt = 2 if last[-1:].isalpha() else 1
        yield _Mark(index, match.start(), match.end(), match.group("label"), block.page, doubt)


def _cut(block: Block, taken: list[_Mark]) -> None:
    pieces: list[str] = []
    found: list[NoteMark] = []
    done = length = 0
    for mark in taken:
        pieces.append(block.text[done : mark.start])
        length += mark.start - done
        found.append(NoteMark(mark.label, length))
        done = mark.end
    block.text = "".join([*pieces, block.text[done:]])
    block.notes = (*block.notes, *found)
