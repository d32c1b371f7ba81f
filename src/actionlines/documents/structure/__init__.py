"""Blocks of any reader -> numbered paragraphs of a Document."""

from actionlines.documents.structure.builder import NumberGap, build_paragraphs, find_gaps

__all__ = ["NumberGap", "build_paragraphs", "find_gaps"]
