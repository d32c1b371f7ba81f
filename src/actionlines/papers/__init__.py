"""A document to be read: one model, written as HTML, DOCX, PDF, XLSX and JSON."""
