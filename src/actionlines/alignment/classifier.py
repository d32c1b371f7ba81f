"""The classifier: the model's probability of every label, for texts in any of the model's languages.

Probabilities of a batch: weights summed over the features of each text, then calibrated.

The WSIS-SDG Matrix as knowledge: what a text says of its action lines speaks for their targets, and back.

A line that is likely lends weight to the targets that the matrix links it with, a goal to the lines it is
linked with; the curve that follows makes probabilities of the sums again. Doubtful cells count half.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Protocol

import numpy as np
import numpy.typing as npt

from actionlines.alignment.encode import Encoder
from actionlines.alignment.model import Labels, Level, all_labels
from actionlines.alignment.weights import Floats, Ints, LanguageWeights, Weights
from actionlines.errors import ModelError
from actionlines.framework import load

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
        for some in cut_batches(texts):
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
        scores = weigh_speaking(scores, self.speaks)
        logits = scores * self.slope + self.shift
        if self.own.small:
            logits -= lower_lists(tokens.words, tokens.small)[filled][:, None]
        out[filled] = apply_sigmoid(logits)
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


def cut_batches(texts: Sequence[str]) -> Iterator[slice]:
    """Texts cut into pieces of work, of at most BATCH texts and LETTERS characters; a longer text is alone."""
    begin = letters = 0
    for place, text in enumerate(texts):
        if place > begin and (place - begin == BATCH or letters + len(text) > LETTERS):
            yield slice(begin, place)
            begin, letters = place, 0
        letters += len(text)
    if begin < len(texts):
        yield slice(begin, len(texts))


def lower_lists(words: Ints, small: Ints) -> Floats:
    """Return what is taken from every logit of a text that is a list or a table and no prose; (texts,).

    `words` and `small`: how many words and function words a text has. Names of offices and lines of accounts have
    the words of many goals and hardly an "of the". The order of the labels of a text stays.
    """
    lacking = np.maximum(PROSE - small / np.maximum(words, 1), 0)
    values: Floats = np.where(words >= LONG, TAKEN * 100 * lacking, 0).astype(np.float32)
    return values


def weigh_speaking(scores: Floats, speaks: tuple[float, float] | None) -> Floats:
    """Return scores of the labels, lowered where a text is about nothing at all; (texts, labels).

    The last column of `scores` (texts, labels + 1) says whether it is about anything; `speaks`: how much of what
    it lacks is taken from every label, and what it must reach. Without `speaks` there is no such column. A list of
    offices has the words of many goals, and the words of a list: each label alone learns too little of those.
    """
    if speaks is None:
        return scores
    strength, least = speaks
    values: Floats = scores[:, :-1] + np.float32(strength) * np.minimum(scores[:, -1:] - np.float32(least), 0)
    return values


def apply_sigmoid(values: npt.NDArray[np.floating]) -> Floats:
    """1 / (1 + exp(-x)) without overflow."""
    chances: Floats = (0.5 * (np.tanh(0.5 * values) + 1)).astype(np.float32)
    return chances


# A text with little of any line is no text of the information society: its lines then lend little.
_LEAST = 0.5
_NEAR = 1e-6


@dataclass(frozen=True)
class Links:
    """What is linked: (lines, targets) and (lines, goals), 1 where the matrix says so."""

    targets: Floats
    goals: Floats


@cache
def matrix_weights() -> Links:
    """Return the links of this release's WSIS-SDG Matrix."""
    labels = all_labels()
    lines = {line: place for place, line in enumerate(labels.of("action_lines"))}
    table = {kind: np.zeros((len(lines), len(labels)), np.float32) for kind in ("target", "goal")}
    for link in load().matrix:
        for kind, concept in (("target", link.target), ("goal", link.goal)):
            if concept:
                row, at = table[kind][lines[link.action_line]], labels.index[concept]
                row[at] = max(row[at], 0.5 if link.doubtful else 1.0)
    return Links(table["target"][:, labels.places["targets"]], table["goal"][:, labels.places["goals"]])


def raise_by_matrix(p: Floats, labels: Labels, level: Level, strength: float) -> Floats:
    """Logits of `targets` or `action_lines` with what the matrix lends them; (texts, labels of the level)."""
    if level == "targets":
        lent = _share_lines(p[:, labels.places["action_lines"]]) @ matrix_weights().targets
    else:
        lent = _share_lines(p[:, labels.places["goals"]]) @ matrix_weights().goals.T
    return _compute_logit(p[:, labels.places[level]]) + strength * lent


def apply_matrix(p: Floats, labels: Labels, matrix: Mapping[Level, tuple[float, float, float]]) -> Floats:
    """Return probabilities with what the matrix knows; `matrix`: level -> strength, slope, shift of its curve."""
    if not matrix:
        return p
    out = p.copy()
    for level, (strength, slope, shift) in matrix.items():
        place = labels.places[level]
        logits = raise_by_matrix(p, labels, level, strength)
        # What has no evidence at all gets none from the matrix.
        out[:, place] = np.where(p[:, place] > 0, apply_sigmoid(logits * slope + shift), 0)
    return out


def _share_lines(p: Floats) -> Floats:
    total = np.maximum(p.sum(axis=1, keepdims=True), _LEAST)
    values: Floats = (p / total).astype(np.float32)
    return values


def _compute_logit(p: Floats) -> Floats:
    safe = np.clip(p, _NEAR, 1 - _NEAR)
    values: Floats = np.log(safe / (1 - safe)).astype(np.float32)
    return values


class Grade(Protocol):
    """A second opinion on a batch: the `[neural]` grade."""

    name: str

    def blend(self, texts: Sequence[str], languages: Sequence[str], own: Floats) -> Floats:
        """Return probabilities (texts, labels) from those of the default model, `own`."""


class Classifier:
    """Weights of a model, and what they say of a text. Safe to share between threads."""

    def __init__(self, weights: Weights, grade: Grade | None = None) -> None:
        self.labels: Labels = all_labels()
        if weights.labels != self.labels.ids:
            raise ModelError(
                f"model {weights.version}",
                "its labels are not those of this framework",
                "Make it again with `make train`.",
            )
        self.weights, self.grade = weights, grade
        self._scorers: dict[str, Scorer] = {}
        self._goal_of = np.array(self.labels.goal_of)

    def scorer(self, language: str) -> Scorer:
        """Return the scorer of one of the model's languages; made when it is first asked for."""
        if language not in self._scorers:
            self._scorers[language] = Scorer(language, self.weights)
        return self._scorers[language]

    @property
    def version(self) -> str:
        """Version of the model, with the grade."""
        return f"{self.weights.version}{'+' + self.grade.name if self.grade else ''}"

    def probabilities(self, texts: Sequence[str], languages: Sequence[str]) -> Floats:
        """p of every label, shape (texts, labels); mentions by name not yet counted.

        A text in none of the model's languages gets 0 everywhere.
        """
        out = np.zeros((len(texts), len(self.labels)), np.float32)
        for code in sorted(set(languages) & set(self.weights.codes)):
            places = [place for place, language in enumerate(languages) if language == code]
            out[places] = self.scorer(code).probabilities([texts[place] for place in places])
        if self.grade:
            out = self.grade.blend(texts, languages, out)
        out = apply_matrix(out, self.labels, self.weights.matrix)
        targets = self.labels.places["targets"]
        goals = out[:, self._goal_of]
        # A target is a part of its goal.
        out[:, targets] = np.minimum(out[:, targets], goals)
        return out
