"""A workbook that every report writes with: without formulas, its formats, headings and pages the same."""

from __future__ import annotations

import contextlib
import io
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import IO, Any

from actionlines import __version__
from actionlines.papers.text_safety import cell

# XlsxWriter ships no types.
Format = Any
Worksheet = Any


@dataclass(frozen=True, slots=True)
class CellLink:
    """A text that leads to an address, or to a place of the workbook (`internal:'Sheet'!A1`)."""

    text: str
    target: str


Value = str | int | float | Decimal | CellLink | None

# A date of creation by the clock would make two workbooks of the same input differ.
CREATED = datetime(2000, 1, 1)
# Rows of a sheet in the format itself, header included; addresses in a sheet, and characters of one.
ROW_LIMIT, LINKED_ROWS, LONGEST_LINK = 1_048_576, 65_000, 2_000
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
        self.link = book.add_format({"valign": "top", "font_color": "#1C4F8C", "underline": 1})
        self.number = book.add_format({"valign": "top", "num_format": "#,##0.##########"})
        self.whole = book.add_format({"valign": "top", "num_format": "#,##0"})
        self.title = book.add_format({"bold": True, "font_size": 14})

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

    def write_value(self, sheet: Worksheet, line: int, place: int, value: Value, *, grouped: bool = False) -> None:
        """Write a number, a text, a truth value or a link; nothing for "" and None."""
        if isinstance(value, CellLink):
            # What a sheet has no room for as a link stays as text.
            fits = line <= LINKED_ROWS and len(value.target) <= LONGEST_LINK
            if not fits or sheet.write_url(line, place, value.target, self.link, cell(value.text)) < 0:
                self.write_value(sheet, line, place, value.text)
        elif isinstance(value, bool):
            sheet.write_boolean(line, place, value, self.text)
        elif isinstance(value, int | float | Decimal):
            whole = value == int(value) if abs(float(value)) < 1e15 else isinstance(value, int)
            form = (self.whole if whole else self.number) if grouped else self.text
            sheet.write_number(line, place, value, form)
        elif value:
            sheet.write_string(line, place, cell(value), self.text)

    def close(self) -> bytes:
        """Return the bytes of a workbook in memory; nothing can be written to it afterwards."""
        self._book.close()
        return self._out.getvalue() if isinstance(self._out, io.BytesIO) else b""


@contextlib.contextmanager
def streamed_workbook(title: str) -> Iterator[tuple[Book, IO[bytes]]]:
    """Yield a workbook that keeps one row in memory, and its file, which afterwards is at its start.

    The file is gone when it is closed, and so are the temporary files of its sheets, also where the disk is
    full: that raises OSError.
    """
    from xlsxwriter.exceptions import FileCreateError  # type: ignore[import-untyped]

    file = tempfile.TemporaryFile()  # noqa: SIM115  the caller closes it
    try:
        with tempfile.TemporaryDirectory(prefix="actionlines-sheets-") as folder:
            book = Book(title, file=file, folder=folder)
            yield book, file
            try:
                book.close()
            except FileCreateError as error:
                raise error.args[0] from error
    except BaseException:
        file.close()
        raise
    file.seek(0)
