"""The classifier: the model's probability of every label, for texts in any of the model's languages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np

from actionlines.alignment import knowledge
from actionlines.alignment.labels import Labels, all_labels
from actionlines.alignment.score import Scorer
from actionlines.alignment.weights import Floats, Weights
from actionlines.errors import ModelError


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
            places = [place for place, one in enumerate(languages) if one == code]
            out[places] = self.scorer(code).probabilities([texts[place] for place in places])
        if self.grade:
            out = self.grade.blend(texts, languages, out)
        out = knowledge.apply(out, self.labels, self.weights.matrix)
        targets = self.labels.places["targets"]
        goals = out[:, self._goal_of]
        # A target is a part of its goal.
        out[:, targets] = np.minimum(out[:, targets], goals)
        return out
