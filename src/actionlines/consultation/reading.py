"""A document as numbered paragraphs; runs in a process of its own, which knows nothing of Django."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from actionlines.consultation.numbering import Numbered
from actionlines.registry.imports.documents import LIMITS
from actionlines.registry.imports.texts import kept

Read = tuple[str, str, list[Numbered]]


def read_path(path: Path, name: str) -> Read:
    """(title, language, paragraphs) of a document."""
    from actionlines.documents import read

    return _plain(read(path, name=name, limits=LIMITS))


def read_words(words: str) -> Read:
    """The same of plain text."""
    from actionlines.documents import read

    return _plain(read(words.encode(), name="text.txt", limits=LIMITS))


def _plain(document: Any) -> Read:
    found = [
        Numbered(kept(one.id), kept(one.text), kept(one.number)[:40], one.kind, one.level)
        for one in document.paragraphs
    ]
    return kept(document.metadata.title or ""), document.metadata.language or "", found
