"""What the labels share: where a text lies among all texts, told from its words alone.

A label with twenty examples learns little from single words. What an encoder says of each text at all levels, in
its strongest directions, is learned from words (ridge regression, which needs no labels); the labels are then
learned from those few directions, so that "combine harvester" helps where only "tractor" was seen. Both steps are
linear: together they are one more weight for each word and pair, and cost nothing when the model is used.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from training.fit import Linear, fit_dense

Floats = npt.NDArray[np.float32]
DIRECTIONS = 128
# How far a score may stand out: what is surer than this is sure.
SURE = 8.0
# How strongly the words' directions are held to nothing, and how far a label trusts them. Chosen on the dev sets.
HELD, TRUST = 1.0, 3.0
_STEPS = 25


def directions(scores: Floats, known: npt.NDArray[np.bool_]) -> Floats:
    """The strongest directions of scores (texts, labels), at most 1 long: (texts, DIRECTIONS).

    Texts of which nothing is `known` have none: zeros.
    """
    given = np.clip(scores[known], -SURE, SURE)
    given -= given.mean(axis=0)
    some = given[:: max(1, len(given) // 4000)]
    axes = np.linalg.svd(some, full_matrices=False)[2][:DIRECTIONS].T
    found = np.zeros((len(scores), axes.shape[1]), np.float32)
    found[known] = given @ axes
    return found / np.float32(max(np.abs(found).max(), 1e-9))


def fit_shared(
    found: sp.csr_matrix, known: tuple[Floats, npt.NDArray[np.bool_]], aim: Floats, weight: Floats
) -> Linear:
    """Labels by way of the directions, as weights of words: (features, labels).

    `known`: directions (texts, n), and which texts have any.
    """
    where, has = known
    table = ridge(found[np.flatnonzero(has)], where[has])
    told = np.asarray(found @ table, np.float32)
    # Directions told from words are shorter than true ones; as long as those, they are trusted alike.
    length = np.float32(np.sqrt((where[has] ** 2).sum() / (told[has] ** 2).sum()))
    head = fit_dense(told * length, aim, weight, TRUST)
    return Linear((table * length) @ head.weights, head.bias)


def ridge(found: sp.csr_matrix, aim: Floats) -> Floats:
    """Weights of features that tell `aim`, (features, directions): conjugate gradients, all directions at once."""
    rows, turned = found.astype(np.float32), found.T.tocsr().astype(np.float32)
    out = np.zeros((found.shape[1], aim.shape[1]), np.float32)
    left = np.asarray(turned @ aim, np.float32)
    step, size = left.copy(), (left**2).sum(axis=0)
    for _ in range(_STEPS):
        moved = np.asarray(turned @ (rows @ step) + HELD * step, np.float32)
        far = size / np.maximum((step * moved).sum(axis=0), 1e-12)
        out += step * far
        left -= moved * far
        before, size = size, (left**2).sum(axis=0)
        step = left + step * (size / np.maximum(before, 1e-12))
    return out
