"""The examples in docstrings of reports run."""

from __future__ import annotations

import doctest
from importlib import import_module

import pytest


@pytest.mark.parametrize(
    "name",
    [
        "actionlines.papers.files",
        "actionlines.papers.follow_up.page",
        "actionlines.papers.charts.model",
        "actionlines.papers.follow_up.collect",
        "actionlines.papers.names",
        "actionlines.citations.graph",
        "actionlines.papers.words",
    ],
)
def test_examples(name: str) -> None:
    failed, tried = doctest.testmod(import_module(name))
    assert failed == 0
    assert tried > 0
