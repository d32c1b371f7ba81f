"""What docs/reference/framework.md shows runs, and the docstrings' examples are true."""

from __future__ import annotations

import doctest
import importlib
import re
from pathlib import Path

import pytest

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "framework.md"
BLOCKS = re.findall(r"^```python\n(.+?)^```", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.splitlines()[-1][:40])
def test_example_of_the_page_runs(block: str) -> None:
    exec(compile(block, PAGE.name, "exec"), {})


@pytest.mark.parametrize("name", ["bodies", "called", "export", "framework", "model", "references"])
def test_examples_of_docstrings(name: str) -> None:
    result = doctest.testmod(importlib.import_module(f"actionlines.framework.{name}"))
    assert result.attempted > 0
    assert result.failed == 0


def test_the_page_names_every_table() -> None:
    text = PAGE.read_text("utf-8")
    data = Path(importlib.import_module("actionlines.framework.tables").DATA)
    assert [path.stem for path in data.glob("*.csv") if f"`{path.stem}`" not in text] == []
