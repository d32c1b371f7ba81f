"""The heads of the neural grade, and how they are blended with the default model; written to neural.npz."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt

from actionlines.alignment import embed
from actionlines.alignment.labels import all_labels
from actionlines.alignment.model import LEVELS
from training.calibrate import SEEN, as_seen, blend
from training.fit import Linear, fit_dense
from training.teacher import FOLDS, SEED, TRUST, reduced

Floats = npt.NDArray[np.float32]


def heads(vectors: Floats, said: Floats, trusted: Floats, own: Floats) -> dict[str, dict[str, Floats]]:
    """Both heads. `vectors` are of labelled texts, `own` their logits by the default model (out of fold)."""
    parts = {"both": slice(None), "multilingual": slice(0, embed.MULTILINGUAL)}
    return {name: _head(vectors[:, part], said, trusted, own) for name, part in parts.items()}


def write(path: Path, made: dict[str, dict[str, Floats]]) -> None:
    """Write neural.npz in half precision."""
    flat = {
        f"{name}.{part}": array.astype(np.float16)
        for name, one in made.items()
        for part, array in one.items()
    }
    np.savez_compressed(path, **flat)


def _head(vectors: Floats, said: Floats, trusted: Floats, own: Floats) -> dict[str, Floats]:
    short, mean, directions = reduced(vectors)

    def learn(rows: npt.NDArray[np.intp]) -> Linear:
        return fit_dense(short[rows], said[rows], trusted[rows], TRUST)

    score = _out_of_fold(learn, short, len(said))
    whole = learn(np.arange(len(said)))
    labels = all_labels()
    own_part, added, shift = (np.zeros(len(labels), np.float32) for _ in range(3))
    for level in LEVELS:
        at = labels.places[level]
        (own_part[at], added[at]), shift[at] = blend([own[:, at], score[:, at]], said[:, at], trusted[:, at])
        print(
            f"  {level}: own {own_part[at].mean():.2f}, head {added[at].mean():.2f}, shift {shift[at].mean():.2f}",
            flush=True,
        )
    goals = labels.places["goals"]
    added[goals] *= SEEN[0]
    own_part[goals], shift[goals] = as_seen(own_part[goals], shift[goals])
    return {
        "mean": mean,
        "weights": directions @ whole.weights,
        "bias": whole.bias,
        "own": own_part,
        "added": added,
        "shift": shift,
    }


def _out_of_fold(learn: Callable[[npt.NDArray[np.intp]], Linear], vectors: Floats, count: int) -> Floats:
    folds = np.random.default_rng(SEED).integers(0, FOLDS, count)
    parts = [(np.flatnonzero(folds == one), learn(np.flatnonzero(folds != one))) for one in range(FOLDS)]
    out = np.zeros((count, len(all_labels())), np.float32)
    for rows, model in parts:
        out[rows] = model.scores(vectors[rows])
    return out
