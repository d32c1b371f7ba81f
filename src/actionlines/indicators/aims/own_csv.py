"""A user's targets as a table: one row for each, the fields of the YAML form as columns.

series,value,direction,year,unit
IT_USE_ii99,85,more,2028,%

Fields that hold two numbers stand in two columns (PAIRS), so that a published code book can be pasted in.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from actionlines.errors import BadAims

# Field of the YAML form -> its two columns.
PAIRS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {"band": ("band-low", "band-high"), "limits": ("low", "high"), "bounds": ("worst", "best")}
)
NUMBERS = frozenset(("value", "factor", "rest-factor", "middle", "limit", "green"))
YEARS = frozenset(("year", "base"))
_SEE = "docs/explanation/aims.md lists the columns."


def rows(path: Path, text: str) -> tuple[list[dict[str, object]], dict[int, int]]:
    """Return the entries in the YAML form, and the line of each (by number of the entry, from 1).

    Commas, semicolons or tabs part the columns; with semicolons or tabs numbers may have decimal commas. Empty
    cells are fields that are not given, empty rows are left out. Raises BadAims (AL605) for a column that is
    no field, a row that is too long, or a number that is none.
    """
    first = text.lstrip("\ufeff").split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""), delimiter=delimiter)
    header = [name.strip().lower() for name in next(reader, [])]
    if twice := next((name for name in header if header.count(name) > 1), None):
        raise BadAims(path.name, f"has two columns {twice!r}", _SEE)
    found: list[dict[str, object]] = []
    lines: dict[int, int] = {}
    for cells in reader:
        if not any(cell.strip() for cell in cells):
            continue
        where = f"{path.name}, entry {len(found) + 1} (line {reader.line_num})"
        if len(cells) > len(header):
            problem = f"has {len(cells)} cells, and the header has {len(header)}"
            raise BadAims(where, problem, "Quote cells that contain the delimiter.")
        given = {name: cell.strip() for name, cell in zip(header, cells, strict=False) if cell.strip()}
        found.append(_entry(where, given, delimiter))
        lines[len(found)] = reader.line_num
    return found, lines


def _entry(where: str, given: Mapping[str, str], delimiter: str) -> dict[str, object]:
    entry: dict[str, object] = {}
    ends = {column: (field, at) for field, both in PAIRS.items() for at, column in enumerate(both)}
    for name, cell in given.items():
        if name in ends:
            field, at = ends[name]
            pair = entry.setdefault(field, [None, None])
            assert isinstance(pair, list)
            pair[at] = _number(where, name, cell, delimiter)
        elif name in NUMBERS:
            entry[name] = _number(where, name, cell, delimiter)
        elif name in YEARS:
            year = cell.removesuffix(".0")  # as spreadsheets write them
            entry[name] = int(year) if year.isascii() and year.isdigit() else cell
        elif name == "direction":
            entry[name] = {"1": 1, "-1": -1}.get(cell, cell.lower())
        else:
            entry[name] = cell
    return entry


def _number(where: str, name: str, cell: str, delimiter: str) -> float:
    plain = cell.replace(",", ".") if delimiter != "," else cell
    try:
        return float(plain)
    except ValueError as error:
        problem = f"holds {cell!r}"
        raise BadAims(f"{where}, field {name}", problem, "Write a plain number, without a unit.") from error
