"""Small frameworks in the form of UN INFO, in words of our own."""

from __future__ import annotations

import io
import json
import tarfile
from pathlib import Path
from typing import Any

OUTPUT = "Output 1.1. Districts have broadband networks and rules for them"


def activity(number: int, agency: str = "ITU", **given: Any) -> dict[str, Any]:
    """An activity of 2026 with money."""
    return {
        "id": number, "agency": agency, "sdg": None, "code": f"1.1.{number}",
        "name": "Connect rural schools to broadband networks and train the teachers in digital skills",
        "description": None, "start": "2026-01-01", "end": "2026-12-31", "outcome": OUTPUT,
        "required": 1000, "available": 600.25, "spent": 100.5, **given,
    }  # fmt: skip


def _is_amount(value: object) -> bool:
    return isinstance(value, int | float) and value > 0


def country(*activities: dict[str, Any], name: str = "Kenya", **given: Any) -> dict[str, Any]:
    """A country file with one priority, outcome and output."""
    sums = {
        name: round(sum(row[name] for row in activities if _is_amount(row[name])), 2)
        for name in ("required", "available", "spent")
    }
    node = {"id": 7, "code": "1", "description": None, **sums}
    output = {**node, "name": OUTPUT, "code": "1.1.1"}
    outcome = {**node, "name": "Outcome 1.1. Villages are connected", "children": [output]}
    return {
        "workspace_id": 1, "name": name, "totals": sums, "sdgs": {"9": sums}, "projects": list(activities),
        "framework": [{**node, "name": "Connected villages", "children": [outcome]}], **given,
    }  # fmt: skip


def written(folder: Path, name: str, data: object) -> Path:
    """The path of a country file that was written."""
    path = folder / name
    path.write_text(json.dumps(data), encoding="utf-8")
    return path


def packed(folder: Path, files: dict[str, object], name: str = "uninfo.tar.gz") -> Path:
    """The path of an archive of country files."""
    path = folder / name
    with tarfile.open(path, "w:gz") as box:
        for member, data in files.items():
            body = data if isinstance(data, bytes) else json.dumps(data).encode()
            info = tarfile.TarInfo(member)
            info.size = len(body)
            box.addfile(info, io.BytesIO(body))
    return path
