"""The `[neural]` grade: linear heads over sentence embeddings, blended with the default model.

English texts are judged by both embedding models, the other languages by the multilingual one.
"""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources

import numpy as np

from actionlines.alignment import embed
from actionlines.alignment.score import sigmoid
from actionlines.alignment.weights import Floats, checked

_LEAST = 1e-5


@dataclass(frozen=True)
class Head:
    """Scores of an embedding: `(vector - mean) @ weights + bias`.

    `own`, `added` and `shift` (labels,) blend it with p of the default model:
    sigmoid(own * logit(p) + added * score + shift).
    """

    mean: Floats
    weights: Floats
    bias: Floats
    own: Floats
    added: Floats
    shift: Floats

    def blend(self, vectors: Floats, own: Floats) -> Floats:
        """Probabilities (texts, labels) from embeddings and those of the default model."""
        safe = np.clip(own, _LEAST, 1 - _LEAST)
        score = (vectors - self.mean) @ self.weights + self.bias
        return sigmoid(self.own * np.log(safe / (1 - safe)) + self.added * score + self.shift)


class Neural:
    """A `Grade` of the aligner."""

    name = "neural"

    def __init__(self, both: Head, multilingual: Head) -> None:
        self._both, self._multilingual = both, multilingual

    @classmethod
    def load(cls) -> Neural:
        """The heads of the package. Raises ModelError: the extra is not installed, or the file is another."""
        embed.ready()
        folder = resources.files("actionlines.alignment").joinpath("data")
        body = folder.joinpath("neural.npz").read_bytes()
        checked(body, json.loads(folder.joinpath("model.json").read_bytes())["neural_sha256"], "neural.npz")
        with np.load(io.BytesIO(body), allow_pickle=False) as box:
            heads = [
                Head(*(box[f"{name}.{part}"].astype(np.float32) for part in Head.__annotations__))
                for name in ("both", "multilingual")
            ]
        return cls(*heads)

    def blend(self, texts: Sequence[str], languages: Sequence[str], own: Floats) -> Floats:
        """Probabilities (texts, labels); a text in none of the six languages keeps its own."""
        out = own.copy()
        places = [place for place, code in enumerate(languages) if code]
        chosen = [texts[place] for place in places]
        vectors = embed.multilingual(chosen)
        foreign = np.array([languages[place] != "en" for place in places], bool)
        rows = np.array(places, np.intp)
        if foreign.any():
            out[rows[foreign]] = self._multilingual.blend(vectors[foreign], own[rows[foreign]])
        if not foreign.all():
            english = embed.english([text for text, other in zip(chosen, foreign, strict=True) if not other])
            out[rows[~foreign]] = self._both.blend(
                np.hstack([vectors[~foreign], english]), own[rows[~foreign]]
            )
        return out
