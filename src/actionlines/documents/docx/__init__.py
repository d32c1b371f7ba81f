"""DOCX: own reader on zip and lxml (numbering computed, notes tied to their marks, tracked changes kept)."""

from __future__ import annotations

from actionlines.documents.docx.body import read_docx

__all__ = ["read_docx"]
