"""What the labels share: where a text lies among all texts, told from its words alone.

A label with twenty examples learns little from single words. The embeddings of the texts, in their strongest
directions, are learned from words (ridge regression, which needs no labels); the labels are then learned from
those few directions, so that "combine harvester" helps where only "tractor" was seen. Both steps are linear:
together they are one more weight for each word and pair, and cost nothing when the model is used.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from training import embeddings, kept, teacher
from training.data import HERE
from training.fit import Linear, fit_dense

Floats = npt.NDArray[np.float32]
# The directions of the texts, in bytes: a training without new texts needs no embedding model.
KEPT = HERE / "vectors.npz"
DIRECTIONS = 128
# How strongly the words' directions are held to nothing, and how far a label trusts them. Chosen on the dev sets.
HELD, TRUST = 1.0, 3.0
_STEPS = 25


def vectors(texts: Sequence[str], anew: bool = False) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """Directions of the texts, (texts, DIRECTIONS), and which texts have any: newer ones have none.

    `anew` embeds all texts again and keeps what it finds.
    """
    if anew or not KEPT.exists():
        found = teacher.reduced(embeddings.both(texts))[0][:, :DIRECTIONS]
        kept.write_bytes(KEPT, texts, found, float(np.abs(found).max()))
    return kept.read_bytes(KEPT, texts, DIRECTIONS, 1.0)


def fit_shared(
    found: sp.csr_matrix, known: tuple[Floats, npt.NDArray[np.bool_]], aim: Floats, weight: Floats
) -> Linear:
    """Labels by way of the directions, as weights of words: (features, labels)."""
    directions, has = known
    table = ridge(found[np.flatnonzero(has)], directions[has])
    told = np.asarray(found @ table, np.float32)
    # Directions told from words are shorter than true ones; as long as those, they are trusted alike.
    length = np.float32(np.sqrt((directions[has] ** 2).sum() / (told[has] ** 2).sum()))
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
