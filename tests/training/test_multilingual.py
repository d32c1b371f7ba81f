"""What the head over multilingual embeddings learns from, and that it learns."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("scipy", reason="what training needs is not installed: make .venv/train.done")

from training import multilingual, transfer

DATA = Path(__file__).parents[3] / "shared" / "data"


@pytest.mark.skipif(not DATA.is_dir(), reason="the shared data are not there")
def test_nothing_held_back_is_learned_from() -> None:
    texts, aim, weight, unseen = multilingual.examples(DATA)
    assert aim.shape == weight.shape and len(aim) == len(texts)
    assert not set(texts) & set(unseen)
    for code in ("en", *transfer.CODES):
        lines = transfer.parallel(DATA, code)[: transfer.LINES]
        out = transfer.held_back(len(lines))
        assert not set(np.array(lines)[out]) & set(texts)
        assert set(np.array(lines)[~out]) - set(unseen) <= set(texts)


def test_a_sixth_is_held_back() -> None:
    assert transfer.held_back(13).nonzero()[0].tolist() == [0, 6, 12]


def test_the_head_learns_what_no_plane_divides() -> None:
    pytest.importorskip("torch", reason="the extra `encoder` is not installed")
    chance = np.random.default_rng(3)
    vectors = chance.normal(0, 0.05, (4000, 8)).astype(np.float32)
    truth = (vectors[:, :1] * vectors[:, 1:2] > 0).astype(np.float32)
    head = multilingual.learned(vectors, truth, np.ones_like(truth))
    right = (head.scores(vectors)[:, 0] > 0) == (truth[:, 0] > 0)
    assert right.mean() > 0.85
