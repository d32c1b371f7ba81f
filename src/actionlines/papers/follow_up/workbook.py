"""The follow-up as a workbook: a sheet for each part that is there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import repeat

from actionlines.papers.follow_up.model import FollowUp
from actionlines.papers.follow_up.summary import describe_making, list_sentences, title_of
from actionlines.papers.follow_up.tables import (
    CITATIONS,
    DOCUMENTS,
    MANDATES,
    PAIRS,
    SPOKEN,
    Column,
    Row,
    alignment_intro,
    alignment_remarks,
    label_rows,
    pair_rows,
)
from actionlines.papers.text_safety import make_safe
from actionlines.papers.words import ENGLISH, Words
from actionlines.papers.writers.workbook import Book, CellLink, Value

DUE_WIDTHS = {"due": 24, "due-sorted": 14, "asked": 34, "action": 80, "document": 18, "row": 16}


def mandates_xlsx(follow_up: FollowUp, words: Words = ENGLISH) -> bytes:
    """Return the bytes of mandates.xlsx, a workbook without formulas and links to other workbooks."""
    follow_up = make_safe(follow_up)
    title = title_of(follow_up, words)
    book = Book(title, rtl=words("language.direction") == "rtl")
    links = [
        f"internal:'{words('part.documents')}'!A{document.index + 2}" for document in follow_up.documents
    ]
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
    _add_sheet(
        book, "sheet.citations", CITATIONS, citations, words, [links[row.document] for row in citations]
    )
    _add_sheet(book, "part.documents", DOCUMENTS, follow_up.documents, words)
    book.add_lines(words("sheet.about"), _about_lines(follow_up, words), title)
    return book.close()


def _add_sheet(
    book: Book,
    key: str,
    columns: Sequence[Column[Row]],
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
