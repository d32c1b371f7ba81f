"""`read`, `cite`, `mandates` of many files: JSON, JSON lines and CSV with where each row stands."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.cli.running import EXAMPLES, run

COMMANDS = ["read", "cite", "mandates"]
ASKS = "The General Assembly,\n1. Requests the Secretary-General to report in 2027;\n"
PLACE = ["document", "symbol", "page", "paragraph"]


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("form", ["table", "json", "jsonl", "csv"])
def test_one_bad_file_does_not_stop_the_others(command: str, form: str) -> None:
    done = run(command, "resolution.pdf", "none.pdf", "itu-resolution.txt", "-f", form)
    assert done.returncode == 1
    assert done.stderr.splitlines() == ["AL108 none.pdf: no such file. Check the path."]
    for name in ("resolution.pdf", "itu-resolution.txt"):
        assert name in done.stdout


@pytest.mark.parametrize("command", COMMANDS)
def test_all_forms_hold_the_same_rows(command: str) -> None:
    given = ("resolution.pdf", "itu-resolution.txt")
    lines = [json.loads(line) for line in run(command, *given, "-f", "jsonl").stdout.splitlines()]
    assert all(list(row)[:4] == PLACE for row in lines)
    whole = json.loads(run(command, *given, "-f", "json").stdout)
    assert ([row for one in whole for row in one["paragraphs"]] if command == "read" else whole) == lines
    table = list(csv.DictReader(io.StringIO(run(command, *given, "-f", "csv").stdout)))
    assert [[row[name] for name in PLACE] for row in table] == [
        ["" if row[name] is None else str(row[name]) for name in PLACE] for row in lines
    ]


def test_every_paragraph_is_explained(tmp_path: Path) -> None:
    """`mandates --explain` has one row a paragraph: its mandates, or the reason and its words."""
    (tmp_path / "a.txt").write_text(ASKS + "2. Takes note of the report.\n", "utf-8")
    rows = json.loads(run("mandates", tmp_path / "a.txt", "--explain", "-f", "json").stdout)
    assert [(row["paragraph"], row["reason"], len(row["mandates"])) for row in rows] == [
        ("intro", "heading", 0), ("1", "", 1), ("2", "statement", 0),
    ]  # fmt: skip
    assert list(rows[1])[:4] == PLACE and rows[2]["why"].startswith("states something")
    table = run("mandates", tmp_path / "a.txt", "--explain", "-f", "csv").stdout.splitlines()
    assert table[0] == "document,symbol,page,paragraph,kind,mandates,verbs,reason,why,text"
    assert len(table) == len(rows) + 1
    shown = run("mandates", tmp_path / "a.txt", "--explain", "-f", "table").stdout
    assert "(statement)" in shown and "Paragraphs: 3; with mandates: 1" in shown
    assert run("mandates", tmp_path / "a.txt", "--explain", "--asked", "itu").returncode == 2


def test_json_of_nothing_is_an_empty_list(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Nothing is asked here.", "utf-8")
    assert json.loads(run("mandates", tmp_path, "-f", "json").stdout) == []
    done = run("cite", "none.pdf", "-f", "json")
    assert (done.returncode, json.loads(done.stdout)) == (1, [])
    # One file that is named is one value for `read`, as it always was; there is none for a file that fails.
    assert run("read", "none.pdf", "-f", "json").stdout == ""


def test_one_file_is_an_object_for_read_a_folder_is_a_list(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ASKS, "utf-8")
    assert json.loads(run("read", tmp_path / "a.txt", "-f", "json").stdout)["document"] == "a.txt"
    assert [one["document"] for one in json.loads(run("read", tmp_path, "-f", "json").stdout)] == ["a.txt"]


def test_a_cell_of_csv_is_no_formula(tmp_path: Path) -> None:
    text = '=HYPERLINK("http://example.org") is what the cell says.\n\n@SUM(A1) too.\n'
    (tmp_path / "=1+1.txt").write_text(text, "utf-8")
    rows = list(csv.reader(io.StringIO(run("read", tmp_path, "-f", "csv").stdout)))[1:]
    assert rows and all(row[0] == "'=1+1.txt" for row in rows)
    assert not [cell for row in rows for cell in row if cell[:1] in ("=", "+", "-", "@")]


def test_a_folder_and_standard_input_together() -> None:
    done = run("mandates", "demo", "-", "-f", "jsonl", stdin=ASKS)
    assert done.returncode == 0
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert rows[-1]["document"] == "standard input"
    assert {row["document"] for row in rows} > {"resolution.txt"}


def test_csv_is_written_while_it_is_read_and_quotes_line_breaks(tmp_path: Path) -> None:
    done = run("mandates", "resolution.txt", "-f", "csv")
    assert done.stdout.startswith("document,symbol,page,paragraph,force,")  # no byte order mark
    assert len(list(csv.DictReader(io.StringIO(done.stdout)))) == 9


def test_align_knows_no_csv() -> None:
    done = run("align", "resolution.txt", "-f", "csv")
    assert done.returncode == 2 and "none of the choices" in done.stderr
    assert (EXAMPLES / "resolution.txt").exists()
