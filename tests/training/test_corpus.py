"""Paragraphs with labels: known ones, and none of what is held back among those learned from."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from actionlines.alignment.model import all_labels
from training import corpus, data

TABLES = [corpus.LEARNED, *corpus.HELD_BACK]
PROCEDURE = "Decides to include in the provisional agenda of its next session the item named above. " * 2
NETWORKS = "Calls upon States to bring affordable networks to every village and to train those who use them. " * 2


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A corpus of one document with two paragraphs, the first of which stands twice."""
    (tmp_path / "documents").mkdir()
    text = "\n\n".join((PROCEDURE, NETWORKS, PROCEDURE, "Short."))
    with gzip.open(tmp_path / "documents/un_corpus.jsonl.gz", "wt", encoding="utf-8") as file:
        file.write(json.dumps({"text": text}) + "\n")
    return tmp_path


def table(path: Path, *rows: str) -> Path:
    path.write_text("\n".join(("paragraph\tlines\tgoals\ttargets\tcommitments", *rows)) + "\n", "utf-8")
    return path


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_labels_are_known_and_a_target_comes_with_its_goal(path: Path) -> None:
    known = set(all_labels().ids)
    for key, labels in corpus.read(path).items():
        assert set(labels) <= known, key
        assert {one.rpartition(".")[0] for one in labels if "." in one} <= set(labels), key


def test_what_is_held_back_is_not_learned_from() -> None:
    learned, first, second = (set(corpus.read(path)) for path in TABLES)
    assert first == second
    assert not learned & first


def test_labels_find_their_paragraph(folder: Path) -> None:
    a, b = (corpus.key(text.strip()) for text in (PROCEDURE, NETWORKS))
    one = table(folder / "one.tsv", f"{a}\t\t\t\t", f"{b}\tC2 C4\t9 4\t9.c 4.4\t11a")
    other = table(folder / "other.tsv", f"{b}\tC2\t9\t9.c\t")
    found = corpus.labelled(folder, [one, other])
    said = (("C2", "C4", "sdg:9", "sdg:4", "sdg:9.c", "sdg:4.4", "gdc:11a"), ("C2", "sdg:9", "sdg:9.c"))
    assert found == [(NETWORKS.strip(), said)]
    assert dict(corpus.labelled(folder, [one]))[PROCEDURE.strip()] == ((),)


def test_another_corpus_is_refused(folder: Path) -> None:
    with pytest.raises(corpus.OtherCorpus, match="1 of 1 labelled paragraphs do not stand"):
        corpus.labelled(folder, [table(folder / "one.tsv", "0123456789ab\tC2\t\t\t")])


def test_bare_paragraphs_are_those_that_nobody_labelled(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(corpus, "LEARNED", table(folder / "one.tsv", f"{corpus.key(NETWORKS.strip())}\t\t\t\t"))
    assert corpus.bare(folder, 10, 1) == [PROCEDURE.strip()] * 2


def test_the_labels_are_a_source(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    row = f"{corpus.key(NETWORKS.strip())}\tC2\t\t9.c\t"
    monkeypatch.setattr(corpus, "LEARNED", table(folder / "one.tsv", row))
    (source,) = (one for one in data.sources() if one.name == "un_paragraphs")
    (example,) = data.examples(folder, source)
    assert set(example.labels) == {"C2", "sdg:9.c", "sdg:9"}
    assert example.text == NETWORKS.strip()
