"""The files of the follow-up; its workbook has a sheet for each part that is there."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import repeat
from pathlib import Path

from actionlines.papers.files import check_folder, is_ours, write_files
from actionlines.papers.follow_up import datasets, page, paper, tables
from actionlines.papers.follow_up.collect import translate_names
from actionlines.papers.follow_up.model import FollowUp
from actionlines.papers.follow_up.standing.model import KEYS
from actionlines.papers.follow_up.summary import describe_making, list_sentences, title_of
from actionlines.papers.follow_up.tables import (
    CITATIONS,
    DOCUMENTS,
    MANDATES,
    PAIRS,
    SPOKEN,
    Row,
    SheetColumn,
    alignment_intro,
    alignment_remarks,
    earlier_columns,
    label_rows,
    pair_rows,
)
from actionlines.papers.progress.words import ENGLISH as PROGRESS
from actionlines.papers.text_safety import make_safe
from actionlines.papers.words import ENGLISH, Words, words
from actionlines.papers.writers.workbook import Book, CellLink, Value

DUE_WIDTHS = {"due": 24, "due-sorted": 14, "asked": 34, "action": 80, "document": 18, "row": 16}


def mandates_xlsx(follow_up: FollowUp, words: Words = ENGLISH) -> bytes:
    """Return the bytes of mandates.xlsx, a workbook without formulas and links to other workbooks."""
    follow_up = make_safe(follow_up)
    title = title_of(follow_up, words)
    book = Book(title, rtl=words("language.direction") == "rtl")
    links = [f"internal:'{words('part.documents')}'!A{document.index + 2}" for document in follow_up.documents]
    mandates = follow_up.mandates
    _add_sheet(book, "part.mandates", MANDATES, mandates, words, [links[row.document] for row in mandates])
    due_columns = [(words(f"col.{key}"), width) for key, width in DUE_WIDTHS.items()]
    book.add_table(words("sheet.due"), due_columns, _due_rows(follow_up, words))
    if follow_up.speaks:
        _add_sheet(book, "sheet.speaks", SPOKEN, label_rows(follow_up, words), words)
        _add_sheet(book, "sheet.pairs", PAIRS, pair_rows(follow_up, words), words)
    if follow_up.standing:
        from actionlines.papers.follow_up.standing.part import describe_standing, sheet_rows, standing_columns
        from actionlines.papers.progress.words import words as catalogue

        rows = sheet_rows(describe_standing(follow_up, words))
        columns = standing_columns(follow_up.standing)
        _add_sheet(book, "sheet.standing", columns, rows, catalogue(words.language))
    citations = follow_up.citations
    _add_sheet(book, "sheet.citations", CITATIONS, citations, words, [links[row.document] for row in citations])
    _add_sheet(book, "part.documents", DOCUMENTS, follow_up.documents, words)
    book.add_lines(words("sheet.about"), _about_lines(follow_up, words), title)
    return book.close()


def _add_sheet(
    book: Book,
    key: str,
    columns: Sequence[SheetColumn[Row]],
    rows: Sequence[Row],
    words: Words,
    targets: Sequence[str] = (),
) -> None:
    """Add a sheet with the columns of a table. `targets`: where the first cell of each row leads."""

    def values(row: Row, target: str) -> Iterator[Value]:
        """Yield the cells of a row; its address leads where it says."""
        for place, column in enumerate(columns):
            value = column.value(row, words)
            if target and not place:
                yield CellLink(str(value), target)
            elif column.key == "address" and str(value).startswith("https://"):
                yield CellLink(str(value), str(value))
            else:
                yield value

    widths = [(column.heading(words), column.width) for column in columns]
    cells = (tuple(values(row, target)) for row, target in zip(rows, targets or repeat(""), strict=False))
    book.add_table(words(key), widths, cells)


def _due_rows(follow_up: FollowUp, words: Words) -> Iterator[Sequence[Value]]:
    for entry in follow_up.due:
        row, line = follow_up.mandates[entry.mandate], entry.mandate + 2
        where = f"{words.apart(row.label)}, {words.place(row.paragraph)}"
        link = CellLink(words("row", n=line), f"internal:'{words('part.mandates')}'!A{line}")
        yield words.due(entry.due), entry.date, row.asked, row.action.text, where, link


def _about_lines(follow_up: FollowUp, words: Words) -> list[str]:
    lines = [*list_sentences(follow_up, words), "", *describe_making(follow_up, words)]
    alignment = (alignment_intro(follow_up, words), *alignment_remarks(follow_up, words))
    lines += [line for line in alignment if line not in (*lines, "")]
    if follow_up.failed:
        lines += ["", words("part.failed"), *map(str, follow_up.failed)]
    return lines


# What programs read is in English whatever the language of the page.
FOR_PROGRAMS = frozenset({"mandates.csv", "citations.csv", "review.json"})
WRITERS: dict[str, Callable[[FollowUp, Words], bytes | Iterable[bytes]]] = {
    "mandates.csv": lambda follow_up, _: tables.mandates_csv(follow_up),
    "citations.csv": lambda follow_up, _: tables.citations_csv(follow_up),
    "review.json": lambda follow_up, _: datasets.json_pieces(follow_up),
    "mandates.xlsx": mandates_xlsx,
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
        name: partial(writer, follow_up if name in FOR_PROGRAMS else names, text) for name, writer in WRITERS.items()
    }
    if follow_up.standing:
        from actionlines.papers.follow_up.standing.part import standing_csv

        makers[STANDING] = partial(standing_csv, follow_up)
    files = write_files(makers, out, force=force, ours=is_own_file)
    if STANDING not in makers:
        path = out / STANDING
        with contextlib.suppress(OSError):
            if path.is_file() and is_own_file(path):
                path.unlink()
    return files


def is_own_file(path: Path) -> bool:
    """Return whether a file is one of a report of this program, of this or an earlier version."""
    return is_ours(path, _is_heading)


def _is_heading(row: list[str]) -> bool:
    if row[: len(KEYS)] == [PROGRESS(f"col.{key}") for key in KEYS]:
        return True
    mandates = ([column.heading() for column in columns] for columns in (MANDATES, *earlier_columns()))
    return row in mandates or row == [column.heading() for column in CITATIONS]


def check_writable(out: Path, *, force: bool = False, standing: bool = False) -> None:
    """Fail before the work rather than after it; leaves nothing behind. Raises OutputError.

    standing  whether the report will say where a country or region stands
    """
    check_folder([*WRITERS, *([STANDING] if standing else [])], out, force=force, ours=is_own_file)
