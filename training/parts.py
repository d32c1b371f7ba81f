"""The two ways in which words are learned, fitted apart and put together: each label has its own mixture.

    own     regression on the words one by one
    shared  regression by way of the directions of the texts (shared.py)

Both are linear, so that together they are one table of weights.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from training.fit import Linear, fit
from training.shared import fit_shared

Floats = npt.NDArray[np.float32]
# The mixture of the score that says whether a text speaks to anything.
ANYTHING = (0.5, 0.5)


def fit_parts(
    found: sp.csr_matrix, known: tuple[Floats, npt.NDArray[np.bool_]], aim: Floats, weight: Floats
) -> tuple[Linear, ...]:
    """Own and shared; `known` are the directions as in `fit_shared`, see `fit` for the rest."""
    return fit(found, aim, weight), fit_shared(found, known, aim, weight)


def mixed(parts: Sequence[Linear], shares: Floats) -> Linear:
    """One model of several; `shares` (parts, labels) says how much of each label comes from which."""
    weights = sum(part.weights * share for part, share in zip(parts, shares, strict=True))
    bias = sum(part.bias * share for part, share in zip(parts, shares, strict=True))
    return Linear(np.asarray(weights, np.float32), np.asarray(bias, np.float32))
