"""The report for programs: JSON, CSV, Parquet, and what describes them: a Data Package and CSV on the Web."""

from __future__ import annotations

import io
import json
import re
from importlib.resources import files
from typing import Any

import polars as pl

from actionlines import __version__
from actionlines.papers.files import csv_bytes
from actionlines.papers.progress.model import Report
from actionlines.papers.progress.tables import TABLES, Table
from actionlines.papers.progress.words import ENGLISH
from actionlines.papers.writers.as_json import plain_value, write_lines

# Raised when parts are added, when a field changes its meaning, or when one goes.
SCHEMA_VERSION = 2


def read_schema() -> dict[str, Any]:
    """Return the JSON Schema of measure.json."""
    text = files("actionlines.papers.progress").joinpath("schema/measure.schema.json").read_text("utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def measure_json(report: Report) -> bytes:
    """Return the bytes of measure.json, one line for each entry of a list."""
    return write_lines(as_dict(report))


def as_dict(report: Report) -> dict[str, Any]:
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
        "indicators": plain_value(report.indicators),
        "series": plain_value(report.measured),
        "divides": plain_value(report.divides),
        "groups": plain_value(report.groups),
        "priorities": plain_value(report.priorities),
        "gaps": plain_value(report.gaps),
        "notes": list(report.notes),
    }


# The same as in papers.text_safety, as patterns of polars.
_TURNING = "[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x{9f}\\x{202d}\\x{202e}\\x{fffe}\\x{ffff}]"
_ISOLATING = "[\\x{202a}\\x{202b}\\x{202c}\\x{2066}-\\x{2069}]"
_FORMULA = "^[=+\\-@\\t\\r\\n\\x00＝＋－＠]"


def table_csv(table: Table, report: Report) -> bytes:
    """Return the bytes of a table of the report as CSV."""
    if table.whole is not None:
        return frame_csv(table.whole(report))
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
    report.progress.write_parquet(out, compression="zstd", metadata=about)
    return out.getvalue()


# What the columns hold, in words; those of a name that says it have none; `file:name` goes first.
_ABOUT = {
    "indicator": "Id of the framework, such as sdg:17.8.1; empty where the series is of none",
    "series": "Code of the series as its source writes it",
    "area": "ISO 3166 alpha-3 code of a country, or the id of an area",
    "breakdown": "Dimension and value of the group, parted by a semicolon; empty for the total",
    "verdict": "Verdict on the scale that all methods share, computed by Actionlines",
    "progress.csv:words": "Verdict in the words of the method",
    "words": "The row in a sentence",
    "ratio": "Progress over progress needed, or yearly change, by the formula of the method",
    "projected": "Value in the year of the target as the method extrapolates it",
    "low": "Low end of the 80 % interval of the projection",
    "high": "High end of the 80 % interval of the projection",
    "breaks": "Years inside those that the verdict compares from which values cannot be compared, with the kind",
    "age": "Years from the newest value of the series to the newest of the report",
    "status": "Status as the source gives it, else as its note or source says in words",
    "obs_status": "Status as a code of SDMX CL_OBS_STATUS",
    "note": "Note of the source on the value",
    "outcome": "Whether the gap closes: closes, does-not-close, closed or cannot-tell; empty for a spread",
    "closes_in": "First year without the gap, at the present pace of both sides",
    "definition": "Definition of the series as its source gives it",
}
_DIALECT = {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True, "header": True}


def _describe_fields(table: Table) -> list[dict[str, str]]:
    out = []
    for name, kind in table.columns:
        about = _ABOUT.get(f"{table.name}:{name}") or _ABOUT.get(name)
        out.append({"name": name, "type": kind} | ({"description": about} if about else {}))
    return out


def _list_licences(report: Report) -> list[dict[str, str]]:
    """Return the licences that the files name, as a Data Package takes them; a name has no spaces."""
    named = dict.fromkeys(
        part for indicator in report.indicators for part in indicator.licence.split("; ") if part
    )
    return [{"name": _LICENCE.sub("-", item).strip("-"), "title": item} for item in named]


_LICENCE = re.compile(r"[^A-Za-z0-9._-]+")


def data_package(report: Report) -> bytes:
    """Return datapackage.json: the CSV files with dialect, types, definitions and licences (Data Package v1)."""
    licences = _list_licences(report)
    content: dict[str, Any] = {
        "generator": f"actionlines {__version__}",
        "profile": "tabular-data-package",
        "name": "actionlines-measure",
        "title": f"Progress and divides to 2030: {report.scope}",
        "description": ENGLISH("about.verdicts"),
        **({"licenses": licences} if licences else {}),
        "sources": [{"title": source.name, "path": source.name} for source in report.sources]
        or [{"title": "none"}],
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


def csv_metadata(report: Report) -> bytes:
    """Return csv-metadata.json: the CSV files as a group of tables (CSV on the Web, W3C 2015)."""
    content: dict[str, Any] = {
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
