"""A text that speaks to nothing at all loses what single words say for it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from training.weights_file import quantise_weights, write_weights

from actionlines.alignment.aligner import Aligner
from actionlines.alignment.classifier import weigh_speaking
from actionlines.alignment.model import all_labels
from actionlines.alignment.weights import LanguageWeights, read_model
from tests.alignment.small_model import WORDS, language

# Of the words of the small model this one stands in lists.
LISTED = WORDS.index("rural")


def with_column() -> LanguageWeights:
    """English of the small model, with a column for speaking to anything: 4, less for a word of lists."""
    plain = language()
    column = np.zeros(len(plain.idf), np.float32)
    column[LISTED] = -6
    table = np.hstack([plain.weights * plain.scale, column[:, None]])
    weights, scale = quantise_weights(table.astype(np.float32))
    return replace(plain, weights=weights, scale=scale, bias=np.append(plain.bias, np.float32(4)))


@pytest.fixture
def listing(tmp_path: Path) -> Aligner:
    labels, path = all_labels(), tmp_path / "model.npz"
    flat = np.ones(len(labels), np.float32)
    about = {
        "version": "small",
        "labels": list(labels.ids),
        "thresholds": dict.fromkeys(labels.places, 0.5),
        "speaks": [0.5, 2.0],
    }
    write_weights(path, {"en": with_column()}, flat, flat * 0, about)
    return Aligner(read_model(path))


def test_what_is_lacking_is_taken_from_every_label() -> None:
    scores = np.array([[3.0, -1.0, 0.0], [3.0, -1.0, 2.0], [3.0, -1.0, 9.0]], np.float32)
    assert weigh_speaking(scores, (0.5, 2.0)).tolist() == [[2.0, -2.0], [3.0, -1.0], [3.0, -1.0]]
    assert weigh_speaking(scores, None) is scores


def test_words_of_a_list_make_a_label_less_likely(listing: Aligner, aligner: Aligner) -> None:
    said, listed = "the school and the water", "rural school, rural water"
    for text, same in ((said, True), (listed, False)):
        with_it = listing.align(text, scores=True).scores["sdg:4"]
        without = aligner.align(text, scores=True).scores["sdg:4"]
        assert (with_it == pytest.approx(without, abs=0.005)) is same
        assert with_it <= without + 0.005


def test_evidence_stays_that_of_the_label(listing: Aligner) -> None:
    text = "the school and the water"
    assert {text[one.start : one.end] for one in listing.align(text).evidence_for("sdg:4")} == {"school"}
