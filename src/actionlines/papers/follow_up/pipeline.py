"""The functions that a review calls, in one place, imported when first needed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from actionlines.alignment.model import DocumentAlignment
from actionlines.citations.model import Citation
from actionlines.documents.model import Document
from actionlines.mandates.model import Mandate
from actionlines.papers import names
from actionlines.papers.words import Due

Source = str | Path
Namer = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Pipeline:
    """Functions from a source to mandates and citations; tests put their own in.

    align  None where nothing is to be aligned
    """

    read: Callable[[Source], Document]
    find_citations: Callable[[Document], Sequence[Citation]]
    find_mandates: Callable[[Document], Sequence[Mandate]]
    due: Callable[[str, str], Due]
    body_name: Namer
    url: Callable[[str], str]
    short_name: Namer = names.short
    align: Callable[[Document], DocumentAlignment] | None = None


def standard(align: bool = True) -> Pipeline:
    """Return the functions of this package; without the alignment where it is not wanted."""
    from actionlines.citations import find_citations
    from actionlines.documents import read
    from actionlines.mandates import find_mandates

    return Pipeline(
        read, find_citations, find_mandates, names.due, names.body, names.url,
        align=align_document if align else None,
    )  # fmt: skip


def align_document(document: Document) -> DocumentAlignment:
    """Align with the model of the package, which is loaded once per process. Raises ModelError."""
    from actionlines.alignment import Aligner

    return Aligner.load().align_document(document)
