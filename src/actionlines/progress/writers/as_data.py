"""The report for programs: CSV, Parquet, SDMX-CSV and a Data Package that describes the CSV files."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from typing import Any

import polars as pl

from actionlines import __version__
from actionlines.papers.text_safety import neutral
from actionlines.progress.model import Report
from actionlines.progress.tables import TABLES, Cell, Table

# The structure that progress.sdmx.csv names; docs/how-to/measure-progress.md describes its columns.
STRUCTURE = "ACTIONLINES:DF_MEASURE(1.0)"
SDMX_COLUMNS = (
    "STRUCTURE",
    "STRUCTURE_ID",
    "ACTION",
    "INDICATOR",
    "SERIES",
    "REF_AREA",
    "BREAKDOWN",
    "METHOD",
    "TIME_PERIOD",
    "OBS_VALUE",
    "UNIT_MEASURE",
    "OBS_STATUS",
)


# The same as in papers.text_safety, as patterns of polars.
_TURNING = "[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x{9f}\\x{202d}\\x{202e}\\x{fffe}\\x{ffff}]"
_ISOLATING = "[\\x{202a}\\x{202b}\\x{202c}\\x{2066}-\\x{2069}]"
_FORMULA = "^[=+\\-@\\t\\r\\n\\x00＝＋－＠]"


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Return a CSV file (RFC 4180), UTF-8 with a byte order mark; text never runs as a formula."""
    out = io.StringIO(newline="")
    write = csv.writer(out, lineterminator="\r\n")
    write.writerow(header)
    for row in rows:
        write.writerow([neutral(value) if isinstance(value, str) else value for value in row])
    return out.getvalue().encode("utf-8-sig", "replace")


def table_csv(table: Table, report: Report) -> bytes:
    """Return the bytes of a table of the report as CSV."""
    if table.name == "progress.csv":
        return frame_csv(report.progress)
    return csv_bytes([name for name, _ in table.columns], table.rows(report))


def safe_frame(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the frame with every text safe to show, as `papers.text_safety` does it for other values."""
    text = pl.col(pl.String)
    return frame.with_columns(text.str.replace_all(_TURNING, "\ufffd").str.replace_all(_ISOLATING, "\u200b"))


def frame_csv(frame: pl.DataFrame) -> bytes:
    """Return a frame as `csv_bytes` would write it, for tables of millions of rows."""
    text = pl.col(pl.String)
    quoted = pl.when(text.str.contains(_FORMULA)).then(pl.lit("'") + text).otherwise(text)
    out = io.BytesIO()
    frame.with_columns(quoted.name.keep()).write_csv(out, include_bom=True, line_terminator="\r\n")
    return out.getvalue()


def progress_parquet(report: Report) -> bytes:
    """Return progress.parquet: the columns of progress.csv with their types."""
    out = io.BytesIO()
    report.progress.write_parquet(
        out, compression="zstd", metadata={"generator": f"actionlines {__version__}"}
    )
    return out.getvalue()


def progress_sdmx(report: Report) -> bytes:
    """Return progress.sdmx.csv: SDMX-CSV 2.0 with observations and the projections of methods (status F)."""
    observed = report.observations.select(
        "indicator",
        "series",
        "area",
        "breakdown",
        pl.lit("").alias("method"),
        "year",
        "value",
        "unit",
        "status",
    )
    projected = report.progress.filter(pl.col("projected").is_not_null()).select(
        "indicator",
        "series",
        "area",
        "breakdown",
        "method",
        pl.col("target_year").alias("year"),
        pl.col("projected").alias("value"),
        "unit",
        pl.lit("F").alias("status"),
    )
    rows = pl.concat([observed, projected.cast(dict(zip(observed.columns, observed.dtypes, strict=True)))])
    head = ("dataflow", STRUCTURE, "I")
    columns = [pl.lit(value).alias(name) for name, value in zip(SDMX_COLUMNS, head, strict=False)]
    named = [pl.col(old).alias(new) for old, new in zip(rows.columns, SDMX_COLUMNS[3:], strict=True)]
    return frame_csv(rows.select(*columns, *named))


def datapackage(report: Report) -> bytes:
    """Return datapackage.json: the CSV files with the types of their columns (Data Package v1)."""
    content: dict[str, Any] = {
        "generator": f"actionlines {__version__}",
        "profile": "tabular-data-package",
        "name": "actionlines-measure",
        "title": f"Progress and divides to 2030: {report.scope}",
        "sources": [{"title": one.name, "path": one.name} for one in report.sources],
        "resources": [
            {
                "name": table.name.partition(".")[0],
                "path": table.name,
                "title": table.title,
                "profile": "tabular-data-resource",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "schema": {"fields": [{"name": name, "type": kind} for name, kind in table.columns]},
            }
            for table in TABLES
        ],
    }
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")
