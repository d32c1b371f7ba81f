"""Standard input, and the one document of a command that takes one."""

from __future__ import annotations

import sys
from typing import BinaryIO

from actionlines.documents.model import Document
from actionlines.errors import InputNotFound
from actionlines.results.inputs import Source, read


def document(source: Source, language: str = "en", *, name: str | None = None) -> Document:
    """Read a document that a command was given: `-` is standard input."""
    if source == "-":
        return read(standard_input().read(), name="standard input")
    return read(source, name=name, language=language)


def standard_input() -> BinaryIO:
    """Its bytes. Raises InputNotFound where it is closed."""
    if sys.stdin is None:
        raise InputNotFound("standard input", "it is closed", "Send the text with | or <.")
    return sys.stdin.buffer
