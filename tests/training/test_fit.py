"""What the examples say of whether a text speaks to anything."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("scipy", reason="the extra `train` is not installed: make .venv/train.done")

from training.fit import speaks_of
from training.train import blended


def test_a_text_without_labels_speaks_to_nothing_where_all_are_known() -> None:
    said = np.array([[1, 0], [0, 0], [0, 0]], np.float32)
    trusted = np.array([[0.5, 0], [3, 3], [1, 0]], np.float32)
    speaks, sure = speaks_of(said, trusted)
    assert speaks.ravel().tolist() == [1, 0, 0]
    # Of the third only one level is known: it may speak to something else.
    assert sure.ravel().tolist() == [0.5, 3, 0]


def test_what_is_learned_has_a_column_for_it() -> None:
    said, trusted = np.array([[1, 0], [0, 0]], np.float32), np.ones((2, 2), np.float32)
    soft = np.array([[0.8, 0.1], [0.6, 0.4], [0.2, 0.7]], np.float32)
    aim, weight = blended(said, trusted, soft)
    assert aim.shape == weight.shape == (3, 3)
    # By hand, by hand against the teacher, and the strongest of what the teacher says.
    np.testing.assert_allclose(aim[:, -1], [1, 0, 0.7])
    assert weight[2, -1] < weight[0, -1]


def test_what_neither_hand_nor_teacher_knows_does_not_count() -> None:
    said, trusted = np.array([[1, 0]], np.float32), np.array([[1, 0]], np.float32)
    aim, weight = blended(said, trusted, np.array([[1, np.nan]], np.float32))
    assert not np.isnan(aim).any()
    assert weight.tolist() == [[1, 0, 1]]
