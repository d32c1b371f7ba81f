"""DOCX: own reader on zip and lxml (numbering computed, notes tied to their marks, tracked changes kept)."""

from actionlines.documents.docx.body import read_docx

__all__ = ["read_docx"]
