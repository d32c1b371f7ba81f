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


# A section of a budget with all that a real one has: entities, mandates, results, merged headers, three sources.
FASCICLE = """<html><body>
<h1>Proposed programme budget for 2026</h1>
<h1>Part IV Works</h1><h1>Section 40 Lakes</h1><h2>Programme 30</h2><h2>Lakes and rivers</h2>
<h1>I. Lake Office</h1><h1>A. Proposed programme plan for 2026</h1>
<h1>Legislative mandates</h1><h4>General Assembly resolutions</h4>
<table><tr><td>70/1</td><td>Agenda</td></tr></table>
<h2>Subprogramme 1</h2><h2>Shores</h2><h4>Economic and Social Council resolutions</h4>
<table><tr><td>2015/26; 2020/12</td><td>Assessment</td></tr></table>
<h4>Lakes Commission resolutions</h4>
<table><tr><td>66/9</td><td>Lakes Commission</td></tr></table>
<h1>Deliverables</h1><h1>Subprogramme 1</h1><h1>Shores</h1><h2>Result 1: cleaner shores</h2>
<h2>Table 40.1</h2><h2>Subprogramme 1: deliverables for the period 2025–2026, by category</h2>
<table><tr><td>Category and subcategory</td><td>2025 planned</td><td>2026 planned</td></tr>
<tr><td></td><td></td><td></td></tr>
<tr><td>A. Bodies</td><td></td><td></td></tr>
<tr><td>Services (number of three-hour meetings)</td><td>6</td><td>5</td></tr>
<tr><td>Meetings of the:</td><td></td><td></td></tr>
<tr><td>1. Lakes Board</td><td>2</td><td>1</td></tr>
<tr><td>2. Fifth Committee</td><td>4</td><td>4</td></tr></table>
<h1>B. Proposed post and non-post resource requirements for 2026</h1><h1>Overview</h1>
<p>The proposed regular budget resources for 2026 are reflected in the tables.</p>
<h2>Table 40.2</h2><h2>Overall: evolution of financial resources by source of funding and component a</h2>
<p>(Thousands of United States dollars)</p><p>(1) Regular budget</p>
<table><tr><td rowspan="2">Component</td><td rowspan="2">2025 approved</td><td colspan="3">Changes</td>
<td rowspan="2">2026 estimate</td></tr>
<tr><td>Technical adjustments</td><td>Other</td><td>Percentage</td></tr>
<tr><td>A. Policymaking organs</td><td>10.5</td><td>–</td><td>–</td><td>–</td><td>10.5</td></tr>
<tr><td>C. Programme of work</td><td></td><td></td><td></td><td></td><td></td></tr>
<tr><td>1. Shores</td><td>755.0 b</td><td>3.5</td><td>(3.5)</td><td>(0.5)</td><td>755.0</td></tr>
<tr><td>Subtotal, 1</td><td>770.5</td><td>3.5</td><td>(3.5)</td><td>–</td><td>765.5</td></tr></table>
<p>(2) Extrabudgetary</p>
<table><tr><td>Component</td><td>2025 estimate</td><td>2026 estimate</td></tr>
<tr><td>C. Programme of work</td><td></td><td></td></tr>
<tr><td>1. Shores</td><td>1 000.0</td><td>1 234.5</td></tr>
<tr><td>Subtotal, 2</td><td>1 000.0</td><td>1 234.5</td></tr>
<tr><td>Total (1+2)</td><td>1 770.5</td><td>2 000.0</td></tr></table>
<h1>Programme of work</h1><h1>Subprogramme 1</h1><h1>Shores</h1>
<h2>Table 40.3</h2><h2>Subprogramme 1: evolution of financial and post resources</h2>
<p>(Thousands of United States dollars/number of posts)</p>
<table><tr><td></td><td>2025 approved</td><td>2026 estimate</td></tr>
<tr><td colspan="3">Financial resources by main category of expenditure</td></tr>
<tr><td>Posts</td><td>755.0</td><td>755.0</td></tr><tr><td>Total</td><td>755.0</td><td>755.0</td></tr>
<tr><td>Post resources by category</td><td></td><td></td></tr>
<tr><td>Professional and higher</td><td>7</td><td>7</td></tr><tr><td>Total</td><td>7</td><td>7</td></tr></table>
<h1>II. River Unit</h1><h1>Annex I</h1><h2>Table 1</h2><h2>Overview of resources, by source</h2>
<p>(Thousands of United States dollars)</p>
<table><tr><td></td><td>Regular budget</td><td></td><td>Extrabudgetary</td><td>Total</td></tr>
<tr><td></td><td>2026 estimate</td><td></td><td>2026 estimate</td><td>2026 estimate</td></tr>
<tr><td>River Unit</td><td>1.0</td><td></td><td>2.0</td><td>3.0</td></tr></table>
</body></html>"""
