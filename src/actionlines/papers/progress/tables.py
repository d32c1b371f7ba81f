"""The tables of the report, once for the CSV files, the workbook and the Data Package."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from itertools import islice
from types import MappingProxyType
from typing import Any

import polars as pl

from actionlines.indicators.breaks import SCHEMA as BREAKS
from actionlines.indicators.provenance import obs_statuses
from actionlines.indicators.table import KEY
from actionlines.papers.progress.judged import COLUMNS
from actionlines.papers.progress.model import DataGap, Divide, Flaw, GroupFigure, Indicator, Priority, Report
from actionlines.papers.progress.vintage import REVISIONS, TURNED, no_revisions, nothing_turned

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
    whole: Callable[[Report], pl.DataFrame] | None = None  # of tables that the report has as frames

    def frame(self, report: Report, limit: int) -> pl.DataFrame:
        """Return at most the first `limit` rows as a frame."""
        if self.whole is not None:
            return self.whole(report).head(limit)
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


def _framed(
    name: str,
    title: str,
    columns: Mapping[str, type[pl.DataType]],
    whole: Callable[[Report], pl.DataFrame],
) -> Table:
    """Return a table that the report has as a frame."""
    kinds = tuple((column, _POLARS[str(kind())]) for column, kind in columns.items())
    return Table(
        name,
        title,
        kinds,
        lambda report: whole(report).iter_rows(),
        lambda report: whole(report).height,
        whole,
    )


def each_text_once(frame: pl.DataFrame, change: Callable[[pl.Expr], pl.Expr]) -> pl.DataFrame:
    """Return the frame with its texts changed; a table repeats them, so `change` gets each of them once."""
    texts = frame.select(pl.col(pl.String)).unpivot().select(old=pl.col("value").cast(pl.String)).unique()
    changed = texts.with_columns(new=change(pl.col("old"))).filter(pl.col("old") != pl.col("new"))
    return frame.with_columns(pl.col(pl.String).replace(changed["old"], changed["new"]))


def values_of(report: Report) -> pl.DataFrame:
    """Return every value of the report with its status, note and source, in the columns of VALUES."""
    rows = report.observations
    return rows.with_columns(obs_status=obs_statuses(rows)).select(*VALUES)


def revised(report: Report) -> pl.DataFrame:
    """Return what differs from an earlier download; nothing without one."""
    return no_revisions() if report.revisions is None else report.revisions


def verdicts_turned(report: Report) -> pl.DataFrame:
    """Return the verdicts that differ from those of an earlier download; none without one."""
    return nothing_turned() if report.turned is None else report.turned


VALUES: Mapping[str, type[pl.DataType]] = {
    **dict.fromkeys(KEY, pl.String),
    "year": pl.Int32,
    "value": pl.Float64,
    **dict.fromkeys(("status", "obs_status", "note", "source", "licence"), pl.String),
}

TABLES = (
    _framed("progress.csv", "Progress", COLUMNS, lambda report: report.progress),
    _framed("values.csv", "Values", VALUES, values_of),
    _framed("breaks.csv", "Breaks", BREAKS, lambda report: report.breaks),
    _framed("revisions.csv", "Revisions", REVISIONS, revised),
    _framed("turned.csv", "Verdicts turned", TURNED, verdicts_turned),
    _of(Indicator, lambda report: report.indicators, "indicators.csv", "Indicators"),
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
    "structure.sdmx.xml",
    "progress.sdmx21.xml",
    "structure.sdmx21.xml",
    "datapackage.json",
    "csv-metadata.json",
    "index.html",
)
