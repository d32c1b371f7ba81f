"""The annex of the paper as a workbook: a sheet for each table and figure, evidence, facts, what they hold."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

from actionlines import __version__
from actionlines.lazily import expression
from actionlines.papers.layout import Grid, PaperLayout, Picture, Spans, plain_text
from actionlines.papers.model import paper_date
from actionlines.papers.text_safety import cell

# XlsxWriter ships no types.
Format = Any
Worksheet = Any
Value = str | int | float | None

_NOT_IN_NAMES = expression(r"[\[\]:*?/\\']")
LONGEST_NAME = 31
ROW_LIMIT = 1_048_576
WIDE, NARROW = 60, 16


def paper_xlsx(laid: PaperLayout) -> bytes:
    """Return the bytes of paper.xlsx, a workbook without formulas and links."""
    import xlsxwriter  # type: ignore[import-untyped]

    out = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(out, options)
    book.set_properties(
        {
            "title": cell(laid.paper.title)[:255],
            "created": paper_date(laid.paper),
            "comments": f"Actionlines {__version__}",
        }
    )
    _Book(book, laid).write()
    book.close()
    return out.getvalue()


class _Book:
    def __init__(self, book: Any, laid: PaperLayout) -> None:
        self.book, self.laid, self.words = book, laid, laid.words
        self.facts = {one.fact.id: one.fact.value for one in laid.facts}
        self.names: set[str] = set()
        # Rows of the sheet that says what all the others hold.
        self.held: list[tuple[str, str, str]] = []
        look = {"valign": "top", "text_wrap": True}
        self.head = book.add_format({**look, "bold": True, "bottom": 1, "bg_color": "#E8EDF4"})
        self.text = book.add_format(look)
        self.bold = book.add_format({**look, "bold": True})
        self.link = book.add_format({"valign": "top", "font_color": "#1C4F8C", "underline": 1})
        self.number = book.add_format({"valign": "top", "num_format": "#,##0.##########"})
        self.whole = book.add_format({"valign": "top", "num_format": "#,##0"})
        self.title = book.add_format({"bold": True, "font_size": 14})

    def write(self) -> None:
        """Write the sheet about the paper, then tables, charts, annex, evidence and facts."""
        laid, words = self.laid, self.words
        about = self._sheet(words("sheet.read-me"))
        for one in laid.blocks:
            if isinstance(one, Grid):
                self._grid(one)
            elif isinstance(one, Picture):
                self._chart(one)
        for table in laid.annex:
            self._grid(table)
        if laid.evidence:
            self._evidence()
        if laid.facts:
            self._facts()
        self._about(about)

    def _sheet(self, name: str) -> Worksheet:
        name = _NOT_IN_NAMES.sub(" ", name).strip()[:LONGEST_NAME]
        assert name.casefold() not in self.names, name  # names are those of the program, each with its number
        self.names.add(name.casefold())
        sheet = self.book.add_worksheet(name)
        if self.words("language.direction") == "rtl":
            sheet.right_to_left()
        return sheet

    def _table(
        self,
        name: str,
        columns: Sequence[tuple[str, int, str]],
        rows: Iterable[Sequence[Value]],
        more: str = "",
    ) -> None:
        """A sheet with its headings. `columns`: heading, width, what it holds."""
        sheet = self._sheet(name)
        last = 0
        for place, (heading, width, holds) in enumerate(columns):
            sheet.set_column(place, place, width)
            sheet.write_string(0, place, cell(heading), self.head)
            self.held.append((sheet.get_name(), cell(heading), holds))
        for line, row in enumerate(rows, start=1):
            if line >= ROW_LIMIT:
                break
            last = line
            for place, value in enumerate(row):
                self._value(sheet, line, place, value)
        if more:
            sheet.write_string(last + 2, 0, cell(more), self.text)
        sheet.freeze_panes(1, 0)
        if columns:
            sheet.autofilter(0, 0, max(last, 1), len(columns) - 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)

    def _value(self, sheet: Worksheet, line: int, place: int, value: Value) -> None:
        if isinstance(value, int | float):
            whole = isinstance(value, int) or value == int(value) if abs(value) < 1e15 else False
            sheet.write_number(line, place, value, self.whole if whole else self.number)
        elif value:
            sheet.write_string(line, place, cell(value), self.text)

    def _grid(self, grid: Grid) -> None:
        words = self.words
        columns = [
            (
                one.title,
                NARROW if one.number else min(max(one.share * 2, NARROW), WIDE),
                words("holds.figure" if one.number else "holds.text"),
            )
            for one in grid.columns
        ]
        rows = (
            [plain_text(row.cells[0])] if row.head and row.cells else [self._cell(one) for one in row.cells]
            for row in grid.rows
        )
        more = grid.empty if not grid.rows else plain_text(grid.note)
        self.held.append((grid.label, "", cell(grid.caption)))
        self._table(grid.label, columns, rows, more)

    def _cell(self, spans: Spans) -> Value:
        """A number as a number where the cell holds nothing else but marks, so that it can be counted with."""
        said = [span for span in spans if span.text.strip() and span.mark != "cite"]
        if len(said) == 1 and said[0].mark == "number":
            value = self.facts.get(said[0].fact)
            if isinstance(value, int | float) and not isinstance(value, bool):
                return value
        return plain_text(spans)

    def _chart(self, one: Picture) -> None:
        words = self.words
        numbers = [
            bool(one.chart.rows)
            and all(isinstance(row[at], int | float) for row in one.chart.rows if at < len(row))
            for at in range(len(one.chart.header))
        ]
        columns = [
            (title, NARROW if number else WIDE // 2, words("holds.figure" if number else "holds.text"))
            for title, number in zip(one.chart.header, numbers, strict=True)
        ]
        self.held.append((one.label, "", cell(f"{one.chart.title}. {one.chart.sentence}")))
        self._table(one.label, columns, one.chart.rows, one.chart.source)

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
                one.number,
                one.evidence.id,
                words(f"kind.{one.evidence.kind}"),
                one.evidence.label,
                one.evidence.quote,
                one.evidence.language,
                one.evidence.url,
                words("semicolon").join(f"{name}: {value}" for name, value in one.evidence.details),
                plain_text(one.cited_in),
            )
            for one in self.laid.evidence
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
                one.fact.id,
                one.fact.label,
                self.words("none") if one.fact.value is None else one.fact.value,
                one.fact.unit,
                plain_text(one.evidence),
            )
            for one in self.laid.facts
        )
        self._table(self.words("sheet.facts"), self._columns(keys), rows)

    def _columns(self, keys: Iterable[tuple[str, int, str]]) -> list[tuple[str, int, str]]:
        return [(self.words(f"col.{key}"), width, self.words(f"holds.{holds}")) for key, width, holds in keys]

    def _about(self, sheet: Worksheet) -> None:
        laid, words, paper = self.laid, self.words, self.laid.paper
        for place, width in enumerate((30, 40, 80)):
            sheet.set_column(place, place, width)
        sheet.write_string(0, 0, cell(paper.title or laid.kind), self.title)
        line = 1
        for text in (paper.subtitle, paper.status):
            if text:
                sheet.write_string(line, 0, cell(text))
                line += 1
        for name, value in (*paper.masthead, *laid.made):
            self._value(sheet, line, 0, name)
            self._value(sheet, line, 1, value)
            line += 1
        for remark in laid.remarks:
            sheet.write_string(line, 0, cell(remark))
            line += 1
        line += 1
        for place, key in enumerate(("sheet", "column", "holds")):
            sheet.write_string(line, place, words(f"col.{key}"), self.head)
        for at, (name, column, holds) in enumerate(self.held, start=line + 1):
            if not column or not self._told(name):
                target = name.replace("'", "''")
                sheet.write_url(at, 0, f"internal:'{target}'!A1", self.link, name)
            sheet.write_string(at, 1, column, self.text)
            sheet.write_string(at, 2, holds, self.text)

    def _told(self, name: str) -> bool:
        return any(sheet == name and not column for sheet, column, _ in self.held)
