"""Spans, paragraphs, tables, comments and tracked changes as markup of a word processor.

A word processor needs the direction of each run: a text is cut into runs of one direction.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from actionlines.papers.layout import Grid, GridRow, Spans, StyledSpan
from actionlines.papers.words import direction
from actionlines.xml_maker import xml_text

if TYPE_CHECKING:
    from docx.document import Document as Docx


_PAIRS = {"(": ")", "[": "]", "{": "}", "«": "»", "“": "”", "‘": "’"}
_STRONG = {"L": "L", "R": "R", "AL": "R", "AN": "R"}
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
QUOTE = {'"': "&quot;"}
# Language tags of Word for the languages that documents come in.
LOCALES = {"en": "en-GB", "fr": "fr-FR", "es": "es-ES", "ru": "ru-RU", "ar": "ar-SA", "zh": "zh-CN"}
MUTED, PROPOSED, ACCENT = "566072", "5B3A9B", "1C4F8C"
Linker = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class PageSize:
    """A page of A4: width, height and margins in twentieths of a point; the width of pictures in cm."""

    width: int
    height: int
    margin: int
    picture: float

    @property
    def text_width(self) -> int:
        """Return the width between the margins."""
        return self.width - 2 * self.margin


PORTRAIT, LANDSCAPE = PageSize(11_906, 16_838, 1_247, 16.4), PageSize(16_838, 11_906, 850, 22)


@dataclass(frozen=True)
class Marks:
    """Markup for one document, with its direction, bookmarks and links.

    rtl    whether its lines run from right to left
    names  bookmark of each anchor
    link   relationship id of an address, made where it is not there yet
    sheet  the page that its tables fill
    """

    rtl: bool
    names: dict[str, str]
    link: Linker
    sheet: PageSize = PORTRAIT

    def runs(self, spans: Spans, style: str = "") -> str:
        """Return spans as runs, links and fields."""
        return "".join(self._span(span, style) for span in spans)

    def run(self, text: str, style: str = "", language: str = "") -> str:
        """Return text as runs, one for each direction. `style`: markup of properties before the direction."""
        own = direction(language) == "rtl" if language else self.rtl
        tongue = LOCALES.get(language, "")
        out = []
        for part, rtl in split_directions(xml_text(text), own):
            more = "<w:rtl/>" if rtl else ""
            if tongue:
                more += f'<w:lang w:{"bidi" if rtl else "eastAsia" if language == "zh" else "val"}="{tongue}"/>'
            look = f"<w:rPr>{style}{more}</w:rPr>" if style or more else ""
            lines = part.split("\n")
            parts = (f'<w:t xml:space="preserve">{escape(line)}</w:t>' if line else "" for line in lines)
            out.append(f"<w:r>{look}{'<w:br/>'.join(parts)}</w:r>")
        return "".join(out)

    def _span(self, span: StyledSpan, style: str) -> str:
        runs = self.run(span.text, _run_properties(span, style), span.language)
        if span.to.startswith("#"):
            if not (name := self.names.get(span.to[1:], "")):
                return runs
            if span.counted and span.counted in span.text:
                return self._reference(span, name, style)
            return f'<w:hyperlink w:anchor="{name}" w:history="1">{runs}</w:hyperlink>'
        # A path of the site leads nowhere from a file.
        if span.to.startswith("/") or not span.to:
            return runs
        return f'<w:hyperlink r:id="{self.link(span.to)}" w:history="1">{runs}</w:hyperlink>'

    def _reference(self, span: StyledSpan, name: str, style: str) -> str:
        """Return a field that shows the number of its mark, so that it follows when paragraphs are moved."""
        before, number, after = span.text.partition(span.counted)
        look = _run_properties(span, style)
        return self.run(before, look) + field_markup(f"REF {name}n \\h", self.run(number, look)) + self.run(after, look)

    def mark(self, anchor: str, inner: str, more: str = "") -> str:
        """Return `inner` in the bookmark of an anchor. `more` "n": the number that references show."""
        if (name := self.names.get(anchor)) is None:
            return inner
        number = int(name[3:]) * 2 + bool(more)
        return f'<w:bookmarkStart w:id="{number}" w:name="{name}{more}"/>{inner}<w:bookmarkEnd w:id="{number}"/>'

    def counted(self, anchor: str, sequence: str, number: str, style: str = "") -> str:
        """Return a number that the word processor counts itself, marked for references."""
        return self.mark(anchor, field_markup(f"SEQ {sequence} \\* ARABIC", self.run(number, style)), "n")

    def paragraph(self, style: str, inner: str, *, bidi: bool | None = None, more: str = "", places: str = "") -> str:
        """Return a paragraph in a style. `more`: properties before its direction; `places`: after it."""
        rtl = "<w:bidi/>" if (self.rtl if bidi is None else bidi) else ""
        # Styles run from left to right: a line that does not says so.
        return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{more}{rtl}{places}</w:pPr>{inner}</w:p>'

    def grid(self, grid: Grid) -> str:
        """Return the rows of a table, its heading repeated on every page."""
        widths = split_width(self.sheet.text_width, [column.share for column in grid.columns])
        head = "".join(
            self._cell((StyledSpan(column.title, bold=True),), width, number=column.number, shade="E8EDF4", keep=True)
            for column, width in zip(grid.columns, widths, strict=True)
        )
        body = "".join(self._row(grid, row, widths) for row in grid.rows)
        return table_markup(
            widths,
            f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{head}</w:tr>{body}",
            description=f"{grid.label}. {grid.caption}" if grid.label else "",
            rtl=self.rtl,
        )

    def _row(self, grid: Grid, row: GridRow, widths: Sequence[int]) -> str:
        if row.head:
            spans = tuple(span for cell in row.cells for span in cell)
            bold = "<w:b/><w:bCs/>"
            inner = self._cell(spans, sum(widths), wide=len(widths), shade="F3F5F9", style=bold, keep=True)
        else:
            inner = "".join(
                self._cell(cell, width, number=column.number)
                for cell, width, column in zip(row.cells, widths, grid.columns, strict=True)
            )
        keep = "" if row.long else "<w:cantSplit/>"
        return f"<w:tr><w:trPr>{keep}</w:trPr>{inner}</w:tr>"

    def _cell(
        self,
        spans: Spans,
        width: int,
        *,
        number: bool = False,
        wide: int = 1,
        shade: str = "",
        style: str = "",
        keep: bool = False,
    ) -> str:
        span = f'<w:gridSpan w:val="{wide}"/>' if wide > 1 else ""
        fill = f'<w:shd w:val="clear" w:color="auto" w:fill="{shade}"/>' if shade else ""
        # A cell runs in the direction of the longest of its texts.
        language = max(spans, key=lambda item: len(item.text)).language if spans else ""
        rtl = "<w:bidi/>" if (direction(language) == "rtl" if language else self.rtl) else ""
        next_ = "<w:keepNext/>" if keep else ""
        # In a line from right to left the format calls its end "left".
        end = f'<w:jc w:val="{"left" if self.rtl else "right"}"/>' if number else ""
        return (
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{fill}</w:tcPr>'
            f'<w:p><w:pPr><w:pStyle w:val="TableText"/>{next_}{rtl}{end}</w:pPr>'
            f"{self.runs(spans, style)}</w:p></w:tc>"
        )

    def pairs(self, pairs: Sequence[tuple[str, str]], style: str = "TableText") -> str:
        """Return names and their values, as a table without lines between its columns."""
        widths = split_width(self.sheet.text_width, (3, 9))
        muted = f'<w:color w:val="{MUTED}"/>'
        rows = "".join(
            "<w:tr><w:trPr><w:cantSplit/></w:trPr>"
            + "".join(
                f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
                f"{self.paragraph(style, self.run(text, look))}</w:tc>"
                for text, width, look in ((name, widths[0], muted), (value, widths[1], ""))
            )
            + "</w:tr>"
            for name, value in pairs
        )
        return table_markup(widths, rows, rtl=self.rtl, header=False, sides=("top", "bottom"))


def split_width(width: int, shares: Sequence[int]) -> list[int]:
    """Return a width parted by shares.

    >>> split_width(100, (1, 3)), split_width(100, (0, 0))
    ([25, 75], [50, 50])
    """
    total = sum(shares)
    return [width * share // total if total else width // len(shares) for share in shares]


def table_markup(
    widths: Sequence[int],
    rows: str,
    *,
    description: str = "",
    rtl: bool = False,
    header: bool = True,
    sides: Sequence[str] = ("top", "bottom", "insideH"),
) -> str:
    """Return a table of rows of markup, `widths` in twentieths of a point; `rtl`: from right to left."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    border = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="B8C0CC"/>' for side in sides)
    text = f'<w:tblDescription w:val="{escape(xml_text(description), QUOTE)}"/>' if description else ""
    return (
        f'<w:tbl><w:tblPr>{"<w:bidiVisual/>" if rtl else ""}<w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f"<w:tblBorders>{border}</w:tblBorders>"
        '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="70" w:type="dxa"/>'
        f'<w:right w:w="70" w:type="dxa"/></w:tblCellMar><w:tblLook w:firstRow="{int(header)}" w:lastRow="0" '
        f'w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>{text}</w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
    )


def field_markup(instruction: str, runs: str) -> str:
    """Return a field: `instruction` for the word processor, `runs` as the result until it is updated."""
    text = escape(instruction, QUOTE)
    return f'<w:fldSimple w:instr=" {text} ">{runs}</w:fldSimple>'


def _run_properties(span: StyledSpan, style: str) -> str:
    """Return properties of a run in the order of the schema."""
    linked = span.to and not span.to.startswith("/") and span.mark != "number"
    look = '<w:rStyle w:val="Hyperlink"/>' if linked else ""
    if (span.bold or "<w:b/>" in style) and "<w:b/>" not in look:
        look += "<w:b/><w:bCs/>"
    if span.italic:
        look += "<w:i/><w:iCs/>"
    colour = PROPOSED if span.mark == "proposal" else MUTED if span.muted else ""
    rest = style.replace("<w:b/><w:bCs/>", "")
    if colour:
        look += f'<w:color w:val="{colour}"/>'
    elif not linked:
        return look + rest
    return look


@lru_cache(maxsize=4096)
def split_directions(text: str, rtl: bool) -> tuple[tuple[str, bool], ...]:
    """Return the text in pieces, each with whether it runs from right to left; `rtl`: whether the line does.

    Digits go with the letters before them, brackets with what they hold, all else that has no direction with
    its neighbours or, between two directions, with the line: Unicode Standard Annex 9, rules W7 and N0 to N2,
    for one line without embeddings.

    >>> split_directions("وفقا A/RES/80/173، الفقرة 113", True)
    (('وفقا ', True), ('A/RES/80/173', False), ('، الفقرة 113', True))
    >>> split_directions("para. 3 (b)", False)
    (('para. 3 (b)', False),)
    """
    if text.isascii() and not rtl:
        return ((text, False),) if text else ()
    kinds = _letter_directions(text, "R" if rtl else "L")
    out: list[tuple[str, bool]] = []
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or kinds[at] != kinds[start]:
            out.append((text[start:at], kinds[start] == "R"))
            start = at
    return tuple(out) if text else ()


def _letter_directions(text: str, line: str) -> list[str]:
    directions: list[str] = []
    last = line
    for character in text:
        if (kind := unicodedata.bidirectional(character)) in _STRONG:
            last = _STRONG[kind]
            directions.append(last)
        else:
            directions.append(last if kind == "EN" else "")
    _pair_brackets(text, directions, line)
    at = 0
    while at < len(directions):
        if directions[at]:
            at += 1
            continue
        end = at
        while end < len(directions) and not directions[end]:
            end += 1
        before, after = directions[at - 1] if at else line, directions[end] if end < len(directions) else line
        directions[at:end] = [before if before == after else line] * (end - at)
        at = end
    return directions


def _pair_brackets(text: str, brackets: list[str], line: str) -> None:
    """Both brackets of a pair have the direction of the line where it is in it, else that of what is in it
    and before it.
    """
    open_: list[int] = []
    for at, character in enumerate(text):
        if character in _PAIRS:
            open_.append(at)
        elif open_ and character == _PAIRS[text[open_[-1]]]:
            start = open_.pop()
            if not (inside := {kind for kind in brackets[start + 1 : at] if kind}):
                continue
            before = next((kind for kind in reversed(brackets[:start]) if kind), line)
            kind = line if line in inside or before == line else next(iter(inside))
            brackets[start] = brackets[at] = kind


class CommentWriter:
    """The comments of one document, numbered in the order in which they are added."""

    def __init__(self, marks: Marks) -> None:
        self._marks = marks
        self._comments: list[str] = []
        self._changes = 0

    def add(self, author: str, at: datetime, lines: Iterable[str]) -> int:
        """Add a comment of these paragraphs; returns its number."""
        number = len(self._comments)
        initials = "".join(word[0] for word in author.split()[:3]).upper()
        signed = f'{_sign(author, at)} w:initials="{_quote(initials)}"'
        text = "".join(f"<w:p>{self._marks.run(line)}</w:p>" for line in lines)
        self._comments.append(f'<w:comment w:id="{number}" {signed}>{text}</w:comment>')
        return number

    @staticmethod
    def begin(number: int) -> str:
        """Return the mark before the words that a comment is about."""
        return f'<w:commentRangeStart w:id="{number}"/>'

    @staticmethod
    def end(number: int) -> str:
        """Return the mark behind the words that a comment is about."""
        return f'<w:commentRangeEnd w:id="{number}"/><w:r><w:commentReference w:id="{number}"/></w:r>'

    def around(self, numbers: Iterable[int], inner: str) -> str:
        """Return markup with comments on all of its words."""
        for number in numbers:
            inner = self.begin(number) + inner + self.end(number)
        return inner

    def take_out(self, runs: str, author: str, at: datetime) -> str:
        """Return runs as words that somebody proposes to take out."""
        runs = runs.replace("<w:t ", "<w:delText ").replace("</w:t>", "</w:delText>")
        return self._change("del", runs, author, at)

    def put_in(self, runs: str, author: str, at: datetime) -> str:
        """Return runs as words that somebody proposes to put in."""
        return self._change("ins", runs, author, at)

    def _change(self, kind: str, runs: str, author: str, at: datetime) -> str:
        self._changes += 1
        return f'<w:{kind} w:id="{self._changes}" {_sign(author, at)}>{runs}</w:{kind}>'

    def attach(self, out: Docx) -> None:
        """Make the comments a part of the document."""
        from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
        from docx.opc.packuri import PackURI
        from docx.opc.part import Part

        blob = f'<w:comments xmlns:w="{W}">{"".join(self._comments)}</w:comments>'.encode()
        name = PackURI("/word/comments.xml")
        part = Part(name, CONTENT_TYPE.WML_COMMENTS, blob, out.part.package)
        out.part.relate_to(part, RELATIONSHIP_TYPE.COMMENTS)


def _sign(author: str, at: datetime) -> str:
    return f'w:author="{_quote(author)}" w:date="{at:%Y-%m-%dT%H:%M:%SZ}"'


def _quote(text: str) -> str:
    return escape(xml_text(text), QUOTE)
