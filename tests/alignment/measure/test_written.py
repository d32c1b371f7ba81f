"""Texts held back in five languages: nobody learns from them, and they have labels that exist."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from benchmarks import written

from actionlines.alignment.aligner import Aligner
from actionlines.alignment.model import all_labels

LEARNED = Path(__file__).parents[3] / "training/texts"


def rows(path: Path) -> list[dict[str, list[str]]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


@pytest.mark.parametrize("code", written.LANGUAGES)
def test_no_text_that_is_learned_from_is_held_back(code: str) -> None:
    learned = {str(row["text"]) for path in LEARNED.glob("*.jsonl") for row in rows(path)}
    assert not learned & {str(row["text"]) for row in rows(written.FOLDER / f"{code}.jsonl")}


@pytest.mark.parametrize("code", written.LANGUAGES)
def test_every_label_of_a_text_held_back_is_known(code: str) -> None:
    known = all_labels().index
    for row in rows(written.FOLDER / f"{code}.jsonl"):
        assert row["language"] == code
        for label in (*(f"sdg:{one}" for one in (*row["goals"], *row["targets"])), *row["action_lines"]):
            assert label in known, (label, row["text"])


def test_a_text_is_measured_by_what_it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = {"goals": [3], "targets": [], "action_lines": []}
    text = "La télémédecine relie les dispensaires ruraux aux hôpitaux et soigne les patients."
    (tmp_path / "fr.jsonl").write_text(json.dumps({"text": text} | told), "utf-8")
    monkeypatch.setattr(written, "FOLDER", tmp_path)
    seen = written.seen(Aligner.load(), "fr")
    assert seen["goals first"] == 1.0 and seen["goals F1"] > 0.5
