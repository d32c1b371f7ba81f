"""The `[neural]` grade: second readers, weighed beside the default model.

All six languages are read by a head over multilingual embeddings, English by the encoder too.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np

from actionlines.alignment import embed, encoder
from actionlines.alignment.score import sigmoid
from actionlines.alignment.weights import Floats, checked, contents, described, packaged_bytes, pins
from actionlines.errors import ModelError

FILE = "neural.npz"
_LEAST = 1e-5


@dataclass(frozen=True)
class Trust:
    """How far each reader of a text is trusted, label by label.

    p = sigmoid(slopes[0] * logit(p of the default model) + slopes[1] * score of the second reader + ... + shift);
    `slopes` (readers, labels), `shift` (labels,).
    """

    slopes: Floats
    shift: Floats

    def blend(self, own: Floats, *scores: Floats) -> Floats:
        """Probabilities (texts, labels) from those of the default model and the scores of the other readers."""
        safe = np.clip(own, _LEAST, 1 - _LEAST)
        total = self.slopes[0] * np.log(safe / (1 - safe)) + self.shift
        for slope, score in zip(self.slopes[1:], scores, strict=True):
            total += slope * score
        return sigmoid(total)


@dataclass(frozen=True)
class EmbeddingHead:
    """Scores of an embedding, by way of one hidden layer of rectified sums."""

    mean: Floats
    inner: Floats
    inner_bias: Floats
    outer: Floats
    outer_bias: Floats

    def scores(self, vectors: Floats) -> Floats:
        """Return scores (texts, labels) of embeddings."""
        hidden = np.maximum((vectors - self.mean) @ self.inner + self.inner_bias, 0)
        return (hidden @ self.outer + self.outer_bias).astype(np.float32)


class Neural:
    """The `[neural]` grade of an aligner: a second opinion on its scores."""

    name = "neural"

    def __init__(self, english: Trust, others: Trust, head: EmbeddingHead) -> None:
        self._english, self._others, self._head = english, others, head

    @classmethod
    def load(cls, model: Path | None = None) -> Neural:
        """Return the second readers of the package, or of the model at `model`: its neural.npz is beside it.

        The encoder is always that of the package. Raises ModelError: the extra is missing, or a file is another
        than the model was made with.
        """
        embed.ready()
        encoder.ready()
        body = contents(model.with_name(FILE)) if model else packaged_bytes(FILE)
        if model:
            card = described(contents(model.with_suffix(".json")), str(model))
            checked(body, card.get("neural_sha256", ""), FILE)
            if card.get("encoder_sha256") != pins()["actionlines_model_neural"][encoder.FILE]:
                advice = "Make it again with `make train`."
                raise ModelError(str(model), "it was made with another encoder", advice)
        with np.load(io.BytesIO(body), allow_pickle=False) as box:
            return cls(
                _part(Trust, box, "english"), _part(Trust, box, "others"), _part(EmbeddingHead, box, "head")
            )

    def blend(self, texts: Sequence[str], languages: Sequence[str], own: Floats) -> Floats:
        """Return probabilities (texts, labels); a text in none of the six languages keeps its own."""
        out = own.copy()
        # Half of a pair of signs is no sign, and cannot be handed to other libraries.
        texts = [text.encode(errors="replace").decode() for text in texts]
        read = [place for place, code in enumerate(languages) if code]
        if not read:
            return out
        meant = np.zeros_like(own)
        meant[read] = self._head.scores(embed.multilingual([texts[place] for place in read]))
        english = [place for place in read if languages[place] == "en"]
        others = [place for place in read if languages[place] != "en"]
        if english:
            told = encoder.scores([texts[place] for place in english])
            out[english] = self._english.blend(own[english], told, meant[english])
        out[others] = self._others.blend(own[others], meant[others])
        return out


_Kind = TypeVar("_Kind", Trust, EmbeddingHead)


def _part(kind: type[_Kind], box: Mapping[str, Floats], name: str) -> _Kind:
    return kind(*(box[f"{name}.{part}"].astype(np.float32) for part in kind.__annotations__))
