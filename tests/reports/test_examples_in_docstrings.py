"""The examples in docstrings of reports run."""

from __future__ import annotations

import doctest
from importlib import import_module

import pytest


@pytest.mark.parametrize(
    "name",
    [
        "actionlines.reports.cells",
        "actionlines.reports.as_html",
        "actionlines.reports.concepts",
        "actionlines.reports.draw",
        "actionlines.reports.extract",
        "actionlines.reports.model",
        "actionlines.reports.labels",
        "actionlines.reports.names",
        "actionlines.reports.shown",
        "actionlines.reports.versions",
        "actionlines.reports.words",
    ],
)
def test_examples(name: str) -> None:
    failed, tried = doctest.testmod(import_module(name))
    assert failed == 0
    assert tried > 0
