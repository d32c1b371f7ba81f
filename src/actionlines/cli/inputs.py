"""What the user named: files, folders, symbols, or standard input."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from actionlines.documents.model import Document
from actionlines.errors import InputNotFound
from actionlines.reports.sources import EXTENSIONS, documents_in, not_a_file

# Files of a report that could be read as documents.
OWN_FILES = ("index.html", "review.docx")
# The form of a symbol, wide: what it means is for `fetch` to say.
_SYMBOL = re.compile(r"(?:itu:)?[A-Z][A-Za-z0-9.-]{0,20}(?:/[A-Za-z0-9.()_ -]{1,40}){1,8}")


def is_symbol(word: str) -> bool:
    """Whether a word that names no file has the form of a document symbol.

    >>> is_symbol("A/RES/80/173"), is_symbol("reports/plan.pdf"), is_symbol("A/missing.docx")
    (True, False, False)
    """
    return (
        Path(word).suffix.lower() not in EXTENSIONS
        and bool(_SYMBOL.fullmatch(word))
        and not Path(word).exists()
    )


def expanded(words: Iterable[str], report: Path | None = None) -> list[str]:
    """The inputs with folders replaced by the documents in them, in the order of their names.

    The files of an earlier report in the folder `report` are not inputs, should that folder be read as well.
    A folder without any document stays, so that it is reported like any other input that cannot be read.
    """
    own = {(report / name).resolve() for name in OWN_FILES} if report else set()
    out: list[str] = []
    for word in words:
        path = Path(word)
        if not path.is_dir():
            out.append(word)
            continue
        out += [str(one) for one in documents_in(path) if one.resolve() not in own] or [word]
    return list(dict.fromkeys(out))


def document(word: str, language: str) -> Document:
    """Read the one document that a command was given: `-` is standard input."""
    from actionlines.documents import read

    if word == "-":
        return read(standard_input().read(), name="standard input")
    if is_symbol(word):
        return read(fetched(word, language), name=word)
    if word and Path(word).is_dir():
        raise not_a_file(word)
    return read(word)


def standard_input() -> BinaryIO:
    """Its bytes. Raises InputNotFound where it is closed."""
    if sys.stdin is None:
        raise InputNotFound("standard input", "it is closed", "Send the text with | or <.")
    return sys.stdin.buffer


def fetched(symbol: str, language: str) -> Path:
    """The document of a symbol, from the document service or its cache."""
    from actionlines.documents.fetch import fetch

    return fetch(symbol, language=language).path
