"""What training makes: where the files of the package lie, and a language as its file holds it."""

from __future__ import annotations

import hashlib
import json

import numpy as np
import numpy.typing as npt

from actionlines.alignment.weights import LanguageWeights
from training.data import HERE
from training.features import Vocabulary
from training.languages import small
from training.weights_file import quantise_weights

MODEL = HERE.parent / "model/default/actionlines_model/model.npz"
_NEURAL = HERE.parent / "model/neural/actionlines_model_neural"
NEURAL, ENCODER, WORD_PIECES = (_NEURAL / name for name in ("neural.npz", "encoder.onnx", "word_pieces.json"))
PINS = HERE.parent / "src/actionlines/alignment/data/pins.json"

Floats = npt.NDArray[np.float32]


def packed(words: Vocabulary, weights: Floats, bias: Floats) -> LanguageWeights:
    """A language as the file holds it: idf counted into the weights (features, labels + 1), those in bytes."""
    inside, scale = quantise_weights((weights * words.idf[:, None]).astype(np.float32))
    return LanguageWeights(
        words.words, words.pairs, words.idf.astype(np.float32), inside, scale, bias, words.floor,
        small(words.language),
    )  # fmt: skip


def pin() -> None:
    """Write the SHA-256 of each file of weights into the program, which then refuses all others."""
    found: dict[str, dict[str, str]] = {}
    for path in (MODEL.with_suffix(".json"), MODEL, ENCODER, NEURAL, WORD_PIECES):
        found.setdefault(path.parent.name, {})[path.name] = hashlib.sha256(path.read_bytes()).hexdigest()
    PINS.write_text(json.dumps(found, indent=1) + "\n", "utf-8")
