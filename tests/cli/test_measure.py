"""`actionlines measure`, from the command line to the files."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from actionlines.cli import main
from actionlines.cli.measure import MethodName
from actionlines.indicators.methods import ALL

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "indicators.csv"


def run(*words: str | Path) -> int:
    with pytest.raises(SystemExit) as left:
        main(["measure", *map(str, words)])
    return int(left.value.code or 0)


def test_the_whole_way(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(EXAMPLE, "--country", "KEN", "--out", tmp_path / "out") == 0
    said = capsys.readouterr().out
    assert "indicators.csv: 682 of 682 rows read." in said
    assert "9 series judged by 10 methods (Kenya)." in said
    assert "Priority 1: Kenya." in said and "index.html" in said
    assert (tmp_path / "out" / "index.html").stat().st_size > 50_000


def test_the_summary_for_machines(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(EXAMPLE, "--indicator", "9.c.1", "--method", "logit", "--json", "--out", tmp_path) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["judged"] == 6 and found["scope"]["indicator"] == "sdg:9.c.1"
    assert set(found) == {
        "scope", "sources", "failed", "problems", "judged", "agreement", "divides", "priorities", "gaps",
        "notes", "files",
    }  # fmt: skip
    assert all(Path(one).is_file() for one in found["files"].values())


def test_quiet_says_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(EXAMPLE, "--country", "UGA", "-q", "--out", tmp_path) == 0
    assert capsys.readouterr() == ("", "")


def test_a_bad_file_is_named_and_the_rest_is_done(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text("")
    assert run(bad, EXAMPLE, "--country", "UGA", "--out", tmp_path / "out") == 1
    assert capsys.readouterr().err.startswith("AL101 bad.csv")
    assert (tmp_path / "out" / "measure.json").is_file()


def test_nothing_left_is_exit_code_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(EXAMPLE, "--country", "TUV", "--out", tmp_path) == 1
    assert "None of the 682 observations in the files is of Tuvalu." in capsys.readouterr().out


@pytest.mark.parametrize(
    "words",
    [
        ["--country", "KEN", "--region", "LDC"],
        ["--method", "guess"],
        ["--language", "de"],
        ["--mapping", " "],
    ],
    ids=str,
)
def test_wrong_use_is_exit_code_2(words: list[str], tmp_path: Path) -> None:
    assert run(EXAMPLE, *words, "--out", tmp_path / "out") == 2
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "words,code",
    [
        (["--country", "XXX"], "AL302"), (["--line", "C99"], "AL302"), (["--targets", "no.yaml"], "AL605"),
        (["--map", "no.json"], "AL603"), (["--mapping", "no.yaml"], "AL603"),
    ],
    ids=str,
)  # fmt: skip
def test_what_cannot_be_used_ends_it_with_one_line(
    words: list[str], code: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(EXAMPLE, *words, "--out", tmp_path / "out") == 1
    told = capsys.readouterr().err
    assert told.startswith(code) and told.count("\n") == 1
    assert not (tmp_path / "out").exists()


def test_a_package_that_is_not_installed_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    assert run(EXAMPLE, "--out", tmp_path / "out") == 1
    assert capsys.readouterr().err.startswith("AL503 measure: xlsxwriter is not installed")
    assert not (tmp_path / "out").exists()


def test_files_of_others_stay(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "index.html").write_text("theirs")
    assert run(EXAMPLE, "--out", tmp_path) == 1
    assert capsys.readouterr().err.startswith("AL401")
    assert [one.name for one in tmp_path.iterdir()] == ["index.html"]
    assert run(EXAMPLE, "--country", "UGA", "-q", "--force", "--out", tmp_path) == 0


def test_the_methods_of_the_command_are_those_of_the_package() -> None:
    assert list(MethodName) == list(ALL)
