"""Write measure.json: schema/measure.schema.json and docs/how-to/measure-progress.md describe it."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

from actionlines import __version__
from actionlines.papers.progress.model import Report
from actionlines.papers.writers.as_json import plain

# Raised when parts are added, when a field changes its meaning, or when one goes.
SCHEMA_VERSION = 2


def schema() -> dict[str, Any]:
    """Return the JSON Schema of measure.json."""
    text = files("actionlines.papers.progress").joinpath("schema/measure.schema.json").read_text("utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def measure_json(report: Report) -> bytes:
    """Return the bytes of measure.json, one line for each entry of a list."""
    parts = (f"{json.dumps(key)}: {_lines(value)}" for key, value in as_dict(report).items())
    return ("{\n" + ",\n".join(parts) + "\n}\n").encode("utf-8", "replace")


def _lines(value: Any) -> str:
    """Return JSON with one line for each entry of a list: an indented file of many series takes much longer."""
    if not isinstance(value, list):
        return json.dumps(value, ensure_ascii=False)
    return "[" + ",".join("\n " + json.dumps(one, ensure_ascii=False) for one in value) + "]"


def as_dict(report: Report) -> dict[str, Any]:
    """Return the report in plain values. Observations and the table of verdicts are in their own files."""
    return {
        "schema_version": SCHEMA_VERSION,
        "generator": f"actionlines {__version__}",
        "scope": {"words": report.scope, **report.chosen},
        "as_of": report.as_of,
        "methods": dict(report.methods),
        "sources": plain(report.sources),
        "failed": plain(report.failed),
        "problems": plain(report.flaws),
        "judged": report.judged,
        "ages": {"old_after": report.old_after, "set_aside": report.set_aside},
        "indicators": plain(report.indicators),
        "series": plain(report.measured),
        "divides": plain(report.divides),
        "groups": plain(report.groups),
        "priorities": plain(report.priorities),
        "gaps": plain(report.gaps),
        "notes": list(report.notes),
    }
