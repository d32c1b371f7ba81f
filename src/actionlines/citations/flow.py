"""Raw text of a printed document as running text: page furniture and notes are taken out, offsets kept.

... paragraph 8 of            its sentence goes on behind the page break
_______________               rule: notes follow
3 See A/60/687.
                              page break
A/RES/80/173                  running header
Title of the document
25-20874                      job number, page number
2/20
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field

from actionlines.lazily import expression

_RULE = expression(r"^[ \t]*_{5,}[ \t]*$")
_PAGE = expression(
    r"^[ \t]*(?:\d{1,3}/\d{1,3}|\d{2}-\d{5}(?:[ ]?\([EFSRAC]\))?|-[ ]?\d{1,3}(?:/\d{1,3})?[ ]?-)[ \t]*$"
)
_SYMBOL_LINE = expression(r"^[ \t]*[A-Z][\w.]{0,12}/[\w./() \u2013-]{1,60}$")
# a running header has the symbol, the title in at most this many lines, the job and the page number
_HEADER_LINES = 14


@dataclass(slots=True)
class Flow:
    """Running text and where each piece of it stands in the input."""

    note: bool = False
    text: str = ""
    starts: list[int] = field(default_factory=list)
    sources: list[int] = field(default_factory=list)
    _parts: list[str] = field(default_factory=list)
    _length: int = 0

    def add(self, text: str, source: int) -> None:
        """Append a piece that stands at `source` of the input."""
        self.starts.append(self._length)
        self.sources.append(source)
        self._parts.append(text)
        self._length += len(text)

    def close(self) -> Flow:
        """Join the collected pieces to one text."""
        self.text = "".join(self._parts)
        self._parts.clear()
        return self

    def source(self, offset: int) -> int:
        """Return the offset in the input of a character of the flow."""
        index = bisect_right(self.starts, offset) - 1
        return self.sources[index] + offset - self.starts[index]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span in the input; it may run across a page break."""
        return self.source(start), self.source(end - 1) + 1


def _headers(lines: list[str]) -> set[int]:
    """Return numbers of the lines that are running headers."""
    found: set[int] = set()
    for number, line in enumerate(lines):
        if number in found or _PAGE.match(line) is None:
            continue
        found.add(number)
        block = _header_above(lines, number)
        found.update(block)
        if block and min(block) and not lines[min(block) - 1].strip():
            found.add(min(block) - 1)
        below = number + 1
        while (
            below < len(lines)
            and below <= number + 2
            and (_PAGE.match(lines[below]) or not lines[below].strip())
        ):
            found.add(below)
            below += 1
    return found


def _header_above(lines: list[str], number: int) -> range:
    """Return the symbol and title above a page number, when a symbol is among them."""
    top = number - 1
    limit = max(-1, number - _HEADER_LINES)
    while top > limit and (not lines[top].strip() or _PAGE.match(lines[top])):
        top -= 1
    bottom = top
    while top > limit and lines[top].strip() and _RULE.match(lines[top]) is None:
        top -= 1
    block = range(top + 1, number)
    if any(_SYMBOL_LINE.match(line) for line in lines[top + 1 : bottom + 1]):
        return block
    return range(0)


def flow(text: str) -> list[Flow]:
    """Return the running text, and the notes where rules set them apart, each with its offsets."""
    lines = text.splitlines(keepends=True)
    bare = [line.rstrip("\r\n") for line in lines]
    headers = _headers(bare)
    main, notes = Flow(), Flow(note=True)
    here, offset, top_of_page = main, 0, True
    for number, line in enumerate(lines):
        if number in headers:
            here = main
        elif _RULE.match(bare[number]):
            here = notes if not top_of_page else main
        else:
            here.add(line, offset)
            top_of_page = False
        offset += len(line)
    return [piece.close() for piece in (main, notes) if piece.starts]
