"""What training makes: where the files of the package lie, and a language as its file holds it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from actionlines.alignment.weights import LanguageWeights, quantised
from training.data import HERE
from training.features import Vocabulary
from training.languages import small

MODEL = HERE.parent / "src/actionlines/alignment/data/model.npz"
NEURAL, ENCODER = MODEL.with_name("neural.npz"), MODEL.with_name("encoder.onnx")

Floats = npt.NDArray[np.float32]


def packed(words: Vocabulary, weights: Floats, bias: Floats) -> LanguageWeights:
    """A language as the file holds it: idf counted into the weights (features, labels + 1), those in bytes."""
    inside, scale = quantised((weights * words.idf[:, None]).astype(np.float32))
    return LanguageWeights(
        words.words, words.pairs, words.idf.astype(np.float32), inside, scale, bias, words.floor,
        small(words.language),
    )  # fmt: skip
