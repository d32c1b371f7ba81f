"""`actionlines review --country --data`, from the command line to the files."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from actionlines.cli import main

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
TEXT, DATA = EXAMPLES / "resolution.txt", EXAMPLES / "indicators.csv"


def run(*given: str | Path) -> int:
    with pytest.raises(SystemExit) as left:
        main(["review", str(TEXT), *map(str, given)])
    return int(left.value.code or 0)


def test_the_whole_way(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--country", "ken", "--data", DATA, "--out", tmp_path / "out") == 0
    assert "Kenya, figures up to 2023: there are some for" in capsys.readouterr().out
    assert (tmp_path / "out" / "standing.csv").stat().st_size > 500
    found = json.loads((tmp_path / "out" / "review.json").read_text("utf-8"))
    assert found["standing"]["area"] == "KEN"
    assert found["standing"]["files"][0]["name"] == "indicators.csv"


def test_the_summary_for_machines(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--country", "LDC", "--data", DATA, "--json", "--out", tmp_path) == 0
    found = json.loads(capsys.readouterr().out)["standing"]
    assert set(found) == {"area", "name", "as_of", "series", "lags", "left_out", "no_data", "failed"}
    assert (found["area"], found["name"]) == ("LDC", "Least developed countries")
    assert run("--json", "--out", tmp_path) == 0
    assert json.loads(capsys.readouterr().out)["standing"] is None


@pytest.mark.parametrize(
    "given,said",
    [
        (["--country", "KEN"], "--data FILE"),
        (["--data", str(DATA)], "--country"),
        (["--country", "KEN", "--data", str(DATA), "--no-align"], "--no-align"),
        (["--country", " ", "--data", str(DATA)], "it is empty"),
        (["--country", "KEN", "--data", ""], "it is empty"),
    ],
    ids=str,
)
def test_what_does_not_go_together_is_wrong_use(
    given: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*given, "--out", tmp_path / "out") == 2
    assert said in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "given,said",
    [
        (["--country", "KEM", "--data", str(DATA)], "AL302 KEM: no country or region has this id. Did you"),
        (["--country", "TUV", "--data", str(DATA)], "AL601 indicators.csv: none of the 682 observations is"),
        (["--country", "KEN", "--data", "nowhere.csv"], "AL108 nowhere.csv"),
    ],
    ids=str,
)  # fmt: skip
def test_figures_that_cannot_be_used_end_it_with_one_line(
    given: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*given, "--out", tmp_path / "out") == 1
    told = capsys.readouterr().err
    assert told.startswith(said) and told.count("\n") == 1
    assert not (tmp_path / "out").exists()


def test_a_bad_file_of_several_is_named_and_the_rest_is_done(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = ("--country", "KEN", "--data", DATA, "--data", "nowhere.csv")
    assert run(*given, "--out", tmp_path / "out") == 1
    assert capsys.readouterr().err.startswith("AL108 nowhere.csv")
    assert (tmp_path / "out" / "standing.csv").is_file()


def test_a_package_that_is_not_installed_is_named_as_by_measure(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "polars", None)
    assert run("--country", "KEN", "--data", DATA, "--out", tmp_path / "out") == 1
    by_review = capsys.readouterr().err
    with pytest.raises(SystemExit):
        main(["measure", str(DATA), "--out", str(tmp_path / "out")])
    assert by_review == capsys.readouterr().err
    assert by_review.startswith("AL503 measure: polars is not installed")
    assert not (tmp_path / "out").exists()


def test_a_table_of_others_stays(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "standing.csv").write_text("theirs")
    assert run("--country", "KEN", "--data", DATA, "--out", tmp_path) == 1
    assert capsys.readouterr().err.startswith("AL401")
    assert [one.name for one in tmp_path.iterdir()] == ["standing.csv"]
