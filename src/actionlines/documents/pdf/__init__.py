"""PDF: lines by their place on the page, furniture and notes taken out, paragraphs whole across pages."""

from __future__ import annotations

from actionlines.documents.pdf.reader import PdfRead, read, read_blocks

__all__ = ["PdfRead", "read", "read_blocks"]
