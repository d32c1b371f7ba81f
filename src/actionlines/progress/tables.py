"""The tables of the report, once for the CSV files, the workbook and the Data Package."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from itertools import islice
from types import MappingProxyType
from typing import Any

import polars as pl

from actionlines.progress.judged import COLUMNS
from actionlines.progress.model import DataGap, Divide, Flaw, GroupFigure, Priority, Report

Cell = str | int | float | None
# Types of Table Schema by the annotation of a field.
_TYPES = MappingProxyType({"str": "string", "int": "integer", "float": "number"})
_POLARS = MappingProxyType({"String": "string", "Int32": "integer", "Float64": "number"})
_FRAME = MappingProxyType({"string": pl.String, "integer": pl.Int64, "number": pl.Float64})


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the report: headings with their types, and its rows. `name` is that of the CSV file."""

    name: str
    title: str
    columns: tuple[tuple[str, str], ...]
    rows: Callable[[Report], Iterable[Sequence[Cell]]]
    count: Callable[[Report], int]

    def frame(self, report: Report, limit: int) -> pl.DataFrame:
        """Return at most the first `limit` rows as a frame."""
        if self.name == "progress.csv":
            return report.progress.head(limit)
        schema = {name: _FRAME[kind] for name, kind in self.columns}
        return pl.DataFrame(list(islice(self.rows(report), limit)), schema, orient="row", strict=False)


def _measures(one: Mapping[str, float]) -> str:
    # Twelve digits: a head count of millions keeps its last person, 0.1 + 0.2 stays 0.3.
    return "; ".join(f"{name}={value:.12g}" for name, value in one.items())


def _of(kind: type[Any], rows: Callable[[Report], Sequence[Any]], name: str, title: str) -> Table:
    """Return a table whose columns are the fields of a dataclass; measures stand as `name=value` pairs."""
    columns = tuple((f.name, _TYPES.get(str(f.type).partition(" ")[0], "string")) for f in fields(kind))

    def cells(report: Report) -> Iterable[Sequence[Cell]]:
        """Yield the cells of each row, in the order of the columns."""
        for row in rows(report):
            found = (getattr(row, column) for column, _ in columns)
            yield [_measures(value) if isinstance(value, Mapping) else value for value in found]

    return Table(name, title, columns, cells, lambda report: len(rows(report)))


TABLES = (
    Table(
        "progress.csv",
        "Progress",
        tuple((name, _POLARS[str(kind())]) for name, kind in COLUMNS.items()),
        lambda report: report.progress.iter_rows(),
        lambda report: report.progress.height,
    ),
    _of(Divide, lambda report: report.divides, "divides.csv", "Divides"),
    _of(Priority, lambda report: report.priorities, "priorities.csv", "Priorities"),
    _of(GroupFigure, lambda report: report.groups, "groups.csv", "Groups"),
    _of(DataGap, lambda report: report.gaps, "gaps.csv", "Data gaps"),
    _of(Flaw, lambda report: report.flaws, "problems.csv", "Problems"),
)

# The files of a report on progress, in the order in which they are written.
FILES = (
    "measure.json",
    *(table.name for table in TABLES),
    "measure.xlsx",
    "progress.parquet",
    "progress.sdmx.csv",
    "datapackage.json",
    "index.html",
)
