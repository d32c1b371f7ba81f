"""The `[neural]` grade: second readers, weighed beside the default model.

All six languages are read by a head over multilingual embeddings, English by the encoder too. With a `share` below
100 the readers see only the texts of which the default model is unsure, and English is read by the encoder alone.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from actionlines.alignment import readers
from actionlines.alignment.classifier import apply_sigmoid
from actionlines.alignment.model import all_labels
from actionlines.alignment.weights import Floats, check_digest, packaged_bytes, read_card, read_contents, read_pins
from actionlines.errors import ModelError

FILE = "neural.npz"
_LEAST = 1e-5
# Every fifth percentile, from 0 to 100, of how sure the default model is of its first goal on the development sets
# (`python -m benchmarks.neural --calibrate`).
SURE = (
    0.0, 0.251, 0.558, 0.807, 1.137, 1.444, 1.776, 2.192, 2.595, 3.051, 3.552, 4.087, 4.621, 5.347, 6.100, 6.766,
    7.662, 8.652, 9.859, 11.771, 16.103,
)  # fmt: skip
ALL = 100.0


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
        return apply_sigmoid(total)

    def without_the_last(self) -> Trust:
        """Return the trust where the last reader is not asked: the one before it has its part too."""
        return Trust(np.vstack([self.slopes[:-2], self.slopes[-2:].sum(axis=0, keepdims=True)]), self.shift)


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
    """The `[neural]` grade of an aligner: a second opinion on its scores.

    share  percent of texts like those of the development sets that the readers see; the least sure ones
    """

    def __init__(self, english: Trust, others: Trust, head: EmbeddingHead, share: float = ALL) -> None:
        self._both = share >= ALL
        self._english = english if self._both else english.without_the_last()
        self._others, self._head = others, head
        self._enough = np.inf if self._both else np.interp(share, np.linspace(0, ALL, len(SURE)), SURE)
        self.name = "neural" if self._both else f"neural-{share:g}"

    @classmethod
    def load(cls, model: Path | None = None, share: float = ALL) -> Neural:
        """Return the second readers of the package, or of the model at `model`: its neural.npz is beside it.

        The encoder is always that of the package. Raises ModelError: the extra is missing, or a file is another
        than the model was made with.
        """
        readers.load_readers()
        body = read_contents(model.with_name(FILE)) if model else packaged_bytes(FILE)
        if model:
            card = read_card(read_contents(model.with_suffix(".json")), str(model))
            check_digest(body, card.get("neural_sha256", ""), FILE)
            if card.get("encoder_sha256") != read_pins()["actionlines_model_neural"][readers.ENCODER]:
                advice = "Make it again with `make train`."
                raise ModelError(str(model), "it was made with another encoder", advice)
        with np.load(io.BytesIO(body), allow_pickle=False) as box:
            return cls(
                _read_part(Trust, box, "english"),
                _read_part(Trust, box, "others"),
                _read_part(EmbeddingHead, box, "head"),
                share,
            )

    def blend(self, texts: Sequence[str], languages: Sequence[str], own: Floats) -> Floats:
        """Return probabilities (texts, labels); a text in none of the six languages keeps its own.

        So does one of which the default model is sure enough.
        """
        out = own.copy()
        # Half of a pair of signs is no sign, and cannot be handed to other libraries.
        texts = [text.encode(errors="replace").decode() for text in texts]
        unsure = self.unsure(own)
        read = [place for place, code in enumerate(languages) if code and unsure[place]]
        english = [place for place in read if languages[place] == "en"]
        others = [place for place in read if languages[place] != "en"]
        if english:
            some = [texts[place] for place in english]
            scores = [readers.score_texts(some), *([self._meant(some)] if self._both else [])]
            out[english] = self._english.blend(own[english], *scores)
        if others:
            out[others] = self._others.blend(own[others], self._meant([texts[place] for place in others]))
        return out

    def unsure(self, own: Floats) -> npt.NDArray[np.bool_]:
        """Return which texts the readers see; that depends on each text alone."""
        values: npt.NDArray[np.bool_] = goal_margins(own) < self._enough
        return values

    def _meant(self, texts: Sequence[str]) -> Floats:
        # One after the other: sums over many texts at once end in other digits.
        return np.vstack([self._head.scores(readers.embed_texts([text])) for text in texts])


def goal_margins(own: Floats) -> Floats:
    """Return by how much the logit of the first goal of each text exceeds that of the second; (texts,)."""
    safe = np.clip(own[:, all_labels().places["goals"]], _LEAST, 1 - _LEAST)
    second, first = np.partition(np.log(safe / (1 - safe)), -2, axis=1)[:, -2:].T
    values: Floats = first - second
    return values


_Kind = TypeVar("_Kind", Trust, EmbeddingHead)


def _read_part(kind: type[_Kind], box: Mapping[str, Floats], name: str) -> _Kind:
    return kind(*(box[f"{name}.{part}"].astype(np.float32) for part in kind.__annotations__))
