"""PDF: lines by their place on the page, furniture and notes taken out, paragraphs whole across pages."""

from actionlines.documents.pdf.reader import PdfRead, read_blocks, read_pdf

__all__ = ["PdfRead", "read_blocks", "read_pdf"]
