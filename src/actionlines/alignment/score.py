"""Probabilities of a batch: weights summed over the features of each text, then calibrated."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from actionlines.alignment.encode import Encoder
from actionlines.alignment.weights import Floats, Ints, LanguageWeights, Weights

# A list or table has few function words: of so many words at least, a smaller share of them than
# prose has (one line in a hundred of English, French and Spanish). What each hundredth below takes from every
# logit. Chosen on the dev sets.
LONG, PROSE, TAKEN = 12, 0.2, 0.4
# Texts, and characters, in one piece of work: enough to keep NumPy busy, few enough for a small machine.
BATCH, LETTERS = 256, 500_000


class Scorer:
    """The scores of texts in one language, from that language's weights."""

    def __init__(self, language: str, weights: Weights) -> None:
        self.own: LanguageWeights = weights.language(language)
        self.encoder = Encoder(language, self.own.words, self.own.pairs, frozenset(self.own.small))
        self.slope, self.shift, self.speaks = weights.slope, weights.shift, weights.speaks
        self._square = self.own.idf.astype(np.float32) ** 2

    def probabilities(self, texts: Sequence[str]) -> Floats:
        """p of every label, shape (texts, labels). A text without a known word gets 0 everywhere."""
        out = np.zeros((len(texts), len(self.slope)), np.float32)
        for some in pieces(texts):
            out[some] = self._batch(texts[some])
        return out

    def _batch(self, texts: Sequence[str]) -> Floats:
        tokens = self.encoder.tokens(texts)
        features, often, starts = self.encoder.features(tokens)
        sizes = np.diff(starts)
        filled = sizes > 0
        out = np.zeros((len(texts), len(self.slope)), np.float32)
        if not filled.any():
            return out
        begins = starts[:-1][filled]
        total = self._sums(features, often, starts)[filled] * self.own.scale
        square = np.add.reduceat(self._square[features] * often**2, begins)
        length = np.maximum(np.sqrt(square), self.own.floor)
        scores = (total / length[:, None] + self.own.bias).astype(np.float32, copy=False)
        scores = speaking(scores, self.speaks)
        logits = scores * self.slope + self.shift
        if self.own.small:
            logits -= listed(tokens.words, tokens.small)[filled][:, None]
        out[filled] = sigmoid(logits)
        return out

    def _sums(self, features: Ints, often: Floats, starts: Ints) -> Floats:
        """Weights of the features of each text added up, (texts, columns of the weights).

        One text after the other: its rows stay in the cache, which is four times as fast as all at once.
        """
        weights = self.own.weights
        out = np.zeros((len(starts) - 1, weights.shape[1]), np.float32)
        for sums, begin, end in zip(out, starts[:-1].tolist(), starts[1:].tolist(), strict=True):
            np.einsum("f,fl->l", often[begin:end], weights[features[begin:end]].astype(np.float32), out=sums)
        return out


def pieces(texts: Sequence[str]) -> Iterator[slice]:
    """Texts cut into pieces of work, of at most BATCH texts and LETTERS characters; a longer text stands alone."""
    begin = letters = 0
    for place, text in enumerate(texts):
        if place > begin and (place - begin == BATCH or letters + len(text) > LETTERS):
            yield slice(begin, place)
            begin, letters = place, 0
        letters += len(text)
    if begin < len(texts):
        yield slice(begin, len(texts))


def listed(words: Ints, small: Ints) -> Floats:
    """Return what is taken from every logit of a text that is a list or a table and no prose; (texts,).

    `words` and `small`: how many words and function words a text has. Names of offices and lines of accounts have
    the words of many goals and hardly an "of the". The order of the labels of a text stays.
    """
    lacking = np.maximum(PROSE - small / np.maximum(words, 1), 0)
    found: Floats = np.where(words >= LONG, TAKEN * 100 * lacking, 0).astype(np.float32)
    return found


def speaking(scores: Floats, speaks: tuple[float, float] | None) -> Floats:
    """Return scores of the labels, lowered where a text speaks to nothing at all; (texts, labels).

    The last column of `scores` (texts, labels + 1) says whether it speaks to anything; `speaks`: how much of what
    it lacks is taken from every label, and what it must reach. Without `speaks` there is no such column. A list of
    offices has the words of many goals, and the words of a list: each label alone learns too little of those.
    """
    if speaks is None:
        return scores
    strength, least = speaks
    found: Floats = scores[:, :-1] + np.float32(strength) * np.minimum(scores[:, -1:] - np.float32(least), 0)
    return found


def sigmoid(values: npt.NDArray[np.floating[Any]]) -> Floats:
    """1 / (1 + exp(-x)) without overflow."""
    found: Floats = (0.5 * (np.tanh(0.5 * values) + 1)).astype(np.float32)
    return found
