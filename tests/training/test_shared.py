"""What the labels share: directions told from words."""

from __future__ import annotations

import numpy as np
import pytest

sp = pytest.importorskip("scipy.sparse", reason="what training needs is not installed: make .venv/train.done")

from training import shared  # noqa: E402


def _texts(count: int = 200, words: int = 30, seed: int = 1) -> sp.csr_matrix:
    return sp.random(count, words, density=0.2, random_state=np.random.default_rng(seed), format="csr")


def test_ridge_is_the_solution_of_its_equations() -> None:
    found, aim = _texts(), np.random.default_rng(2).normal(size=(200, 4)).astype(np.float32)
    dense = found.toarray()
    right = np.linalg.solve(dense.T @ dense + shared.HELD * np.eye(30), dense.T @ aim)
    assert np.allclose(shared.ridge(found, aim), right, atol=1e-3)


def test_a_label_reaches_words_that_it_was_never_seen_with() -> None:
    """Words 0 and 1 stand in the same direction; the label was seen with word 0 alone."""
    words = np.zeros((60, 3))
    words[:20, 0], words[20:40, 1], words[40:, 2] = 1, 1, 1
    directions = np.zeros((60, 2), np.float32)
    directions[:40, 0], directions[40:, 1] = 1, 1
    said, known = np.zeros((60, 1), np.float32), np.ones((60, 1), np.float32)
    said[:20], known[20:40] = 1, 0
    model = shared.fit_shared(sp.csr_matrix(words), (directions, np.ones(60, np.bool_)), said, known)
    heard, unheard, other = model.weights[:, 0]
    assert heard > 0
    assert unheard > 0.5 * heard
    assert other < 0


def test_texts_without_directions_teach_labels_only() -> None:
    found, aim = _texts(), np.random.default_rng(3).normal(size=(200, 2)).astype(np.float32)
    has = np.arange(200) < 150
    said = (found[:, [0]].toarray() > 0).astype(np.float32)
    once = shared.fit_shared(found, (aim, has), said, np.ones_like(said))
    aim[~has] = 99
    again = shared.fit_shared(found, (aim, has), said, np.ones_like(said))
    assert np.array_equal(once.weights, again.weights)


def test_directions_are_the_strongest_and_of_those_asked_alone() -> None:
    chance = np.random.default_rng(4)
    scores = np.outer(chance.normal(size=50), [3.0, 0.0, -4.0]).astype(np.float32)
    scores += chance.normal(0, 0.01, scores.shape).astype(np.float32)
    asked = np.arange(50) % 5 != 0
    found = shared.directions(scores, asked)
    assert not found[~asked].any()
    assert np.abs(found).max() == pytest.approx(1)
    assert np.abs(found[:, 0]).mean() > 50 * np.abs(found[:, 1:]).mean()
    # What stands out beyond measure pulls no direction its way.
    scores[1, 1] = 1e6
    assert np.abs(shared.directions(scores, asked)[:, 0]).mean() > 0.1


def test_nobody_asked_gives_no_direction_an_edge() -> None:
    one = np.ones((3, 2), np.float32)
    assert not shared.directions(one, np.ones(3, np.bool_)).any()
