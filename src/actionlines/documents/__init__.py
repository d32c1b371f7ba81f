"""A file becomes a `Document`: headings, numbered paragraphs, footnotes, tables; nothing lost, nothing foreign."""

from __future__ import annotations

from actionlines.documents.limits import Limits
from actionlines.documents.model import Document
from actionlines.documents.read import read

__all__ = ["Document", "Limits", "read"]
