"""The annex of the paper as a workbook: a sheet for each table and figure, evidence, facts, what they hold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from actionlines.lazily import expression
from actionlines.papers.layout import Grid, PaperLayout, Picture, Spans, plain_text
from actionlines.papers.model import paper_date
from actionlines.papers.text_safety import cell
from actionlines.papers.writers.workbook import Book, CellLink, Value, Worksheet

_NOT_IN_NAMES = expression(r"[\[\]:*?/\\']")
LONGEST_NAME = 31
WIDE, NARROW = 60, 16


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
        name = _NOT_IN_NAMES.sub(" ", name).strip()[:LONGEST_NAME]
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
