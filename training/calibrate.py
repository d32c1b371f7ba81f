"""From scores to probabilities that mean what they say: logistic curves over texts not learned from."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

Floats = npt.NDArray[np.float32]


def curve(scores: Floats, said: Floats, weight: Floats) -> tuple[float, float]:
    """Slope and shift of the logistic curve that fits best: p = 1 / (1 + exp(-(slope * score + shift)))."""
    kept = weight > 0
    x, y, w = scores[kept].astype(float), said[kept].astype(float), weight[kept].astype(float)

    def loss(point: npt.NDArray[np.float64]) -> tuple[float, npt.NDArray[np.float64]]:
        z = point[0] * x + point[1]
        error = w * (0.5 * (np.tanh(0.5 * z) + 1) - y)
        # Held towards slope 1, shift 0: what the fit itself already says.
        pull = point - np.array([1.0, 0.0])
        value = float(w @ (np.logaddexp(0, z) - y * z) + pull @ pull)
        return value, np.array([error @ x, error.sum()]) + 2 * pull

    found = minimize(loss, np.array([1.0, 0.0]), jac=True, method="L-BFGS-B").x
    return max(float(found[0]), 0.05), float(found[1])


def error(p: Floats, said: Floats, bins: int = 10) -> float:
    """Expected calibration error: mean distance between p and what came true, over bins of equal width."""
    p, said = p.ravel(), said.ravel()
    where = np.minimum((p * bins).astype(int), bins - 1)
    gaps = [
        abs(p[where == one].mean() - said[where == one].mean()) * (where == one).mean()
        for one in set(where.tolist())
    ]
    return float(sum(gaps))
