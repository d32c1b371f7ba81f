"""The slow teacher: embedding models with linear heads, averaged with the words themselves.

Its labels for texts that it learned from come from folds that did not hold them. They are kept in teacher.npz
by the SHA-256 of each text, so that a training without new texts needs no embedding model.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from actionlines.alignment import embed
from actionlines.alignment.score import sigmoid
from training.data import HERE
from training.fit import Linear, fit, fit_dense

Floats = npt.NDArray[np.float32]
KEPT = HERE / "teacher.npz"
# Embeddings of the texts, to be kept between trainings on one machine; not part of the project.
EMBEDDINGS = HERE / ".embeddings.npz"
DIRECTIONS, TRUST, FOLDS, SEED = 256, 10.0, 4, 7
# The sum of two scores, drawn in a little, comes nearest to the truth on texts that neither has seen.
DRAWN = 0.75


def labels(
    texts: Sequence[str], found: sp.csr_matrix, said: Floats, trusted: Floats, anew: bool = False
) -> Floats:
    """Soft labels (texts, labels). The first texts are those of `said` and `trusted`; the rest are bare.

    A text that is newer than the teacher is taken by hand alone, and where its labels are not known by hand it
    gets none (NaN). `anew` asks the teacher again for all; a bare text that is newer needs it in any case.
    """
    keys = [_key(text) for text in texts]
    kept = _read(KEPT)
    new = [place for place, key in enumerate(keys) if key not in kept]
    if anew or any(place >= len(said) for place in new):
        made = _made(texts, found, said, trusted)
        _write(KEPT, keys, np.round(made * 255).astype(np.uint8))
        return _rounded(made)
    if new:
        print(f"  {len(new)} texts newer than the teacher are taken by hand", flush=True)
    by_hand = np.where(trusted > 0, said, np.nan)
    rows = [kept[key] / 255.0 if key in kept else by_hand[place] for place, key in enumerate(keys)]
    return np.array(rows, np.float32)


def _rounded(made: Floats) -> Floats:
    found: Floats = (np.round(made * 255) / 255).astype(np.float32)
    return found


def embeddings(texts: Sequence[str]) -> Floats:
    """Both embeddings side by side, (texts, 896)."""
    return np.hstack(
        [_remembered(texts, embed.multilingual, "multi"), _remembered(texts, embed.english, "english")]
    )


def _made(texts: Sequence[str], found: sp.csr_matrix, said: Floats, trusted: Floats) -> Floats:
    vectors = reduced(embeddings(texts))[0]
    total = np.zeros((len(texts), said.shape[1]), np.float32)
    total += _crossed(found, said, trusted, fit)
    total += _crossed(vectors, said, trusted, partial(fit_dense, trust=TRUST))
    return sigmoid(DRAWN * total)


def _crossed(
    part: sp.csr_matrix | Floats, said: Floats, trusted: Floats, learn: Callable[..., Linear]
) -> Floats:
    """Scores of all texts by models that did not learn from them."""
    count = len(said)
    out = np.zeros((part.shape[0], said.shape[1]), np.float32)
    folds = np.random.default_rng(SEED).integers(0, FOLDS, count)
    for one in range(FOLDS):
        inside, outside = np.flatnonzero(folds != one), np.flatnonzero(folds == one)
        model = learn(part[inside], said[inside], trusted[inside])
        out[outside] = model.scores(part[outside])
        out[count:] += model.scores(part[count:]) / FOLDS
    return out


def reduced(vectors: Floats) -> tuple[Floats, Floats, Floats]:
    """Vectors in their strongest directions, their mean, and the directions: (texts, 256), (n,), (n, 256)."""
    mean = vectors.mean(axis=0)
    directions = np.linalg.svd((vectors - mean)[:: max(1, len(vectors) // 4000)], full_matrices=False)[2][
        :DIRECTIONS
    ].T
    return (vectors - mean) @ directions, mean, directions


def _remembered(texts: Sequence[str], make: Callable[[Sequence[str]], Floats], name: str) -> Floats:
    path = EMBEDDINGS.with_suffix(f".{name}.npz")
    known = _read(path)
    keys = [_key(text) for text in texts]
    missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
    if missing:
        print(f"  embedding {len(missing)} texts ({name})", flush=True)
        known |= dict(zip(missing, make(list(missing.values())).astype(np.float16), strict=True))
        _write(path, list(known), np.array(list(known.values())))
    return np.array([known[key] for key in keys], np.float32)


def keep(path: Path, texts: Sequence[str], rows: npt.NDArray[np.generic]) -> None:
    """Keep a row of numbers for each text."""
    _write(path, [_key(text) for text in texts], rows)


def kept(path: Path, texts: Sequence[str], width: int) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """The rows kept for texts, (texts, width), and which texts have one."""
    known = _read(path)
    nothing = np.zeros(width, np.int8)
    keys = [_key(text) for text in texts]
    rows = np.array([known.get(key, nothing) for key in keys], np.float32) / 127
    return rows, np.array([key in known for key in keys], np.bool_)


def _key(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "little")


def _read(path: Path) -> dict[int, npt.NDArray[np.generic]]:
    if not path.exists():
        return {}
    with np.load(path, allow_pickle=False) as box:
        return dict(zip(box["keys"].tolist(), box["rows"], strict=True))


def _write(path: Path, keys: Sequence[int], rows: npt.NDArray[np.generic]) -> None:
    unique = dict(zip(keys, rows, strict=True))
    order = sorted(unique)
    np.savez_compressed(path, keys=np.array(order, np.uint64), rows=np.array([unique[key] for key in order]))
