"""Excel workbooks: the values saved in the cells; formulas are not computed, macros are not run."""

from __future__ import annotations

import logging
import zipfile
from pathlib import Path

import polars as pl

from actionlines.errors import DamagedInput, InputTooLarge, NoObservations, UnknownFormat, UnsafeInput
from actionlines.indicators.check.problem import Problems
from actionlines.indicators.read.delimited import unique
from actionlines.indicators.read.mapping import ColumnMapping
from actionlines.indicators.read.model import MB, ROW, Raw
from actionlines.indicators.read.numbers import is_missing, parse

LARGEST, UNPACKED, ENTRIES, RATIO = 200 * MB, 1500 * MB, 5_000, 200
_MACROS = ("vbaProject.bin", "macrosheets/")
_HEADER_ROWS = 50  # rows in which a header is looked for


def read(path: Path, mapping: ColumnMapping) -> Raw:
    """Return the cells of one sheet: that of the mapping, else the first that holds a table.

    Raises UnknownFormat (AL102), DamagedInput (AL105), InputTooLarge (AL106), UnsafeInput (AL107),
    NoObservations (AL601).
    """
    macros = _guard(path)
    sheets = _sheets(path, mapping.sheet)
    name, frame, at = max(sheets, key=lambda sheet: sheet[1].height > sheet[2] + 1)
    if frame.height <= at + 1:
        raise NoObservations(path.name, "no sheet with a header and rows below it", "Check the sheet.")
    header = unique([cell or "" for cell in frame.row(at)])
    body = frame.slice(at + 1)
    body.columns = header
    body = body.with_columns(pl.int_range(at + 2, at + 2 + pl.len(), dtype=pl.Int64).alias(ROW))
    body = body.filter(~pl.all_horizontal(pl.exclude(ROW).is_null()))
    problems = []
    if macros:
        problems.append(Problems.of("", "macro", [(0, "the workbook holds macros, which were not run")]))
    # a cell of a workbook is a number or a text, never a number in some notation: points are decimal
    return Raw(path.name, "xlsx", iter([body]), found={"sheet": name}, problems=problems)


def _guard(path: Path) -> bool:
    """Return whether there are macros; raises where it is no workbook or would unpack beyond the limits."""
    size = path.stat().st_size
    if size > LARGEST:
        raise InputTooLarge(
            path.name, f"{size / MB:,.0f} MB, and the limit is {LARGEST / MB:,.0f} MB", "Use CSV."
        )
    try:
        with zipfile.ZipFile(path) as box:
            parts = box.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise DamagedInput(
            path.name, "a broken workbook", "Open it in its program and save it again."
        ) from error
    names = [part.filename for part in parts]
    if len(parts) > ENTRIES or sum(part.file_size for part in parts) > UNPACKED:
        raise InputTooLarge(path.name, "the workbook unpacks to more than the limit", "Use CSV.")
    if any(
        part.file_size > RATIO * max(part.compress_size, 1) and part.file_size > 10 * MB for part in parts
    ):
        raise UnsafeInput(
            path.name, "a part of the workbook unpacks to many times its size", "Do not open it."
        )
    if not any(name.startswith("xl/") for name in names):
        raise UnknownFormat(path.name, "a container that is no Excel workbook", "Save it as .xlsx or CSV.")
    return any(mark in name for name in names for mark in _MACROS)


def _sheets(path: Path, wanted: str) -> list[tuple[str, pl.DataFrame, int]]:
    import fastexcel

    logging.getLogger("fastexcel").setLevel(logging.ERROR)
    found = []
    try:
        book = fastexcel.read_excel(path)
        names = book.sheet_names
        if wanted and wanted not in names:
            raise NoObservations(path.name, f"no sheet {wanted!r}", f"The sheets are {', '.join(names)}.")
        for name in [wanted] if wanted else names:
            frame = book.load_sheet(name, header_row=None, dtypes="string", skip_rows=0).to_polars()
            at = _header(frame)
            found.append((name, frame, at))
            if frame.height > at + 1:
                break
    except (fastexcel.FastExcelError, OSError, ValueError) as error:
        reason = " ".join(str(error).split())[:120]
        raise DamagedInput(path.name, f"a broken workbook ({reason})", "Open and save it again.") from error
    if not found:
        raise NoObservations(path.name, "a workbook without sheets", "Check that it is the right file.")
    return found


def _header(frame: pl.DataFrame) -> int:
    """Return the first row that is as filled as any and holds words; 0 where none is."""
    head = frame.head(_HEADER_ROWS).rows()
    filled = [sum(bool(cell and cell.strip()) for cell in row) for row in head]
    most = max(filled, default=0)
    for at, (row, count) in enumerate(zip(head, filled, strict=True)):
        words = sum(bool(cell) and not is_missing(cell) and parse(cell) is None for cell in row)
        if count * 2 > most and count > 1 and words:
            return at
    return 0
