"""Imports point downwards only, and the command line starts without what it does not need."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SRC = ROOT / "src"


def test_the_import_contract_holds() -> None:
    pytest.importorskip("importlinter", reason="import-linter is not installed")
    run = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"]
    done = subprocess.run(run, cwd=ROOT, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stdout


def test_no_modules_import_each_other() -> None:
    """Packages count, as do imports inside functions and for type checkers."""
    try:
        TopologicalSorter(_imports()).prepare()
    except CycleError as error:
        pytest.fail(f"these modules import each other: {' -> '.join(error.args[1])}")


@cache
def _imports() -> dict[str, set[str]]:
    """Return for each module the modules that it imports, and the packages around these which it is not in."""
    files = {
        ".".join(file.relative_to(SRC).with_suffix("").parts).removesuffix(".__init__"): file
        for file in SRC.rglob("*.py")
    }
    edges: dict[str, set[str]] = {}
    for name, file in files.items():
        parts = [part for module in _imported(ast.parse(file.read_text(encoding="utf-8"))) for part in _around(module)]
        own = set(_around(name)) if file.name == "__init__.py" else set(_around(name)[:-1])
        edges[name] = {part for part in parts if part in files and part not in own} - {name}
    return edges


def _around(module: str) -> list[str]:
    """Return a module and the packages that it is in: those run first."""
    parts = module.split(".")
    return [".".join(parts[:end]) for end in range(1, len(parts) + 1)]


def _imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize(
    ("words", "absent"),
    [
        # help needs no reader, no report writer and no framework
        ("actionlines.cli", ("lxml", "pypdfium2", "docx", "vl_convert", "jinja2", "selectolax")),
        # the citation finder by itself needs no reader
        ("actionlines.citations", ("lxml", "pypdfium2", "typer", "rich")),
        # a list of citations needs the model of mandates, and no finder
        ("actionlines.mandates, actionlines.mandates.model", ("actionlines.mandates.find",)),
        # mandates are found without the command line and without report writers
        ("actionlines.mandates", ("typer", "vl_convert", "docx", "jinja2")),
    ],
)
def test_a_room_does_not_load_what_it_does_not_need(words: str, absent: tuple[str, ...]) -> None:
    program = f"import sys, {words}; print(*[name for name in {absent!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


@pytest.mark.parametrize("command", ["cite", "mandates"])
def test_a_command_loads_only_what_it_needs(command: str) -> None:
    absent = ("pydantic", "lxml", "pypdfium2", "email", "polars", "actionlines.papers.progress.model",
              "actionlines.framework.framework", "actionlines.programmes.fascicle_model")  # fmt: skip
    program = (
        "import sys; from actionlines.cli import main\n"
        f"try: main([{command!r}, 'examples/resolution.txt'])\n"
        f"except SystemExit: print(*[name for name in {absent!r} if name in sys.modules], file=sys.stderr)"
    )
    run = [sys.executable, "-c", program]
    done = subprocess.run(run, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.count("\n") > 1
    assert done.stderr.strip() == ""
