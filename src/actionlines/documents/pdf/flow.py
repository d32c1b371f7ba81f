"""Lines of the body -> blocks: paragraphs whole across lines and pages."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from actionlines.documents.blocks import Block, PlacedTable
from actionlines.documents.masthead import says_who_adopted
from actionlines.documents.model import NoteMark
from actionlines.documents.pdf.furniture import Page
from actionlines.documents.pdf.lines import PageLine, PageTable
from actionlines.documents.pdf.runs import choose_glue
from actionlines.documents.pdf.tables import caption_of, continues_table, merge_tables
from actionlines.documents.structure.labels import is_formula, is_title
from actionlines.documents.text_lines import PREAMBLE
from actionlines.lazily import expression

_NUMBERED = expression(
    r"(?:\d{1,3}(?:\.\d{1,3}){0,3}\.|\d{1,3}[A-Z]?(?:\.(?:\d{1,3}|[IVXL]{1,5}|[A-Z])){1,4}(?=\s+[A-Z“(])|\([a-z]{1,5}\)|\([ivxl]{1,6}\)|\(\d{1,3}\)|[IVXL]{1,6}\.|[A-Za-z]\.|[•●▪◦–—-])(?:\s|$)"
    r"|\d{1,3}\s?[-–]\s+(?=[\u0600-\u06ff])"  # as Arabic texts number
)
_PAUSED = expression(r"(?:[.;:,!?。；：，؛،؟][”\"’)\]]*|\b(?:and|or))$")
_COMMA = (",", "，", "،")
# Lines of one paragraph; more is no paragraph.
_LONGEST = 2_000
_ENDED = expression(r"[.;:!?。；：؛؟][”\"’)\]]{0,2}$")


@dataclass(frozen=True, slots=True)
class Measure:
    """The measures of a document: size and distance of its lines, its left and right edge."""

    size: float
    pitch: float
    left: float
    right: float


def measure_lines(pages: list[Page], size: float) -> Measure:
    """Measures from the lines of body size."""
    pitches: Counter[float] = Counter()
    lefts: Counter[int] = Counter()
    rights: Counter[int] = Counter()
    for page in pages:
        before = None
        for line in page.lines:
            if abs(line.size - size) > 0.6:
                before = None
                continue
            if before is not None and 0 < before.y - line.y < 4 * size:
                pitches[round((before.y - line.y) * 2) / 2] += 1
            lefts[round(line.x)] += 1
            rights[round(line.right / 2) * 2] += 1
            before = line
    pitch = pitches.most_common(1)[0][0] if pitches else 1.2 * size
    left = lefts.most_common(1)[0][0] if lefts else 0
    right = rights.most_common(1)[0][0] if rights else 0
    return Measure(size, pitch, left, right)


def body_blocks(pages: list[Page], measures: Measure) -> tuple[list[Block], list[PlacedTable]]:
    """Return blocks of the lines left on the pages, in order, and the tables among them."""
    blocks: list[Block] = []
    placed: list[tuple[int, PageTable]] = []
    group: list[PageLine] = []
    for line in (line for page in pages for line in page.lines):
        if group and (line.table or not _goes_on(group, line, measures)):
            blocks.append(_join_block(group, measures))
            group = []
        if line.table:
            _place_table(line.table, len(blocks) - 1, placed)
        else:
            group.append(line)
    if group:
        blocks.append(_join_block(group, measures))
    tables = [
        PlacedTable(table.rows, after, table.page, caption_of(blocks[after].text) if after >= 0 else "")
        for after, table in placed
    ]
    return blocks, tables


def _place_table(table: PageTable, after: int, placed: list[tuple[int, PageTable]]) -> None:
    if placed and placed[-1][0] == after and continues_table(table, placed[-1][1]):
        placed[-1] = after, merge_tables(placed[-1][1], table)
    else:
        placed.append((after, table))


def _goes_on(group: list[PageLine], line: PageLine, measures: Measure) -> bool:
    """Return whether `line` belongs to the paragraph of the lines in `group`."""
    last = group[-1]
    if len(group) > _LONGEST:
        return False
    if abs(last.size - line.size) > 0.12 * measures.size or last.bold != line.bold:
        return False
    if last.page != line.page or last.column < line.column:
        return _turns_page(group, line, measures)
    scale = max(line.size / measures.size, 1.0)
    if last.y - line.y > 1.25 * measures.pitch * scale or last.y <= line.y:
        return False
    if line.bold:
        return not (is_title(line.text) and says_who_adopted(last.text))
    if len(group) == 1 and is_formula(last.text) and last.text.endswith(_COMMA):
        return False
    if last.text.endswith(",") and PREAMBLE.match(line.text) and line.x <= group[0].x + 4:
        # Documents set without space between paragraphs: the next participle opens one.
        return False
    if _NUMBERED.match(line.text) and _may_begin(group, line, measures):
        return False
    return not _steps_in(group, line)


def _may_begin(group: list[PageLine], line: PageLine, measures: Measure) -> bool:
    """Return whether a line that looks like an item can begin one; "– economic" may be there by chance."""
    margin = group[-1].x if len(group) > 1 else min(group[0].x, measures.left)
    return _PAUSED.search(group[-1].text) is not None or abs(line.x - margin) > 3


def _steps_in(group: list[PageLine], line: PageLine) -> bool:
    """Return a first line that is set in, compared with the lines above."""
    if len(group) == 1:
        hang = group[0].hang
        return line.x > group[0].x + 4 and (abs(line.x - hang) > 4 if hang else not _has_number(group[0]))
    return line.x > group[-1].x + 4


def _has_number(line: PageLine) -> bool:
    return _NUMBERED.match(line.text) is not None


def _turns_page(group: list[PageLine], line: PageLine, measures: Measure) -> bool:
    """Return whether the first line of a page goes on with the last paragraph of the page before."""
    last = group[-1]
    if last.bold or (_NUMBERED.match(line.text) and _may_begin(group, line, measures)):
        return False
    first = group[0]
    margin = group[1].x if len(group) > 1 else min(first.x, measures.left)
    if len(group) > 1 and first.x > margin + 4:
        # Paragraphs begin with an indent: a line at the margin is in the middle of one.
        return abs(line.x - margin) < 3
    outset = first.x < margin - 4
    at_margin = abs(line.x - margin) < 4
    if not _ENDED.search(last.text):
        return at_margin or line.x < first.x + 4 or line.text[:1].islower()
    # The paragraph may still go on after a sentence that fills its line to the end.
    full = last.right > measures.right - 3 * measures.size
    return full and ((outset and at_margin) or (line.x <= margin + 3 and line.x < first.x - 4))


def _join_block(group: list[PageLine], measures: Measure) -> Block:
    first = group[0]
    text = first.text
    notes = [NoteMark(first.lead, 0)] if first.lead else []
    notes += [NoteMark(label, offset) for label, offset in first.marks]
    for before, line in pairwise(group):
        if before.soft:
            text = text.removesuffix("-")
        between = "" if before.soft else choose_glue(text, line.text, before.open_end)
        start = len(text) + len(between)
        notes.extend(NoteMark(label, start + offset if offset else len(text)) for label, offset in line.marks)
        if line.lead:
            notes.append(NoteMark(line.lead, len(text)))
        text = f"{text}{between}{line.text}"
    middle = (first.x + first.right) / 2
    centre = (measures.left + measures.right) / 2
    return Block(
        text,
        page=first.page,
        indent=round(first.x - measures.left, 1),
        bold=all(line.bold for line in group),
        italic=all(line.italic for line in group),
        centred=abs(middle - centre) < 6 and first.x > measures.left + 2 * measures.size,
        notes=tuple(notes),
    )


# Characters of one note; more is no note.
_LONGEST_NOTE = 50_000
_LABEL = expression(r"(\d{1,3}|\*{1,4}|[†‡])\s+(?=\S)")


def note_blocks(pages: list[Page]) -> list[Block]:
    """Return one block of role "note" for each footnote; a note that runs on over the page is whole."""
    blocks: list[Block] = []
    before: PageLine | None = None
    for page in pages:
        for line in page.notes:
            label, text = line.lead, line.text
            if not label and (match := _LABEL.match(text)) and _follows_label(blocks, match.group(1)):
                label, text = match.group(1), text[match.end() :]
            cut = len(line.text) - len(text)
            if label or not blocks or len(blocks[-1].text) > _LONGEST_NOTE:
                blocks.append(Block("", role="note", label=label, page=page.number))
            block = blocks[-1]
            if before and before.soft:
                block.text = block.text.removesuffix("-")
            between = choose_glue(block.text, text, before.open_end) if before and not before.soft else ""
            start = len(block.text) + len(between) - cut
            block.notes += tuple(NoteMark(mark, start + offset) for mark, offset in line.marks)
            block.text = f"{block.text}{between}{text}"
            before = line
    return blocks


def _follows_label(blocks: list[Block], label: str) -> bool:
    """Return whether a number at the start of a line can be the mark of the next note."""
    if not label.isdigit():
        return True
    last = next((int(block.label) for block in reversed(blocks) if block.label.isdigit()), 0)
    return int(label) == last + 1
