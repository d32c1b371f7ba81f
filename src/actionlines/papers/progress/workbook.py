"""Write measure.xlsx: a sheet for each table, and one on the request and the method.

The rows of sheets are written column by column: a library that writes cell by cell takes ten times as long for a
hundred thousand rows. SpreadsheetML (ISO/IEC 29500-1, 18.3): a text stands in its cell (`inlineStr`).
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import polars as pl

from actionlines import __version__
from actionlines.papers.progress.model import Report
from actionlines.papers.progress.tables import TABLES, Table, change_texts
from actionlines.papers.text_safety import CELL_LIMIT, FORMULA_STARTS, cell

PART = 10_000  # rows that are text at once
# Level 3 packs a long table in half the time of level 6, into a seventh more bytes.
_LEVEL = 3
_END = b"</sheetData>"
_DIMENSION = re.compile(rb'<dimension ref="[^"]*"/>')
# What XML 1.0 cannot hold, as papers.text_safety has it; text of polars has no surrogates.
_UNSAFE = "[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x{fffe}\\x{ffff}]"
_FORMULA = "^[" + "".join(rf"\x{{{ord(sign):x}}}" for sign in sorted(FORMULA_STARTS)) + "]"
# Office programs read this form as a character, so its first sign is written as one itself.
_CODED = r"_(x[0-9A-Fa-f]{4}_)"


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows for the sheet with this number (1 is the first), under its headings; `style` of texts by index."""

    sheet: int
    frame: pl.DataFrame
    style: int


def insert_rows(book: bytes, rows: Mapping[int, Rows]) -> bytes:
    """Return the workbook with rows in the sheets of these numbers, which have one line of headings."""
    out = io.BytesIO()
    packed = zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL)
    with zipfile.ZipFile(io.BytesIO(book)) as old, packed as new:
        for info in old.infolist():
            found = rows.get(_sheet_number(info.filename))
            if found is None:
                new.writestr(info, old.read(info))
                continue
            head, end, tail = old.read(info).partition(_END)
            head = _DIMENSION.sub(_dimension_markup(found.frame), head, count=1)
            with new.open(info.filename, "w") as stream:
                stream.write(head)
                for part in row_markup(found.frame, found.style):
                    stream.write(part)
                stream.write(end + tail)
    return out.getvalue()


def _dimension_markup(frame: pl.DataFrame) -> bytes:
    """Which cells there are: readers that go row by row trust it."""
    return f'<dimension ref="A1:{column_letters(frame.width - 1)}{frame.height + 1}"/>'.encode()


def _sheet_number(name: str) -> int:
    """Return the number of the sheet that a part of the workbook is; 0 for other parts."""
    number = name.removeprefix("xl/worksheets/sheet").removesuffix(".xml")
    return int(number) if number.isdecimal() else 0


def row_markup(frame: pl.DataFrame, style: int) -> Iterator[bytes]:
    """Yield the rows as markup, from line 2 on, in parts."""
    made = change_texts(frame, safe_cell)
    for start in range(0, frame.height, PART):
        part = made.slice(start, PART).with_row_index("\0line", offset=start + 2)
        line = pl.col("\0line").cast(pl.String)
        cells = [
            _cell_markup(name, kind, column_letters(place), line, style)
            for place, (name, kind) in enumerate(frame.schema.items())
        ]
        row = pl.concat_str(pl.lit('<row r="'), line, pl.lit('">'), *cells, pl.lit("</row>"))
        yield "".join(part.select(row.alias("row"))["row"]).encode()


def _cell_markup(name: str, kind: pl.DataType, column: str, line: pl.Expr, style: int) -> pl.Expr:
    value = pl.col(name)
    if kind != pl.String:
        number = pl.concat_str(pl.lit(f'<c r="{column}'), line, pl.lit('"><v>'), value, pl.lit("</v></c>"))
        return pl.when(value.is_null()).then(pl.lit("")).otherwise(number)
    begin = f'" s="{style}" t="inlineStr"><is><t xml:space="preserve">'
    text = pl.concat_str(pl.lit(f'<c r="{column}'), line, pl.lit(begin), value, pl.lit("</t></is></c>"))
    return pl.when(value.fill_null("") == "").then(pl.lit("")).otherwise(text)


def safe_cell(text: pl.Expr) -> pl.Expr:
    """Return text as `papers.text_safety.cell` makes it, as markup."""
    clean = text.str.replace_all(_UNSAFE, "\ufffd")
    clean = pl.when(clean.str.contains(_FORMULA)).then(pl.lit("'") + clean).otherwise(clean)
    short = pl.concat_str(clean.str.slice(0, CELL_LIMIT - 1), pl.lit("…"))
    clean = pl.when(clean.str.len_chars() > CELL_LIMIT).then(short).otherwise(clean)
    clean = clean.str.replace_all(_CODED, "_x005F_$1")
    for sign, name in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\r", "_x000D_")):
        clean = clean.str.replace_all(sign, name, literal=True)
    return clean


def column_letters(place: int) -> str:
    """Return the name of a column, the first being 0.

    >>> column_letters(0), column_letters(25), column_letters(26)
    ('A', 'Z', 'AA')
    """
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


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
    frames = [table.frame(report, row_limit(table)) for table in tables]
    for table, frame in zip(tables, frames, strict=True):
        _write_headings(book.add_worksheet(table.title), table, frame, head)
    _write_about(book.add_worksheet("About"), report, text)
    book.close()
    return insert_rows(
        out.getvalue(), {at: Rows(at, frame, text.xf_index) for at, frame in enumerate(frames, start=1)}
    )


def _write_headings(sheet: Worksheet, table: Table, frame: pl.DataFrame, head: Format) -> None:
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


def row_limit(table: Table) -> int:
    """Return rows of a table that the workbook takes; longer ones are for programs, which read the CSV files."""
    return PROBLEMS if table.name == "problems.csv" else ROWS


def _write_about(sheet: Worksheet, report: Report, text: Format) -> None:
    sheet.set_column(0, 0, 110)
    for line, said in enumerate(_about_lines(report)):
        sheet.write_string(line, 0, cell(said), text)


def _about_lines(report: Report) -> Iterable[str]:
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
        if table.count(report) > row_limit(table):
            yield f"{table.title}: the first {row_limit(table):,} rows; all of them are in {table.name}."
