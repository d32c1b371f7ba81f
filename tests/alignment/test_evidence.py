"""Evidence of many texts at once: that of each alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actionlines.alignment.aligner import Aligner
from actionlines.alignment.classifier import BATCH, LETTERS, cut_batches
from actionlines.alignment.encode import LANGUAGES, list_spans, list_surfaces
from actionlines.alignment.evidence import token_shares, word_edges

TEXTS = [
    "Water is scarce; a rural clinic was opened, and the clinic has water.",
    "",
    "The school: clinic, school, water.",
    "农村诊所",
    "SDG 9.c and broadband",
    "Nothing of the kind.",
    "Водоснабжение",
]


@given(st.text(max_size=200), st.sampled_from(LANGUAGES))
def test_edges_are_the_spans(text: str, language: str) -> None:
    assert list(map(tuple, word_edges(text, language).tolist())) == list(list_spans(text, language))


@pytest.mark.parametrize("threshold", [None, 0.0])
def test_texts_beside_it_change_nothing(aligner: Aligner, threshold: float | None) -> None:
    many = TEXTS * (BATCH // len(TEXTS) + 2)
    alone = {text: aligner.align(text, threshold=threshold).evidence for text in TEXTS}
    assert any(alone.values())
    for text, found in zip(many, aligner.align_all(many, threshold=threshold), strict=True):
        assert found.evidence == alone[text], text


def test_a_repeated_word_and_a_pair_share_what_they_add(aligner: Aligner) -> None:
    text = "clinic, school; of the rural clinic"
    words, health = list_surfaces(text, "en"), aligner.labels.index["sdg:3"]
    shares, starts, owners, labels = token_shares(["water", text], aligner.scorer("en"), [(), (health,)], [1, 6])
    assert (starts.tolist(), owners.tolist(), labels.tolist()) == ([0], [1], [health])
    assert shares.sum() == pytest.approx(1)
    by_word = dict(zip(enumerate(words), shares.tolist(), strict=True))
    # The pair "rural clinic" adds half of its weight to each of its words.
    assert by_word[5, "clinic"] - by_word[0, "clinic"] == pytest.approx(by_word[4, "rural"])
    assert by_word[1, "school"] == by_word[2, "of"] == 0


def test_pieces_of_work_hold_so_many_texts_and_letters() -> None:
    texts = ["a"] * (BATCH + 1) + ["b" * (LETTERS - 1), "c", "d", "e" * (LETTERS + 1), "f"]
    cut = list(cut_batches(texts))
    assert [text for one in cut for text in texts[one]] == texts
    assert all(len(texts[one]) <= BATCH for one in cut)
    assert [one for one in cut if sum(map(len, texts[one])) > LETTERS] == [slice(BATCH + 4, BATCH + 5)]
    assert list(cut_batches([])) == []
