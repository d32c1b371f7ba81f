"""Running headers and feet where form feeds tell the pages apart."""

from __future__ import annotations

import re
from collections import Counter

from actionlines.documents.text_lines import FORMULA, NUMBER_ALONE, TextLine
from actionlines.lazily import expression

_JOB = r"\d{2}-\d{5}(?: ?\([A-Z]\)(?:\s+\d{6})?)?"
_FOLIO = r"\d{1,4} ?/ ?\d{1,4}"
JOB_LINE = expression(rf"{_JOB}$")
FOLIO_LINE = expression(rf"{_FOLIO}$")
FOOT_LINE = expression(rf"(?:{_JOB}\s+{_FOLIO}|{_FOLIO}\s+{_JOB})$")
SYMBOL_LINE = expression(r"[A-Z]{1,5}/[A-Z0-9][A-Za-z0-9./()\[\]–-]{1,60}(?: ?\([^)\n]{1,20}\))?$")
_BARE_NUMBER = expression(r"(?:-\s?)?(?P<number>\d{1,4})(?:\s?-)?$")
_ITU_HEADER = expression(r"(?:Res|Dec|Rec|Op)\. ?\d{1,4} ?/ ?\d{1,4}$")
# The day of issue as six figures stands beside the job number.
_BARCODE = expression(r"\*\d{6,8}\*$")
_GAP = expression(r"\s{3,}")
# Lines looked at on each edge of a page; the longest running header seen takes seven.
_EDGE = 12
_FIRST_LINES = 40


def mark_pages(lines: list[TextLine]) -> None:
    """Set `use` of running headers and feet to "furniture", in texts with form feeds."""
    if not any(line.page for line in lines):
        return
    pages: dict[int | None, list[TextLine]] = {}
    for line in lines:
        if line.use == "body":
            pages.setdefault(line.page, []).append(line)
    title = _title(pages.get(1, []))
    for number, page in pages.items():
        _mark_feet(page)
        if number != 1:
            _mark_header(page, title)
    _mark_repeated(list(pages.values()))


def _title(first: list[TextLine]) -> str:
    """Return the words above the opening formula on the first page: running headers are made of them."""
    end = next((place for place, line in enumerate(first) if FORMULA.match(line.text)), _FIRST_LINES)
    return " ".join(" ".join(line.text for line in first[:end]).split())


def _mark_feet(page: list[TextLine]) -> None:
    """Job number, bar code and page of pages, each on its line, even among the notes."""
    for line in [*page[:_EDGE], *page[-_EDGE:]]:
        text = line.text
        if (
            JOB_LINE.match(text)
            or FOLIO_LINE.match(text)
            or FOOT_LINE.match(text)
            or _BARCODE.match(text)
            or (line is page[-1] and (_BARE_NUMBER.match(text) or _ITU_HEADER.match(text)))
        ):
            line.use = "furniture"


def _mark_header(page: list[TextLine], title: str) -> None:
    """Lines on top that hold the symbol or words of the title, as long as they go."""
    top = [line for line in page[:_EDGE] if line.use == "body"]
    known = [all(_is_header(piece, title) for piece in _GAP.split(line.text)) for line in top]
    for line, is_known in zip(top, known, strict=True):
        if not is_known:
            break
        line.use = "furniture"


def _is_header(piece: str, title: str) -> bool:
    if SYMBOL_LINE.match(piece) or FOLIO_LINE.match(piece) or _ITU_HEADER.match(piece):
        return True
    words = " ".join(piece.split())
    return " " in words and len(words) > 7 and words in title


def _mark_repeated(pages: list[list[TextLine]]) -> None:
    """Page numbers, and lines that stand at the same edge of several pages, numbers aside."""
    edges = [edge for page in pages for edge in (page[:_EDGE], page[::-1][:_EDGE])]
    outermost = [first for edge in edges if (first := next((x for x in edge if x.use == "body"), None))]
    shifts = Counter(_shift(line) for line in outermost)
    for line in outermost:
        if _shift(line) is not None and shifts[_shift(line)] > 1:
            line.use = "furniture"
    # On a short page a line stands at both edges, and counts once.
    apart = {id(line): line for edge in edges for line in edge}
    counts = Counter(_folded(line.text) for line in apart.values())
    for edge in edges:
        for line in edge:
            if line.use == "body" and (counts[_folded(line.text)] < 2 or _is_own(line.text)):
                break
            line.use = "furniture"


def _is_own(text: str) -> bool:
    """Sentences, marks of notes and numbers of paragraphs are no headers, however often they occur."""
    return text.endswith(".") or text.isdigit() or NUMBER_ALONE.match(text) is not None


def _shift(line: TextLine) -> int | None:
    """Return how far a bare number is from the count of pages; the same for all page numbers of a document."""
    match = _BARE_NUMBER.match(line.text)
    return int(match.group("number")) - (line.page or 0) if match else None


def _folded(text: str) -> str:
    """Return the line with its numbers masked: "page 3" and "page 4" are the same header."""
    return re.sub(r"\d+", "0", " ".join(text.split()))
