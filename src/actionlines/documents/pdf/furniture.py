"""Which lines of a page are furniture (masthead, running header, page and job number), which are notes.

Drawn lines of a page: the rules under headers and mastheads, and those of tables.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from ctypes import byref, c_float, c_void_p
from dataclasses import dataclass, field
from typing import NamedTuple

from actionlines.documents.masthead import find_words, is_date_line, is_masthead, is_organization
from actionlines.documents.pdf.library import IMAGE, PATH, object_bounds, object_count, object_on, object_type
from actionlines.documents.pdf.lines import PageLine
from actionlines.lazily import expression

_THIN = 2.5
_TOUCH = 3.0
# More paths than this on one page are a drawing.
_MOST = 2_000


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
        kind = object_type(object_)
        if kind == IMAGE:
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
_LABEL = expression(r"(\d{1,3}|\*{1,4}|[†‡])\s+(?=\S)")
_STOPPED = expression(r"[.!?。؟][”\"’)\]]{0,2}$")

_SMALLER = 0.93
_SAME_SIZE = 0.3
_TOP = 0.86
_FOOT_ZONE = 0.13
_WIDE = 0.55
_HEADER_LINES = 9
_LONGEST_HEAD = 300


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


# Points; distances are shares of the size, so that the size is never zero.
_SMALLEST = 0.25


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
