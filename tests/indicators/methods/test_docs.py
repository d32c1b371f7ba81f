"""docs/explanation/methods.md: every method has its example, every example runs, every field is described."""

from __future__ import annotations

import dataclasses
import doctest
import importlib
import pkgutil
from pathlib import Path

import pytest

from actionlines.indicators import methods
from actionlines.indicators.model import Aim

PAGE = Path(__file__).resolve().parents[3] / "docs" / "explanation" / "methods.md"


def test_examples_run() -> None:
    failed, tried = doctest.testfile(str(PAGE), module_relative=False)
    assert tried > 20 and failed == 0


@pytest.mark.parametrize("name", methods.ALL)
def test_every_method_has_its_example(name: str) -> None:
    text = PAGE.read_text("utf-8")
    assert f"| `{name}` |" in text
    section = text.partition(f"\n### {name}\n")[2].partition("\n## ")[0].partition("\n### ")[0]
    assert f'show("{name}"' in section


def test_every_field_of_an_aim_is_described() -> None:
    section = PAGE.read_text("utf-8").partition("## What an aim says")[2].partition("\n## ")[0]
    for field in dataclasses.fields(Aim):
        assert f"`{field.name}`" in section


@pytest.mark.parametrize("module", [found.name for found in pkgutil.iter_modules(methods.__path__)])
def test_examples_in_docstrings_run(module: str) -> None:
    failed, _ = doctest.testmod(importlib.import_module(f"actionlines.indicators.methods.{module}"))
    assert failed == 0
