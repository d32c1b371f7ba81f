"""From scores to probabilities that mean what they say: logistic curves over texts not learned from."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

Floats = npt.NDArray[np.float32]


# Texts name more goals than the examples do, most of which bear one label. Seen on the dev sets, where
# goals_multilabel_silver asks for a shift of 1 and goals_paragraphs, with one goal per text, for none.
# p = 1 / (1 + exp(-(SEEN[0] * logit + SEEN[1]))).
SEEN = (1.2, 0.85)


def as_seen(slope: Floats, shift: Floats) -> tuple[Floats, Floats]:
    """The curve of the goals after what was seen on the dev set."""
    return slope * SEEN[0], shift * SEEN[0] + SEEN[1]


def curve(scores: Floats, said: Floats, weight: Floats) -> tuple[float, float]:
    """Slope and shift of the logistic curve that fits best: p = 1 / (1 + exp(-(slope * score + shift)))."""
    slope, shift = _logistic([scores], said, weight)
    return max(slope, 0.05), shift


def blend(own: Floats, added: Floats, said: Floats, weight: Floats) -> tuple[float, float, float]:
    """How two scores are best put together: p = 1 / (1 + exp(-(a * own + b * added + shift)))."""
    first, second, shift = _logistic([own, added], said, weight)
    return max(first, 0.0), max(second, 0.0), shift


def _logistic(parts: Sequence[Floats], said: Floats, weight: Floats) -> tuple[float, ...]:
    kept = weight > 0
    x = np.stack([part[kept].astype(float) for part in parts] + [np.ones(int(kept.sum()))], axis=1)
    y, w = said[kept].astype(float), weight[kept].astype(float)
    # Held a little towards the mean of the scores as they are, which is what the fits themselves say.
    wish = np.array([1.0 / len(parts)] * len(parts) + [0.0])

    def loss(point: npt.NDArray[np.float64]) -> tuple[float, npt.NDArray[np.float64]]:
        z, pull = x @ point, point - wish
        error = w * (0.5 * (np.tanh(0.5 * z) + 1) - y)
        return float(w @ (np.logaddexp(0, z) - y * z) + pull @ pull), x.T @ error + 2 * pull

    return tuple(minimize(loss, wish, jac=True, method="L-BFGS-B").x.tolist())


def error(p: Floats, said: Floats, bins: int = 10) -> float:
    """Expected calibration error: mean distance between p and what came true, over bins of equal width."""
    p, said = p.ravel(), said.ravel()
    where = np.minimum((p * bins).astype(int), bins - 1)
    gaps = [
        abs(p[where == one].mean() - said[where == one].mean()) * (where == one).mean()
        for one in set(where.tolist())
    ]
    return float(sum(gaps))
