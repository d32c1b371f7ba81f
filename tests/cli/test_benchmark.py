"""`actionlines benchmark`: the table, JSON, what is missing, and how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from actionlines.alignment.measure.figures import make_figure
from actionlines.cli.benchmark import figures_summary, figures_table, format_number
from tests.alignment.measure.sets import write_data
from tests.alignment.small_model import write_model
from tests.cli import running


def run(*words: str | Path, **environment: str) -> running.Ran:
    """Run the command; the test itself is never read here."""
    given = {"SDGCLASSIFICATION_BENCHMARK_CSV": "none", **environment}
    return running.run("benchmark", "alignment", *words, **given)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Small sets, and a model of five words as model.npz."""
    folder = tmp_path_factory.mktemp("data")
    write_model(folder)
    return write_data(folder)


def test_table_with_bars_and_what_is_left_out(data: Path) -> None:
    done = run("--texts", data, "--model", data / "model.npz")
    assert done.returncode == 0, done.stderr
    line = next(one for one in done.stdout.splitlines() if "dpg_evidence: goal top-1" in one)
    assert line.split()[-2:] == [">=0.75", "0.500*"]
    assert "bars reached; * misses its bar" in done.stdout
    assert "SDG Classification Benchmark" not in done.stdout + done.stderr
    assert f"Left out: {data}/languages/dev.fr.gz is not there" in done.stderr
    assert "default: goals_paragraphs" in done.stderr  # progress, where there is no terminal


def test_json(data: Path) -> None:
    done = run("--texts", data, "--model", data / "model.npz", "--json")
    rows = {row["key"]: row for row in json.loads(done.stdout)}
    assert rows["dpg_evidence.top1"] == {
        "key": "dpg_evidence.top1", "what": "dpg_evidence: goal top-1", "model": "default", "seen": 0.5,
        "unit": "", "sense": ">=", "bar": 0.75, "reached": False, "note": "2 texts",
    }  # fmt: skip
    assert rows["silver.f1"]["bar"] is None


def test_nothing_measured_is_exit_1(data: Path, tmp_path: Path) -> None:
    done = run("--texts", tmp_path, "--model", data / "model.npz", "--json")
    assert (done.returncode, json.loads(done.stdout)) == (1, [])
    assert "Nothing could be measured" in done.stderr


def test_the_test_by_name_and_peers_that_are_missing(data: Path, tmp_path: Path) -> None:
    rows = tmp_path / "own.csv"
    rows.write_text("id,text,sdg,label\n1,Water for all,6,True\n2,Water for all,4,True\n", "utf-8")
    done = run(
        "--texts", data, "--model", data / "model.npz", "--test", "--json",
        SDGCLASSIFICATION_BENCHMARK_CSV=str(rows),
    )  # fmt: skip
    seen = {row["key"]: row["seen"] for row in json.loads(done.stdout)}
    assert (seen["test.accuracy"], seen["test.labels"]) == (50, 1)
    assert "nothing may be chosen by it" in done.stderr


@pytest.mark.parametrize(
    "words,code,problem",
    [
        (["--model", "no/such.npz"], 1, "AL501 no/such.npz"),
        (["--test"], 1, "AL105 none"),
        (["--seconds", "-1"], 2, "--seconds"),
        (["more"], 2, "unexpected"),
    ],
)
def test_wrong_use(words: list[str], code: int, problem: str, data: Path) -> None:
    model = [] if "--model" in words else ["--model", str(data / "model.npz")]
    done = run("--texts", data, *model, *words)
    assert done.returncode == code
    assert problem in done.stderr and "Traceback" not in done.stderr


def test_columns_are_models_and_rows_in_the_order_of_the_bars() -> None:
    figures = [
        make_figure("silver.f1", "default", 0.6),
        make_figure("test.accuracy", "default", 86.0),
        make_figure("test.accuracy", "neural", 86.0),
        make_figure("peers.rate", "seesus", 0.67),
        make_figure("speed.batch", "default", 14061.3),
    ]
    columns, rows = figures_table(figures)
    assert [one.name for one in columns] == ["Figure", "Bar", "default", "neural", "seesus"]
    assert [row[1:] for row in rows] == [
        [">=85.5 or 87", "86.0", "86.0*", ""],
        ["", "0.600", "", ""],
        [">=8000", "14,061", "", ""],
        ["", "", "", "0.670"],
    ]
    assert figures_summary(figures) == "2 of 3 bars reached; * misses its bar"
    assert figures_summary(figures[:2]) == "1 of 1 bars reached"


@pytest.mark.parametrize(
    "value,expected",
    [(0.71234, "0.712"), (9.8219, "9.822"), (86.41, "86.4"), (14061.3, "14,061"), (float("nan"), "none")],
)
def test_number(value: float, expected: str) -> None:
    assert format_number(value) == expected
