"""The annotated resolutions beside the checkout: the figures that the finder has to keep."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from benchmarks.gold import mandate_row
from benchmarks.mandates import gold_document

from actionlines.mandates import find_mandates

# What was promised; the finder stands well above, so that a fall shows.
FLOORS = {"mandate": 0.97, "strict": 0.9, "addr": 0.94, "due": 0.94, "report_to": 0.9, "deliverable": 0.85}


@pytest.fixture(scope="module")
def figures(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    gold, out = shared / "data" / "mandates", tmp_path_factory.mktemp("mandates")
    for path in sorted(gold.glob("*.paragraphs.json")):
        name = path.name.removesuffix(".paragraphs.json")
        rows = [mandate_row(name, mandate) for mandate in find_mandates(gold_document(path))]
        lines = "".join(json.dumps(row) + "\n" for row in rows)
        (out / f"{name}.mandates.jsonl").write_text(lines, "utf-8")
    command = [sys.executable, str(gold / "score.py"), str(out), "--gold", str(gold), "--json"]
    answer = subprocess.run(command, check=True, capture_output=True, text=True)
    measured: dict[str, Any] = json.loads(answer.stdout)["mandates"]
    return measured


@pytest.mark.long
@pytest.mark.parametrize(("figure", "floor"), FLOORS.items())
def test_figures(figures: dict[str, Any], figure: str, floor: float) -> None:
    assert figures[figure]["F1"] >= floor
