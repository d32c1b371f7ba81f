"""Blocks of any reader -> numbered paragraphs of a Document."""

from __future__ import annotations

from actionlines.documents.structure.builder import build

__all__ = ["build"]
