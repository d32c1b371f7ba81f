"""measure.json: all of it for programs, described by schema/measure.schema.json, docs/measure.md."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from actionlines import __version__
from actionlines.reports.measure.model import Report

# Raised when parts are added, when a field changes its meaning, or when one goes.
SCHEMA_VERSION = 1


def schema() -> dict[str, Any]:
    """The JSON Schema of measure.json."""
    text = files("actionlines.reports.measure").joinpath("schema/measure.schema.json").read_text("utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def measure_json(report: Report) -> bytes:
    """measure.json"""
    parts = (f"{json.dumps(key)}: {_lines(value)}" for key, value in as_dict(report).items())
    return ("{\n" + ",\n".join(parts) + "\n}\n").encode("utf-8", "replace")


def _lines(value: Any) -> str:
    """JSON with one line for each entry of a list: an indented file of many series takes much longer."""
    if not isinstance(value, list):
        return json.dumps(value, ensure_ascii=False)
    return "[" + ",".join("\n " + json.dumps(one, ensure_ascii=False) for one in value) + "]"


def as_dict(report: Report) -> dict[str, Any]:
    """The report in plain values. Observations and the table of verdicts are in their own files."""
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
        "series": plain(report.measured),
        "divides": plain(report.divides),
        "groups": plain(report.groups),
        "priorities": plain(report.priorities),
        "gaps": plain(report.gaps),
        "notes": list(report.notes),
    }


def plain(value: Any) -> Any:
    """A frozen value as JSON has it; a number that is not finite as null."""
    kind: Any = type(value)
    if kind is str or kind is int or value is None:
        return value
    if kind is float:
        return value if math.isfinite(value) else None
    if names := _fields(kind):
        return {name: plain(getattr(value, name)) for name in names}
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    return [plain(one) for one in value] if isinstance(value, tuple | list) else value


@cache
def _fields(kind: Any) -> tuple[str, ...]:
    """Names of the fields of a dataclass, which reports have by the hundred thousand; () for other types."""
    return tuple(field.name for field in fields(kind)) if is_dataclass(kind) else ()
