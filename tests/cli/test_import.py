"""`actionlines import` on a folder of its own, as a person would call it."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def call(data, *words):
    environment = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL",)}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    run = [sys.executable, "-m", "actionlines", "import", *words, "--data", str(data)]
    return subprocess.run(
        run, cwd=ROOT, capture_output=True, text=True, timeout=600, check=False, env=environment
    )


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    return tmp_path_factory.mktemp("register")


def test_files_are_brought_in_each_for_what_it_is(data):
    done = call(data, "examples/resolution.txt", "examples/indicators.csv")
    assert done.returncode == 0, done.stderr
    assert "resolution.txt: Document" in done.stdout
    assert "indicators.csv: Indicators" in done.stdout


def test_bad_rows_are_named_and_the_exit_code_says_so(data, tmp_path):
    (tmp_path / "list.csv").write_text("What,Where\nMasts,Kenya\n,Kenya\n")
    words = (
        str(tmp_path / "list.csv"),
        "--kind",
        "activities",
        "--column",
        "What=title",
        "--column",
        "Where=places",
    )
    for more, outcome in (
        (("--dry-run",), "1 made, 1 refused"),
        ((), "1 made, 1 refused"),
        ((), "1 same, 1 refused"),
    ):
        done = call(data, *words, *more)
        assert done.returncode == 1
        assert outcome in done.stdout
        assert "row 3, title (refused)" in done.stderr


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["nowhere.pdf"], 1, "AL108"),
        (["examples/resolution.pdf", "--kind", "activities"], 1, "AL705"),
        (["examples/resolution.txt", "--as", "nobody@example.org"], 1, "AL706"),
        (["examples/resolution.txt", "--kind", "cooperation"], 2, "--country"),
        (["examples/resolution.txt", "--kind", "soup"], 2, "none of the choices"),
        (["examples/indicators.csv", "--column", "x"], 2, "COLUMN=FIELD"),
    ],
)
def test_wrong_use_is_told(data, words, code, said):
    done = call(data, *words)
    assert (done.returncode, said in done.stderr) == (code, True), done.stderr


def test_rows_with_the_same_trouble_are_told_in_one_line(data, tmp_path):
    file = tmp_path / "bad.csv"
    file.write_text("What,Where\n,KEN\n,BRA\nA lesson,KEN\n,FRA\n", "utf-8")
    done = call(data, str(file), "--kind", "activities", "--column", "What=title", "--column", "Where=places")
    assert len(re.findall(r"rows 2, 3, 5, title \(refused\): [^.]+\. ", done.stderr)) == 1, done.stderr
