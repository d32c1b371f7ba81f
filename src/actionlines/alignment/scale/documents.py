"""Documents as rows: one for the whole, then one for each paragraph that speaks for it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from actionlines.alignment.aligner import Aligner
from actionlines.alignment.model import LEVELS, Alignment
from actionlines.alignment.scale.model import Options
from actionlines.documents import Document, read
from actionlines.errors import ActionlinesError, unexpected


def digest(paths: Iterable[str]) -> str:
    """SHA-256 of the contents of some files; one that cannot be read counts as such."""
    found = hashlib.sha256()
    for path in paths:
        try:
            found.update(hashlib.sha256(Path(path).read_bytes()).digest())
        except OSError:
            found.update(b"-")
    return found.hexdigest()


def rows_of(aligner: Aligner, path: str, name: str, options: Options) -> tuple[list[dict[str, Any]], str]:
    """Return the rows of a document, and why there are none ("" when all is well; else one row has the error)."""
    try:
        whole, passages, _ = rows(aligner, read(path, name=name), options)
    except ActionlinesError as error:
        return [_failed(name, str(error), options)], str(error)
    except Exception as error:  # one document must not cost the user the others
        problem = str(unexpected(name, error))
        return [_failed(name, problem, options)], problem
    return [whole, *passages], ""


def rows(
    aligner: Aligner, document: Document, options: Options
) -> tuple[dict[str, Any], list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the row of the whole document, those of its paragraphs, and the links of the whole.

    The labels of the whole have `passages`, ids of paragraphs; `scores` are those of paragraphs only.
    """
    found = aligner.align_document(
        document, threshold=options.threshold, scores=options.scores, with_evidence=options.evidence
    )
    texts = {one.id: one.text for one in document.paragraphs}
    name = document.name
    passages = []
    for passage in found.passages:
        row: dict[str, Any] = {"document": name, "paragraph": passage.paragraph}
        row["text"] = texts[passage.paragraph]
        row |= of_alignment(passage.alignment, options.evidence)
        if options.scores:
            row["scores"] = dict(passage.alignment.scores)
        passages.append({**row, "error": None})
    whole: dict[str, Any] = {"document": name, "paragraph": None, "text": None}
    whole |= {"language": document.metadata.language} | {
        level: [{"id": one.id, "p": one.p, "passages": list(one.passages)} for one in found.labels(level)]
        for level in LEVELS
    }
    if options.evidence:
        whole["evidence"] = []
    return {**whole, "error": None}, passages, [asdict(one) for one in found.links]


def of_alignment(found: Alignment, evidence: bool) -> dict[str, Any]:
    """Return the columns that the alignment of one text fills."""
    row: dict[str, Any] = {"language": found.language}
    row |= {level: [{"id": one.id, "p": one.p} for one in found.labels(level)] for level in LEVELS}
    if evidence:
        row["evidence"] = [asdict(one) for one in found.evidence]
    return row


def _failed(name: str, problem: str, options: Options) -> dict[str, Any]:
    empty: dict[str, Any] = {level: [] for level in LEVELS}
    if options.evidence:
        empty["evidence"] = []
    return {"document": name, "paragraph": None, "text": None, "language": None, **empty, "error": problem}
