"""What is printed on each page and belongs to no paragraph: running headers, page and job numbers."""

from __future__ import annotations

import re
from collections import Counter

from actionlines.documents.text_lines import Line

_JOB = r"\d{2}-\d{5}(?: ?\([A-Z]\))?"
_FOLIO = r"\d{1,4} ?/ ?\d{1,4}"
_JOB_LINE = re.compile(rf"{_JOB}$")
_FOLIO_LINE = re.compile(rf"{_FOLIO}$")
_FOOT_LINE = re.compile(rf"(?:{_JOB}\s+{_FOLIO}|{_FOLIO}\s+{_JOB})$")
_SYMBOL_LINE = re.compile(r"[A-Z]{1,5}/[A-Z0-9][A-Za-z0-9./()\[\]–-]{1,60}(?: ?\([^)\n]{1,20}\))?$")
_BARE_NUMBER = re.compile(r"(?:-\s?)?\d{1,4}(?:\s?-)?$")
_ITU_HEADER = re.compile(r"(?:Res|Dec|Rec|Op)\. ?\d{1,4} ?/ ?\d{1,4}$")
# Running headers of the longest titles seen take seven lines; ten bounds the search.
_HEADER_LINES = 10


def mark_furniture(lines: list[Line]) -> None:
    """Set `use` of running headers and feet to "furniture", and number the pages where page ends are seen."""
    breaks = _breaks(lines)
    repeated = _repeated(lines, breaks)
    for first, last in breaks:
        for line in lines[first : last + 1]:
            if line.use == "body":
                line.use = "furniture"
        _take_header(lines, first, repeated)
    _mark_form_feeds(lines)
    _number_pages(lines, breaks)


def _breaks(lines: list[Line]) -> list[tuple[int, int]]:
    """First and last line of each foot: job number and page of pages, on one line or two, in any order."""
    found: list[tuple[int, int]] = []
    for index, line in enumerate(lines):
        if line.use != "body":
            continue
        if _FOOT_LINE.match(line.text):
            found.append((index, index))
        elif _JOB_LINE.match(line.text) or _FOLIO_LINE.match(line.text):
            after = _next_body(lines, index)
            if after is None or after - index > 3:
                continue
            pair = {bool(_JOB_LINE.match(line.text)), bool(_JOB_LINE.match(lines[after].text))}
            folio = _FOLIO_LINE.match(line.text) or _FOLIO_LINE.match(lines[after].text)
            if pair == {True, False} and folio and (not found or found[-1][1] < index):
                found.append((index, after))
    return found


def _next_body(lines: list[Line], index: int) -> int | None:
    for ahead in range(index + 1, min(index + 5, len(lines))):
        if lines[ahead].use == "body":
            return ahead
    return None


def _repeated(lines: list[Line], breaks: list[tuple[int, int]]) -> Counter[str]:
    """How often each line stands in the last lines above a foot."""
    counts: Counter[str] = Counter()
    for first, _ in breaks:
        counts.update(
            {line.text for line in lines[max(0, first - _HEADER_LINES) : first] if line.use == "body"}
        )
    return counts


def _take_header(lines: list[Line], foot: int, repeated: Counter[str]) -> None:
    """The lines right above a foot are the running header if they hold the symbol or recur."""
    index = foot - 1
    while index >= 0 and lines[index].use == "blank":
        index -= 1
    block: list[Line] = []
    while index >= 0 and lines[index].use == "body" and len(block) < _HEADER_LINES:
        block.append(lines[index])
        index -= 1
    if any(_SYMBOL_LINE.match(line.text) for line in block):
        for line in block:
            line.use = "furniture"
        return
    for line in block:
        if repeated[line.text] < 2:
            break
        line.use = "furniture"


def _mark_form_feeds(lines: list[Line]) -> None:
    """At a form feed, drop bare page numbers and lines that stand at the same edge of several pages."""
    tops = [index for index, line in enumerate(lines) if line.page_top]
    if not tops:
        return
    edges: list[list[Line]] = []
    for top in [0, *tops, len(lines)]:
        edges.append(_nearest(lines, range(top, len(lines))))
        edges.append(_nearest(lines, range(top - 1, -1, -1)))
    # On a short page a line stands at both edges, and counts once.
    apart = {id(line): line for edge in edges for line in edge}
    counts = Counter(_folded(line.text) for line in apart.values())
    for edge in edges:
        for line in edge:
            if _SYMBOL_LINE.match(line.text) or _BARE_NUMBER.match(line.text) or _ITU_HEADER.match(line.text):
                line.use = "furniture"
            elif counts[_folded(line.text)] < 2:
                break
            else:
                line.use = "furniture"


def _nearest(lines: list[Line], order: range) -> list[Line]:
    """The lines at one edge of a page, up to the end of its first block."""
    edge: list[Line] = []
    for index in order:
        if lines[index].page_top and edge and order.step > 0:
            break
        if lines[index].use == "body":
            edge.append(lines[index])
        elif edge and lines[index].use == "blank" and len(edge) > 2:
            break
        if len(edge) >= _HEADER_LINES or (lines[index].page_top and order.step < 0):
            break
    return edge


def _folded(text: str) -> str:
    """The line with its numbers masked: "page 3" and "page 4" are the same header."""
    return re.sub(r"\d+", "0", text)


def _number_pages(lines: list[Line], breaks: list[tuple[int, int]]) -> None:
    if not breaks or any(line.page for line in lines):
        return
    tops = [_header_top(lines, first) for first, _ in breaks]
    page = 1
    waiting = iter(tops)
    top = next(waiting, None)
    for index, line in enumerate(lines):
        while top is not None and index >= top:
            page += 1
            line.page_top = True
            top = next(waiting, None)
        line.page = page


def _header_top(lines: list[Line], foot: int) -> int:
    index = foot
    while index > 0 and lines[index - 1].use in ("furniture", "blank"):
        index -= 1
    return index
