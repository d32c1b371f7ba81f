"""A file becomes a `Document`: headings, numbered paragraphs, notes, tables; nothing lost or added."""

from actionlines.documents.blocks import Limits
from actionlines.documents.model import Cell, Change, Document, Metadata, NoteMark, Paragraph, Table
from actionlines.documents.read import read, split_instruments

__all__ = [
    "Cell",
    "Change",
    "Document",
    "Limits",
    "Metadata",
    "NoteMark",
    "Paragraph",
    "Table",
    "read",
    "split_instruments",
]
