"""Rows of documents: each paragraph is aligned once, and evidence is looked for only where it is asked for."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from actionlines.alignment import label_search
from actionlines.alignment.aligner import Aligner
from actionlines.alignment.scale.model import Options
from actionlines.alignment.scale.rows import list_document_rows
from actionlines.cli.align_show import show_alignments
from actionlines.documents import Document, read


@pytest.fixture
def note(tmp_path: Path) -> Document:
    """Two paragraphs."""
    (tmp_path / "note.txt").write_text("1. A rural clinic has water.\n\n2. Noon.\n", "utf-8")
    return read(tmp_path / "note.txt")


@pytest.fixture
def aligned(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that are aligned, as they come."""
    texts: list[str] = []
    inner = Aligner.probabilities

    def counted(aligner: Aligner, given: Sequence[str], languages: Sequence[str]) -> Any:
        texts.extend(given)
        return inner(aligner, given, languages)

    monkeypatch.setattr(Aligner, "probabilities", counted)
    return texts


@pytest.fixture
def no_evidence(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever looks for evidence fails."""

    def sought(*given: Any) -> Any:
        raise AssertionError("evidence is looked for")

    monkeypatch.setattr(label_search, "spans_of", sought)


def test_scores_do_not_align_twice(aligner: Aligner, note: Document, aligned: list[str]) -> None:
    _, passages, _ = list_document_rows(aligner, note, Options(scores=True))
    assert aligned == [row["text"] for row in passages]
    for row in passages:
        assert list(row)[-2:] == ["scores", "error"]
        assert row["scores"] == aligner.align(row["text"], language="en", scores=True).scores
    assert "scores" not in list_document_rows(aligner, note, Options())[1][0]


@pytest.mark.usefixtures("no_evidence")
def test_evidence_of_documents_is_not_looked_for_unasked(aligner: Aligner, note: Document) -> None:
    whole, passages, links = list_document_rows(aligner, note, Options(evidence=False))
    assert [one["id"] for one in whole["goals"]] == ["sdg:3", "sdg:6"]
    assert links and not any("evidence" in row for row in (whole, *passages))


def test_evidence_changes_nothing_else(aligner: Aligner, note: Document) -> None:
    whole, passages, links = list_document_rows(aligner, note, Options(scores=True))
    for row in (whole, *passages):
        del row["evidence"]
    assert (whole, passages, links) == list_document_rows(aligner, note, Options(scores=True, evidence=False))


@pytest.mark.usefixtures("no_evidence")
def test_evidence_of_some_words_is_not_looked_for_unasked(model: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert show_alignments([], "A rural clinic", Options(model=model, evidence=False), "jsonl", "en", False) == 0
    row = json.loads(capsys.readouterr().out)
    assert ([one["id"] for one in row["goals"]], "evidence" in row) == (["sdg:3"], False)
