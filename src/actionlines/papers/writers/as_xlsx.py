"""The annex of the paper as a workbook: a sheet for each table and figure, evidence, facts, what they hold.

`Book` is the workbook that every report writes with: without formulas, its formats, headings and pages the same.
"""

import contextlib
import io
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any

from actionlines import __version__
from actionlines.lazily import expression
from actionlines.papers.files import cell
from actionlines.papers.layout import Grid, PaperLayout, Picture, Spans, plain_text
from actionlines.papers.model import paper_date

# XlsxWriter ships no types.
Format = Any
Worksheet = Any


@dataclass(frozen=True, slots=True)
class CellLink:
    """A text that leads to an address, or to a place of the workbook (`internal:'Sheet'!A1`).

    language  of the text where it is not that of the table
    """

    text: str
    target: str
    language: str = ""


Value = str | int | float | Decimal | date | CellLink | None
# Days as the readers of a language write them; Excel puts the names of months in.
DAYS = {
    "ar": "yyyy/mm/dd",
    "en": "[$-809]d mmm yyyy",
    "es": "[$-C0A]d mmm yyyy",
    "fr": "[$-40C]d mmm yyyy",
    "ru": "dd.mm.yyyy",
    "zh": 'yyyy"年"m"月"d"日"',
}
FIRST_YEAR = 1900  # of days in a workbook

# A date of creation by the clock would make two workbooks of the same input differ.
CREATED = datetime(2000, 1, 1)
# Rows of a sheet in the format itself, header included; addresses in a sheet, and characters of one.
ROW_LIMIT, LINKED_ROWS, LONGEST_LINK = 1_048_576, 65_000, 2_000
_RIGHT_TO_LEFT = expression(r"[\u0590-\u08ff]")
_OPTIONS = dict.fromkeys(("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False)
_LOOK = {"valign": "top", "text_wrap": True}


class Book:
    """A workbook in memory, or in a file; `rtl` has its sheets run from right to left. Formats are attributes."""

    def __init__(
        self,
        title: str,
        created: datetime = CREATED,
        *,
        rtl: bool = False,
        language: str = "en",
        file: IO[bytes] | None = None,
        folder: str | None = None,
    ) -> None:
        import xlsxwriter  # type: ignore[import-untyped]

        self._out = file or io.BytesIO()
        self._rtl = rtl
        place = {"constant_memory": True, "tmpdir": folder} if folder else {"in_memory": True}
        self._book = book = xlsxwriter.Workbook(self._out, {**place, **_OPTIONS})
        book.set_properties({"title": title, "created": created, "comments": f"Actionlines {__version__}"})
        self.head = book.add_format({**_LOOK, "bold": True, "bottom": 1, "bg_color": "#E8EDF4"})
        self.text = book.add_format(_LOOK)
        self.link = book.add_format({**_LOOK, "font_color": "#1C4F8C", "underline": 1})
        # Of a text that runs from right to left: not every program sees that by its letters.
        self.text_rtl = book.add_format({**_LOOK, "reading_order": 2, "align": "right"})
        self.number = book.add_format({"valign": "top", "num_format": "#,##0.##########"})
        self.whole = book.add_format({"valign": "top", "num_format": "#,##0"})
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.day = book.add_format({"valign": "top", "align": "left", "num_format": DAYS[language]})

    def add_sheet(self, name: str) -> Worksheet:
        """Return a new sheet at the end of the workbook."""
        sheet = self._book.add_worksheet(name)
        if self._rtl:
            sheet.right_to_left()
        return sheet

    def add_table(
        self,
        name: str,
        columns: Sequence[tuple[str, int]],
        rows: Iterable[Sequence[Value]],
        *,
        fixed: int = 1,
        grouped: bool = False,
        filtered: int = 1,
    ) -> tuple[Worksheet, int]:
        """Write a sheet of one table; returns it with the number of rows, at most what a sheet holds.

        columns  heading and width in characters
        fixed    columns that stay in view
        grouped  whether numbers have their thousands apart
        filtered rows that the filters are for, where they are written later
        """
        sheet, last = self.add_sheet(name), 0
        for place, (heading, width) in enumerate(columns):
            sheet.set_column(place, place, width)
            sheet.write_string(0, place, cell(heading), self.head)
        for last, row in zip(range(1, ROW_LIMIT), rows, strict=False):
            for place, value in enumerate(row):
                self.write_value(sheet, last, place, value, grouped=grouped)
        sheet.freeze_panes(1, fixed)
        if columns:
            sheet.autofilter(0, 0, max(last, filtered, 1), len(columns) - 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        return sheet, last

    def add_lines(self, name: str, lines: Iterable[str], title: str = "", width: int = 110) -> None:
        """Write a sheet of sentences, one below the other."""
        sheet = self.add_sheet(name)
        sheet.set_column(0, 0, width)
        if title:
            sheet.write_string(0, 0, cell(title), self.title)
        for line, text in enumerate(lines, start=2 if title else 0):
            self.write_value(sheet, line, 0, text)

    def add_facts(self, name: str, title: str, facts: Iterable[tuple[str, str]]) -> None:
        """Write a sheet with a title and pairs below it."""
        sheet = self.add_sheet(name)
        sheet.set_column(0, 0, 24)
        sheet.set_column(1, 1, 90)
        sheet.write_string(0, 0, cell(title), self.title)
        for line, (heading, text) in enumerate(facts, start=2):
            sheet.write_string(line, 0, cell(heading), self.head)
            self.write_value(sheet, line, 1, text)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)

    def write_value(self, sheet: Worksheet, line: int, place: int, value: Value, *, grouped: bool = False) -> None:
        """Write a number, a day, a text, a truth value or a link; nothing for "" and None."""
        if isinstance(value, CellLink):
            # What a sheet has no room for as a link stays as text.
            fits = line <= LINKED_ROWS and len(value.target) <= LONGEST_LINK
            if not fits or sheet.write_url(line, place, value.target, self.link, cell(value.text)) < 0:
                self.write_value(sheet, line, place, value.text)
        elif isinstance(value, date):
            if value.year >= FIRST_YEAR:
                sheet.write_datetime(line, place, datetime(value.year, value.month, value.day), self.day)
            else:
                sheet.write_string(line, place, value.isoformat(), self.text)
        elif isinstance(value, bool):
            sheet.write_boolean(line, place, value, self.text)
        elif isinstance(value, int | float | Decimal):
            whole = value == int(value) if abs(float(value)) < 1e15 else isinstance(value, int)
            form = (self.whole if whole else self.number) if grouped else self.text
            sheet.write_number(line, place, value, form)
        elif value:
            turned = self._rtl and _RIGHT_TO_LEFT.search(value)
            sheet.write_string(line, place, cell(value), self.text_rtl if turned else self.text)

    def close(self) -> bytes:
        """Return the bytes of a workbook in memory; nothing can be written to it afterwards."""
        self._book.close()
        return self._out.getvalue() if isinstance(self._out, io.BytesIO) else b""


@contextlib.contextmanager
def streamed_workbook(title: str, *, rtl: bool = False, language: str = "en") -> Iterator[tuple[Book, IO[bytes]]]:
    """Yield a workbook that keeps one row in memory, and its file, which afterwards is at its start.

    The file is gone when it is closed, and so are the temporary files of its sheets, also where the disk is
    full: that raises OSError.
    """
    from xlsxwriter.exceptions import FileCreateError  # type: ignore[import-untyped]

    file = tempfile.TemporaryFile()  # noqa: SIM115  the caller closes it
    try:
        with tempfile.TemporaryDirectory(prefix="actionlines-sheets-") as folder:
            book = Book(title, rtl=rtl, language=language, file=file, folder=folder)
            yield book, file
            try:
                book.close()
            except FileCreateError as error:
                raise error.args[0] from error
    except BaseException:
        file.close()
        raise
    file.seek(0)


_NOT_IN_NAMES = expression(r"[\[\]:*?/\\']")
LONGEST_NAME = 31
WIDE, NARROW = 60, 16


def sheet_name(text: str) -> str:
    """Return a text as the name of a sheet: without the signs that none may hold, and not too long."""
    return _NOT_IN_NAMES.sub(" ", text).strip()[:LONGEST_NAME].strip()


def paper_xlsx(layout: PaperLayout) -> bytes:
    """Return the bytes of paper.xlsx, a workbook without formulas and links."""
    rtl = layout.words("language.direction") == "rtl"
    book = Book(cell(layout.paper.title)[:255], paper_date(layout.paper), rtl=rtl)
    _Sheets(book, layout).write()
    return book.close()


class _Sheets:
    def __init__(self, book: Book, layout: PaperLayout) -> None:
        self.book, self.layout, self.words = book, layout, layout.words
        self.facts = {fact.fact.id: fact.fact.value for fact in layout.facts}
        self.names: set[str] = set()
        # Rows of the sheet that says what all the others hold.
        self.held: list[tuple[str, str, str]] = []

    def write(self) -> None:
        """Write the sheet about the paper, then tables, charts, annex, evidence and facts."""
        layout, words = self.layout, self.words
        about = self.book.add_sheet(self._name(words("sheet.read-me")))
        for block in layout.blocks:
            if isinstance(block, Grid):
                self._grid(block)
            elif isinstance(block, Picture):
                self._chart(block)
        for table in layout.annex:
            self._grid(table)
        if layout.evidence:
            self._evidence()
        if layout.facts:
            self._facts()
        self._about(about)

    def _name(self, name: str) -> str:
        name = sheet_name(name)
        assert name.casefold() not in self.names, name  # names are those of the program, each with its number
        self.names.add(name.casefold())
        return name

    def _table(
        self, name: str, columns: Sequence[tuple[str, int, str]], rows: Iterable[Sequence[Value]], more: str = ""
    ) -> None:
        """A sheet with its headings. `columns`: heading, width, what it holds."""
        widths = [(heading, width) for heading, width, _ in columns]
        sheet, last = self.book.add_table(self._name(name), widths, rows, fixed=0, grouped=True)
        self.held += ((sheet.get_name(), cell(heading), holds) for heading, _, holds in columns)
        if more:
            sheet.write_string(last + 2, 0, cell(more), self.book.text)

    def _grid(self, grid: Grid) -> None:
        words = self.words
        columns = [
            (
                column.title,
                NARROW if column.number else min(max(column.share * 2, NARROW), WIDE),
                words("holds.figure" if column.number else "holds.text"),
            )
            for column in grid.columns
        ]
        rows = (
            [plain_text(row.cells[0])] if row.head and row.cells else [self._cell(cell) for cell in row.cells]
            for row in grid.rows
        )
        more = grid.empty if not grid.rows else plain_text(grid.note)
        self.held.append((grid.label, "", cell(grid.caption)))
        self._table(grid.label, columns, rows, more)

    def _cell(self, spans: Spans) -> Value:
        """A number as a number where the cell holds nothing else but marks, so that it can be counted with."""
        content = [span for span in spans if span.text.strip() and span.mark != "cite"]
        if len(content) == 1 and content[0].mark == "number":
            value = self.facts.get(content[0].fact)
            if isinstance(value, int | float) and not isinstance(value, bool):
                return value
        return plain_text(spans)

    def _chart(self, picture: Picture) -> None:
        words = self.words
        numbers = [
            bool(picture.chart.rows)
            and all(isinstance(row[at], int | float) for row in picture.chart.rows if at < len(row))
            for at in range(len(picture.chart.header))
        ]
        columns = [
            (title, NARROW if number else WIDE // 2, words("holds.figure" if number else "holds.text"))
            for title, number in zip(picture.chart.header, numbers, strict=True)
        ]
        self.held.append((picture.label, "", cell(f"{picture.chart.title}. {picture.chart.sentence}")))
        self._table(picture.label, columns, picture.chart.rows, picture.chart.source)

    def _evidence(self) -> None:
        words = self.words
        keys = (
            ("number", 8, "number"),
            ("id", 30, "id"),
            ("kind", NARROW, "text"),
            ("label", 50, "text"),
            ("quote", WIDE, "text"),
            ("language", 10, "text"),
            ("url", 40, "text"),
            ("details", 40, "text"),
            ("cited", 30, "text"),
        )
        rows = (
            (
                entry.number,
                entry.evidence.id,
                words(f"kind.{entry.evidence.kind}"),
                entry.evidence.label,
                entry.evidence.quote,
                entry.evidence.language,
                entry.evidence.url,
                words("semicolon").join(f"{name}: {value}" for name, value in entry.evidence.details),
                plain_text(entry.cited_in),
            )
            for entry in self.layout.evidence
        )
        self._table(words("sheet.evidence"), self._columns(keys), rows)

    def _facts(self) -> None:
        keys = (
            ("id", 40, "id"),
            ("label", 50, "text"),
            ("value", NARROW, "figure"),
            ("unit", NARROW, "text"),
            ("evidence", NARROW, "evidence"),
        )
        rows = (
            (
                fact.fact.id,
                fact.fact.label,
                self.words("none") if fact.fact.value is None else fact.fact.value,
                fact.fact.unit,
                plain_text(fact.evidence),
            )
            for fact in self.layout.facts
        )
        self._table(self.words("sheet.facts"), self._columns(keys), rows)

    def _columns(self, keys: Iterable[tuple[str, int, str]]) -> list[tuple[str, int, str]]:
        return [(self.words(f"col.{key}"), width, self.words(f"holds.{holds}")) for key, width, holds in keys]

    def _about(self, sheet: Worksheet) -> None:
        layout, words, paper = self.layout, self.words, self.layout.paper
        for place, width in enumerate((30, 40, 80)):
            sheet.set_column(place, place, width)
        sheet.write_string(0, 0, cell(paper.title or layout.kind), self.book.title)
        line = 1
        for text in (paper.subtitle, paper.status):
            if text:
                sheet.write_string(line, 0, cell(text))
                line += 1
        for name, value in (*paper.masthead, *layout.made):
            self.book.write_value(sheet, line, 0, name)
            self.book.write_value(sheet, line, 1, value)
            line += 1
        for remark in layout.remarks:
            sheet.write_string(line, 0, cell(remark))
            line += 1
        line += 1
        for place, key in enumerate(("sheet", "column", "holds")):
            sheet.write_string(line, place, words(f"col.{key}"), self.book.head)
        captioned = {name for name, column, _ in self.held if not column}
        for at, (name, column, holds) in enumerate(self.held, start=line + 1):
            if not column or name not in captioned:
                target = name.replace("'", "''")
                self.book.write_value(sheet, at, 0, CellLink(name, f"internal:'{target}'!A1"))
            sheet.write_string(at, 1, column, self.book.text)
            sheet.write_string(at, 2, holds, self.book.text)
