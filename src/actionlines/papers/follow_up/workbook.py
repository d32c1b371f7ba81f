"""The follow-up as a workbook: a sheet for each part (SHEETS), those that are there."""

from __future__ import annotations

from collections.abc import Sequence

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
from actionlines.papers.text_safety import cell, make_safe
from actionlines.papers.words import ENGLISH, Words
from actionlines.papers.writers.workbook import ROW_LIMIT, Book, Worksheet

SHEETS = (
    "part.mandates",
    "sheet.due",
    "sheet.speaks",
    "sheet.pairs",
    "sheet.standing",
    "sheet.citations",
    "part.documents",
    "sheet.about",
)
ALIGNED = ("sheet.speaks", "sheet.pairs")


def mandates_xlsx(follow_up: FollowUp, words: Words = ENGLISH) -> bytes:
    """Return the bytes of mandates.xlsx, a workbook without formulas and links."""
    follow_up = make_safe(follow_up)
    book = Book(title_of(follow_up, words), rtl=words("language.direction") == "rtl")
    rows = follow_up.mandates
    absent = {*(() if follow_up.speaks else ALIGNED), *(() if follow_up.standing else ("sheet.standing",))}
    wanted = [key for key in SHEETS if key not in absent]
    sheets = {key: book.add_sheet(words(key)) for key in wanted}
    links = [
        f"internal:'{words('part.documents')}'!A{document.index + 2}" for document in follow_up.documents
    ]
    _write_sheet(sheets["part.mandates"], MANDATES, rows, book, words, [links[row.document] for row in rows])
    _due_sheet(sheets["sheet.due"], follow_up, book, words)
    if follow_up.speaks:
        _write_sheet(sheets["sheet.speaks"], SPOKEN, label_rows(follow_up, words), book, words)
        _write_sheet(sheets["sheet.pairs"], PAIRS, pair_rows(follow_up, words), book, words)
    if follow_up.standing:
        _standing_sheet(sheets["sheet.standing"], follow_up, book, words)
    _write_sheet(
        sheets["sheet.citations"],
        CITATIONS,
        follow_up.citations,
        book,
        words,
        [links[row.document] for row in follow_up.citations],
        addresses="address",
    )
    _write_sheet(sheets["part.documents"], DOCUMENTS, follow_up.documents, book, words)
    _about_sheet(sheets["sheet.about"], follow_up, book, words)
    return book.close()


def _write_sheet(
    sheet: Worksheet,
    columns: Sequence[Column[Row]],
    rows: Sequence[Row],
    book: Book,
    words: Words,
    first_links: Sequence[str] = (),
    addresses: str = "",
) -> None:
    book.write_headings(sheet, [(column.heading(words), column.width) for column in columns])
    book.set_page(sheet, len(columns), len(rows), fixed=1)
    for line, row in enumerate(rows[: ROW_LIMIT - 1], start=1):
        for place, column in enumerate(columns):
            value = column.value(row, words)
            text = cell(value) if isinstance(value, str) else value
            if place == 0 and first_links:
                sheet.write_url(line, place, first_links[line - 1], book.link, str(text))
            elif column.key == addresses and isinstance(text, str) and text.startswith("https://"):
                _write_address(sheet, line, place, text, book)
            else:
                book.write_value(sheet, line, place, text)


def _write_address(sheet: Worksheet, line: int, place: int, url: str, book: Book) -> None:
    # The format allows 65,530 addresses in a sheet and 2,079 characters in one; the rest stay as text.
    if line > 65_000 or len(url) > 2_000 or sheet.write_url(line, place, url, book.link, url) < 0:
        book.write_value(sheet, line, place, url)


def _due_sheet(sheet: Worksheet, follow_up: FollowUp, book: Book, words: Words) -> None:
    widths = {"due": 24, "due-sorted": 14, "asked": 34, "action": 80, "document": 18, "row": 16}
    columns = [(words(f"col.{key}"), width) for key, width in widths.items()]
    book.write_headings(sheet, columns)
    book.set_page(sheet, len(columns), len(follow_up.due), fixed=1)
    there = f"internal:'{words('part.mandates')}'!A"
    for line, entry in enumerate(follow_up.due, start=1):
        row = follow_up.mandates[entry.mandate]
        where = f"{words.apart(row.label)}, {words.place(row.paragraph)}"
        values = (words.due(entry.due), entry.date, row.asked, row.action.text, where)
        for place, value in enumerate(values):
            book.write_value(sheet, line, place, value)
        target = entry.mandate + 2
        sheet.write_url(line, 5, f"{there}{target}", book.link, words("row", n=target))


def _standing_sheet(sheet: Worksheet, follow_up: FollowUp, book: Book, words: Words) -> None:
    from actionlines.papers.follow_up.standing.part import describe_standing, sheet_rows, standing_columns
    from actionlines.papers.progress.words import words as catalogue

    assert follow_up.standing is not None
    rows = sheet_rows(describe_standing(follow_up, words))
    _write_sheet(sheet, standing_columns(follow_up.standing), rows, book, catalogue(words.language))


def _about_sheet(sheet: Worksheet, follow_up: FollowUp, book: Book, words: Words) -> None:
    sheet.set_column(0, 0, 110)
    sheet.write_string(0, 0, cell(title_of(follow_up, words)), book.title)
    lines = [*list_sentences(follow_up, words), "", *describe_making(follow_up, words)]
    lines += [
        line
        for line in (alignment_intro(follow_up, words), *alignment_remarks(follow_up, words))
        if line not in (*lines, "")
    ]
    if follow_up.failed:
        lines += ["", words("part.failed"), *map(str, follow_up.failed)]
    for line, text in enumerate(lines, start=2):
        book.write_value(sheet, line, 0, text)
