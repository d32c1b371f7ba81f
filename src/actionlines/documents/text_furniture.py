"""What is printed on each page and belongs to no paragraph: running headers, page and job numbers."""

from __future__ import annotations

from collections import Counter

from actionlines.documents.text_lines import TextLine
from actionlines.documents.text_pages import FOLIO_LINE, FOOT_LINE, JOB_LINE, SYMBOL_LINE, mark_pages

# Running headers of the longest titles seen take seven lines; ten bounds the search.
_HEADER_LINES = 10


def mark_furniture(lines: list[TextLine]) -> None:
    """Set `use` of running headers and feet to "furniture", and number the pages where page ends are seen."""
    breaks = _breaks(lines) if not any(line.page for line in lines) else []
    repeated = _repeated(lines, breaks)
    for first, last in breaks:
        for line in lines[first : last + 1]:
            if line.use == "body":
                line.use = "furniture"
        _take_header(lines, first, repeated)
    mark_pages(lines)
    _number_pages(lines, breaks)


def _breaks(lines: list[TextLine]) -> list[tuple[int, int]]:
    """First and last line of each foot: job number and page of pages, on one line or two, in any order."""
    found: list[tuple[int, int]] = []
    for index, line in enumerate(lines):
        if line.use != "body":
            continue
        if FOOT_LINE.match(line.text):
            found.append((index, index))
        elif JOB_LINE.match(line.text) or FOLIO_LINE.match(line.text):
            after = _next_body(lines, index)
            if after is None or after - index > 3:
                continue
            pair = {bool(JOB_LINE.match(line.text)), bool(JOB_LINE.match(lines[after].text))}
            folio = FOLIO_LINE.match(line.text) or FOLIO_LINE.match(lines[after].text)
            if pair == {True, False} and folio and (not found or found[-1][1] < index):
                found.append((index, after))
    return found


def _next_body(lines: list[TextLine], index: int) -> int | None:
    for ahead in range(index + 1, min(index + 5, len(lines))):
        if lines[ahead].use == "body":
            return ahead
    return None


def _repeated(lines: list[TextLine], breaks: list[tuple[int, int]]) -> Counter[str]:
    """Return how often each line stands in the last lines above a foot."""
    counts: Counter[str] = Counter()
    for first, _ in breaks:
        counts.update(
            {line.text for line in lines[max(0, first - _HEADER_LINES) : first] if line.use == "body"}
        )
    return counts


def _take_header(lines: list[TextLine], foot: int, repeated: Counter[str]) -> None:
    """The lines right above a foot are the running header if they hold the symbol or recur."""
    index = foot - 1
    while index >= 0 and lines[index].use == "blank":
        index -= 1
    block: list[TextLine] = []
    while index >= 0 and lines[index].use == "body" and len(block) < _HEADER_LINES:
        block.append(lines[index])
        index -= 1
    if any(SYMBOL_LINE.match(line.text) for line in block):
        for line in block:
            line.use = "furniture"
        return
    for line in block:
        if repeated[line.text] < 2:
            break
        line.use = "furniture"


def _number_pages(lines: list[TextLine], breaks: list[tuple[int, int]]) -> None:
    if not breaks or any(line.page for line in lines):
        return
    # A header goes no further up than the foot before it.
    floors = [0, *(last + 1 for _, last in breaks)]
    tops = [_header_top(lines, first, floor) for (first, _), floor in zip(breaks, floors, strict=False)]
    page = 1
    waiting = iter(tops)
    top = next(waiting, None)
    for index, line in enumerate(lines):
        while top is not None and index >= top:
            page += 1
            line.page_top = True
            top = next(waiting, None)
        line.page = page


def _header_top(lines: list[TextLine], foot: int, floor: int) -> int:
    index = foot
    while index > floor and lines[index - 1].use in ("furniture", "blank"):
        index -= 1
    return index
