"""Blocks of any reader -> numbered paragraphs of a Document."""

from __future__ import annotations

from actionlines.documents.structure.builder import build
from actionlines.documents.structure.gaps import Gap, gaps

__all__ = ["Gap", "build", "gaps"]
