"""How the neural grade weighs its second readers beside the default model; written to neural.npz.

English: the encoder (training/encoder.py). The other languages: a linear head over multilingual embeddings.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from actionlines.alignment.labels import all_labels
from actionlines.alignment.model import LEVELS
from training import data, opinions
from training.calibrate import SEEN, as_seen, blend
from training.fit import Linear, fit_dense
from training.teacher import FOLDS, SEED, TRUST, reduced

Floats = npt.NDArray[np.float32]
PACKAGED = data.HERE.parent / "src/actionlines/alignment/data/neural.npz"


def english(texts: Sequence[str], said: Floats, trusted: Floats, own: Floats) -> dict[str, Floats]:
    """Trust in the encoder, from the labelled texts that it did not learn from.

    `own`: logits of all texts by the default model, out of fold (texts, labels).
    """
    scores, known = opinions.of(texts)
    rows = np.flatnonzero(known)
    print(f"  the encoder beside the words, over {len(rows)} texts held back", flush=True)
    return _trust(own[rows], scores[rows], said[rows], trusted[rows])


def multilingual(vectors: Floats, said: Floats, trusted: Floats, own: Floats) -> dict[str, Floats]:
    """A head over embeddings of labelled texts (texts, 512), and the trust in it."""
    short, mean, directions = reduced(vectors)

    def learn(rows: npt.NDArray[np.intp]) -> Linear:
        return fit_dense(short[rows], said[rows], trusted[rows], TRUST)

    score = _out_of_fold(learn, short, len(said))
    whole = learn(np.arange(len(said)))
    made = {"mean": mean, "weights": directions @ whole.weights, "bias": whole.bias}
    return made | _trust(own, score, said, trusted)


def write(path: Path, made: Mapping[str, Mapping[str, Floats]]) -> Path:
    """Write neural.npz in half precision. What is not made anew stays that of the package."""
    flat: dict[str, npt.NDArray[np.float16]] = {}
    if PACKAGED.exists():
        with np.load(PACKAGED, allow_pickle=False) as box:
            flat |= {name: box[name] for name in box.files if name.startswith("multilingual.")}
    flat |= {
        f"{name}.{part}": array.astype(np.float16)
        for name, one in made.items()
        for part, array in one.items()
    }
    np.savez_compressed(path, **flat)  # type: ignore[arg-type]
    return path


def _trust(own: Floats, score: Floats, said: Floats, trusted: Floats) -> dict[str, Floats]:
    labels = all_labels()
    own_part, added, shift = (np.zeros(len(labels), np.float32) for _ in range(3))
    for level in LEVELS:
        at = labels.places[level]
        (own_part[at], added[at]), shift[at] = blend([own[:, at], score[:, at]], said[:, at], trusted[:, at])
        means = own_part[at].mean(), added[at].mean(), shift[at].mean()
        print(f"  {level}: own {means[0]:.2f}, second {means[1]:.2f}, shift {means[2]:.2f}", flush=True)
    goals = labels.places["goals"]
    added[goals] *= SEEN[0]
    own_part[goals], shift[goals] = as_seen(own_part[goals], shift[goals])
    return {"own": own_part, "added": added, "shift": shift}


def _out_of_fold(learn: Callable[[npt.NDArray[np.intp]], Linear], vectors: Floats, count: int) -> Floats:
    folds = np.random.default_rng(SEED).integers(0, FOLDS, count)
    parts = [(np.flatnonzero(folds == one), learn(np.flatnonzero(folds != one))) for one in range(FOLDS)]
    out = np.zeros((count, len(all_labels())), np.float32)
    for rows, model in parts:
        out[rows] = model.scores(vectors[rows])
    return out
