"""A file of activities as rows of cells, whatever it came as: text, workbook, JSON or IATI.

The rows are written to a file of one JSON list a line, `[row, cells, problem]`, so that a long table is never in
memory as a whole and a run can go on at any row. A cell is text, or a list of texts where JSON has one.
Rows have the numbers that a spreadsheet shows beside them, so that people find them; objects of JSON count from 1.
"""

import heapq
import json
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from actionlines.documents.blocks import MB
from actionlines.errors import DamagedInput, InputTooLarge, NoObservations
from actionlines.json_types import JsonObject
from actionlines.papers.files import FORMULA_STARTS
from actionlines.register.core.limits import most_of

MOST_ROWS = most_of("table-rows")
MOST_COLUMNS = most_of("table-columns")
LONGEST_CELL = most_of("table-cell")  # characters; every field holds less, so that a longer one is refused in its row
LONGEST_HEADER = 300
HEADER_LINE = 1 * MB  # MOST_COLUMNS headers, each longer than any
SHOWN = 100  # characters of a cell that a look keeps
MEMORY = 3072 * MB  # polars reserves far more than the 300 MB that it uses for the longest tables
SECONDS = float(most_of("document-seconds"))
LOOK_SECONDS = float(most_of("look-seconds"))  # a person waits for it

Cell = str | list[str]
Line = tuple[int, list[Cell] | None, str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """columns: headers; rows: how many lines the file of rows has, those that could not be read included."""

    columns: tuple[str, ...]
    rows: int


def convert(source: Path, target: Path, kind: str, name: str) -> Sheet:
    """Write the rows of `source` to `target`. kind: text, xlsx, json or xml, by its content.

    Raises NoObservations, DamagedInput, InputTooLarge, UnknownFormat, UnsafeInput.
    """
    columns, lines = _opened(source, kind, name)
    _must_be_narrow(columns, name)
    count = 0
    with target.open("w", encoding="utf-8", errors="replace") as out:
        for line in lines:
            count += 1
            if count > MOST_ROWS:
                raise InputTooLarge(name, f"it has more than {MOST_ROWS:,} rows", "Split the file.")
            out.write(json.dumps(line, ensure_ascii=False) + "\n")
        out.flush()
        os.fsync(out.fileno())
    if not count:
        raise NoObservations(name, "there is a header and no row below it", "Check that it is the right file.")
    return Sheet(tuple(columns), count)


@dataclass(frozen=True, slots=True)
class Look:
    """The headers of a table and its first rows, each cell of them shortened."""

    columns: list[str]
    rows: list[list[Cell]]


def look(source: Path, kind: str, name: str, few: int = 5) -> Look:
    """Return the first rows, for a person to say what the columns are. Raises as `convert`."""
    columns, lines = _opened(source, kind, name, few)
    _must_be_narrow(columns, name)
    rows = [cells for _row, cells, _problem in islice(lines, few) if cells is not None]
    return Look(
        [column[:LONGEST_HEADER] for column in columns],
        [
            [item[:SHOWN] if isinstance(item, str) else [part[:SHOWN] for part in item[:SHOWN]] for item in row]
            for row in rows
        ],
    )


def _opened(source: Path, kind: str, name: str, few: int = 0) -> tuple[list[str], Iterable[Line]]:
    if kind == "json":
        return _json(source, name)
    if kind == "xml":
        from actionlines.register.activities.imports import iati

        return list(iati.COLUMNS), ((row, [*map(_whole, cells)], "") for row, cells in iati.rows(source, name))
    return _table(source, kind, few)


def _whole(cell: Cell) -> Cell:
    return _cut(cell) if isinstance(cell, str) else [_cut(item) for item in cell[:300]]


def _must_be_narrow(columns: Sequence[str], name: str) -> None:
    if len(columns) > MOST_COLUMNS:
        raise InputTooLarge(name, f"it has {len(columns):,} columns", "Keep the columns of activities only.")


def read(path: Path, after: int = 0) -> Iterator[Line]:
    """The lines that `convert` wrote, from the one after the first `after`."""
    with path.open(encoding="utf-8") as stream:
        for number, line in enumerate(stream):
            if number >= after:
                yield tuple(json.loads(line))


def _table(source: Path, kind: str, few: int = 0) -> tuple[list[str], Iterable[Line]]:
    """Cells as the readers of figures cut them: delimiter, encoding, header and sheet are found by looking.
    With `few`, the first good rows only.
    """
    from actionlines.indicators.read import sheets
    from actionlines.indicators.read.columns import ROW
    from actionlines.indicators.read.mapping import ColumnMapping

    with source.open("rb") as stream:
        if kind == "text" and len(line := stream.readline(HEADER_LINE)) == HEADER_LINE and line[-1:] != b"\n":
            raise InputTooLarge(source.name, "its first line has more than 1 MB", "Check that it is a table.")
    raw = (
        sheets.read_excel(source, ColumnMapping()) if kind == "xlsx" else sheets.read_delimited(source, ColumnMapping())
    )
    batches = iter(raw.batches)
    first = next(batches, None)
    columns = [] if first is None else [name for name in first.columns if name != ROW]

    def lines() -> Iterator[Line]:
        """Yield number, cells and problem of each row with a value. Raises InputTooLarge."""
        batch, seen = first, 0
        while batch is not None:
            if (seen := seen + batch.height) > 2 * MOST_ROWS:  # empty ones are counted here
                raise InputTooLarge(source.name, f"it has more than {MOST_ROWS:,} rows", "Split the file.")
            for row in batch.select(*columns, ROW).iter_rows():
                cells: list[Cell] = [_cut(item) for item in row[:-1]]
                if any(cells):
                    yield int(row[-1]), cells, ""
            batch = next(batches, None)

    if few:
        return columns, list(islice(lines(), few))
    good = list(lines()) if kind == "text" else lines()
    bad = sorted(
        (problem.row, None, problem.message) for problems in raw.problems for problem in problems if problem.row > 0
    )
    return columns, heapq.merge(good, bad, key=lambda line: line[0])


def _json(source: Path, name: str) -> tuple[list[str], Iterable[Line]]:
    """A list of objects, at the top or as the first list of objects within."""
    try:
        data = json.loads(source.read_bytes())
    except (ValueError, UnicodeDecodeError) as error:
        raise DamagedInput(name, f"it is not JSON ({error})"[:200], "Export it again.") from error
    if (rows := _objects(data)) is None:
        raise NoObservations(name, "there is no list of objects in it", "Send a list with one object an activity.")
    columns = list(dict.fromkeys(str(key) for row in rows for key in row))

    def lines() -> Iterator[Line]:
        """Yield number, cells and problem of each object of the list."""
        for number, row in enumerate(rows, 1):
            yield number, [_plain(row.get(column)) for column in columns], ""

    return columns, lines()


def _objects(data: object) -> list[JsonObject] | None:
    if isinstance(data, list):
        return [item for item in data if isinstance(item, dict)] or None
    if isinstance(data, dict):
        return next((matches for item in data.values() if isinstance(item, list) and (matches := _objects(item))), None)
    return None


def _plain(value: object) -> Cell:
    """A value of JSON as a cell; of an object what names it, of a figure all of it."""
    if isinstance(value, dict):
        if "what" in value or "value" in value:
            return _cut(json.dumps(value, ensure_ascii=False))
        return _plain(next((value[key] for key in ("concept", "name", "title", "id", "url") if key in value), ""))
    if isinstance(value, list):
        return [text for item in value[:300] if isinstance(text := _plain(item), str) and text]
    return _cut(value)


def _cut(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = str(value).strip()
    # An apostrophe that keeps a spreadsheet from running a formula is no part of the text.
    if text[:1] == "'" and text[1:2] in FORMULA_STARTS:
        text = text[1:]
    return text[:LONGEST_CELL]
