"""Rows of JSON: kept letter by letter, their fields as columns, bad ones named."""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actionlines.alignment.aligner import Aligner
from actionlines.alignment.scale import rows
from actionlines.alignment.scale.model import Options
from actionlines.alignment.scale.rows import (
    DEEPEST_KIND,
    FIELDS,
    align_rows,
    find_kind,
    merge_kinds,
    read_lines,
    splice_labels,
    survey_lines,
)

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


def aligned(aligner: Aligner, *lines: bytes, **options: Any) -> list[bytes]:
    asked = Options(**options)
    rows = list(read_lines(lines, asked.text))
    return splice_labels(rows, align_rows(aligner, rows, asked), asked.scores)


def nested(inner: bytes, levels: int) -> bytes:
    """A row with so many lists in each other and something in the innermost."""
    return b'{"text": "Water", "a": ' + b"[" * (levels - 1) + inner + b"]" * (levels - 1) + b"}"


def test_a_row_stays_letter_by_letter(aligner: Aligner) -> None:
    # a number, an escape, a space and a repeated name that no program would write the same way
    raw = b'{"n":1.10,  "text": "Water \\u0026 more","big":123456789012345678901234567890 ,"n":1e2 }'
    (line,) = aligned(aligner, raw)
    assert line.startswith(raw[:-2] + b', "language": "en", "action_lines": [')
    assert json.loads(line)["goals"][0]["id"] == "sdg:6"
    assert line.endswith(b', "error": null}\n')


def test_names_that_are_taken(aligner: Aligner) -> None:
    (line,) = aligned(aligner, b'{"text": "Water", "goals": [8], "language": "en"}')
    row = json.loads(line)
    assert (row["input_goals"], row["language"], row["goals"][0]["id"]) == ([8], "en", "sdg:6")


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        # numbers that no program would write the same way, and names further in
        (
            b'{"goals":1,"text":"Water","f":1e400,"g":1.10000000000000000000001,"of":[{"goals":2}]}',
            b'{"input_goals":1,"text":"Water","f":1e400,"g":1.10000000000000000000001,"of":[{"goals":2}]',
        ),
        (b'{"text":"Water","goals":1,"goals":2}', b'{"text":"Water","input_goals":1,"input_goals":2'),
        (b'{ "go\\u0061ls" : [] , "text" : "Water" }', b'{ "input_goals" : [] , "text" : "Water"'),
        (
            b'{"text":"Water","error":{},"input_error":"\\u0061"}',
            b'{"text":"Water","input_input_error":{},"input_error":"\\u0061"',
        ),
    ],
)
def test_a_row_with_names_that_are_taken_stays_letter_by_letter(aligner: Aligner, raw: bytes, kept: bytes) -> None:
    (line,) = aligned(aligner, raw)
    assert line.startswith(kept + b', "language": "en", "action_lines": [')
    assert json.loads(line)["goals"][0]["id"] == "sdg:6"


@pytest.mark.parametrize("name", ["n", "goals"])
def test_a_number_of_many_digits_is_a_number(aligner: Aligner, name: str) -> None:
    digits = "7" * 5000
    (line,) = aligned(aligner, f'{{"text": "Water", "{name}": -{digits}}}'.encode())
    row = json.loads(line, parse_int=str)
    assert row.get(name if name == "n" else "input_goals") == f"-{digits}"
    assert row["error"] is None
    (bad,) = read_lines([f'{{"text": {digits}}}'.encode()], "text")
    assert (bad.text, bad.problem) == (None, "its field 'text' is a number, not text")


def test_a_column_holds_numbers_of_many_digits() -> None:
    pytest.importorskip("pyarrow", reason="pyarrow is not installed")
    from actionlines.alignment.scale.aligned import make_table

    digits = "7" * 5000
    rows = list(read_lines([b'{"n": 1}', f'{{"n": {digits}}}'.encode()], "text"))
    found = survey_lines(b"\n".join(row.raw.encode() for row in rows), "text")
    made = make_table([row.fields for row in rows], found.fields)
    assert made.to_pylist() == [{"n": "1"}, {"n": digits}]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (b'{"id": 1}', "it has no field 'text'"),
        (b'{"text": null}', "its field 'text' is null, not text"),
        (b'{"text": 5}', "its field 'text' is a number, not text"),
        (b'{"text": true}', "its field 'text' is true or false, not text"),
        (b'{"text": ["a"]}', "its field 'text' is a list, not text"),
        (b'["text"]', "it is not a JSON object"),
        (b'{"text": "cut', "it is not JSON (Unterminated string"),
        (b'{"text": "caf\xe9"}', "it is not UTF-8 (byte 0xe9 at 13)"),
        (b"[" * 100_000, "it is not JSON"),  # deeper than the parser goes
        (nested(b"[]", 500), "its lists and objects lie more than 500 deep in each other"),
        (nested(b'{"a":1}', 500), "its lists and objects lie more than 500 deep in each other"),
        (b"\x00\x01", "it is not JSON"),
    ],
)
def test_bad_rows_are_named_and_kept(aligner: Aligner, line: bytes, problem: str) -> None:
    good = b'{"text": "Water"}'
    first, bad, last = aligned(aligner, good, line, good, scores=True)
    row = json.loads(bad)
    assert problem in row["error"]
    assert (row["language"], row["goals"], row["evidence"]) == (None, [], [])
    assert "scores" not in row
    assert first == last
    kept = row.get("input", "") or bad.decode()
    assert line.decode("utf-8", "backslashreplace").rstrip("}") in kept


def test_lines_are_counted_from_one_blank_ones_too() -> None:
    rows = list(read_lines([b"\xef\xbb\xbf{}\r\n", b"\n", b" {}\n"], "text"))
    assert [one.number for one in rows] == [1, 3]
    assert all(one.problem == "it has no field 'text'" for one in rows)
    assert [one.number for one in read_lines([b"{}"], "text", before=41)] == [42]


def test_halves_of_characters(aligner: Aligner) -> None:
    (line,) = aligned(aligner, b'{"text": "\\ud83d water"}')
    row = json.loads(line)
    assert [row["text"][one["start"] : one["end"]] for one in row["evidence"]] == ["water"]


def test_scores_and_no_evidence(aligner: Aligner) -> None:
    (line,) = aligned(aligner, b'{"text": "Water"}', scores=True, evidence=False)
    row = json.loads(line)
    assert set(row["scores"]) == set(aligner.labels.ids)
    assert "evidence" not in row


@given(st.text(), VALUES)
def test_any_row_comes_out_as_it_was(aligner: Aligner, text: str, value: Any) -> None:
    row = {"text": text, "value": value, "goals": value}
    (line,) = aligned(aligner, json.dumps(row).encode())
    made = json.loads(line)
    assert (made["text"], made["value"], made["input_goals"]) == (text, value, value)


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ([1, None, -3], "int"),
        ([1, 2.5], "float"),
        ([1, 2**60], "big"),
        ([2**60, 2.5], "json"),  # a float would lose digits
        ([2**64], "json"),
        ([True, 1], "json"),
        (["a", 1], "json"),
        ([[1], [], [2.5]], ["list", "float"]),
        ([{"a": 1}, {"b": "x"}], ["struct", {"a": "int", "b": "text"}]),
        ([{str(n): 1 for n in range(FIELDS + 1)}], "json"),
        ([{"a": 1}, [1]], "json"),
        ([None, None], "null"),
    ],
)
def test_kinds(values: list[Any], kind: Any) -> None:
    found: Any = "null"
    for value in values:
        found = merge_kinds(found, find_kind(value))
    assert found == kind


@given(st.lists(VALUES, max_size=6))
def test_columns_hold_any_values(values: list[Any]) -> None:
    pytest.importorskip("pyarrow", reason="pyarrow is not installed")
    from actionlines.alignment.scale.aligned import make_table

    found: Any = "null"
    for value in values:
        found = merge_kinds(found, find_kind(value))
    made = make_table([{"value": value} for value in values], {"value": found}).to_pylist()
    if found in ("bool", "int", "big", "float"):
        assert [row["value"] for row in made] == values
    assert len(made) == len(values)
    assert [row["value"] is None for row in made] == [value is None for value in values]


def test_a_survey_tells_lines_rows_fields_and_texts() -> None:
    found = survey_lines(b'{"text": "a", "n": 1}\n\n{"n": 2.5}\nno\n', "text")
    assert (found.lines, found.rows, found.texts) == (4, 3, 1)
    assert found.fields == {"text": "text", "n": "float", "input": "text"}
    assert (found.names, found.first) == ({"text", "n"}, None)
    assert survey_lines(b"\nno\n{}", "text").first == (2, "it is not JSON (Expecting value: line 1 column 1 (char 0))")


@pytest.mark.parametrize("levels", [DEEPEST_KIND, DEEPEST_KIND + 1, 150, 300, 499])
@pytest.mark.parametrize("name", ["", "a"])
def test_what_lies_deep_is_kept_as_text(aligner: Aligner, tmp_path: Path, levels: int, name: str) -> None:
    pq = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed")
    from actionlines.alignment.scale.aligned import make_table

    value: Any = 7
    for _ in range(levels):
        value = {name: value} if name else [value]
    row = {"text": "Water", "value": value}
    line = json.dumps(row).encode()
    (made,) = aligned(aligner, line)
    assert made.startswith(line[:-1]) and json.loads(made)["goals"][0]["id"] == "sdg:6"
    found = survey_lines(line, "text")
    assert pickle.loads(pickle.dumps(found)) == found  # so it comes from another process
    pq.write_table(make_table([row], found.fields), tmp_path / "a.parquet")
    kept = pq.read_table(tmp_path / "a.parquet").to_pylist()[0]["value"]
    for _ in range(DEEPEST_KIND):
        kept, value = (kept[name], value[name]) if name else (kept[0], value[0])
    assert (json.loads(kept) if levels > DEEPEST_KIND else kept) == value


def test_names_with_halves_of_characters_stay_apart(tmp_path: Path) -> None:
    pq = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed")
    from actionlines.alignment.scale.aligned import make_table

    fields = json.loads(r'{"\ud801": 1, "\ud802": 2, "?": 3, "\\ud801": 4, "é": 5}')
    row = {**fields, "inner": fields}
    fitting = {name: find_kind(value) for name, value in row.items()}
    pq.write_table(make_table([row, {"é": 6}], fitting), tmp_path / "a.parquet")
    made, other = pq.read_table(tmp_path / "a.parquet").to_pylist()
    wanted = {"\\ud801": 1, "\\ud802": 2, "?": 3, "\\ud801_": 4, "é": 5}
    assert made == {**wanted, "inner": wanted}
    assert other == {**dict.fromkeys(made), "é": 6}


def test_the_work_does_not_grow_with_rows_times_names(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pyarrow", reason="pyarrow is not installed")
    from actionlines.alignment.scale import aligned as parts

    count = 0

    def counted(inner: Callable[..., Any]) -> Callable[..., Any]:
        def call(*given: Any) -> Any:
            nonlocal count
            count += 1
            return inner(*given)

        return call

    monkeypatch.setattr(rows, "merge_kinds", counted(rows.merge_kinds))
    monkeypatch.setattr(parts, "fit_value", counted(parts.fit_value))
    given = [{"text": "Water", f"u{number}": number} for number in range(1000)]
    found = survey_lines(b"\n".join(json.dumps(row).encode() for row in given), "text")
    made = parts.make_table(given, found.fields)
    assert made.column("u7").to_pylist() == [None] * 7 + [7] + [None] * 992
    assert (made.num_columns, count) == (1001, 4000)
