"""A document as a whole: its paragraphs aligned, their labels drawn together, the passages kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from actionlines.alignment.classifier import Classifier
from actionlines.alignment.label_search import find_labels
from actionlines.alignment.labels import matrix_links
from actionlines.alignment.model import LEVELS, DocumentAlignment, DocumentLabel, Level, MatrixLink, Passage
from actionlines.documents.model import Document, Paragraph

# Kinds of paragraphs that speak for the document, and those that do where there is none of the former: a text of
# one line is read as a heading. Notes never do.
SPEAKING = ("preambular", "operative", "annex", "text")
ELSE = ("heading",)
# A document speaks to what its strongest passages speak to: the mean of the best few, so that one doubtful
# paragraph among hundreds does not decide, and one clear one is not lost.
BEST = 3


def align_document(
    classifier: Classifier,
    document: Document,
    *,
    threshold: float | None = None,
    scores: bool = False,
    with_evidence: bool = True,
) -> DocumentAlignment:
    """Align each paragraph that speaks for the document; a text without any gives no passages.

    The options are those of `Aligner.align_all`, for each paragraph.
    """
    paragraphs = _of_kinds(document, SPEAKING) or _of_kinds(document, ELSE)
    found = find_labels(
        classifier,
        [one.text for one in paragraphs],
        [document.metadata.language] * len(paragraphs),
        evidence=with_evidence,
        threshold=threshold,
    )
    passages = tuple(
        Passage(one.id, alignment)
        for one, alignment in zip(paragraphs, found.alignments(scores), strict=True)
    )
    labels = {level: _drawn(level, passages) for level in LEVELS}
    return DocumentAlignment(
        passages,
        labels["action_lines"],
        labels["goals"],
        labels["targets"],
        labels["commitments"],
        links=_links(passages),
    )


def _of_kinds(document: Document, kinds: Collection[str]) -> list[Paragraph]:
    return [one for one in document.paragraphs if one.kind in kinds]


def _drawn(level: Level, passages: Sequence[Passage]) -> tuple[DocumentLabel, ...]:
    where: dict[str, list[tuple[float, str, bool]]] = defaultdict(list)
    for passage in passages:
        for label in passage.alignment.labels(level):
            where[label.id].append((label.p, passage.paragraph, label.stated))
    few = max(1, min(BEST, len(passages)))
    out = []
    for one, found in where.items():
        found.sort(key=lambda item: -item[0])
        named = any(stated for _, _, stated in found)
        p = 1.0 if named else sum(p for p, _, _ in found[:few]) / few
        out.append(DocumentLabel(one, round(p, 4), tuple(paragraph for _, paragraph, _ in found), named))
    return tuple(sorted(out, key=lambda label: (-label.p, -len(label.passages), label.id)))


def _links(passages: Iterable[Passage]) -> tuple[MatrixLink, ...]:
    seen = dict.fromkeys((link.action_line, link.concept) for one in passages for link in one.alignment.links)
    return tuple(link for line, concept in seen for link in matrix_links([line], [concept]))
