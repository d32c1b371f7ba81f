"""A workbook that every report writes with: without formulas, its formats, headings and pages the same."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from actionlines import __version__
from actionlines.papers.text_safety import cell

# XlsxWriter ships no types.
Format = Any
Worksheet = Any
Value = str | int | float | None

# A date of creation by the clock would make two workbooks of the same input differ.
CREATED = datetime(2000, 1, 1)
# Rows of a sheet in the format itself, header included.
ROW_LIMIT = 1_048_576
_OPTIONS = dict.fromkeys(("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False)
_LOOK = {"valign": "top", "text_wrap": True}


class Book:
    """A workbook in memory; `rtl` has its sheets run from right to left. Formats are attributes."""

    def __init__(self, title: str, created: datetime = CREATED, *, rtl: bool = False) -> None:
        import xlsxwriter  # type: ignore[import-untyped]

        self._out = io.BytesIO()
        self._rtl = rtl
        self._book = book = xlsxwriter.Workbook(self._out, {"in_memory": True, **_OPTIONS})
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

    def write_headings(self, sheet: Worksheet, columns: Sequence[tuple[str, int]]) -> None:
        """Write the first row; `columns` are heading and width in characters."""
        for place, (heading, width) in enumerate(columns):
            sheet.set_column(place, place, width)
            sheet.write_string(0, place, cell(heading), self.head)

    def set_page(self, sheet: Worksheet, columns: int, rows: int, *, fixed: int = 0) -> None:
        """Set filters over so many columns and rows, keep headings and `fixed` columns in view, fit pages."""
        sheet.freeze_panes(1, fixed)
        if columns:
            sheet.autofilter(0, 0, max(rows, 1), columns - 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)

    def write_value(
        self, sheet: Worksheet, line: int, place: int, value: Value, number: Format | None = None
    ) -> None:
        """Write a number or a text, nothing for "" and None; `number` is the format of numbers."""
        if isinstance(value, int | float):
            sheet.write_number(line, place, value, number or self.text)
        elif value:
            sheet.write_string(line, place, cell(value), self.text)

    def close(self) -> bytes:
        """Return the bytes of the workbook; nothing can be written to it afterwards."""
        self._book.close()
        return self._out.getvalue()
