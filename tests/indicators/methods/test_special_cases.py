"""docs/explanation/methods.md, "Special cases": every cell of the table is what the method says."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from actionlines.indicators import methods
from actionlines.indicators.model import Aim
from tests.indicators.methods.make import series

PAGE = Path(__file__).resolve().parents[3] / "docs" / "explanation" / "methods.md"
SHARE = {"low": 0.0, "high": 100.0, "bounds": (0.0, 100.0), "green": 90.0}
LESS = {"low": 0.0, "high": 100.0, "direction": -1, "bounds": (100.0, 0.0), "green": 10.0}
NONE = "–"


def line(values: dict[int, float]) -> dict[int, float]:
    """With the years between on the straight line, so that long and short terms have their values."""
    years = sorted(values)
    found = dict(values)
    for one, two in pairwise(years):
        step = (values[two] - values[one]) / (two - one)
        found |= {year: values[one] + step * (year - one) for year in range(one, two)}
    return found


UP = Aim(100, **SHARE)  # type: ignore[arg-type]
DOWN = Aim(0, **LESS)  # type: ignore[arg-type]
# The words of the first column -> values and aim. Values run from 2005, progress is counted from 2015.
CASES: dict[str, tuple[dict[int, float], Aim]] = {
    "no value": ({}, UP),
    "one value, 50": ({2022: 50}, UP),
    "one value, 100": ({2022: 100}, UP),
    "40 throughout": (line({2005: 40, 2022: 40}), UP),
    "100 throughout": (line({2005: 100, 2022: 100}), UP),
    "0 throughout": (line({2005: 0, 2022: 0}), UP),
    "from 0 to 40": (line({2005: 0, 2015: 0, 2022: 40}), UP),
    "from 60 to 100": (line({2005: 40, 2015: 60, 2022: 100}), UP),
    "from 100 to 99": (line({2005: 100, 2015: 100, 2022: 99}), UP),
    "from 60 to 50": (line({2005: 60, 2015: 60, 2022: 50}), UP),
    "from 30 to 10, to be 0": (line({2005: 50, 2015: 30, 2022: 10}), DOWN),
    "from 30 to 0, to be 0": (line({2005: 50, 2015: 30, 2022: 0}), DOWN),
    "0 throughout, to be 0": (line({2005: 0, 2022: 0}), DOWN),
    "from -5 to 3, to be 10": (line({2005: -5, 2015: -5, 2022: 3}), Aim(10)),
    "from 0.80 to 0.90, parity": (line({2005: 0.7, 2015: 0.8, 2022: 0.9}), Aim(1, band=(0.97, 1.03))),
    "from 1.25 to 1.11, parity": (line({2005: 1.4, 2015: 1.25, 2022: 1.11}), Aim(1, band=(0.97, 1.03))),
    "from 0.80 to 1.02, parity": (line({2005: 0.7, 2015: 0.8, 2022: 1.02}), Aim(1, band=(0.97, 1.03))),
    "from 1.00 to 1.10, parity": (line({2005: 1, 2015: 1, 2022: 1.1}), Aim(1, band=(0.97, 1.03))),
    "from 40 to 50, no number": (line({2005: 30, 2015: 40, 2022: 50}), Aim(low=0.0, high=100.0)),
    "from 40 to 50, less is better, no number": (
        line({2005: 30, 2015: 40, 2022: 50}), Aim(direction=-1, low=0.0, high=100.0),
    ),
}  # fmt: skip


def table() -> list[list[str]]:
    section = PAGE.read_text("utf-8").partition("## Special cases")[2].partition("\n## ")[0]
    return [
        [cell.strip().strip("`") for cell in row.strip("|").split("|")]
        for row in section.splitlines()
        if row.startswith("|") and not row.startswith("|-")
    ]


def test_every_case_and_every_method_is_in_the_table() -> None:
    head, *body = table()
    assert head[1:] == list(methods.ALL) and [row[0] for row in body] == list(CASES)


@pytest.mark.parametrize("words", CASES)
def test_the_cell_is_what_the_method_says(words: str) -> None:
    values, aim = CASES[words]
    head, *body = table()
    (row,) = [row for row in body if row[0] == words]
    for name, cell in zip(head[1:], row[1:], strict=True):
        found = methods.progress(series(values), aim, name)
        assert (found.verdict or NONE) == cell, (name, found)
        assert found.verdict or found.reason.startswith("Cannot be judged: ")
