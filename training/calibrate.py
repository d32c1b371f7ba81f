"""From scores to probabilities that mean what they say: logistic curves over texts not learned from."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.float64]
# How strongly the curve of one label is held towards that of its level: slopes, and the shift. Chosen out of fold
# on the examples.
HELD = (10.0, 1.0)

# Texts name more goals than the examples do, most of which bear one label. Seen on the dev sets, where
# goals_multilabel_silver asks for a shift of 1 and goals_paragraphs, with one goal per text, for none.
# p = 1 / (1 + exp(-(SEEN[0] * logit + SEEN[1]))).
SEEN = (1.14, 0.96)


def as_seen(slope: Floats, shift: Floats) -> tuple[Floats, Floats]:
    """The curve of the goals after what was seen on the dev set."""
    return slope * SEEN[0], shift * SEEN[0] + SEEN[1]


def curve(scores: Floats, said: Floats, weight: Floats) -> tuple[float, float]:
    """Slope and shift of the logistic curve that fits best: p = 1 / (1 + exp(-(slope * score + shift)))."""
    slope, shift = _logistic([scores], said, weight, np.array([1.0, 0.0]), np.array([2.0, 0.0]))
    return max(slope, 0.05), shift


def blend(parts: Sequence[Floats], said: Floats, weight: Floats) -> tuple[Floats, Floats]:
    """How several scores of each label are best put together: slopes (parts, labels) and shift (labels,).

    p = 1 / (1 + exp(-(slopes[0] * parts[0] + ... + shift))). First for all labels at once, then for each by
    itself, held towards what was found for all: a rare label has lower scores than one with many examples, and
    what it may trust in is another.
    """
    count = len(parts)
    even, little = np.array([1 / count] * count + [0.0]), np.array([2.0] * count + [0.0])
    level = np.array(_logistic(parts, said, weight, even, little))
    held = np.array([HELD[0]] * count + [HELD[1]])
    found = np.array(
        [
            _logistic([part[:, at] for part in parts], said[:, at], weight[:, at], level, held)
            for at in range(said.shape[1])
        ],
        np.float32,
    )
    return found[:, :-1].T, found[:, -1]


def shifts(logits: Floats, said: Floats, weight: Floats) -> Floats:
    """What is to be added to the logits of each label so that on average p is what came true; (labels,)."""
    held = np.array([1e9, HELD[1]])
    return np.array(
        [
            _logistic([logits[:, at]], said[:, at], weight[:, at], np.array([1.0, 0.0]), held)[1]
            for at in range(logits.shape[1])
        ],
        np.float32,
    )


def _logistic(parts: Sequence[Floats], said: Floats, weight: Floats, wish: Numbers, held: Numbers) -> tuple[float, ...]:
    """Slopes of the parts, none below 0, and the shift, held towards `wish` as strongly as `held` says."""
    from scipy.optimize import minimize  # 0.7 s to load, which every process of the tests would pay

    kept = weight > 0
    x = np.stack([part[kept].astype(float) for part in parts] + [np.ones(int(kept.sum()))], axis=1)
    y, w = said[kept].astype(float), weight[kept].astype(float)

    def loss(point: Numbers) -> tuple[float, Numbers]:
        z, off = x @ point, point - wish
        pull = held * off
        error = w * (0.5 * (np.tanh(0.5 * z) + 1) - y)
        return float(w @ (np.logaddexp(0, z) - y * z) + 0.5 * pull @ off), x.T @ error + pull

    bounds = [(0.0, None)] * len(parts) + [(None, None)]
    return tuple(minimize(loss, wish, jac=True, method="L-BFGS-B", bounds=bounds).x.tolist())
