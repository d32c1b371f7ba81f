"""The size of the code and what it still owes to the rules of names and rooms. No figure of house.csv may rise.

lines, files  Python files of the package
riddles       names that say nothing, as `scripts/plain-words` finds them
tables        modules that name three or more kinds of record: each is a place to edit for a new kind
private       private attributes of other packages
fmt_skip      `fmt: skip` comments
"""

from __future__ import annotations

import ast
import csv
import re
import runpy
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "actionlines"
ROWS = csv.DictReader((ROOT / "tests" / "house.csv").read_text("utf-8").splitlines())
MOST = {row["figure"]: int(row["most"]) for row in ROWS}
KINDS = (
    "activit(y|ies)",
    "mandates?",
    "instruments?",
    "organi[sz]ations?",
    "road_?maps?",
    "reports?",
    "(resource|envelope)s?",
    "consultations?",
)
# Methods of Django and of named tuples whose names begin with an underscore though they are public.
PUBLIC = {
    "_meta",
    "_replace",
    "_asdict",
    "_fields",
    "_state",
    "_make",
    "_base_manager",
    "_default_manager",
    "_loaded_items",
}


@cache
def texts() -> dict[Path, str]:
    """Return each file of the package and its text."""
    return {path: path.read_text("utf-8") for path in sorted(PACKAGE.rglob("*.py"))}


@cache
def trees() -> dict[Path, ast.Module]:
    """Return the code of each file but for migrations."""
    return {path: ast.parse(text) for path, text in texts().items() if "migrations" not in path.parts}


def words_of(tree: ast.Module) -> str:
    """Return the names, attributes, short strings and imports of a module, each word in lower case."""
    words = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            words.append(node.id)
        elif isinstance(node, ast.Attribute):
            words.append(node.attr)
        elif (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and re.fullmatch(r"[\w.:/-]{3,40}", node.value)
        ):
            words.append(node.value)
        elif isinstance(node, ast.Import):
            words += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            words += [f"{node.module}.{alias.name}" for alias in node.names]
    return re.sub(r"([a-z])([A-Z])", r"\1_\2", " ".join(words)).lower()


def names_kinds(path: Path, tree: ast.Module) -> bool:
    """Return whether a module names three or more kinds of record."""
    if "framework" in path.parts or path.name == "__init__.py":
        return False
    words = words_of(tree)
    return sum(bool(re.search(rf"(?<![a-z])(?:{kind})(?![a-z])", words)) for kind in KINDS) > 2


def private_attributes(tree: ast.Module) -> Iterator[str]:
    """Yield private attributes of objects that the module does not define."""
    attributes = [node for node in ast.walk(tree) if isinstance(node, ast.Attribute)]
    own = {
        node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
    }
    own |= {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    own |= {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    own |= {
        node.attr for node in attributes if isinstance(node.ctx, ast.Store) and getattr(node.value, "id", "") == "self"
    }
    for node in attributes:
        of_super = isinstance(node.value, ast.Call) and getattr(node.value.func, "id", "") == "super"
        of_self = isinstance(node.value, ast.Name) and node.value.id in ("self", "cls")
        if re.match("_[a-z]", node.attr) and node.attr not in PUBLIC | own and not of_super and not of_self:
            yield node.attr


def measure(figure: str) -> int:
    """Return a figure of the code as it is."""
    if figure == "lines":
        return sum(text.count("\n") for text in texts().values())
    if figure == "files":
        return len(texts())
    if figure == "fmt_skip":
        return sum(text.count("fmt: skip") for text in texts().values())
    if figure == "riddles":
        find_riddles = runpy.run_path(str(ROOT / "scripts" / "plain-words"))["find_riddles"]
        return sum(1 for tree in trees().values() for _ in find_riddles(tree))
    if figure == "tables":
        return sum(names_kinds(path, tree) for path, tree in trees().items())
    return sum(1 for tree in trees().values() for _ in private_attributes(tree))


@pytest.mark.parametrize("figure", MOST)
def test_no_figure_of_the_house_rises(figure: str) -> None:
    assert measure(figure) <= MOST[figure]
