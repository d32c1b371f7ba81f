"""The slow teacher: embedding models with linear heads, averaged with the words themselves.

Its labels for texts that it learned from come from folds that did not hold them. They are kept in teacher.npz
by the SHA-256 of each text, so that a training without new texts needs no embedding model.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from actionlines.alignment.score import sigmoid
from training import embeddings, kept
from training.data import HERE
from training.fit import Linear, fit, fit_dense

Floats = npt.NDArray[np.float32]
KEPT = HERE / "teacher.npz"
DIRECTIONS, TRUST, FOLDS, SEED = 256, 10.0, 4, 7
# The sum of two scores, drawn in a little, comes nearest to the truth on texts that neither has seen.
DRAWN = 0.75


def labels(
    texts: Sequence[str], found: sp.csr_matrix, said: Floats, trusted: Floats, anew: bool = False
) -> Floats:
    """Soft labels (texts, labels) of texts whose labels are `said` and `trusted` so far.

    A text that is newer than the teacher is taken by hand alone, and where its labels are not known by hand it
    gets none (NaN). `anew` asks the teacher again for all.
    """
    keys = [kept.key(text) for text in texts]
    known = kept.read(KEPT)
    new = [place for place, key in enumerate(keys) if key not in known]
    if anew:
        made = _made(texts, found, said, trusted)
        kept.write(KEPT, keys, np.round(made * 255).astype(np.uint8))
        return _rounded(made)
    if new:
        print(f"  {len(new)} texts newer than the teacher are taken by hand", flush=True)
    by_hand = np.where(trusted > 0, said, np.nan)
    rows = [known[key] / 255.0 if key in known else by_hand[place] for place, key in enumerate(keys)]
    return np.array(rows, np.float32)


def _rounded(made: Floats) -> Floats:
    found: Floats = (np.round(made * 255) / 255).astype(np.float32)
    return found


def _made(texts: Sequence[str], found: sp.csr_matrix, said: Floats, trusted: Floats) -> Floats:
    vectors = reduced(embeddings.both(texts))[0]
    total = np.zeros((len(texts), said.shape[1]), np.float32)
    total += _crossed(found, said, trusted, fit)
    total += _crossed(vectors, said, trusted, partial(fit_dense, trust=TRUST))
    return sigmoid(DRAWN * total)


def _crossed(
    part: sp.csr_matrix | Floats, said: Floats, trusted: Floats, learn: Callable[..., Linear]
) -> Floats:
    """Scores of all texts by models that did not learn from them."""
    out = np.zeros(said.shape, np.float32)
    folds = np.random.default_rng(SEED).integers(0, FOLDS, len(said))
    for one in range(FOLDS):
        inside, outside = np.flatnonzero(folds != one), np.flatnonzero(folds == one)
        model = learn(part[inside], said[inside], trusted[inside])
        out[outside] = model.scores(part[outside])
    return out


def reduced(vectors: Floats) -> tuple[Floats, Floats, Floats]:
    """Vectors in their strongest directions, their mean, and the directions: (texts, 256), (n,), (n, 256)."""
    mean = vectors.mean(axis=0)
    directions = np.linalg.svd((vectors - mean)[:: max(1, len(vectors) // 4000)], full_matrices=False)[2][
        :DIRECTIONS
    ].T
    return (vectors - mean) @ directions, mean, directions
