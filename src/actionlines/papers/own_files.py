"""Recognise files that this program wrote by their content, never by their name."""

from __future__ import annotations

import csv
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

# What every report of any version says near its beginning.
_PAGE = re.compile(rb'<meta name="generator" content="Actionlines [^"<>]*">')
_JSON = re.compile(rb'"generator": "actionlines [^"]*"')
_MADE = re.compile(rb"<dc:(creator|description)>Actionlines( [^<]*)?</dc:")
_UNTOUCHED = re.compile(rb"<cp:lastModifiedBy>(Actionlines)?</cp:lastModifiedBy>|<cp:lastModifiedBy/>")
_PRINT = re.compile(rb"<pdf:Keywords>Actionlines [^<]*</pdf:Keywords>")
HEAD = 4096
_MESSAGE = re.compile(rb'<mes:Sender id="ACTIONLINES"')
_CORE = "docProps/core.xml"


Heading = Callable[[list[str]], bool]


def is_ours(path: Path, heading: Heading = lambda _: False) -> bool:
    """Return whether the file carries the mark of the program.

    heading  whether the first row of a CSV file is one that this program writes: a table has no other mark

    Raises OSError when the file cannot be read.
    """
    return heading(_first_row(path)) if path.suffix == ".csv" else _MARKS[path.suffix](path)


def _head(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(HEAD)


def _page(path: Path) -> bool:
    return bool(_PAGE.search(_head(path)))


def _json(path: Path) -> bool:
    return bool(_JSON.search(_head(path)))


def _message(path: Path) -> bool:
    return bool(_MESSAGE.search(_head(path)))


def _first_row(path: Path) -> list[str]:
    line = _head(path).partition(b"\n")[0].decode("utf-8-sig", "replace")
    return next(csv.reader([line]), [])


def _office(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive, archive.open(_CORE) as core:
            said = core.read(HEAD)
    except (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError, EOFError):
        return False
    # An editor of an office program leaves a name in the file, which then belongs to that person.
    return bool(_MADE.search(said)) and bool(_UNTOUCHED.search(said))


def _print(path: Path) -> bool:
    # An editor of PDF adds to the end of the file, or rewrites it with the words of another program.
    with path.open("rb") as stream:
        whole = stream.read()
    return bool(_PRINT.search(whole)) and whole.count(b"%%EOF") == 1


_MARKS: dict[str, Callable[[Path], bool]] = {
    ".html": _page,
    ".json": _json,
    ".docx": _office,
    ".xlsx": _office,
    ".pdf": _print,
    ".xml": _message,
}
