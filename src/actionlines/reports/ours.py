"""Whether a file that stands in the way was written by this program: its content tells, never its name."""

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
_CORE = "docProps/core.xml"


def is_ours(path: Path) -> bool:
    """Whether the file carries the mark of the program. Raises OSError when it cannot be read."""
    return _MARKS[path.suffix](path)


def _head(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(HEAD)


def _page(path: Path) -> bool:
    return bool(_PAGE.search(_head(path)))


def _json(path: Path) -> bool:
    return bool(_JSON.search(_head(path)))


def _csv(path: Path) -> bool:
    # Here: a report that has no such tables need not wait for what they are made of.
    from actionlines.reports.columns import CITATIONS, MANDATES, earlier
    from actionlines.reports.measure.words import ENGLISH as SAID
    from actionlines.reports.standing.keys import KEYS

    # A table has no place for a mark; its first line with all our headings is one.
    first = next(csv.reader([_head(path).partition(b"\n")[0].decode("utf-8-sig", "replace")]), [])
    if first[: len(KEYS)] == [SAID(f"col.{key}") for key in KEYS]:
        return True
    mandates = ([column.heading() for column in columns] for columns in (MANDATES, *earlier()))
    return first in mandates or first == [column.heading() for column in CITATIONS]


def _office(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive, archive.open(_CORE) as core:
            said = core.read(HEAD)
    except (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError, EOFError):
        return False
    # Whoever edits the file in an office program leaves a name: from then on it is theirs.
    return bool(_MADE.search(said)) and bool(_UNTOUCHED.search(said))


def _print(path: Path) -> bool:
    # Whoever edits a PDF adds to its end, or writes it anew with words of another program.
    with path.open("rb") as stream:
        whole = stream.read()
    return bool(_PRINT.search(whole)) and whole.count(b"%%EOF") == 1


_MARKS: dict[str, Callable[[Path], bool]] = {
    ".html": _page,
    ".json": _json,
    ".csv": _csv,
    ".docx": _office,
    ".xlsx": _office,
    ".pdf": _print,
}
