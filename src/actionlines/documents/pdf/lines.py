"""Runs -> lines: what is on one baseline, from left to right, footnote marks taken out of the text.

Pages set in two columns: the lines of the left one, then those of the right one.

Hyphens at line ends: those of the words themselves stay, those of a typesetter who breaks words go.

The PDF library gives both as the same sign. A document tells which are which: a typesetter's breaks cut words
that stand whole elsewhere, and there are more of them than of words that carry a hyphen elsewhere.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from actionlines.documents.model import Cell
from actionlines.documents.pdf.library import Run, split_run
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
# Letters of Hebrew, Arabic and their relatives, with the presentation forms.
_FROM_RIGHT = expression(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
_LATIN = expression(r"[A-Za-z\u00c0-\u024f]")
_LEADER = expression(r"(?:(?<!\s)\s+)?\.(?:\s?\.){4,}\s*")
_BLANKS = expression(r"\s+")
# Lines with text on both sides, at the least; and the share of them among the lines that reach the middle.
_LINES = 8
_SHARE = 0.75
# Characters on each side of most of these lines: cells of tables hold fewer.
_WORDS = 25
# The middle of a page, as shares of its width.
_MIDDLE = 0.4, 0.6
_WORD = expression(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_CUT = expression(r"(?<![^\W\d_])([^\W\d_]{2,})-$")
_REST = expression(r"[^\W\d_]{2,}")


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
            line.runs = _mirror_runs(line.runs, width)
        _finish_line(line)
    return lines


def _mirror_runs(runs: list[Run], width: float) -> list[Run]:
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
    if (drop := line.y - run.y) <= _SAME_LINE * max(line.size, run.size):
        line.size = max(line.size, run.size)
        return True
    if line.size < _SMALL * run.size and drop < _REACH * run.size:
        # The marks of a line stand above it and come first.
        line.y, line.size = run.y, run.size
        return True
    return run.size < _SMALL * line.size and drop < 0.4 * line.size


def _finish_line(line: PageLine) -> None:
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
        if text and split_run(text, piece, gap):
            text += " "
        text += piece
        right = max(right, run.right)
        bold = bold and run.bold
        italic = italic and run.italic
    line.right = right
    line.bold, line.italic = bold and bool(text), italic and bool(text)
    line.open_end = text.endswith(" ")
    if "  " in text or text[:1] == " ":
        if line.marks:
            line.marks = [(label, len(_BLANKS.sub(" ", text[:offset]).lstrip())) for label, offset in line.marks]
        text = _BLANKS.sub(" ", text).lstrip()
    line.text = _LEADER.sub(" … ", text).strip() if "....." in text else text.rstrip()


def _from_left(run: Run) -> float:
    return run.x


def _take_marks(line: PageLine, text: str, piece: str) -> bool:
    """Notes the mark or marks in a raised run; False when it is none."""
    match = _MARK.fullmatch(piece)
    labels = [match.group(1)] if match else []
    if not match:
        if not _MARKS.fullmatch(piece):
            return False
        labels = re.findall(r"\d+", piece)
    if not text.strip() and not line.lead:
        line.lead = labels[0]
        return True
    offset = len(text.rstrip())
    line.marks.extend((label, offset) for label in labels)
    return True


def column_lines(lines: list[PageLine], page: int, width: float) -> list[PageLine]:
    """`lines` as they are, or parted into columns when a gutter runs down the middle of the page."""
    if not (gutter := _find_gutter(lines, width)):
        return lines
    sides = [[run for line in lines for run in line.runs if _side_of(run, gutter) == side] for side in (0, 1)]
    crossing = [run for line in lines for run in line.runs if _side_of(run, gutter) is None]
    across = page_lines(crossing, page, width)
    columns = [page_lines(side, page, width) for side in sides]
    shift = _left_edge(columns[1]) - _left_edge(columns[0])
    for line in columns[1]:
        line.column, line.x, line.right = 1, line.x - shift, line.right - shift
        line.hang = line.hang and line.hang - shift
    # Lines across the page part it into bands; in each, the left column comes first.
    heights = sorted(line.y for line in across)
    placed = [(bisect_left(heights, line.y), line) for line in (*columns[0], *columns[1])]
    bands = [(-2 * band, line.column, -line.y, line) for band, line in placed]
    bands += [(-2 * bisect_left(heights, line.y) - 1, 0, -line.y, line) for line in across]
    return [line for *_, line in sorted(bands, key=lambda band: band[:3])]


def _side_of(run: Run, gutter: float) -> int | None:
    return 0 if run.right <= gutter else 1 if run.x >= gutter else None


def _left_edge(lines: list[PageLine]) -> float:
    return float(Counter(round(line.x) for line in lines).most_common(1)[0][0])


def _find_gutter(lines: list[PageLine], width: float) -> float:
    """Return where the gutter is, or 0. The lines of the two columns need not share their baselines."""
    if any(line.table is not None for line in lines) or len(lines) < 2 * _LINES:
        return 0.0
    edges = Counter(round(run.x) for line in lines for run in line.runs if run.x > _MIDDLE[0] * width)
    edge, count = edges.most_common(1)[0] if edges else (0, 0)
    gutter = edge - 2.0
    if count < _LINES or not _MIDDLE[0] * width < gutter < _MIDDLE[1] * width:
        return 0.0
    texts: tuple[list[int], list[int]] = ([], [])
    across = 0
    for line in lines:
        sides = [[run for run in line.runs if _side_of(run, gutter) == side] for side in (0, 1)]
        apart = not all(sides) or sides[1][0].x - sides[0][-1].right > 0.9 * line.size
        if sum(map(len, sides)) < len(line.runs) or not apart:
            across += 1
            continue
        for side, length in zip(sides, texts, strict=True):
            if side:
                length.append(sum(len(run.text) for run in side))
    fair = all(len(side) >= _LINES and sum(side) >= _WORDS * len(side) for side in texts)
    return gutter if fair and across <= (1 - _SHARE) * len(lines) else 0.0


def mark_soft_hyphens(lines: Iterable[PageLine]) -> None:
    """Sets `soft` on the lines whose last hyphen is a typesetter's."""
    lines = list(lines)
    if not (breaks := list(_iterate_breaks(lines))):
        return
    words = _list_vocabulary(lines)
    soft: list[PageLine] = []
    unknown: list[PageLine] = []
    hard = 0
    for line, first, second in breaks:
        if f"{first}-{second}" in words:
            hard += 1
        elif first + second in words:
            soft.append(line)
        elif first in words and second in words:
            hard += 1
        else:
            unknown.append(line)
    if len(soft) > hard:
        for line in (*soft, *unknown):
            line.soft = True


def _iterate_breaks(lines: list[PageLine]) -> Iterator[tuple[PageLine, str, str]]:
    """Yield lines that end in a hyphen within a word, with the word's two parts in small letters."""
    for line, after in pairwise(lines):
        if line.open_end or not line.text.endswith("-"):
            continue
        first, second = _CUT.search(line.text[-60:]), _REST.match(after.text)
        if first and second and after.text[0].islower():
            yield line, first.group(1).lower(), second.group().lower()


def _list_vocabulary(lines: list[PageLine]) -> set[str]:
    """Return words and compounds that stand whole within a line, in small letters."""
    words: set[str] = set()
    for line in lines:
        if (line_words := _WORD.findall(line.text)) and line.text.endswith("-"):
            line_words.pop()
        words.update(" ".join(line_words[1:]).lower().split(" "))
    return words
