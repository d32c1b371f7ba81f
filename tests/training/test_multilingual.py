"""What the head over multilingual embeddings learns from, and that it learns."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("scipy", reason="what training needs is not installed: make .venv/train.done")

from training import kept, multilingual, opinions, transfer

DATA = Path(__file__).parents[3] / "shared" / "data"


@pytest.mark.skipif(not DATA.is_dir(), reason="the shared data are not there")
def test_nothing_held_back_is_learned_from() -> None:
    pytest.importorskip("sdgclassification", reason="what training needs is not installed: make .venv/train.done")
    texts, aim, weight, unseen = multilingual.examples(DATA)
    assert aim.shape == weight.shape and len(aim) == len(texts)
    assert not set(texts) & set(unseen)
    for code in ("en", *transfer.CODES):
        lines = transfer.parallel(DATA, code)
        out = transfer.held_lines(DATA)
        assert not set(np.array(lines)[out]) & set(texts)
        assert set(np.array(lines)[~out]) - set(unseen) <= set(texts)


def test_a_text_more_changes_nothing_of_what_is_held_back() -> None:
    texts = [f"Text {number}" for number in range(600)]
    held = kept.one_in(6, texts)
    assert 70 < held.sum() < 130
    assert kept.one_in(6, ["Another", *texts])[1:].tolist() == held.tolist()


def test_a_text_that_nobody_was_asked_about_stops_the_training() -> None:
    with pytest.raises(SystemExit, match="new to the reader encoder"):
        opinions.of_all("encoder", ["A text that stands nowhere."])


def test_the_head_learns_what_no_plane_divides() -> None:
    pytest.importorskip("torch", reason="the extra `encoder` is not installed")
    chance = np.random.default_rng(3)
    vectors = chance.normal(0, 0.05, (4000, 8)).astype(np.float32)
    truth = (vectors[:, :1] * vectors[:, 1:2] > 0).astype(np.float32)
    head = multilingual.learned(vectors, truth, np.ones_like(truth))
    right = (head.scores(vectors)[:, 0] > 0) == (truth[:, 0] > 0)
    assert right.mean() > 0.85
