"""Lines of a page: its furniture (masthead, headers, numbers), its notes, and its body as blocks across pages."""

import re
from collections import Counter
from collections.abc import Iterable
from ctypes import byref, c_float, c_void_p
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from actionlines.documents.blocks import Block, PlacedTable
from actionlines.documents.masthead import find_words, is_date_line, is_masthead, is_organization, says_who_adopted
from actionlines.documents.model import NoteMark
from actionlines.documents.pdf.library import (
    IMAGE,
    PATH,
    choose_glue,
    object_bounds,
    object_count,
    object_on,
    object_type,
)
from actionlines.documents.pdf.lines import PageLine, PageTable
from actionlines.documents.pdf.tables import caption_of, continues_table, merge_tables
from actionlines.documents.structure.labels import is_formula, is_title
from actionlines.documents.text_lines import PREAMBLE
from actionlines.lazily import expression

_THIN = 2.5
_TOUCH = 3.0
# More paths than this on one page are a drawing.
_MOST = 2_000
# A rule set in underlines or hyphens, or the dots of a table of contents left without their words.
_UNDERLINE = expression(r"[_\s]{5,}|-{5,}|[…. ]+")
_FOOT_WORD = expression(
    r"\d{1,4}(?:/\d{1,4})?|/|(?:GE\.)?\d{2}-\d{5}\*{0,3}|\([A-Z]\)|\d{6}|\*?\d{6,8}\*?|Please|recycle"
    r"|[♲♻*•|–-]|[Pp]age|of"
)
_MASTHEAD_TAIL = expression(
    r"(?:.*\b(?:Distr|DISTR)\b.*|(?:\d{1,2} )?[A-Z][a-z]+ \d{4}|(?:Original|ORIGINAL):.*"
    r"|(?:English|French|Spanish)(?:[ /,].*)?|United Nations(?: [A-Z]{1,5}/\S+)?|[A-Z]{1,5}/\S+"
    r"|General Assembly|Security Council|Economic and Social Council)"
)
_SYMBOL = expression(r"[A-Z]+(?:/[A-Z0-9][\w.()-]*)+")
_STOPPED = expression(r"[.!?。؟][”\"’)\]]{0,2}$")
_SMALLER = 0.93
_SAME_SIZE = 0.3
_TOP = 0.86
_FOOT_ZONE = 0.13
_WIDE = 0.55
_HEADER_LINES = 9
_LONGEST_HEAD = 300
# Points; distances are shares of the size, so that the size is never zero.
_SMALLEST = 0.25
_NUMBERED = expression(
    r"(?:\d{1,3}(?:\.\d{1,3}){0,3}\.|\d{1,3}[A-Z]?(?:\.(?:\d{1,3}|[IVXL]{1,5}|[A-Z])){1,4}(?=\s+[A-Z“(])|\([a-z]{1,5}\)|\([ivxl]{1,6}\)|\(\d{1,3}\)|[IVXL]{1,6}\.|[A-Za-z]\.|[•●▪◦–—-])(?:\s|$)"
    r"|\d{1,3}\s?[-–]\s+(?=[\u0600-\u06ff])"  # as Arabic texts number
)
_PAUSED = expression(r"(?:[.;:,!?。；：，؛،؟][”\"’)\]]*|\b(?:and|or))$")
_COMMA = (",", "，", "،")
# Lines of one paragraph; more is no paragraph.
_LONGEST = 2_000
_ENDED = expression(r"[.;:!?。；：؛؟][”\"’)\]]{0,2}$")
# Characters of one note; more is no note.
_LONGEST_NOTE = 50_000
_LABEL = expression(r"(\d{1,3}|\*{1,4}|[†‡])\s+(?=\S)")


class Rule(NamedTuple):
    """A horizontal line at height `y` from `x` to `right`, in points."""

    y: float
    x: float
    right: float


class Drawn(NamedTuple):
    """What is on a page beside text: rules from above, number of objects of any kind, number of pictures."""

    rules: list[Rule]
    objects: int
    pictures: int


_box = (c_float * 4)()
_left, _bottom, _right, _rule_top = (byref(_box, 4 * n) for n in range(4))


def page_rules(page: c_void_p) -> Drawn:
    """Horizontal rules of a page; pieces that touch are one."""
    count = object_count(page)
    pieces: list[Rule] = []
    pictures = 0
    for index in range(count):
        object_ = object_on(page, index)
        if (kind := object_type(object_)) == IMAGE:
            pictures += 1
        elif kind == PATH and len(pieces) < _MOST:
            object_bounds(object_, _left, _bottom, _right, _rule_top)
            if _box[3] - _box[1] <= _THIN and _box[2] - _box[0] > _THIN:
                pieces.append(Rule((_box[1] + _box[3]) / 2, _box[0], _box[2]))
    return Drawn(_join_rules(pieces), count, pictures)


def _join_rules(pieces: list[Rule]) -> list[Rule]:
    rules: list[Rule] = []
    for piece in sorted(pieces, key=lambda rule: (-round(rule.y), rule.x)):
        last = rules[-1] if rules else None
        if last and abs(last.y - piece.y) < _THIN and piece.x - last.right < _TOUCH:
            rules[-1] = Rule(last.y, last.x, max(last.right, piece.right))
        else:
            rules.append(piece)
    return rules


@dataclass(slots=True)
class Page:
    """A page on the way to blocks: `lines` from above; what is taken out moves to the other lists.

    `turned` are lines that run up or down the page, as beside charts.
    """

    number: int
    width: float
    height: float
    lines: list[PageLine]
    rules: list[Rule]
    turned: list[PageLine] = field(default_factory=list)
    notes: list[PageLine] = field(default_factory=list)
    masthead: list[PageLine] = field(default_factory=list)
    furniture: list[PageLine] = field(default_factory=list)

    def wide_rules(self) -> list[Rule]:
        """Rules across most of the page, from above."""
        return [rule for rule in self.rules if rule.right - rule.x > _WIDE * self.width]


def body_size(pages: Iterable[Page]) -> float:
    """Return the size in which most characters are set."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page.lines:
            sizes[max(round(line.size * 4) / 4, _SMALLEST)] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 10.0


def take_furniture(pages: list[Page], body: float) -> None:
    """Moves masthead, headers, footers and notes out of `lines` of every page."""
    for page in pages:
        _take_footer(page)
    tops = Counter(key for page in pages for key in {_furniture_key(line) for line in _top_lines(page)})
    symbol = _own_symbol(pages)
    for position, page in enumerate(pages):
        if position == 0 and _take_masthead(page):
            pass
        else:
            _take_header(page, body, tops, symbol)
        _take_notes(page, body, pages[position - 1].notes[-1:] if position else [])
        lines = [line for line in page.lines if not _UNDERLINE.fullmatch(line.text)]
        if len(lines) < len(page.lines):
            page.furniture.extend(line for line in page.lines if _UNDERLINE.fullmatch(line.text))
            page.lines = lines
        page.lines.extend(line for line in page.turned if not _is_foreign(line, symbol))
        page.furniture.extend(line for line in page.turned if _is_foreign(line, symbol))


def _is_foot(text: str) -> bool:
    """Page and job numbers and nothing else."""
    return 0 < len(text) < 80 and all(_FOOT_WORD.fullmatch(word) for word in text.split())


def _take_footer(page: Page) -> None:
    lines = page.lines
    while lines and not lines[-1].table and lines[-1].y < _FOOT_ZONE * page.height and _is_foot(lines[-1].text):
        page.furniture.append(lines.pop())


def _top_lines(page: Page) -> list[PageLine]:
    lines = []
    for line in page.lines[:_HEADER_LINES]:
        if line.table or line.y <= _TOP * page.height:
            break
        lines.append(line)
    return lines


def _furniture_key(line: PageLine) -> str:
    return re.sub(r"\d+", "#", line.text)


def _own_symbol(pages: list[Page]) -> str:
    """Return the symbol at the head of most pages, "" when there is none."""
    counts: Counter[str] = Counter()
    for page in pages:
        for line in _top_lines(page)[:4]:
            counts.update(set(_SYMBOL.findall(line.text[:_LONGEST_HEAD])))
    return counts.most_common(1)[0][0] if counts else ""


def _take_masthead(page: Page) -> bool:
    """Return the block above the session of a first page; False when the page has none."""
    zone = [line for line in page.lines if line.y > 0.55 * page.height]
    if not any(find_words("distribution", line.text) is not None or is_organization(line.text) for line in zone):
        return False
    last = max((n for n, line in enumerate(zone[:12]) if _is_tail(line.text)), default=-1)
    head = min((line.y for line in zone[:12] if find_words("distribution", line.text) is not None), default=page.height)
    below = zone[last].y if last >= 0 else page.height
    floor = next((rule.y for rule in page.wide_rules() if 0.5 * page.height < rule.y < head), below)
    count = sum(line.y >= floor for line in page.lines)
    page.masthead = page.lines[:count]
    del page.lines[:count]
    return True


def _is_tail(text: str) -> bool:
    return _MASTHEAD_TAIL.fullmatch(text) is not None or is_masthead(text) or is_date_line(text)


def _take_header(page: Page, body: float, tops: Counter[str], symbol: str) -> None:
    rule = next((rule for rule in page.wide_rules() if rule.y > _TOP * page.height), None)
    lines = page.lines
    top = _top_lines(page)
    count = 0
    if rule and any(line.y < rule.y for line in lines):
        above = [line for line in top if line.y > rule.y]
        if len(above) < _HEADER_LINES and all(_is_running(line, body, tops, symbol) for line in above[:1]):
            count = len(above)
    if not count:
        while count < len(top) and _is_running(top[count], body, tops, symbol):
            count += 1
    page.furniture.extend(lines[:count])
    del lines[:count]


def _is_running(line: PageLine, body: float, tops: Counter[str], symbol: str) -> bool:
    if symbol and symbol in line.text and len(line.text) < len(symbol) + 120 and line.size < 1.05 * body:
        return True
    return line.size < _SMALLER * body or tops[_furniture_key(line)] > 2 or _is_foot(line.text)


def _is_foreign(line: PageLine, symbol: str) -> bool:
    """Return whether a line that runs up or down the page is the page's header or footer."""
    return _is_foot(line.text) or bool(symbol and symbol in line.text)


def _take_notes(page: Page, body: float, before: list[PageLine]) -> None:
    """Everything under the last short underline, or small lines at the foot that begin with a mark.

    `before` is the last line of the notes on the page before: where it is in the middle of a sentence, or a
    rule is drawn above the small lines, those without a mark go on with its note.
    """
    lines = page.lines
    start = len(lines)
    while start and _is_small(lines[start - 1], body):
        start -= 1
    if start == len(lines):
        return
    if start and _UNDERLINE.fullmatch(lines[start - 1].text):
        page.furniture.append(lines.pop(start - 1))
        start -= 1
    elif not (before and _is_tail_of_note(page, start, before[0])):
        while start < len(lines) and not (lines[start].lead or _LABEL.match(lines[start].text)):
            start += 1
    page.notes = lines[start:]
    del lines[start:]


def _is_tail_of_note(page: Page, start: int, before: PageLine) -> bool:
    """Return whether the small lines from `start` on can begin with the rest of a note of the page before."""
    first = page.lines[start]
    if first.lead or _LABEL.match(first.text) or abs(first.size - before.size) > _SAME_SIZE:
        return False
    above = page.lines[start - 1].y if start else page.height
    ruled = any(first.y < rule.y < above and rule.right - rule.x < _WIDE * page.width for rule in page.rules)
    return ruled or _STOPPED.search(before.text) is None


def _is_small(line: PageLine, body: float) -> bool:
    return not line.table and line.size < _SMALLER * body and not _UNDERLINE.fullmatch(line.text)


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
    if len(group) > _LONGEST or abs(last.size - line.size) > 0.12 * measures.size or last.bold != line.bold:
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
