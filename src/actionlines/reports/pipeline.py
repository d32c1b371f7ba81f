"""The rooms that a review calls, in one place, imported when first needed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from actionlines.citations.model import Citation
from actionlines.documents.model import Document
from actionlines.mandates.model import Mandate
from actionlines.reports import names
from actionlines.reports.model import Due

Source = str | Path
Namer = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Pipeline:
    """Functions from a source to mandates and citations; tests put their own in."""

    read: Callable[[Source], Document]
    find_citations: Callable[[Document], Sequence[Citation]]
    find_mandates: Callable[[Document], Sequence[Mandate]]
    due: Callable[[str, str], Due]
    body_name: Namer
    url: Callable[[str], str]
    short_name: Namer = names.short


def standard() -> Pipeline:
    """The functions of this package."""
    from actionlines.citations import find_citations
    from actionlines.documents import read
    from actionlines.mandates import find_mandates

    return Pipeline(read, find_citations, find_mandates, names.due, names.body, names.url)
