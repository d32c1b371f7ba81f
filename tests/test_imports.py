"""Imports point downwards only, and the command line starts without what it does not need."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


def test_the_import_contract_holds() -> None:
    pytest.importorskip("importlinter", reason="import-linter is not installed")
    run = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"]
    done = subprocess.run(run, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("words", "absent"),
    [
        # help needs no reader, no report writer and no framework
        ("actionlines.cli", ("lxml", "pypdfium2", "docx", "vl_convert", "jinja2", "selectolax")),
        # the citation finder by itself needs no reader
        ("actionlines.citations", ("lxml", "pypdfium2", "typer", "rich")),
        # mandates are found without the command line and without report writers
        ("actionlines.mandates", ("typer", "vl_convert", "docx", "jinja2")),
    ],
)
def test_a_room_does_not_load_what_it_does_not_need(words: str, absent: tuple[str, ...]) -> None:
    program = f"import sys, {words}; print(*[name for name in {absent!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
