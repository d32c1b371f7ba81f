"""The tables of the report and its files for programs: JSON, CSV, Parquet, Data Package, CSV on the Web."""

import io
import json
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from importlib.resources import files
from operator import attrgetter
from types import MappingProxyType
from typing import Any

import polars as pl

from actionlines import __version__
from actionlines.indicators.model import KEY
from actionlines.indicators.provenance import SCHEMA as BREAKS
from actionlines.indicators.provenance import obs_statuses
from actionlines.json_types import JsonObject
from actionlines.lazily import read_rows
from actionlines.papers.progress.judged import COLUMNS, SENTENCES
from actionlines.papers.progress.model import DataGap, Divide, GroupFigure, Indicator, Priority, ProgressReport, RowFlaw
from actionlines.papers.progress.words import ENGLISH
from actionlines.papers.writers.as_json import plain_value, write_lines

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
    old = as_texts(before.select(*keys, pl.col("verdict").alias("before")))
    both = as_texts(now.select(*keys, "title", pl.col("verdict").alias("now"))).join(
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


# Types of Table Schema by the annotation of a field.
_TYPES = MappingProxyType({"str": "string", "int": "integer", "float": "number"})
_POLARS = MappingProxyType({"String": "string", "Int32": "integer", "Float64": "number"})
_FRAME = MappingProxyType({"string": pl.String, "integer": pl.Int64, "number": pl.Float64})


@dataclass(frozen=True, slots=True)
class ReportTable:
    """A table of the report: headings with their types, and its rows as a frame. `name` is that of the CSV file."""

    name: str
    title: str
    columns: tuple[tuple[str, str], ...]
    rows: Callable[[ProgressReport], pl.DataFrame | Sequence[Any]]

    def count(self, report: ProgressReport) -> int:
        """Return the number of rows."""
        return len(self.rows(report))

    def frame(self, report: ProgressReport, limit: int | None = None) -> pl.DataFrame:
        """Return the rows, at most the first `limit`, every text safe to show."""
        rows = self.rows(report)
        if isinstance(rows, pl.DataFrame):
            return safe_frame(rows[:limit])
        return safe_frame(
            pl.DataFrame(
                [
                    pl.Series(name, _read_column(name, rows[:limit]), _FRAME[kind], strict=False)
                    for name, kind in self.columns
                ]
            )
        )


def _read_column(name: str, rows: Sequence[Any]) -> list[Any]:
    """Return a field of all rows; measures stand as `name=value` pairs."""
    values = list(map(attrgetter(name), rows))
    # Twelve digits: a head count of millions keeps its last person, 0.1 + 0.2 stays 0.3.
    return values if name != "measures" else ["; ".join(f"{k}={v:.12g}" for k, v in each.items()) for each in values]


def _record_table(
    kind: type[Any], rows: Callable[[ProgressReport], Sequence[Any]], name: str, title: str
) -> ReportTable:
    columns = tuple((f.name, _TYPES.get(str(f.type).partition(" ")[0], "string")) for f in fields(kind))
    return ReportTable(name, title, columns, rows)


def _frame_table(
    name: str, title: str, columns: Mapping[str, type[pl.DataType]], whole: Callable[[ProgressReport], pl.DataFrame]
) -> ReportTable:
    kinds = tuple((column, _POLARS[str(kind())]) for column, kind in columns.items())
    return ReportTable(name, title, kinds, whole)


def change_texts(frame: pl.DataFrame, change: Callable[[pl.Expr], pl.Expr]) -> pl.DataFrame:
    """Return the frame with its texts changed; a column repeats them, so `change` gets each of them once."""
    changed = []
    for column in frame.select(pl.col(pl.String, pl.Categorical)):
        texts = pl.DataFrame({"old": column.unique().cast(pl.String)}).with_columns(new=change(pl.col("old")))
        texts = texts.filter(pl.col("old") != pl.col("new"))
        if texts.height:
            changed.append(column.cast(pl.String).replace(texts["old"], texts["new"]))
    return frame.with_columns(changed)


def as_texts(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the frame with texts in place of categories."""
    return frame.cast({pl.Categorical: pl.String})


def values_of(report: ProgressReport) -> pl.DataFrame:
    """Return every value of the report with its status, note and source, in the columns of VALUES."""
    rows = report.observations
    return rows.with_columns(obs_status=obs_statuses(rows)).select(*VALUES)


def _or_empty(frame: pl.DataFrame | None, columns: Mapping[str, type[pl.DataType]]) -> pl.DataFrame:
    """Return the frame; of a report without an earlier download one without rows."""
    return pl.DataFrame(schema=dict(columns)) if frame is None else frame


VALUES: Mapping[str, type[pl.DataType]] = {
    **dict.fromkeys(KEY, pl.String),
    "year": pl.Int32,
    "value": pl.Float64,
    **dict.fromkeys(("status", "obs_status", "note", "source", "licence"), pl.String),
}

TABLES = (
    _frame_table("progress.csv", "Progress", COLUMNS, lambda report: judged_rows(report)),
    _frame_table("values.csv", "Values", VALUES, values_of),
    _frame_table("breaks.csv", "Breaks", BREAKS, lambda report: report.breaks),
    _frame_table("revisions.csv", "Revisions", REVISIONS, lambda report: _or_empty(report.revisions, REVISIONS)),
    _frame_table("turned.csv", "Verdicts turned", TURNED, lambda report: _or_empty(report.turned, TURNED)),
    _record_table(Indicator, lambda report: report.indicators, "indicators.csv", "Indicators"),
    _record_table(Divide, lambda report: report.divides, "divides.csv", "Divides"),
    _record_table(Priority, lambda report: report.priorities, "priorities.csv", "Priorities"),
    _record_table(GroupFigure, lambda report: report.groups, "groups.csv", "Groups"),
    _record_table(DataGap, lambda report: report.gaps, "gaps.csv", "Data gaps"),
    _record_table(RowFlaw, lambda report: report.flaws, "problems.csv", "Problems"),
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
    "sdg.sdmx21.xml",
    "structure.sdg.sdmx21.xml",
    "datapackage.json",
    "csv-metadata.json",
    "index.html",
)
# Files that a report of more than judged.SENTENCES series has on request alone.
ON_REQUEST = {"json": FILES[:1], "sdmx": tuple(name for name in FILES if ".sdmx" in name)}


def list_files(judged: int, also: Collection[str] = ()) -> tuple[str, ...]:
    """Return the files of a report on so many series; `also` are keys of ON_REQUEST."""
    left = {name for key, names in ON_REQUEST.items() if key not in also for name in names}
    return FILES if judged <= SENTENCES else tuple(name for name in FILES if name not in left)


def judged_rows(report: ProgressReport) -> pl.DataFrame:
    """Return the rows of progress.csv: of more than judged.SENTENCES series only those of methods that judge."""
    rows = report.progress
    return rows if report.judged <= SENTENCES else rows.filter((pl.col("verdict") != "") | (pl.col("reason") != ""))


# Raised when parts are added, when a field changes its meaning, or when one goes.
SCHEMA_VERSION = 2


def read_schema() -> JsonObject:
    """Return the JSON Schema of measure.json."""
    text = files("actionlines.papers.progress").joinpath("schema/measure.schema.json").read_text("utf-8")
    loaded: JsonObject = json.loads(text)
    return loaded


def measure_json(report: ProgressReport) -> bytes:
    """Return the bytes of measure.json, one line for each entry of a list."""
    return write_lines(as_dict(report))


def as_dict(report: ProgressReport) -> JsonObject:
    """Return the report in plain values. Observations and the table of verdicts are in their own files."""
    return {
        "schema_version": SCHEMA_VERSION,
        "generator": f"actionlines {__version__}",
        "scope": {"words": report.scope, **report.chosen},
        "as_of": report.as_of,
        "methods": dict(report.methods),
        "sources": plain_value(report.sources),
        "failed": plain_value(report.failed),
        "problems": plain_value(report.flaws),
        "judged": report.judged,
        "ages": {"old_after": report.old_after, "set_aside": report.set_aside},
        "policy": dict(report.policy.rules),
        "indicators": plain_value(report.indicators),
        "series": plain_value(report.measured),
        "divides": plain_value(report.divides),
        "groups": plain_value(report.groups),
        "priorities": plain_value(report.priorities),
        "gaps": plain_value(report.gaps),
        "notes": list(report.notes),
    }


# The same as in papers.files, as patterns of polars.
_TURNING = "[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x{9f}\\x{202d}\\x{202e}\\x{fffe}\\x{ffff}]"
_ISOLATING = "[\\x{202a}\\x{202b}\\x{202c}\\x{2066}-\\x{2069}]"
_FORMULA = "^[=+\\-@\\t\\r\\n\\x00＝＋－＠]"


def safe_frame(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the frame with every text safe to show, as `papers.files` does it for other values."""
    return change_texts(
        frame, lambda text: text.str.replace_all(_TURNING, "\ufffd").str.replace_all(_ISOLATING, "\u200b")
    )


PART = 100_000  # rows of a table that are written at once


def frame_csv(frame: pl.DataFrame) -> Iterator[bytes]:
    """Yield a frame as CSV (RFC 4180), UTF-8 with a byte order mark; text never runs as a formula."""
    frame = change_texts(
        frame, lambda text: pl.when(text.str.contains(_FORMULA)).then(pl.lit("'") + text).otherwise(text)
    )
    text, first = pl.col(pl.String), True
    for start in range(0, frame.height or 1, PART):
        out = io.BytesIO()
        part = as_texts(frame.slice(start, PART)).with_columns(pl.when(text != "").then(text).name.keep())
        part.write_csv(out, include_bom=first, include_header=first, line_terminator="\r\n")
        first = False
        yield out.getvalue()


def progress_parquet(report: ProgressReport) -> bytes:
    """Return progress.parquet: the columns of progress.csv with their types; its metadata say what they hold."""
    about = {
        "generator": f"actionlines {__version__}",
        "title": f"Progress and divides to 2030: {report.scope}",
        "description": ENGLISH("about.verdicts"),
        "columns": json.dumps(_describe_fields(TABLES[0]), ensure_ascii=False),
        "sources": json.dumps([{"name": source.name, "sha256": source.sha256} for source in report.sources]),
        "licenses": json.dumps(_list_licences(report), ensure_ascii=False),
    }
    out = io.BytesIO()
    rows = report.progress.lazy().cast({pl.Categorical: pl.String})
    rows.sink_parquet(out, compression="zstd", compression_level=1, metadata=about)
    return out.getvalue()


# What the columns hold, in words; those of a name that says it have none; `file:name` goes first.
_ABOUT = {row["column"]: row["holds"] for row in read_rows("actionlines.papers.progress", "data/columns.csv")}
_DIALECT = {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True, "header": True}


def _describe_fields(table: ReportTable) -> list[dict[str, str]]:
    out = []
    for name, kind in table.columns:
        about = _ABOUT.get(f"{table.name}:{name}") or _ABOUT.get(name)
        out.append({"name": name, "type": kind} | ({"description": about} if about else {}))
    return out


def _list_licences(report: ProgressReport) -> list[dict[str, str]]:
    """Return the licences that the files name, as a Data Package takes them; a name has no spaces."""
    named = dict.fromkeys(part for indicator in report.indicators for part in indicator.licence.split("; ") if part)
    return [{"name": _LICENCE.sub("-", item).strip("-"), "title": item} for item in named]


_LICENCE = re.compile(r"[^A-Za-z0-9._-]+")


def data_package(report: ProgressReport) -> bytes:
    """Return datapackage.json: the CSV files with dialect, types, definitions and licences (Data Package v1)."""
    licences = _list_licences(report)
    content: JsonObject = {
        "generator": f"actionlines {__version__}",
        "profile": "tabular-data-package",
        "name": "actionlines-measure",
        "title": f"Progress and divides to 2030: {report.scope}",
        "description": ENGLISH("about.verdicts"),
        **({"licenses": licences} if licences else {}),
        "sources": [{"title": source.name, "path": source.name} for source in report.sources] or [{"title": "none"}],
        "resources": [
            {
                "name": table.name.partition(".")[0],
                "path": table.name,
                "title": table.title,
                "profile": "tabular-data-resource",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "dialect": _DIALECT,
                "schema": {"fields": _describe_fields(table), "missingValues": [""]},
            }
            for table in TABLES
        ],
    }
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


def csv_metadata(report: ProgressReport) -> bytes:
    """Return csv-metadata.json: the CSV files as a group of tables (CSV on the Web, W3C 2015)."""
    content: JsonObject = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "dc:title": f"Progress and divides to 2030: {report.scope}",
        "dc:description": ENGLISH("about.verdicts"),
        "generator": f"actionlines {__version__}",
        "dialect": {"encoding": "utf-8", "lineTerminators": ["\r\n", "\n"], "header": True},
        "tables": [
            {
                "url": table.name,
                "dc:title": table.title,
                "tableSchema": {
                    "columns": [
                        {
                            "name": field["name"],
                            "titles": field["name"],
                            "datatype": field["type"],
                            **({"dc:description": field["description"]} if "description" in field else {}),
                        }
                        for field in _describe_fields(table)
                    ]
                },
            }
            for table in TABLES
        ],
    }
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")
