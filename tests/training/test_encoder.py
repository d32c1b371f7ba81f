"""The batches from which the encoder learns. Training itself takes half an hour and is no test."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("scipy", reason="what training needs is not installed: make .venv/train.done")

from training import encoder

CODED = [[1] * (at % 90 + 1) for at in range(1500)]
ROWS = np.arange(0, 1500, 2)


def test_every_row_comes_once_and_no_other() -> None:
    found = np.concatenate(list(encoder.batches(CODED, ROWS, np.random.default_rng(1))))
    assert sorted(found) == ROWS.tolist()


def test_texts_of_like_length_go_together() -> None:
    lengths = np.array([len(one) for one in CODED])
    spread = [np.ptp(lengths[batch]) for batch in encoder.batches(CODED, ROWS, np.random.default_rng(1))]
    assert np.mean(spread) < 10  # of 90


def test_the_order_is_that_of_the_seed() -> None:
    first, again, other = (
        np.concatenate(list(encoder.batches(CODED, ROWS, np.random.default_rng(seed)))) for seed in (1, 1, 2)
    )
    assert (first == again).all() and (first != other).any()
