"""Lines of a plain text with their offsets, and what each is used for.

Running headers and feet where form feeds tell the pages apart.

What is printed on each page and belongs to no paragraph: running headers, page and job numbers.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from actionlines.documents.blocks import Limits
from actionlines.documents.masthead import find_speaker, is_head_line, says_who_adopted
from actionlines.documents.structure.labels import is_title
from actionlines.errors import InputTooLarge
from actionlines.lazily import expression

Use = Literal["body", "blank", "furniture", "note"]

_LINE = expression(r"([^\r\n\f\u2028\u2029]*)(\r\n|[\r\n\f\u2028\u2029]|$)")
_BLANK = " \t\xa0\u3000\ufeff\x00\u200b\v"
FORMULA = expression(
    r"The\s(?:[A-Z][\w-]*\s(?:and\s|of\s|on\s|for\s|the\s)*)*(?:Assembly|Council|Conference|Commission|Committee),?$"
)
# Preambular paragraphs open with a participle or an adjective, after the comma that ends the one before.
PREAMBLE = expression(
    r"(?:(?:Also|Further)\s[a-z]{3,}ing|[A-Z][a-z]{2,}ing|(?:Also\s|Further\s)?[A-Z][a-z]{3,}ly\s[a-z]{3,}(?:ing|ed|l|re|us)"
    r"|Aware|Mindful|Conscious|Convinced|Concerned|Alarmed|Guided|Determined|Encouraged|Inspired|Motivated|Disturbed"
    r"|Dismayed|Appalled|Cognizant|Resolved|Desirous|Pursuant|Shocked|Reassured|Deeply|We,)\s"
)
NUMBER_ALONE = expression(r"(?:\d{1,3}\.|\([a-z]{1,5}\)|\(\d{1,2}\)|\d{1,2}/\d{1,3}(?:\s?[A-Z])?\.)$")
_MEETING = expression(r"\d{1,3}(?:st|nd|rd|th)\s(?:\(resumed\)\s)?plenary meeting$")
SECTION = expression(r"(?:[IVX]{1,6}|[A-Z])$")
_NUMBERED = expression(r"(?P<number>\d{1,3})\.(?:$|\s+(?=[A-Z\u201c]))")
_HEADING_LINES = 4
# Lines that stand alone in the head of a resolution, whatever the lines about them look like.
_ALONE = expression(
    r"(?:(?:DRAFT|NEW|REVISED)\s){0,2}(?:RESOLUTION|DECISION|RECOMMENDATION|OPINION)\s(?:ITU-[RTD]\s)?"
    r"\d{1,4}(?:-\d{1,2})?(?:\s?\([^()]{2,80}\))?[*\d]{0,2}$"
    r"|The\s[A-Z][^.;,()]{2,140}(?:\([^()]{2,60},\s\d{4}\))?,$"
)
# "(Place, 2040)," below the name of the conference that speaks.
_HELD = expression(r"\([^\d(),;]{2,60},\s\d{4}\),$")
_ENACTS = expression(r"The\s[^.;]{0,160}\b(?:Assembly|Council|Conference|Commission|Committee)\b")
_ADOPTED = expression(r"\]$|(?:Resolution|Decision)s? adopted |.{0,60}\bon \d{1,2} [A-Z][a-z]{2,8} \d{4}$")
# Columns by which the first line of a paragraph is set in, at the least.
_STEP = 3
# "Rappelant", "Recordando", "وإذ تلاحظ"
_PREAMBLE_ELSEWHERE = expression(r"[A-Z\u00c9]\w{2,20}(?:ant|ando|iendo|yendo)\s|\u0648?[\u0625\u0627]\u0630\s")
_JOB = r"\d{2}-\d{5}(?: ?\([A-Z]\)(?:\s+\d{6})?)?"
_FOLIO = r"\d{1,4} ?/ ?\d{1,4}"
JOB_LINE = expression(rf"{_JOB}$")
FOLIO_LINE = expression(rf"{_FOLIO}$")
FOOT_LINE = expression(rf"(?:{_JOB}\s+{_FOLIO}|{_FOLIO}\s+{_JOB})$")
SYMBOL_LINE = expression(r"[A-Z]{1,5}/[A-Z0-9][A-Za-z0-9./()\[\]–-]{1,60}(?: ?\([^)\n]{1,20}\))?$")
_BARE_NUMBER = expression(r"(?:-\s?)?(?P<number>\d{1,4})(?:\s?-)?$")
_ITU_HEADER = expression(r"(?:Res|Dec|Rec|Op)\. ?\d{1,4} ?/ ?\d{1,4}$")
# The day of issue as six figures is beside the job number.
_BARCODE = expression(r"\*\d{6,8}\*$")
_GAP = expression(r"\s{3,}")
# Lines looked at on each edge of a page; the longest running header seen takes seven.
_EDGE = 12
_FIRST_LINES = 40
# Running headers of the longest titles seen take seven lines; ten bounds the search.
_HEADER_LINES = 10


@dataclass(slots=True)
class TextLine:
    """One line: `text` is `source[start:end]` without outer blanks; `page` is None without pages."""

    text: str
    start: int
    end: int
    indent: int = 0
    page: int | None = None
    use: Use = "body"
    page_top: bool = False
    after_blank: bool = False


def split_lines(text: str, name: str = "text", largest: int = Limits().lines) -> list[TextLine]:
    """Return all lines, blank ones too; a form feed ends a line and starts a page.

    Raises InputTooLarge (AL106) beyond `largest` lines; `name` is for the message.
    """
    lines: list[TextLine] = []
    page, top = 1, False
    paged = "\f" in text
    for match in _LINE.finditer(text):
        raw, end_mark = match.group(1), match.group(2)
        if not raw and not end_mark:
            break
        bare = raw.strip(_BLANK)
        lead = len(raw) - len(raw.lstrip(_BLANK))
        start = match.start() + (lead if bare else 0)
        line = TextLine(bare, start, start + len(bare), lead, page if paged else None, page_top=top)
        line.after_blank = bool(lines) and not lines[-1].text
        if len(lines) >= largest:
            raise InputTooLarge(name, f"more than {largest:,} lines", "Split the file.")
        if not bare:
            line.use = "blank"
        lines.append(line)
        top = end_mark == "\f"
        page += top
    return lines


def stands_alone(text: str) -> bool:
    """Return whether a line is a paragraph of its own: the number of an ITU instrument, or an enacting formula."""
    if find_speaker(text):
        return True
    return _ALONE.match(text) is not None and (not text.startswith("The ") or bool(_ENACTS.match(text)))


def opens_title(text: str, before: str) -> bool:
    """ "60/252. World Summit …" below the lines that say who adopted it; elsewhere it may be a citation."""
    if not is_title(text) or text.split()[1][:1].islower():
        return False
    return _ADOPTED.search(before) is not None or says_who_adopted(before) or is_head_line(before)


def number_of(text: str) -> int:
    """Return the number of a paragraph that opens so ("12. Decides", "12." alone), or 0."""
    match = _NUMBERED.match(text)
    return int(match.group("number")) if match else 0


def find_margins(lines: Sequence[TextLine]) -> dict[int | None, int]:
    """Return the left edge of most lines of each page; pages of a book have two in turn."""
    seen: dict[int | None, Counter[int]] = {}
    for line in lines:
        seen.setdefault(line.page, Counter())[line.indent] += 1
    return {page: _find_margin(counts) for page, counts in seen.items()}


def _find_margin(counts: Counter[int]) -> int:
    """Return the leftmost edge that many lines share: in short paragraphs, first lines are as many as others."""
    most = max(counts.values())
    return min(indent for indent, count in counts.items() if count > 0.5 * most)


def opens_block(
    line: TextLine, before: TextLine, stop: str, rest: Sequence[TextLine], margin: dict[int | None, int], head: bool
) -> bool:
    """Return whether `line` opens a paragraph, seen from itself and from the stop at the end of the line before.

    `rest` are the lines from `line` on; `head` says that the lines before it make a heading.
    """
    text = line.text
    if SECTION.match(before.text) or _MEETING.match(before.text):
        return False
    if FORMULA.match(before.text) and _HELD.match(text):
        return False
    if FORMULA.match(text) or FORMULA.match(before.text) or SECTION.match(text) or (stop and _MEETING.match(text)):
        return True
    if stop in (",", "\u060c") and _PREAMBLE_ELSEWHERE.match(text):
        return True
    if PREAMBLE.match(text) and (stop == "," or (not stop and head)):
        return True
    if stop in (".", ";") and _is_heading(rest):
        return True
    indented = line.indent - margin.get(line.page, 0) >= _STEP
    return bool(stop) and indented and before.indent - margin.get(before.page, 0) < _STEP


def _is_heading(rest: Sequence[TextLine]) -> bool:
    """Return whether a few lines without a stop lead to a numbered paragraph or to the first of a preamble."""
    if not rest or not rest[0].text[:1].isupper():
        return False
    for place, line in enumerate(rest[: _HEADING_LINES + 1]):
        if place and (_NUMBERED.match(line.text) or PREAMBLE.match(line.text)):
            return True
        if line.text[-1:] in ".;:," or _NUMBERED.match(line.text):
            return False
    return False


def mark_pages(lines: list[TextLine]) -> None:
    """Set `use` of running headers and feet to "furniture", in texts with form feeds."""
    if not any(line.page for line in lines):
        return
    pages: dict[int | None, list[TextLine]] = {}
    for line in lines:
        if line.use == "body":
            pages.setdefault(line.page, []).append(line)
    title = _title_words(pages.get(1, []))
    for number, page in pages.items():
        _mark_feet(page)
        if number != 1:
            # Lines on top that hold the symbol or words of the title, as long as they go.
            top = [line for line in page[:_EDGE] if line.use == "body"]
            known = [all(_is_header(piece, title) for piece in _GAP.split(line.text)) for line in top]
            for line, is_known in zip(top, known, strict=True):
                if not is_known:
                    break
                line.use = "furniture"
    _mark_repeated(list(pages.values()))


def _title_words(first: list[TextLine]) -> str:
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


def _is_header(piece: str, title: str) -> bool:
    if SYMBOL_LINE.match(piece) or FOLIO_LINE.match(piece) or _ITU_HEADER.match(piece):
        return True
    words = " ".join(piece.split())
    return " " in words and len(words) > 7 and words in title


def _mark_repeated(pages: list[list[TextLine]]) -> None:
    """Page numbers, and lines that are at the same edge of several pages, numbers aside."""
    edges = [edge for page in pages for edge in (page[:_EDGE], page[::-1][:_EDGE])]
    outermost = [first for edge in edges if (first := next((x for x in edge if x.use == "body"), None))]
    shifts = Counter(_find_shift(line) for line in outermost)
    for line in outermost:
        if _find_shift(line) is not None and shifts[_find_shift(line)] > 1:
            line.use = "furniture"
    # On a short page a line is at both edges, and counts once.
    apart = {id(line): line for edge in edges for line in edge}
    counts = Counter(_fold_text(line.text) for line in apart.values())
    for edge in edges:
        for line in edge:
            if line.use == "body" and (counts[_fold_text(line.text)] < 2 or _is_own(line.text)):
                break
            line.use = "furniture"


def _is_own(text: str) -> bool:
    """Sentences, marks of notes and numbers of paragraphs are no headers, however often they occur."""
    return text.endswith(".") or text.isdigit() or NUMBER_ALONE.match(text) is not None


def _find_shift(line: TextLine) -> int | None:
    """Return how far a bare number is from the count of pages; the same for all page numbers of a document."""
    match = _BARE_NUMBER.match(line.text)
    return int(match.group("number")) - (line.page or 0) if match else None


def _fold_text(text: str) -> str:
    """Return the line with its numbers masked: "page 3" and "page 4" are the same header."""
    return re.sub(r"\d+", "0", " ".join(text.split()))


def mark_furniture(lines: list[TextLine]) -> None:
    """Set `use` of running headers and feet to "furniture", and number the pages where page ends are seen."""
    breaks = _find_breaks(lines) if not any(line.page for line in lines) else []
    repeated = _count_repeated(lines, breaks)
    for first, last in breaks:
        for line in lines[first : last + 1]:
            if line.use == "body":
                line.use = "furniture"
        _take_header(lines, first, repeated)
    mark_pages(lines)
    _number_pages(lines, breaks)


def _find_breaks(lines: list[TextLine]) -> list[tuple[int, int]]:
    """First and last line of each foot: job number and page of pages, on one line or two, in any order."""
    pairs: list[tuple[int, int]] = []
    for index, line in enumerate(lines):
        if line.use != "body":
            continue
        if FOOT_LINE.match(line.text):
            pairs.append((index, index))
        elif JOB_LINE.match(line.text) or FOLIO_LINE.match(line.text):
            after = _next_body(lines, index)
            if after is None or after - index > 3:
                continue
            pair = {bool(JOB_LINE.match(line.text)), bool(JOB_LINE.match(lines[after].text))}
            folio = FOLIO_LINE.match(line.text) or FOLIO_LINE.match(lines[after].text)
            if pair == {True, False} and folio and (not pairs or pairs[-1][1] < index):
                pairs.append((index, after))
    return pairs


def _next_body(lines: list[TextLine], index: int) -> int | None:
    for ahead in range(index + 1, min(index + 5, len(lines))):
        if lines[ahead].use == "body":
            return ahead
    return None


def _count_repeated(lines: list[TextLine], breaks: list[tuple[int, int]]) -> Counter[str]:
    """Return how often each line is in the last lines above a foot."""
    counts: Counter[str] = Counter()
    for first, _ in breaks:
        counts.update({line.text for line in lines[max(0, first - _HEADER_LINES) : first] if line.use == "body"})
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
