"""The `[neural]` grade: a second reader, weighed beside the default model.

English texts are read by the encoder; the other languages by a linear head over multilingual embeddings.
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import TypeVar

import numpy as np

from actionlines.alignment import embed, encoder
from actionlines.alignment.score import sigmoid
from actionlines.alignment.weights import Floats, checked

_LEAST = 1e-5


@dataclass(frozen=True)
class Trust:
    """How far the two readers of a text are trusted, for each label: all (labels,).

    p = sigmoid(own * logit(p of the default model) + added * score of the second reader + shift).
    """

    own: Floats
    added: Floats
    shift: Floats

    def blend(self, own: Floats, score: Floats) -> Floats:
        """Probabilities (texts, labels) from those of the default model and the scores of the second reader."""
        safe = np.clip(own, _LEAST, 1 - _LEAST)
        return sigmoid(self.own * np.log(safe / (1 - safe)) + self.added * score + self.shift)


@dataclass(frozen=True)
class Head:
    """Scores of an embedding: `(vector - mean) @ weights + bias`."""

    mean: Floats
    weights: Floats
    bias: Floats

    def scores(self, vectors: Floats) -> Floats:
        """Scores (texts, labels) of embeddings."""
        return ((vectors - self.mean) @ self.weights + self.bias).astype(np.float32)


class Neural:
    """A `Grade` of the aligner."""

    name = "neural"

    def __init__(self, english: Trust, multilingual: Trust, head: Head) -> None:
        self._english, self._multilingual, self._head = english, multilingual, head

    @classmethod
    def load(cls) -> Neural:
        """The second readers of the package. Raises ModelError: the extra is missing, or a file is another."""
        embed.ready()
        encoder.ready()
        folder = resources.files("actionlines.alignment").joinpath("data")
        body = folder.joinpath("neural.npz").read_bytes()
        checked(body, json.loads(folder.joinpath("model.json").read_bytes())["neural_sha256"], "neural.npz")
        with np.load(io.BytesIO(body), allow_pickle=False) as box:
            return cls(
                _part(Trust, box, "english"),
                _part(Trust, box, "multilingual"),
                _part(Head, box, "multilingual"),
            )

    def blend(self, texts: Sequence[str], languages: Sequence[str], own: Floats) -> Floats:
        """Probabilities (texts, labels); a text in none of the six languages keeps its own."""
        out = own.copy()
        english = [place for place, code in enumerate(languages) if code == "en"]
        others = [place for place, code in enumerate(languages) if code not in ("", "en")]
        if english:
            out[english] = self._english.blend(own[english], encoder.scores([texts[at] for at in english]))
        if others:
            vectors = embed.multilingual([texts[at] for at in others])
            out[others] = self._multilingual.blend(own[others], self._head.scores(vectors))
        return out


_Kind = TypeVar("_Kind", Trust, Head)


def _part(kind: type[_Kind], box: Mapping[str, Floats], name: str) -> _Kind:
    return kind(*(box[f"{name}.{part}"].astype(np.float32) for part in kind.__annotations__))
