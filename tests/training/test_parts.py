"""The mixture of what was learned in several ways."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("scipy", reason="what training needs is not installed: make .venv/train.done")

from training.fit import Linear
from training.parts import mixed


def test_each_label_takes_its_share_of_each_part() -> None:
    luck = np.random.default_rng(3)
    made = [
        Linear(luck.normal(size=(5, 2)).astype(np.float32), luck.normal(size=2).astype(np.float32)) for _ in range(2)
    ]
    shares = np.array([[1, 0.2], [0, 0.8]], np.float32)
    model, texts = mixed(made, shares), luck.normal(size=(4, 5)).astype(np.float32)
    scores = np.sum([one.scores(texts) * share for one, share in zip(made, shares, strict=True)], axis=0)
    assert np.allclose(model.scores(texts), scores, atol=1e-5)
    assert np.allclose(model.scores(texts)[:, 0], made[0].scores(texts)[:, 0], atol=1e-5)
