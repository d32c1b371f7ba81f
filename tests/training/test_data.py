"""What the model learns from: every text well formed, every source with a licence that allows it."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from actionlines.alignment.model import LEVELS, all_labels
from actionlines.framework import load
from training import data, overlap

TEXTS = sorted((data.HERE / "texts").glob("*.jsonl"))
LEXICON = sorted((data.HERE / "lexicon").glob("*.tsv"))
FIELDS = {"text", "goals", "targets", "lines", "commitments", "kind"}


def rows(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_every_text_has_known_labels(path: Path) -> None:
    known = set(all_labels().ids) | set(load().commitments) | {"C7"}
    for number, row in enumerate(rows(path), 1):
        where = f"{path.name}:{number}"
        assert set(row) - {"levels", "language"} == FIELDS, where
        assert set(row.get("levels", LEVELS)) <= set(LEVELS), where  # type: ignore[arg-type, call-overload]
        ids = [f"sdg:{one}" for key in ("goals", "targets") for one in row[key]]  # type: ignore[attr-defined]
        ids += [*row["lines"], *row["commitments"]]  # type: ignore[misc]
        assert set(ids) <= known, where
        assert len(str(row["text"])) >= 10, where


def test_no_text_stands_twice() -> None:
    texts = [str(row["text"]) for path in TEXTS for row in rows(path)]
    assert len(set(texts)) == len(texts)


def test_negatives_speak_to_nothing() -> None:
    for path in TEXTS:
        if path.stem.startswith("negatives"):
            assert not any(row["goals"] or row["lines"] or row["commitments"] for row in rows(path))


@pytest.mark.parametrize("path", LEXICON, ids=lambda path: path.stem)
def test_lexicon_has_one_row_for_a_word(path: Path) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        found = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    assert all(len(row) == 3 and row[2].strip() for row in found)
    assert len({row[1] for row in found}) == len(found)


def test_a_source_without_a_listed_licence_stops_the_training(tmp_path: Path) -> None:
    listed = tmp_path / "sources.csv"
    head = "name,place,kind,licence,levels,attribution\n"
    listed.write_text(head + "abstracts,train/abstracts.jsonl,sentences,publisher's terms,goals,somebody\n")
    with pytest.raises(data.LicenceRefused, match="abstracts has the licence"):
        data.sources(listed=listed)


def test_listed_sources_are_allowed() -> None:
    assert {source.name for source in data.sources()} >= {"texts", "goals_sentences", "parallel"}


def test_a_text_of_the_test_is_known_again() -> None:
    tested = frozenset(overlap.grams("the tariff of the water utility was raised twice within one year"))
    assert overlap.overlaps("The tariff of the water utility was raised twice within one year.", tested)
    # Two of six word sequences are more than three in ten.
    assert overlap.overlaps("Learn: the tariff of the water utility was cut today", tested)
    assert not overlap.overlaps("The tariff of the other utility was raised once in that year", tested)
