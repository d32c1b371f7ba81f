"""The tables of the report, once for CSV, workbook and Data Package; differences from an earlier download."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from itertools import islice
from types import MappingProxyType
from typing import Any

import polars as pl

from actionlines.indicators.model import KEY
from actionlines.indicators.provenance import SCHEMA as BREAKS
from actionlines.indicators.provenance import obs_statuses
from actionlines.papers.progress.judged import COLUMNS
from actionlines.papers.progress.model import DataGap, Divide, Flaw, GroupFigure, Indicator, Priority, Report

REVISIONS: Mapping[str, type[pl.DataType]] = {
    **dict.fromkeys(KEY, pl.String),
    "year": pl.Int32,
    "kind": pl.String,
    "before": pl.Float64,
    "now": pl.Float64,
}
TURNED: Mapping[str, type[pl.DataType]] = {
    **dict.fromkeys(KEY, pl.String),
    "title": pl.String,
    "method": pl.String,
    "before": pl.String,
    "now": pl.String,
    "because": pl.String,
}
SAME = 1e-9  # values closer than this share of the larger are the same


def find_revisions(before: pl.DataFrame, now: pl.DataFrame) -> pl.DataFrame:
    """Return the values that differ between two long tables, in the columns of REVISIONS.

    kind  revised, new (not in the earlier table) or gone (not in the later one)
    """
    keys = [*KEY, "year"]
    old, new = (
        table.select(*keys, pl.col("value").alias(name)).unique(keys, keep="last", maintain_order=True)
        for table, name in ((before, "before"), (now, "now"))
    )
    both = old.join(new, on=keys, how="full", coalesce=True, maintain_order="left_right")
    apart = (pl.col("before") - pl.col("now")).abs() > SAME * pl.max_horizontal(
        pl.col("before").abs(), pl.col("now").abs()
    )
    kind = (
        pl.when(pl.col("before").is_null())
        .then(pl.lit("new"))
        .when(pl.col("now").is_null())
        .then(pl.lit("gone"))
        .when(apart)
        .then(pl.lit("revised"))
    )
    return both.with_columns(kind=kind).filter(pl.col("kind").is_not_null()).sort(*keys).select(*REVISIONS)


def find_turned(before: pl.DataFrame, now: pl.DataFrame, changed: pl.DataFrame) -> pl.DataFrame:
    """Return the verdicts of two tables of progress that differ, in the columns of TURNED.

    because  "revised" where a value of the series was revised or went, "new" where values only came, "others"
             where no value of the series changed: a method that compares areas turned it
    """
    keys = [*KEY, "method"]
    old = before.select(*keys, pl.col("verdict").alias("before"))
    both = now.select(*keys, "title", pl.col("verdict").alias("now")).join(
        old, on=keys, how="inner", maintain_order="left"
    )
    only_new = pl.when((pl.col("kind") == "new").all()).then(pl.lit("new")).otherwise(pl.lit("revised"))
    causes = changed.group_by(KEY).agg(because=only_new)
    return (
        both.filter(pl.col("before") != pl.col("now"))
        .join(causes, on=KEY, how="left", maintain_order="left")
        .with_columns(pl.col("because").fill_null("others"))
        .select(*TURNED)
    )


def no_revisions() -> pl.DataFrame:
    """Return the table of revisions of a report without an earlier download."""
    return pl.DataFrame(schema=dict(REVISIONS))


def nothing_turned() -> pl.DataFrame:
    """Return the table of verdicts of a report without an earlier download."""
    return pl.DataFrame(schema=dict(TURNED))


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


def _write_measures(measures: Mapping[str, float]) -> str:
    # Twelve digits: a head count of millions keeps its last person, 0.1 + 0.2 stays 0.3.
    return "; ".join(f"{name}={value:.12g}" for name, value in measures.items())


def _record_table(kind: type[Any], rows: Callable[[Report], Sequence[Any]], name: str, title: str) -> Table:
    """Return a table whose columns are the fields of a dataclass; measures stand as `name=value` pairs."""
    columns = tuple((f.name, _TYPES.get(str(f.type).partition(" ")[0], "string")) for f in fields(kind))

    def cells(report: Report) -> Iterable[Sequence[Cell]]:
        """Yield the cells of each row, in the order of the columns."""
        for row in rows(report):
            values = (getattr(row, column) for column, _ in columns)
            yield [_write_measures(value) if isinstance(value, Mapping) else value for value in values]

    return Table(name, title, columns, cells, lambda report: len(rows(report)))


def _frame_table(
    name: str, title: str, columns: Mapping[str, type[pl.DataType]], whole: Callable[[Report], pl.DataFrame]
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


def change_texts(frame: pl.DataFrame, change: Callable[[pl.Expr], pl.Expr]) -> pl.DataFrame:
    """Return the frame with its texts changed; a table repeats them, so `change` gets each of them once."""
    texts = frame.select(pl.col(pl.String)).unpivot().select(old=pl.col("value").cast(pl.String)).unique()
    changed = texts.with_columns(new=change(pl.col("old"))).filter(pl.col("old") != pl.col("new"))
    return frame.with_columns(pl.col(pl.String).replace(changed["old"], changed["new"]))


def values_of(report: Report) -> pl.DataFrame:
    """Return every value of the report with its status, note and source, in the columns of VALUES."""
    rows = report.observations
    return rows.with_columns(obs_status=obs_statuses(rows)).select(*VALUES)


def list_revisions(report: Report) -> pl.DataFrame:
    """Return what differs from an earlier download; nothing without one."""
    return no_revisions() if report.revisions is None else report.revisions


def list_turned(report: Report) -> pl.DataFrame:
    """Return the verdicts that differ from those of an earlier download; none without one."""
    return nothing_turned() if report.turned is None else report.turned


VALUES: Mapping[str, type[pl.DataType]] = {
    **dict.fromkeys(KEY, pl.String),
    "year": pl.Int32,
    "value": pl.Float64,
    **dict.fromkeys(("status", "obs_status", "note", "source", "licence"), pl.String),
}

TABLES = (
    _frame_table("progress.csv", "Progress", COLUMNS, lambda report: report.progress),
    _frame_table("values.csv", "Values", VALUES, values_of),
    _frame_table("breaks.csv", "Breaks", BREAKS, lambda report: report.breaks),
    _frame_table("revisions.csv", "Revisions", REVISIONS, list_revisions),
    _frame_table("turned.csv", "Verdicts turned", TURNED, list_turned),
    _record_table(Indicator, lambda report: report.indicators, "indicators.csv", "Indicators"),
    _record_table(Divide, lambda report: report.divides, "divides.csv", "Divides"),
    _record_table(Priority, lambda report: report.priorities, "priorities.csv", "Priorities"),
    _record_table(GroupFigure, lambda report: report.groups, "groups.csv", "Groups"),
    _record_table(DataGap, lambda report: report.gaps, "gaps.csv", "Data gaps"),
    _record_table(Flaw, lambda report: report.flaws, "problems.csv", "Problems"),
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
