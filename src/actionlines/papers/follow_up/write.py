"""The files of the follow-up."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from actionlines.papers.files import check_folder, is_ours, write_files
from actionlines.papers.follow_up import datasets, page, paper, tables, workbook
from actionlines.papers.follow_up.collect import translate_names
from actionlines.papers.follow_up.model import FollowUp
from actionlines.papers.follow_up.standing.model import KEYS
from actionlines.papers.follow_up.tables import CITATIONS, MANDATES, earlier_columns
from actionlines.papers.progress.words import ENGLISH as PROGRESS
from actionlines.papers.words import Words, words

# What programs read is in English whatever the language of the page.
FOR_PROGRAMS = frozenset({"mandates.csv", "citations.csv", "review.json"})
WRITERS: dict[str, Callable[[FollowUp, Words], bytes | Iterable[bytes]]] = {
    "mandates.csv": lambda follow_up, _: tables.mandates_csv(follow_up),
    "citations.csv": lambda follow_up, _: tables.citations_csv(follow_up),
    "review.json": lambda follow_up, _: datasets.json_pieces(follow_up),
    "mandates.xlsx": workbook.mandates_xlsx,
    "review.docx": paper.review_docx,
    "index.html": page.page_pieces,
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
    text = words(language)
    names = translate_names(follow_up, language)
    makers: dict[str, Callable[[], bytes | Iterable[bytes]]] = {
        name: partial(writer, follow_up if name in FOR_PROGRAMS else names, text)
        for name, writer in WRITERS.items()
    }
    if follow_up.standing:
        from actionlines.papers.follow_up.standing.part import standing_csv

        makers[STANDING] = partial(standing_csv, follow_up)
    files = write_files(makers, out, force=force, ours=is_own_file)
    if STANDING not in makers:
        _remove_table(out / STANDING)
    return files


def is_own_file(path: Path) -> bool:
    """Return whether a file is one of a report of this program, of this or an earlier version."""
    return is_ours(path, _is_heading)


def _is_heading(row: list[str]) -> bool:
    if row[: len(KEYS)] == [PROGRESS(f"col.{key}") for key in KEYS]:
        return True
    mandates = ([column.heading() for column in columns] for columns in (MANDATES, *earlier_columns()))
    return row in mandates or row == [column.heading() for column in CITATIONS]


def _remove_table(path: Path) -> None:
    """Remove a table of an earlier report that this one does not have: it would pass for a part of it."""
    with contextlib.suppress(OSError):
        if path.is_file() and is_own_file(path):
            path.unlink()


def check_writable(out: Path, *, force: bool = False, standing: bool = False) -> None:
    """Fail before the work rather than after it; leaves nothing behind. Raises OutputError.

    standing  whether the report will say where a country or region stands
    """
    check_folder([*WRITERS, *([STANDING] if standing else [])], out, force=force, ours=is_own_file)
