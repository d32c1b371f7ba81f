"""The aligner: loads the model once, aligns texts one by one or by the thousand.

>>> found = Aligner.load().align("Telemedicine links rural clinics to hospitals over broadband.")
>>> [label.id for label in found.goals][:1]
['sdg:3']

A document as a whole: its paragraphs aligned, their labels drawn together, the passages kept.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from actionlines.alignment import model as m
from actionlines.alignment import weights as files
from actionlines.alignment.classifier import Classifier, Grade
from actionlines.alignment.label_search import find_labels
from actionlines.documents.model import Document, Paragraph
from actionlines.lazily import has_neural

if TYPE_CHECKING:
    import pyarrow as pa


# Kinds of paragraphs that speak for the document, and those that do where there is none of the former: a text of
# one line is read as a heading. Notes never do.
SPEAKING = ("preambular", "operative", "annex", "text")
ELSE = ("heading",)
# A document is about what its strongest passages are about: the mean of the best few, so that one doubtful
# paragraph among hundreds does not decide, and one clear one is not lost.
BEST = 3
# Texts up to which a person waits for the neural grade: a minute.
FEW = 2000


def align_document(
    classifier: Classifier,
    document: Document,
    *,
    threshold: float | None = None,
    scores: bool = False,
    with_evidence: bool = True,
) -> m.DocumentAlignment:
    """Align each paragraph that speaks for the document; a text without any gives no passages.

    The options are those of `Aligner.align_all`, for each paragraph.
    """
    paragraphs = _of_kinds(document, SPEAKING) or _of_kinds(document, ELSE)
    for perhaps in (False, True):  # a document of many paragraphs is not made of what they perhaps say
        found_labels = find_labels(
            classifier,
            [paragraph.text for paragraph in paragraphs],
            [document.metadata.language] * len(paragraphs),
            evidence=with_evidence,
            threshold=threshold,
            perhaps=perhaps,
        )
        if any(len(texts) for texts, _ in found_labels.above.values()):
            break
    passages = tuple(
        m.AlignedPassage(paragraph.id, alignment)
        for paragraph, alignment in zip(paragraphs, found_labels.alignments(scores), strict=True)
    )
    likely = classifier.weights.thresholds
    labels = {level: _draw_labels(level, passages, likely[level]) for level in m.LEVELS}
    seen = dict.fromkeys((link.action_line, link.concept) for passage in passages for link in passage.alignment.links)
    return m.DocumentAlignment(
        passages,
        labels["action_lines"],
        labels["goals"],
        labels["targets"],
        labels["commitments"],
        links=tuple(link for line, concept in seen for link in m.matrix_links([line], [concept])),
    )


def _of_kinds(document: Document, kinds: Collection[str]) -> list[Paragraph]:
    return [paragraph for paragraph in document.paragraphs if paragraph.kind in kinds]


def _draw_labels(level: m.Level, passages: Sequence[m.AlignedPassage], likely: float) -> tuple[m.DocumentLabel, ...]:
    where: dict[str, list[tuple[float, str, bool]]] = defaultdict(list)
    for passage in passages:
        for label in passage.alignment.labels(level):
            where[label.id].append((label.p, passage.paragraph, label.stated))
    few = max(1, min(BEST, len(passages)))
    out = []
    for label_id, passages_of in where.items():
        passages_of.sort(key=lambda item: -item[0])
        named = any(stated for _, _, stated in passages_of)
        p = round(1.0 if named else sum(p for p, _, _ in passages_of[:few]) / few, 4)
        paragraphs = tuple(paragraph for _, paragraph, _ in passages_of)
        out.append(m.DocumentLabel(label_id, p, paragraphs, named, m.grade_of(level, p, likely)))
    return tuple(sorted(out, key=lambda label: (-label.p, -len(label.passages), label.id)))


class Aligner(Classifier):
    """Aligns text with action lines, goals, targets and commitments. Safe to share between threads."""

    @classmethod
    def load(cls, path: Path | None = None, *, neural: bool = False, share: float = 100.0) -> Aligner:
        """Return the model of the package (loaded once per process), or the one at `path`.

        `neural` adds the readers of the `[neural]` extra; `share` is the percentage of texts that they read, those
        on which the model is least sure (alignment/readers.py). Raises ModelError.
        """
        return (
            cls(files.read_model(path), _load_grade(share, path) if neural else None)
            if path
            else _load_packaged(neural, share)
        )

    @classmethod
    def for_texts(cls, count: int = 1) -> Aligner:
        """Return the neural grade for up to FEW texts where it is installed, the default grade for more.

        Raises ModelError.
        """
        return cls.load(neural=count <= FEW and has_neural())

    def align(
        self,
        text: str,
        *,
        language: str = "",
        threshold: float | None = None,
        scores: bool = False,
        with_evidence: bool = True,
    ) -> m.Alignment:
        """Align one text. `language` when it is known; `threshold` replaces those of the model.

        scores         p of every label too
        with_evidence  the words that carried the labels; several times faster without
        """
        alignments = self.align_all(
            [text], languages=[language], threshold=threshold, scores=scores, with_evidence=with_evidence
        )
        return alignments[0]

    def align_all(
        self,
        texts: Sequence[str],
        *,
        languages: Sequence[str] = (),
        threshold: float | None = None,
        scores: bool = False,
        with_evidence: bool = True,
    ) -> list[m.Alignment]:
        """Align texts, in order, as `align` does. `languages` are as long as `texts`, "" where not known."""
        known = languages or [""] * len(texts)
        return find_labels(self, texts, known, evidence=with_evidence, threshold=threshold).alignments(scores)

    def align_document(
        self, document: Document, *, threshold: float | None = None, scores: bool = False, with_evidence: bool = True
    ) -> m.DocumentAlignment:
        """Align every paragraph of a document, as `align` does, and the document as a whole."""
        return align_document(self, document, threshold=threshold, scores=scores, with_evidence=with_evidence)

    def align_batch(self, table: pa.Table, *, text: str = "text", scores: bool = False) -> pa.Table:
        """Return the table with columns for the labels of its column `text` added; see alignment/batch.py."""
        from actionlines.alignment.batch import align_batch

        return align_batch(self, table, text=text, scores=scores)


@cache
def _load_packaged(neural: bool, share: float) -> Aligner:
    return Aligner(files.read_packaged(), _load_grade(share) if neural else None)


def _load_grade(share: float, model: Path | None = None) -> Grade:
    from actionlines.alignment.readers import Neural

    return Neural.load(model, share)
