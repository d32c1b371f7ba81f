"""Curves: what is put together of several scores, and what each label is given of its own."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

pytest.importorskip("scipy", reason="what training needs is not installed: make .venv/train.done")

from actionlines.alignment.classifier import apply_sigmoid
from training import calibrate


def _scores(shift: float, count: int = 4000, seed: int = 4) -> tuple[npt.NDArray[np.float32], ...]:
    """Scores of one label, and what came true where p = sigmoid(2 * score + shift)."""
    luck = np.random.default_rng(seed)
    scores = luck.normal(size=(count, 1)).astype(np.float32)
    said = (luck.random((count, 1)) < apply_sigmoid(2 * scores + shift)).astype(np.float32)
    return scores, said


def test_the_better_of_two_scores_gets_the_larger_slope() -> None:
    scores, said = _scores(-1)
    noise = np.random.default_rng(5).normal(size=scores.shape).astype(np.float32)
    slopes, shift = calibrate.blend([scores, noise], said, np.ones_like(said))
    assert slopes.shape == (2, 1)
    assert slopes[0, 0] == pytest.approx(2, abs=0.25)
    assert slopes[1, 0] < 0.1
    assert shift[0] == pytest.approx(-1, abs=0.2)


def test_a_score_that_misleads_is_left_out_and_not_turned_round() -> None:
    scores, said = _scores(0)
    slopes, _ = calibrate.blend([scores, -scores], said, np.ones_like(said))
    assert slopes[1, 0] == 0


def test_each_label_has_its_own_curve_and_a_rare_one_is_held_to_the_others() -> None:
    first, often = _scores(0)
    second, rarely = _scores(-4, seed=6)
    few = np.zeros_like(often)
    few[:3] = 1
    scores = np.hstack([first, second, first])
    said, weight = (np.hstack([often, rarely, often]), np.hstack([np.ones_like(often), np.ones_like(often), few]))
    _, shift = calibrate.blend([scores], said, weight)
    assert shift[1] < shift[0] - 2
    # Three texts do not move it far from what holds for all.
    assert abs(shift[2] - shift.mean()) < abs(shift[1] - shift[0])


def test_shifts_make_p_what_comes_true_on_average() -> None:
    scores, said = _scores(-2)
    logits = np.hstack([2 * scores, 2 * scores - 2])
    said = np.hstack([said, said])
    more = calibrate.shifts(logits, said, np.ones_like(said))
    assert more == pytest.approx([-2, 0], abs=0.2)
    assert apply_sigmoid(logits + more).mean(axis=0) == pytest.approx(said.mean(axis=0), abs=0.01)
