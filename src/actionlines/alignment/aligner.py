"""The aligner: loads the model once, aligns texts one by one or by the thousand.

>>> found = Aligner.load().align("Telemedicine links rural clinics to hospitals over broadband.")
>>> [label.id for label in found.goals][:1]
['sdg:3']
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np

from actionlines.alignment import knowledge
from actionlines.alignment import weights as files
from actionlines.alignment.labels import Labels, all_labels
from actionlines.alignment.model import Alignment
from actionlines.alignment.score import Scorer
from actionlines.alignment.weights import Floats, Weights
from actionlines.errors import ModelError

if TYPE_CHECKING:
    import pyarrow as pa

    from actionlines.alignment.model import DocumentAlignment
    from actionlines.documents.model import Document


class Grade(Protocol):
    """A second opinion on a batch: the `[neural]` grade."""

    name: str

    def blend(self, texts: Sequence[str], languages: Sequence[str], own: Floats) -> Floats:
        """Probabilities (texts, labels) from those of the default model, `own`."""


class Aligner:
    """Aligns text with action lines, goals, targets and commitments. Safe to share between threads."""

    def __init__(self, weights: Weights, grade: Grade | None = None) -> None:
        self.labels: Labels = all_labels()
        if weights.labels != self.labels.ids:
            raise ModelError(
                f"model {weights.version}",
                "its labels are not those of this framework",
                "Make it anew with `make train`.",
            )
        self.weights, self.grade = weights, grade
        self._scorers: dict[str, Scorer] = {}
        self._goal_of = np.array(self.labels.goal_of)

    @classmethod
    def load(cls, path: Path | None = None, *, neural: bool = False) -> Aligner:
        """The model of the package (loaded once per process), or the one at `path`.

        `neural` adds the readers of the `[neural]` extra. Raises ModelError.
        """
        return cls(files.read(path), _grade(path) if neural else None) if path else _packaged(neural)

    def scorer(self, language: str) -> Scorer:
        """The scorer of one of the model's languages; made when it is first asked for."""
        if language not in self._scorers:
            self._scorers[language] = Scorer(language, self.weights)
        return self._scorers[language]

    @property
    def version(self) -> str:
        """Version of the model, with the grade."""
        return f"{self.weights.version}{'+' + self.grade.name if self.grade else ''}"

    def align(
        self,
        text: str,
        *,
        language: str = "",
        threshold: float | None = None,
        scores: bool = False,
        with_evidence: bool = True,
    ) -> Alignment:
        """Align one text. `language` when it is known; `threshold` replaces those of the model.

        scores         p of every label too
        with_evidence  the words that carried the labels; several times faster without
        """
        found = self.align_all(
            [text], languages=[language], threshold=threshold, scores=scores, with_evidence=with_evidence
        )
        return found[0]

    def align_all(
        self,
        texts: Sequence[str],
        *,
        languages: Sequence[str] = (),
        threshold: float | None = None,
        scores: bool = False,
        with_evidence: bool = True,
    ) -> list[Alignment]:
        """Align texts, in order, as `align` does. `languages` are as long as `texts`, "" where not known."""
        from actionlines.alignment.found import find_labels

        known = languages or [""] * len(texts)
        return find_labels(self, texts, known, evidence=with_evidence, threshold=threshold).alignments(scores)

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

    def align_document(
        self,
        document: Document,
        *,
        threshold: float | None = None,
        scores: bool = False,
        with_evidence: bool = True,
    ) -> DocumentAlignment:
        """Align every paragraph of a document, as `align` does, and the document as a whole."""
        from actionlines.alignment.document import align_document

        return align_document(self, document, threshold=threshold, scores=scores, with_evidence=with_evidence)

    def align_batch(self, table: pa.Table, *, text: str = "text", scores: bool = False) -> pa.Table:
        """The table with columns for the labels of its column `text` added; see alignment/batch.py."""
        from actionlines.alignment.batch import align_batch

        return align_batch(self, table, text=text, scores=scores)


@cache
def _packaged(neural: bool) -> Aligner:
    return Aligner(files.packaged(), _grade() if neural else None)


def _grade(model: Path | None = None) -> Grade:
    from actionlines.alignment.neural import Neural

    return Neural.load(model)
