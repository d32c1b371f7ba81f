"""The aligner: loads the model once, aligns texts one by one or by the thousand.

>>> found = Aligner.load().align("Telemedicine links rural clinics to hospitals over broadband.")
>>> [label.id for label in found.goals][:1]
['sdg:3']
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from actionlines.alignment import weights as files
from actionlines.alignment.classifier import Classifier, Grade
from actionlines.alignment.document import align_document
from actionlines.alignment.label_search import find_labels
from actionlines.alignment.model import Alignment, DocumentAlignment
from actionlines.documents.model import Document

if TYPE_CHECKING:
    import pyarrow as pa


class Aligner(Classifier):
    """Aligns text with action lines, goals, targets and commitments. Safe to share between threads."""

    @classmethod
    def load(cls, path: Path | None = None, *, neural: bool = False, share: float = 100.0) -> Aligner:
        """Return the model of the package (loaded once per process), or the one at `path`.

        `neural` adds the readers of the `[neural]` extra; `share` is the percentage of texts that they read, those
        of which the model is least sure (alignment/neural.py). Raises ModelError.
        """
        return (
            cls(files.read(path), _grade(share, path) if neural else None)
            if path
            else _packaged(neural, share)
        )

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
        known = languages or [""] * len(texts)
        return find_labels(self, texts, known, evidence=with_evidence, threshold=threshold).alignments(scores)

    def align_document(
        self,
        document: Document,
        *,
        threshold: float | None = None,
        scores: bool = False,
        with_evidence: bool = True,
    ) -> DocumentAlignment:
        """Align every paragraph of a document, as `align` does, and the document as a whole."""
        return align_document(self, document, threshold=threshold, scores=scores, with_evidence=with_evidence)

    def align_batch(self, table: pa.Table, *, text: str = "text", scores: bool = False) -> pa.Table:
        """Return the table with columns for the labels of its column `text` added; see alignment/batch.py."""
        from actionlines.alignment.batch import align_batch

        return align_batch(self, table, text=text, scores=scores)


@cache
def _packaged(neural: bool, share: float) -> Aligner:
    return Aligner(files.packaged(), _grade(share) if neural else None)


def _grade(share: float, model: Path | None = None) -> Grade:
    from actionlines.alignment.neural import Neural

    return Neural.load(model, share)
