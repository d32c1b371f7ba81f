"""`actionlines import` on the database of the tests, and once, by night, in a process and folder of its own."""

import re
from pathlib import Path

import pytest

from tests.cli.running import run, run_apart

COLUMNS = ("--kind", "activities", "--column", "What=title", "--column", "Where=places")


@pytest.mark.usefixtures("register")
def test_files_are_brought_in_each_for_what_it_is() -> None:
    done = run("import", "resolution.txt", "indicators.csv")
    assert done.returncode == 0, done.stderr
    assert "resolution.txt: Document" in done.stdout
    assert "indicators.csv: Indicators" in done.stdout


@pytest.mark.long
def test_a_folder_that_is_not_there_becomes_a_register(tmp_path: Path) -> None:
    own = {"DATABASE_URL": "", "DJANGO_SETTINGS_MODULE": "actionlines.register.site.settings"}
    done = run_apart("import", "resolution.txt", "--data", tmp_path / "new", **own)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "new" / "actionlines.sqlite3").is_file()


@pytest.mark.usefixtures("register")
def test_bad_rows_are_named_and_the_exit_code_says_so(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("What,Where\nMasts,Kenya\n,Kenya\n")
    for more, outcome in ((("--dry-run",), "1 made, 1 refused"), ((), "1 made, 1 refused"), ((), "1 same, 1 refused")):
        done = run("import", tmp_path / "list.csv", *COLUMNS, *more)
        assert done.returncode == 1
        assert outcome in done.stdout
        assert "row 3, title (refused)" in done.stderr


@pytest.mark.usefixtures("register")
@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["nowhere.pdf"], 1, "AL108"),
        (["resolution.pdf", "--kind", "activities"], 1, "AL705"),
        (["resolution.txt", "--as", "nobody@example.org"], 1, "AL706"),
        (["resolution.txt", "--kind", "cooperation"], 2, "--country"),
        (["resolution.txt", "--kind", "soup"], 2, "none of the choices"),
        (["indicators.csv", "--column", "x"], 2, "COLUMN=FIELD"),
    ],
)
def test_wrong_use_is_told(words: list[str], code: int, said: str) -> None:
    done = run("import", *words)
    assert (done.returncode, said in done.stderr) == (code, True), done.stderr


@pytest.mark.usefixtures("register")
def test_rows_with_the_same_trouble_are_told_in_one_line(tmp_path: Path) -> None:
    file = tmp_path / "bad.csv"
    file.write_text("What,Where\n,KEN\n,BRA\nA lesson,KEN\n,FRA\n", "utf-8")
    done = run("import", file, *COLUMNS)
    assert len(re.findall(r"rows 2, 3, 5, title \(refused\): [^.]+\. ", done.stderr)) == 1, done.stderr


@pytest.mark.usefixtures("register")
def test_a_table_without_years_is_named_as_it_was_given(tmp_path: Path) -> None:
    (tmp_path / "acts.csv").write_text("title,budget\nMasts,5\n")
    done = run("import", "--kind", "indicators", tmp_path / "acts.csv")
    assert done.stderr.startswith(f"AL602 {tmp_path}/acts.csv: no column for the year")
