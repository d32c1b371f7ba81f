"""measure.xlsx: a sheet for each table, and one on the request and the method."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import polars as pl

from actionlines import __version__
from actionlines.papers.progress.model import Report
from actionlines.papers.progress.tables import TABLES, Table
from actionlines.papers.progress.writers.sheet_rows import Rows, with_rows
from actionlines.papers.text_safety import cell

# The library has no types; and a fixed time of making, so that the same input gives the same bytes.
Format = Any
Worksheet = Any
CREATED = datetime(2000, 1, 1)
# Characters of a column; sentences get the wide one.
WIDTH, SENTENCE = 16, 70
ROWS, PROBLEMS = 100_000, 5_000
SENTENCES = frozenset({"reason", "words", "message", "advice", "coverage", "measures", "closes", "title"})


def measure_xlsx(report: Report) -> bytes:
    """Return the bytes of measure.xlsx, a workbook without formulas and links."""
    import xlsxwriter  # type: ignore[import-untyped]

    out = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "constant_memory": False,
    }
    book = xlsxwriter.Workbook(out, options)
    book.set_properties(
        {
            "title": f"Progress and divides to 2030: {cell(report.scope)}",
            "created": CREATED,
            "comments": f"Actionlines {__version__}",
        }
    )
    head = book.add_format(
        {"bold": True, "bottom": 1, "valign": "top", "text_wrap": True, "bg_color": "#E8EDF4"}
    )
    text = book.add_format({"valign": "top", "text_wrap": True})
    tables = [table for table in TABLES if table.name != "values.csv"]  # values are for programs
    frames = [table.frame(report, limit(table)) for table in tables]
    for table, frame in zip(tables, frames, strict=True):
        _sheet(book.add_worksheet(table.title), table, frame, head)
    _about(book.add_worksheet("About"), report, text)
    book.close()
    return with_rows(
        out.getvalue(), {at: Rows(at, frame, text.xf_index) for at, frame in enumerate(frames, start=1)}
    )


def _sheet(sheet: Worksheet, table: Table, frame: pl.DataFrame, head: Format) -> None:
    """A sheet with its headings; the rows come later."""
    for place, (name, _) in enumerate(table.columns):
        sheet.set_column(place, place, SENTENCE if name in SENTENCES else WIDTH)
        sheet.write_string(0, place, name, head)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(frame.height, 1), len(table.columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def limit(table: Table) -> int:
    """Return rows of a table that the workbook takes; longer ones are for programs, which read the CSV files."""
    return PROBLEMS if table.name == "problems.csv" else ROWS


def _about(sheet: Worksheet, report: Report, text: Format) -> None:
    sheet.set_column(0, 0, 110)
    for line, said in enumerate(_lines(report)):
        sheet.write_string(line, 0, cell(said), text)


def _lines(report: Report) -> Iterable[str]:
    yield f"Progress and divides to 2030: {report.scope}"
    yield f"{report.judged:,} series judged by: {', '.join(report.methods.values())}."
    for one in report.sources:
        yield (
            f"{one.name} ({one.format}): {one.rows_in:,} rows, {one.rows_kept:,} kept, "
            f"{one.rows_refused:,} refused; SHA-256 {one.sha256}"
        )
    yield from map(str, report.failed)
    yield from report.notes
    for table in TABLES:
        if table.count(report) > limit(table):
            yield f"{table.title}: the first {limit(table):,} rows; all of them are in {table.name}."
