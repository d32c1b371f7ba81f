"""Runs -> lines: what stands on one baseline, from left to right, footnote marks taken out of the text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from actionlines.documents.model import Cell
from actionlines.documents.pdf.runs import Run, parted
from actionlines.lazily import expression

Rows = tuple[tuple[Cell, ...], ...]

# Shares of the size of the text on the line.
_SAME_LINE = 0.2
_SMALL = 0.8
_RAISED = 0.15
_REACH = 0.62

_WIDE_GAP = 1.1

# What may stand left of a hanging text.
HANGING = expression(r"\(?[\dA-Za-z.]{1,12}[.)]?\s*|[•●▪◦–—-]\s*|\d+/\d+(?:\s?[A-Z])?\.\s*")
_MARK = expression(r"\s*(\d{1,3}|\*{1,4}|[†‡§]|[a-z])\s*")
_MARKS = expression(r"\s*\d{1,3}(?:\s*,\s*\d{1,3})+\s*")


@dataclass(slots=True)
class PageTable:
    """A table on a page, its top and bottom in points from below."""

    rows: Rows
    page: int
    top: float
    bottom: float


@dataclass(slots=True)
class PageLine:
    """One line of a page.

    open_end  a blank stood at its end
    soft      the hyphen at its end is a typesetter's
    lead      the small raised mark that the line begins with, as footnote bodies do
    hang      where the text begins after a number and a wide gap, 0 when there is none
    spread    wide gaps in the line, other than the one after a number
    marks     (label, offset in text)
    column    1 in the right one of two columns, whose lines are moved onto the left one; else 0
    table     set on a line without text that holds the place of a table
    """

    page: int
    y: float
    x: float
    right: float
    size: float
    text: str = ""
    bold: bool = False
    italic: bool = False
    open_end: bool = False
    soft: bool = False
    lead: str = ""
    hang: float = 0.0
    spread: int = 0
    marks: list[tuple[str, int]] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    column: int = 0
    table: PageTable | None = None


def page_lines(runs: list[Run], page: int, width: float = 0.0) -> list[PageLine]:
    """Return the lines of a page from top to bottom.

    Lines of right-to-left writing are mirrored in a page of this width: they begin at `x`, as others do.
    """
    lines: list[PageLine] = []
    line: PageLine | None = None
    for run in sorted(runs, key=_from_above):
        if line is None or not _same_line(line, run):
            line = PageLine(page, run.y, run.x, run.right, run.size)
            lines.append(line)
        line.runs.append(run)
    from_right = any(not run.text.isascii() and _FROM_RIGHT.search(run.text) for run in runs)
    for line in lines:
        if from_right and any(_FROM_RIGHT.search(run.text) for run in line.runs):
            line.runs = _mirrored(line.runs, width)
        _finish(line)
    return lines


# Letters of Hebrew, Arabic and their relatives, with the presentation forms.
_FROM_RIGHT = expression(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
_LATIN = expression(r"[A-Za-z\u00c0-\u024f]")


def _mirrored(runs: list[Run], width: float) -> list[Run]:
    """Runs of right-to-left writing as seen in a mirror; words of other writing keep their order."""
    letters = sum(len(_FROM_RIGHT.findall(run.text)) - len(_LATIN.findall(run.text)) for run in runs)
    if letters <= 0:
        return runs
    mirrored = [run._replace(x=width - run.right, right=width - run.x) for run in runs]
    mirrored.sort(key=_from_left)
    start = 0
    while start < len(mirrored):
        end = start + 1
        if _LATIN.search(mirrored[start].text):
            while end < len(mirrored) and not _FROM_RIGHT.search(mirrored[end].text):
                end += 1
            edges = [(run.x, run.right) for run in mirrored[start:end]]
            texts = [run.text for run in reversed(mirrored[start:end])]
            for place, ((x, right), text) in enumerate(zip(edges, texts, strict=True), start):
                mirrored[place] = mirrored[place]._replace(x=x, right=right, text=text)
        start = end
    return mirrored


def _from_above(run: Run) -> tuple[float, float]:
    return -run.y, run.x


def _same_line(line: PageLine, run: Run) -> bool:
    """Return whether `run`, which is not above the line, belongs to it; the line takes its size and baseline."""
    drop = line.y - run.y
    if drop <= _SAME_LINE * max(line.size, run.size):
        line.size = max(line.size, run.size)
        return True
    if line.size < _SMALL * run.size and drop < _REACH * run.size:
        # The marks of a line stand above it and come first.
        line.y, line.size = run.y, run.size
        return True
    return run.size < _SMALL * line.size and drop < 0.4 * line.size


def _finish(line: PageLine) -> None:
    """Text, marks, edges and style of a line from its runs."""
    runs = line.runs
    if len(runs) > 1:
        runs.sort(key=_from_left)
    line.x = runs[0].x
    size, baseline = line.size, line.y
    text = ""
    right = line.x
    bold = italic = True
    for run in runs:
        piece = run.text
        if run.size < _SMALL * size and run.y - baseline > _RAISED * size and _take_marks(line, text, piece):
            right = run.right
            continue
        gap = (run.x - right) / size
        if text and gap > _WIDE_GAP:
            if not line.hang and HANGING.fullmatch(text):
                line.hang = run.x
            else:
                line.spread += 1
        if text and parted(text, piece, gap):
            text += " "
        text += piece
        right = max(right, run.right)
        bold = bold and run.bold
        italic = italic and run.italic
    line.right = right
    line.bold, line.italic = bold and bool(text), italic and bool(text)
    line.open_end = text.endswith(" ")
    if "  " in text or text[:1] == " ":
        text = _single_blanks(line, text)
    line.text = _LEADER.sub(" … ", text).strip() if "....." in text else text.rstrip()


def _from_left(run: Run) -> float:
    return run.x


def _take_marks(line: PageLine, text: str, piece: str) -> bool:
    """Notes the mark or marks in a raised run; False when it is none."""
    found = _MARK.fullmatch(piece)
    labels = [found.group(1)] if found else []
    if not found:
        if not _MARKS.fullmatch(piece):
            return False
        labels = re.findall(r"\d+", piece)
    if not text.strip() and not line.lead:
        line.lead = labels[0]
        return True
    offset = len(text.rstrip())
    line.marks.extend((label, offset) for label in labels)
    return True


_LEADER = expression(r"(?:(?<!\s)\s+)?\.(?:\s?\.){4,}\s*")
_BLANKS = expression(r"\s+")


def _single_blanks(line: PageLine, text: str) -> str:
    """Blanks made single; the offsets of marks follow."""
    if line.marks:
        line.marks = [(label, len(_BLANKS.sub(" ", text[:offset]).lstrip())) for label, offset in line.marks]
    return _BLANKS.sub(" ", text).lstrip()
