"""One table that people take to a meeting, as a workbook or a document: what it is, then its rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import IO

from actionlines.papers.files import cell
from actionlines.papers.layout import Grid, GridRow, Spans, StyledSpan
from actionlines.papers.model import Column
from actionlines.papers.words import direction, words
from actionlines.papers.writers.as_docx import HYPERLINK, set_footer
from actionlines.papers.writers.as_xlsx import CellLink, Value, sheet_name, streamed_workbook
from actionlines.papers.writers.docx_markup import LANDSCAPE, Marks
from actionlines.papers.writers.docx_styles import new_document, pack

MOST_COLUMNS = 12
_FOOTER = 200  # characters of 255
_LONGEST_WORD = 18  # characters that a column of a document has room for
_PADDING, _LETTER = 150, 105  # of a cell, and of a letter, in twentieths of a point


@dataclass(frozen=True, slots=True)
class MeetingTable:
    """A table in one language.

    title    what it is
    facts    pairs that are read before it: filters, day, source, number of rows
    columns  heading and width in characters, at most MOST_COLUMNS
    rows     values in the order of the columns; addresses of links are whole
    """

    title: str
    language: str
    day: date
    facts: Sequence[tuple[str, str]]
    columns: Sequence[tuple[str, int]]
    rows: Iterable[Sequence[Value]]

    def __post_init__(self) -> None:
        assert len(self.columns) <= MOST_COLUMNS, len(self.columns)


def write_table_xlsx(table: MeetingTable) -> IO[bytes]:
    """Return a workbook in a file that is gone when it is closed; one row is in memory at a time.

    The first sheet says what the table is. The second has it: filters, a header that stays in view and is
    repeated on each printed page, A4 landscape, numbered pages.
    """
    rtl = direction(table.language) == "rtl"
    with streamed_workbook(cell(table.title)[:255], rtl=rtl, language=table.language) as (book, file):
        book.add_facts(sheet_name(words(table.language)("sheet.read-me")), table.title, table.facts)
        sheet, _last = book.add_table(sheet_name(table.title), table.columns, table.rows)
        title = table.title[:_FOOTER].replace("&", "&&")
        sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.7)
        sheet.set_footer(f"&L{title}&R&P / &N")
        sheet.activate()
    return file


def write_table_docx(table: MeetingTable) -> bytes:
    """Return a document of A4 pages in landscape: the title, the facts, the table with its header on each page."""
    made_on = datetime.combine(table.day, time(), UTC).replace(tzinfo=None)
    out = new_document(table.title, "", table.language, made_on, LANDSCAPE)
    links: dict[str, str] = {}

    def link(url: str) -> str:
        """Return the id of the relationship of an address."""
        if url not in links:
            links[url] = f"rIdLink{len(links) + 1}"
            out.part.rels.add_relationship(HYPERLINK, url, links[url], is_external=True)
        return links[url]

    marks = Marks(direction(table.language) == "rtl", {}, link, LANDSCAPE)
    rows = [[_spans(value, table.language) for value in row] for row in table.rows]
    columns, rows = _fit_columns(table.columns, rows)
    body = [
        marks.paragraph("Title", marks.run(table.title)),
        marks.pairs(table.facts),
        marks.paragraph("Normal", ""),
        marks.grid(Grid("", "", "", "", columns, tuple(GridRow(tuple(row), head=False) for row in rows), (), "")),
    ]
    set_footer(out, marks, table.title)
    return pack(out, body)


def _fit_columns(
    columns: Sequence[tuple[str, int]], rows: list[list[Spans]]
) -> tuple[tuple[Column, ...], list[list[Spans]]]:
    """Return the columns in which any row has something, each wide enough for its longest word."""
    texts = [[spans[0].text for row in rows if (spans := row[place])] for place in range(len(columns))]
    filled = [place for place, held in enumerate(texts) if any(held)] or list(range(len(columns)))
    least = [_PADDING + _LETTER * _longest_word([columns[place][0], *texts[place]]) for place in filled]
    spare = max(0, LANDSCAPE.text_width - sum(least))
    wide = sum(columns[place][1] for place in filled)
    fitted = tuple(
        Column(columns[place][0], width + spare * columns[place][1] // wide)
        for place, width in zip(filled, least, strict=True)
    )
    return fitted, [[row[place] for place in filled] for row in rows]


def _longest_word(texts: Iterable[str]) -> int:
    return min(max((len(word) for text in texts for word in text.split()), default=0), _LONGEST_WORD)


def _spans(value: Value, language: str) -> Spans:
    """Return a value as spans: a link with its address, a day written out."""
    if isinstance(value, CellLink):
        return (StyledSpan(value.text, to=value.target, language=value.language),)
    if isinstance(value, date):
        return (StyledSpan(words(language).date(value.isoformat())),)
    return (StyledSpan("" if value is None else str(value)),)
