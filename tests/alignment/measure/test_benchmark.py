"""The SDG Classification Benchmark, with rows of our own: the real ones are a test and stay unread here."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from actionlines.alignment.aligner import Aligner
from actionlines.alignment.measure import benchmark as room
from actionlines.alignment.measure.benchmark import CheckedTexts, find_benchmark, read_pairs, run_benchmark, score_pairs
from actionlines.alignment.measure.figures import Watch
from actionlines.errors import DamagedInput

ROWS = [
    ("a", "Water for the village", "6", "True"),
    ("b", "Water for the school", "6", "True"),
    ("c", "The committee adjourned", "6", "False"),
    ("d", "Water for the school", "4", "False"),
    ("e", "The committee adjourned", "4", "True"),
]


def write(path: Path, rows: list[tuple[str, ...]], columns: str = "id,text,sdg,label") -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([tuple(columns.split(",")), *rows])
    return path


@pytest.mark.parametrize(
    "goals,said,true,expected",
    [
        # goal 1: right, missed, wrongly said: accuracy 1/3, precision 1/2, recall 1/2, F1 1/2
        # goal 2: all right: 1 each; each goal counts the same, however many pairs it has
        ([1, 1, 1, 2], "x.x", "xx.", (2 / 3, 3 / 4, 3 / 4, 3 / 4)),
        # never said: precision, recall and F1 are 0, accuracy is what it may leave out
        ([1, 1], "..", "x.", (1 / 2, 0, 0, 0)),
        # nothing true and nothing said: all right, and nothing found
        ([1], ".", ".", (1, 0, 0, 0)),
    ],
)
def test_checked(goals: list[int], said: str, true: str, expected: tuple[float, ...]) -> None:
    pad = "x" if len(said) < len(goals) else ""
    got = score_pairs(goals, [one == "x" for one in said + pad], [one == "x" for one in true + pad])
    assert got == CheckedTexts(*(pytest.approx(one) for one in expected))


def test_figures_of_a_small_model(aligner: Aligner, tmp_path: Path) -> None:
    pairs = read_pairs(write(tmp_path / "b.csv", ROWS))
    seen = {one.kind.key: one for one in run_benchmark(aligner, "default", pairs, Watch())}
    # goal 6: three of three right. Goal 4: "school" is said wrongly, "adjourned" missed: none of two.
    assert seen["test.accuracy"].seen == pytest.approx(50)
    assert seen["test.precision"].seen == seen["test.recall"].seen == pytest.approx(50)
    assert seen["test.f1"].seen == pytest.approx(0.5)
    # three texts: goal 6; goals 4 and 6; none
    assert seen["test.labels"].seen == pytest.approx(3 / 3)
    assert (seen["test.accuracy"].bar, seen["test.accuracy"].reached) == (85.5, False)


@pytest.mark.parametrize(
    "rows,columns,problem",
    [
        ([("a", "x", "18", "True")], "id,text,sdg,label", "row 1: sdg"),
        ([("a", "x", "3", "True"), ("b", "x", "3", "maybe")], "id,text,sdg,label", "row 2: sdg"),
        ([("a", "x")], "id,text", "columns are missing: sdg, label"),
    ],
)
def test_rows_that_cannot_be_used(rows: list[tuple[str, ...]], columns: str, problem: str, tmp_path: Path) -> None:
    with pytest.raises(DamagedInput, match=problem):
        read_pairs(write(tmp_path / "b.csv", rows, columns))


def test_where_the_rows_lie(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(room.FILE, str(tmp_path / "own.csv"))
    assert find_benchmark() == tmp_path / "own.csv"
    monkeypatch.delenv(room.FILE)
    inside = tmp_path / "sdgclassification" / "benchmark" / "resources" / "benchmark.csv"
    inside.parent.mkdir(parents=True)
    inside.write_text("")
    monkeypatch.syspath_prepend(tmp_path)
    assert find_benchmark() == inside  # as the package has it, and nothing of it is run
    monkeypatch.setattr(room.importlib.util, "find_spec", lambda _name: None)
    assert find_benchmark() is None
