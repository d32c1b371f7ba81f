"""The files of the follow-up."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from actionlines.papers.files import check_folder, write_files
from actionlines.papers.follow_up.columns import CITATIONS, MANDATES, earlier
from actionlines.papers.follow_up.labels import in_language
from actionlines.papers.follow_up.model import FollowUp
from actionlines.papers.follow_up.standing.model import KEYS
from actionlines.papers.follow_up.writers import as_csv, as_docx, as_html, as_json, as_xlsx
from actionlines.papers.own_files import is_ours
from actionlines.papers.progress.words import ENGLISH as PROGRESS
from actionlines.papers.words import Words, words

# What programs read is in English whatever the language of the page.
FOR_PROGRAMS = frozenset({"mandates.csv", "citations.csv", "review.json"})
WRITERS: dict[str, Callable[[FollowUp, Words], bytes | Iterable[bytes]]] = {
    "mandates.csv": lambda follow_up, _: as_csv.mandates(follow_up),
    "citations.csv": lambda follow_up, _: as_csv.citations(follow_up),
    "review.json": lambda follow_up, _: as_json.pieces(follow_up),
    "mandates.xlsx": as_xlsx.mandates,
    "review.docx": as_docx.review_docx,
    "index.html": as_html.pieces,
}
# Only where a country or region was asked for.
STANDING = "standing.csv"


def write(follow_up: FollowUp, out: Path, language: str = "en", *, force: bool = False) -> dict[str, Path]:
    """Write every file of the report into the folder `out`, all or none; returns them by name.

    language  of headings, labels and names of bodies in the page, the workbook and the document: one of
              words.LANGUAGES
    force     replace files of the same names also where they were not written by this program

    Raises OutputError; see files.write_files.
    """
    said = words(language)
    shown = in_language(follow_up, language)
    makers: dict[str, Callable[[], bytes | Iterable[bytes]]] = {
        name: partial(writer, follow_up if name in FOR_PROGRAMS else shown, said)
        for name, writer in WRITERS.items()
    }
    if follow_up.standing:
        makers[STANDING] = partial(as_csv.standing, follow_up)
    written = write_files(makers, out, force=force, ours=is_own_file)
    if STANDING not in makers:
        _take_away(out / STANDING)
    return written


def is_own_file(path: Path) -> bool:
    """Return whether a file is one of a report of this program, of this or an earlier version."""
    return is_ours(path, _is_heading)


def _is_heading(row: list[str]) -> bool:
    if row[: len(KEYS)] == [PROGRESS(f"col.{key}") for key in KEYS]:
        return True
    mandates = ([column.heading() for column in columns] for columns in (MANDATES, *earlier()))
    return row in mandates or row == [column.heading() for column in CITATIONS]


def _take_away(path: Path) -> None:
    """Remove a table of an earlier report that this one does not have: it would pass for a part of it."""
    with contextlib.suppress(OSError):
        if path.is_file() and is_own_file(path):
            path.unlink()


def check_writable(out: Path, *, force: bool = False, standing: bool = False) -> None:
    """Fail before the work rather than after it; leaves nothing behind. Raises OutputError.

    standing  whether the report will say where a country or region stands
    """
    check_folder([*WRITERS, *([STANDING] if standing else [])], out, force=force, ours=is_own_file)
