"""Tables through `align_batch`: what is added, what stays, what is an error."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actionlines.alignment.aligner import Aligner
from actionlines.alignment.model import LEVELS
from actionlines.errors import TableError
from tests.effort import examples

pa = pytest.importorskip("pyarrow", reason="pyarrow is not installed")

from actionlines.alignment.batch import PIECE, align_batch  # noqa: E402  needs pyarrow

TEXTS = [
    "A rural clinic was opened; it has water.",
    "The committee adjourned at noon.",
    "农村诊所",
    "Progress on SDG 9.c and on Action Line C2 was noted at the school.",
    "Доступ к воде в школах",
    "",
    "x",
]


def rows(table: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = table.to_pylist()
    return found


@pytest.mark.parametrize("threshold", [None, 0.3, 1.0])
def test_each_row_is_what_align_says(aligner: Aligner, threshold: float | None) -> None:
    made = align_batch(aligner, pa.table({"text": TEXTS}), scores=True, threshold=threshold)
    for text, row in zip(TEXTS, rows(made), strict=True):
        one = aligner.align(text, threshold=threshold, scores=True)
        assert row["language"] == one.language
        for level in LEVELS:
            assert row[level] == [{"id": label.id, "p": label.p, "grade": label.grade} for label in one.labels(level)]
        assert [(s["label"], s["start"], s["end"], s["weight"]) for s in row["evidence"]] == [
            (s.label, s.start, s.end, s.weight) for s in one.evidence
        ]
        assert row["scores"] == one.scores
        assert row["error"] is None
    assert any(row["goals"] for row in rows(made))


def test_no_threshold_gives_labels_where_nothing_is_known(aligner: Aligner) -> None:
    table = pa.table({"text": ["Water", None, "", "Доступ к воде"], "language": ["en", "en", "en", None]})
    made = rows(align_batch(aligner, table, threshold=0.0))
    assert len(made[0]["goals"]) == 17
    assert not any(row[level] for row in made[1:] for level in LEVELS)
    assert [bool(row["error"]) for row in made] == [False, True, False, False]


def test_what_was_there_stays(aligner: Aligner) -> None:
    table = pa.table({"id": pa.array([1, None], pa.int16()), "text": ["Water", "noon"], "tags": [["a"], None]})
    table = table.replace_schema_metadata({"made": "here"})
    before = table.schema
    made = align_batch(aligner, table)
    assert table.schema == before
    assert made.select(["id", "text", "tags"]) == table
    assert made.schema.metadata == before.metadata
    new = ["language", "action_lines", "goals", "targets", "commitments", "evidence", "error"]
    assert made.column_names == ["id", "text", "tags", *new]
    assert str(made.schema.field("goals").type.value_type) == "struct<id: string, p: double, grade: string>"


def test_evidence_only_where_asked_for(aligner: Aligner) -> None:
    assert "evidence" not in align_batch(aligner, pa.table({"text": TEXTS}), evidence=False).column_names


def test_names_that_are_taken(aligner: Aligner) -> None:
    table = pa.table({"text": ["Water"], "goals": [6], "input_goals": ["x"], "error": ["none"]})
    table = table.replace_schema_metadata({"made": "here"})
    made = align_batch(aligner, table)
    assert made.schema.metadata == table.schema.metadata
    (row,) = rows(made)
    assert [label["id"] for label in row["goals"]] == ["sdg:6"]
    assert (row["input_input_goals"], row["input_goals"], row["input_error"]) == (6, "x", "none")
    assert row["error"] is None


def test_a_language_is_a_hint_and_stays(aligner: Aligner) -> None:
    tags = ["en", "EN-gb", "zh", "fr", "Klingon", "", None]
    made = rows(align_batch(aligner, pa.table({"text": ["rural clinic"] * len(tags), "language": tags})))
    assert [row["language"] for row in made] == tags
    # Read as Chinese or French there is no word that the model knows.
    assert [bool(row["goals"]) for row in made] == [True, True, False, False, True, True, True]


def test_a_language_that_is_no_text_is_no_hint(aligner: Aligner) -> None:
    (row,) = rows(align_batch(aligner, pa.table({"text": ["rural clinic"], "language": [7]})))
    assert (row["language"], bool(row["goals"])) == (7, True)


def test_rows_without_a_text(aligner: Aligner) -> None:
    made = rows(align_batch(aligner, pa.table({"text": pa.array(["Water", None, "Water"])}), scores=True))
    assert [row["error"] for row in made] == [None, "there is no text: the value is null", None]
    bad = made[1]
    assert (bad["language"], bad["scores"]) == (None, None)
    assert all(bad[level] == [] for level in (*LEVELS, "evidence"))
    assert made[0] == made[2]


@pytest.mark.parametrize("kind", ["string", "large_string", "binary", "large_binary"])
def test_bytes_that_are_no_text(aligner: Aligner, kind: str) -> None:
    column = pa.array([b"Water", b"caf\xe9 water", None], getattr(pa, kind.replace("string", "binary"))())
    made = align_batch(aligner, pa.table({"text": column.view(getattr(pa, kind)())})).drop_columns(["text"])
    errors = [row["error"] for row in rows(made)]
    assert errors == [None, "the text is not UTF-8: byte 0xe9 at 3", "there is no text: the value is null"]
    assert [len(row["goals"]) for row in rows(made)] == [1, 0, 0]


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (pa.table({"body": ["Water"], "n": [1]}), "column 'text': there is no such column. The table has: body"),
        (pa.table({}), "no such column. The table has: none at all"),
        (pa.table({"text": [1]}), "column 'text': its type is int64, not text"),
        (pa.table({"text": [["Water"]]}), "column 'text': its type is list<"),
        (pa.table([["a"], ["b"]], names=["text", "text"]), "2 columns have this name"),
    ],
)
def test_tables_that_cannot_be_aligned(aligner: Aligner, table: Any, said: str) -> None:
    with pytest.raises(TableError, match="AL502") as found:
        align_batch(aligner, table)
    assert said in str(found.value)


def test_another_column(aligner: Aligner) -> None:
    (row,) = rows(align_batch(aligner, pa.table({"body": ["Water"]}), text="body"))
    assert row["goals"]


def test_a_column_of_nulls_and_no_rows(aligner: Aligner) -> None:
    (row,) = rows(align_batch(aligner, pa.table({"text": pa.nulls(1)})))
    assert row["error"]
    empty = align_batch(aligner, pa.table({"text": pa.array([], pa.string())}), scores=True)
    assert len(empty) == 0
    assert empty.schema == align_batch(aligner, pa.table({"text": ["Water"]}), scores=True).schema


def test_the_same_whatever_carries_the_texts(aligner: Aligner) -> None:
    texts = (TEXTS * (PIECE // len(TEXTS) + 1))[: PIECE + 3]
    plain = align_batch(aligner, pa.table({"text": texts})).drop_columns(["text"])
    carried = {
        "large": pa.array(texts, pa.large_string()),
        "dictionary": pa.array(texts).dictionary_encode(),
        "chunks": pa.chunked_array([texts[:5], texts[5:1000], texts[1000:]]),
        "slice": pa.array(["x", *texts]).slice(1),
    }
    for name, column in carried.items():
        assert align_batch(aligner, pa.table({"text": column})).drop_columns(["text"]).equals(plain), name


def test_from_the_aligner(aligner: Aligner) -> None:
    table = pa.table({"words": TEXTS})
    assert aligner.align_batch(table, text="words", scores=True).equals(align_batch(aligner, table, "words", True))


@pytest.mark.parametrize(
    "text",
    [
        "water " * 1_700_000,  # ten megabytes
        "w" * 10_000_000,  # one word of them
        "\x00\x07water\x1b[2J\u202e",
        "water 农村诊所 Доступ مياه",
        "\ufffe\U0010ffff water",
    ],
    ids=["long", "one word", "control", "mixed", "no characters"],
)
def test_odd_texts_are_texts(aligner: Aligner, text: str) -> None:
    (row,) = rows(align_batch(aligner, pa.table({"text": [text]})))
    assert row["error"] is None
    assert all(0 <= one["start"] < one["end"] <= len(text) for one in row["evidence"])


@examples(50)
@given(texts=st.lists(st.text(st.characters(codec="utf-8")), max_size=5))
def test_any_text_gives_a_row(aligner: Aligner, texts: list[str]) -> None:
    made = align_batch(aligner, pa.table({"text": pa.array(texts, pa.string())}), scores=True)
    assert made.column("text").to_pylist() == texts
    assert made.column("error").null_count == len(texts)


def test_a_fault_over_one_text_costs_no_other(aligner: Aligner, monkeypatch: pytest.MonkeyPatch) -> None:
    from actionlines.alignment import label_search

    def faulty(text: str, labels: Any) -> Any:
        if "school" in text:
            raise RecursionError("too deep")
        return {}

    monkeypatch.setattr(label_search, "find_stated", faulty)
    made = rows(align_batch(aligner, pa.table({"text": ["Water", "school", "Water"]})))
    assert [row["error"] for row in made] == [None, "unexpected RecursionError: too deep", None]
    assert [len(row["goals"]) for row in made] == [1, 0, 1]
