"""The passages of a document in which citations are looked for: paragraphs, and the cells of its tables.

Raw text of a printed document as running text: page furniture and notes are taken out, offsets kept.

... paragraph 8 of            its sentence goes on behind the page break
_______________               rule: notes follow
3 See A/60/687.
                              page break
A/RES/80/173                  running header
Title of the document
25-20874                      job number, page number
2/20

Cells of tables whose number gets its organ from a heading: "General Assembly resolutions" over "68/196".

General Assembly resolutions            paragraph or caption above the table
| Resolution | Title |                  head of the column
| Economic and Social Council resolutions |      row of its own: holds until the next one
| Council resolutions | 1332, 1344 |    first cell of the row
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

from actionlines.citations import bodies
from actionlines.citations.model import CellPlace, Citation, Context, Unit, fold_text, list_forms, lower_text
from actionlines.citations.symbols import kind_of, symbols_at
from actionlines.documents.model import Document, Table, TextLink
from actionlines.lazily import expression

_RULE = expression(r"^[ \t]*_{5,}[ \t]*$")
_PAGE = expression(r"^[ \t]*(?:\d{1,3}/\d{1,3}|\d{2}-\d{5}(?:[ ]?\([EFSRAC]\))?|-[ ]?\d{1,3}(?:/\d{1,3})?[ ]?-)[ \t]*$")
_SYMBOL_LINE = expression(r"^[ \t]*[A-Z][\w.]{0,12}/[\w./() \u2013-]{1,60}$")
# a running header has the symbol, the title in at most this many lines, the job and the page number
_HEADER_LINES = 14
# A heading is short; longer texts speak of other things too.
_LONGEST = 200
_SHORT = 40
_HEAD_ROWS = 3
_BARE = expression(
    r"\s{0,3}(?:(?:E?S-)?\d{1,4}/\d{1,4}|\d{1,4}(?:\s?[A-Z])?\s{0,2}\((?:[IVXLC]{1,9}|E?S-|(?:19|20)\d\d\)))"
)
_SEASON = expression(r"(?P<first>(?:19|20)\d\d)/(?P<second>(?:\d\d)?\d\d)(?!\d)")
# "General Assembly resolution 78/291" is a citation, no heading for numbers.
_NUMBERED = expression(r"[^.;]{0,20}\d")
_SENTENCE = expression(r"[.!?。؟]\s*$")
# Amounts and years alone cite nothing.
_AMOUNT = expression(r"[\d\s.,%()+–—-]*")


@dataclass(slots=True)
class Flow:
    """Running text and where each piece of it is in the input."""

    note: bool = False
    text: str = ""
    starts: list[int] = field(default_factory=list)
    sources: list[int] = field(default_factory=list)
    _parts: list[str] = field(default_factory=list)
    _length: int = 0

    def add(self, text: str, source: int) -> None:
        """Append a piece that is at `source` of the input."""
        self.starts.append(self._length)
        self.sources.append(source)
        self._parts.append(text)
        self._length += len(text)

    def close(self) -> "Flow":
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


def _find_headers(lines: list[str]) -> set[int]:
    """Return numbers of the lines that are running headers."""
    rows: set[int] = set()
    for number, line in enumerate(lines):
        if number in rows or _PAGE.match(line) is None:
            continue
        rows.add(number)
        block = _header_above(lines, number)
        rows.update(block)
        if block and min(block) and not lines[min(block) - 1].strip():
            rows.add(min(block) - 1)
        below = number + 1
        while below < len(lines) and below <= number + 2 and (_PAGE.match(lines[below]) or not lines[below].strip()):
            rows.add(below)
            below += 1
    return rows


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
    return block if any(_SYMBOL_LINE.match(line) for line in lines[top + 1 : bottom + 1]) else range(0)


def make_flow(text: str) -> list[Flow]:
    """Return the running text, and the notes where rules set them apart, each with its offsets."""
    lines = text.splitlines(keepends=True)
    bare = [line.rstrip("\r\n") for line in lines]
    headers = _find_headers(bare)
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


@dataclass(frozen=True, slots=True)
class Head:
    """The words of a heading before and behind the place where a number would stand.

    organ   those before it without the word "resolutions": a cell that says "decision 78/560" has its own
    """

    before: str
    behind: str = ""
    organ: str = ""


def head_of(text: str, *, organ: bool = True) -> Head | None:
    """Return the words of a heading that announce resolutions or decisions of an organ, or None.

    organ   whether the heading must name it; the head of a column may be "Resolution" alone
    """
    if not 0 < len(text) <= (_LONGEST if organ else _SHORT):
        return None
    folded = fold_text(text)
    small = lower_text(folded)
    for form in (*list_forms("resolution"), *list_forms("decision")):
        position = small.find(form)
        if position < 0 or (position and folded[position - 1].isalpha() and form.isascii()):
            continue
        end = position + len(form)
        while end < len(folded) and folded[end].isalpha():
            end += 1
        if _NUMBERED.match(folded, end) is not None:
            return None
        if bodies.speaker_before(folded, position) is not None:
            return Head(text[:end], organ=text[:position].rstrip())
        if bodies.speaker_behind(folded, end) is not None:
            return Head(text[:end], text[end:])
        if any(name in small for name in list_forms("organ")) or not organ:
            return Head(text[position:end])
    # The words around a number in Chinese, where the word for a resolution comes behind it.
    words = (*list_forms("numbered-resolution"), *list_forms("numbered-decision"))
    word = next((known_word for known_word in words if known_word in small), "")
    named = word and any(name in small for name in list_forms("organ"))
    return Head("第", f"号{word}") if named and _NUMBERED.match(small, small.index(word)) is None else None


def find_heads(table: Table, above: str) -> Iterator[tuple[int, int, Head]]:
    """Return row, column and heading of each cell that begins with a number, or its word, without an organ.

    above   the text of the paragraph over the table, "" when there is none
    """
    outer = head_of(table.caption) or (None if _SENTENCE.search(above) else head_of(above))
    columns: list[tuple[int, int, Head]] = []
    section: Head | None = None
    for row, cells in enumerate(table.rows):
        filled = [cell for cell in cells if cell.text]
        alone = len(filled) == 1 and (len(cells) > 1 or cells[0].colspan > 1)
        if alone and _find_opening(filled[0].text) != "number":
            section = head_of(filled[0].text)
        first = head_of(cells[0].text) if cells and len(cells) > 1 else None
        at = 0
        for column, cell in enumerate(cells):
            end = at + cell.colspan
            opening = _find_opening(cell.text)
            named = row < _HEAD_ROWS and not alone and opening != "number"
            if named and (named_head := head_of(cell.text, organ=False)) is not None:
                columns.append((at, end, named_head))
            elif opening is not None:
                over = next((above for left, right, above in columns if left <= at < right), None)
                if (head := (first if column else None) or section or over or outer) is not None:
                    yield row, column, head if opening == "number" else Head(head.organ, head.behind)
            at = end


def _find_opening(text: str) -> Literal["number", "word"] | None:
    """Return what a cell begins with: a number, the word for a resolution or decision, or neither."""
    start = fold_text(text[:40])
    if _BARE.match(start) is not None:
        return None if _is_season(start.lstrip()) else "number"
    small = lower_text(start)
    return (
        "word" if any(small.startswith(form) for form in (*list_forms("resolution"), *list_forms("decision"))) else None
    )


def _is_season(text: str) -> bool:
    """Return whether a number is two years in a row: "2024/25"."""
    match = _SEASON.match(text)
    return match is not None and (int(match["first"]) + 1) % 100 == int(match["second"]) % 100


@dataclass(frozen=True, slots=True)
class CitingPassage:
    """A paragraph or cell as a unit; `cut` characters of a heading come before its text in the unit."""

    unit: Unit
    text: str
    links: tuple[TextLink, ...]
    paragraph: str = ""
    cell: CellPlace | None = None
    cut: int = 0


def list_passages(document: Document, context: Context) -> Iterator[CitingPassage]:
    """Return paragraphs and cells in reading order."""
    tables: dict[str, list[int]] = defaultdict(list)
    for number, table in enumerate(document.tables):
        tables[table.after].append(number)
    for number in tables.pop("", ()):
        yield from _list_cells(document, number, "", context)
    for paragraph in document.paragraphs:
        unit = Unit(paragraph.text, context, note=paragraph.kind == "footnote")
        yield CitingPassage(unit, paragraph.text, paragraph.links, paragraph.id)
        for number in tables.get(paragraph.id, ()):
            yield from _list_cells(document, number, paragraph.text, context)


def _list_cells(document: Document, number: int, above: str, context: Context) -> Iterator[CitingPassage]:
    table = document.tables[number]
    headed = {(row, column): head for row, column, head in find_heads(table, above)}
    for row, cells in enumerate(table.rows):
        for column, cell in enumerate(cells):
            head = headed.get((row, column))
            if head is not None or cell.links or _AMOUNT.fullmatch(cell.text) is None:
                head = head or Head("")
                before = f"{head.before} " if head.before else ""
                unit = Unit(f"{before}{cell.text}{head.behind}", context)
                yield CitingPassage(unit, cell.text, cell.links, "", CellPlace(number, row, column), len(before))


def with_links(place: CitingPassage, citations: list[Citation], own: Iterable[str]) -> list[Citation]:
    """Return the citations of a passage with the addresses of its links, and those that only links tell.

    found   citations by words, from left to right
    own     symbols that the document itself bears: a link to them is none
    """
    if not place.links:
        return citations
    more: list[Citation] = []
    for link in place.links:
        symbols = symbols_at(link.target)
        known = False
        for index, citation in enumerate(citations):
            if (
                citation.start < link.end
                and link.start < citation.end
                and any(_is_same(citation.instrument, s) for s in symbols)
            ):
                citations[index] = replace(citation, link=link.target)
                known = True
        # Of the parts that an address names together the words say which are meant.
        for symbol in () if known else symbols:
            if symbol not in own:
                quote = place.text[link.start : link.end]
                more.append(
                    Citation(
                        kind_of(symbol), symbol, quote, link.start, link.end,  # type: ignore[arg-type]
                        place.paragraph, place.cell, link.target,
                    )
                )  # fmt: skip
    return sorted([*citations, *more], key=lambda span: (span.start, span.end))


def _is_same(cited: str, linked: str) -> bool:
    """Return whether an address leads to what the words cite: it may name one of two symbols, or all parts."""
    if cited == linked or linked in cited.split("-"):
        return True
    if "/RES/" not in linked or not cited.startswith(linked.partition("(")[0]):
        return False
    base, bracket, session = cited.partition("(")
    return base[-1:].isalpha() and base[:-1] + bracket + session == linked
