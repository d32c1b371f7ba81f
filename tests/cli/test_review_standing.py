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
    assert run("--country", "ken", "--figures", DATA, "--out", tmp_path / "out") == 0
    assert "Kenya, figures up to 2023: there are some for" in capsys.readouterr().out
    assert (tmp_path / "out" / "standing.csv").stat().st_size > 500
    found = json.loads((tmp_path / "out" / "review.json").read_text("utf-8"))
    assert found["standing"]["area"] == "KEN"
    assert found["standing"]["files"][0]["name"] == "indicators.csv"


def test_the_summary_for_machines(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--country", "LDC", "--figures", DATA, "--json", "--out", tmp_path) == 0
    found = json.loads(capsys.readouterr().out)["standing"]
    assert set(found) == {"area", "name", "as_of", "series", "lags", "left_out", "no_data", "failed"}
    assert (found["area"], found["name"]) == ("LDC", "Least developed countries")
    assert run("--json", "--out", tmp_path) == 0
    assert json.loads(capsys.readouterr().out)["standing"] is None


@pytest.mark.parametrize(
    "given,said",
    [
        (["--country", "KEN"], "--figures FILE"),
        (["--figures", str(DATA)], "--country"),
        (["--country", "KEN", "--figures", str(DATA), "--no-align"], "--no-align"),
        (["--country", " ", "--figures", str(DATA)], "the value is empty"),
        (["--country", "KEN", "--figures", ""], "the value is empty"),
    ],
    ids=str,
)
def test_what_does_not_go_together_is_wrong_use(
    given: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*given, "--out", tmp_path / "out") == 2
    assert said in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_an_area_that_does_not_exist_ends_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--country", "KEM", "--figures", str(DATA), "--out", tmp_path / "out") == 1
    printed = capsys.readouterr().err
    assert printed.startswith("AL302 KEM: ") and printed.count("\n") == 1
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "given,said",
    [
        (["--country", "TUV", "--figures", str(DATA)], f"AL601 {DATA}: none of the 682 observations is"),
        (["--country", "KEN", "--figures", "nowhere.csv"], "AL108 nowhere.csv"),
    ],
    ids=str,
)  # fmt: skip
def test_figures_that_cannot_be_used_do_not_stop_the_follow_up(
    given: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*given, "--out", tmp_path / "out") == 1
    printed = capsys.readouterr().err
    assert printed.startswith(said) and printed.count("\n") == 1
    report = json.loads((tmp_path / "out" / "review.json").read_text("utf-8"))
    assert report["mandates"] and report["standing"] is None
    assert [one["code"] for one in report["failed"]] == [said[:5]]


def test_a_bad_file_of_several_is_named_and_the_rest_is_done(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = ("--country", "KEN", "--figures", DATA, "--figures", "nowhere.csv")
    assert run(*given, "--out", tmp_path / "out") == 1
    assert capsys.readouterr().err.startswith("AL108 nowhere.csv")
    assert (tmp_path / "out" / "standing.csv").is_file()


def test_a_package_that_is_not_installed_is_named_as_by_measure(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "polars", None)
    assert run("--country", "KEN", "--figures", DATA, "--out", tmp_path / "out") == 1
    by_review = capsys.readouterr().err
    with pytest.raises(SystemExit):
        main(["measure", str(DATA), "--out", str(tmp_path / "out")])
    assert by_review == capsys.readouterr().err
    assert by_review.startswith("AL503 measure: polars is not installed")
    assert not (tmp_path / "out").exists()


def test_a_table_of_others_stays(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "standing.csv").write_text("theirs")
    assert run("--country", "KEN", "--figures", DATA, "--out", tmp_path) == 1
    assert capsys.readouterr().err.startswith("AL401")
    assert [one.name for one in tmp_path.iterdir()] == ["standing.csv"]
