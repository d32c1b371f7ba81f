"""The follow-up as a workbook: a sheet for each part (SHEETS), those that are there."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from actionlines import __version__
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

# XlsxWriter ships no types.
Format = Any
Worksheet = Any

# A date of creation in the file would make two reports of the same input differ.
CREATED = datetime(2000, 1, 1)
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
# Rows of a sheet in the format itself, header included.
ROW_LIMIT = 1_048_576


def mandates_xlsx(follow_up: FollowUp, words: Words = ENGLISH) -> bytes:
    """Return the bytes of mandates.xlsx, a workbook without formulas and links."""
    import xlsxwriter  # type: ignore[import-untyped]

    follow_up = make_safe(follow_up)
    out = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(out, options)
    book.set_properties(
        {"title": title_of(follow_up, words), "created": CREATED, "comments": f"Actionlines {__version__}"}
    )
    formats = {
        "head": book.add_format(
            {"bold": True, "bottom": 1, "valign": "top", "text_wrap": True, "bg_color": "#E8EDF4"}
        ),
        "text": book.add_format({"valign": "top", "text_wrap": True}),
        "link": book.add_format({"valign": "top", "font_color": "#1C4F8C", "underline": 1}),
        "title": book.add_format({"bold": True, "font_size": 14}),
    }
    rows = follow_up.mandates
    absent = {*(() if follow_up.speaks else ALIGNED), *(() if follow_up.standing else ("sheet.standing",))}
    wanted = [key for key in SHEETS if key not in absent]
    sheets = {key: book.add_worksheet(words(key)) for key in wanted}
    if words("language.direction") == "rtl":
        for sheet in sheets.values():
            sheet.right_to_left()
    links = [
        f"internal:'{words('part.documents')}'!A{document.index + 2}" for document in follow_up.documents
    ]
    _write_sheet(
        sheets["part.mandates"], MANDATES, rows, formats, words, [links[row.document] for row in rows]
    )
    _due_sheet(sheets["sheet.due"], follow_up, formats, words)
    if follow_up.speaks:
        _write_sheet(sheets["sheet.speaks"], SPOKEN, label_rows(follow_up, words), formats, words)
        _write_sheet(sheets["sheet.pairs"], PAIRS, pair_rows(follow_up, words), formats, words)
    if follow_up.standing:
        _standing_sheet(sheets["sheet.standing"], follow_up, formats, words)
    _write_sheet(
        sheets["sheet.citations"],
        CITATIONS,
        follow_up.citations,
        formats,
        words,
        [links[row.document] for row in follow_up.citations],
        addresses="address",
    )
    _write_sheet(sheets["part.documents"], DOCUMENTS, follow_up.documents, formats, words)
    _about_sheet(sheets["sheet.about"], follow_up, formats, words)
    book.close()
    return out.getvalue()


def _write_sheet(
    sheet: Worksheet,
    columns: Sequence[Column[Row]],
    rows: Sequence[Row],
    formats: dict[str, Format],
    words: Words,
    first_links: Sequence[str] = (),
    addresses: str = "",
) -> None:
    _write_header(sheet, [(column.heading(words), column.width) for column in columns], len(rows), formats)
    for line, row in enumerate(rows[: ROW_LIMIT - 1], start=1):
        for place, column in enumerate(columns):
            value = column.value(row, words)
            text = cell(value) if isinstance(value, str) else value
            if place == 0 and first_links:
                sheet.write_url(line, place, first_links[line - 1], formats["link"], str(text))
            elif column.key == addresses and isinstance(text, str) and text.startswith("https://"):
                _write_address(sheet, line, place, text, formats)
            else:
                _write_value(sheet, line, place, text, formats["text"])


def _write_address(sheet: Worksheet, line: int, place: int, url: str, formats: dict[str, Format]) -> None:
    # The format allows 65,530 addresses in a sheet and 2,079 characters in one; the rest stay as text.
    if line > 65_000 or len(url) > 2_000 or sheet.write_url(line, place, url, formats["link"], url) < 0:
        _write_value(sheet, line, place, url, formats["text"])


def _write_value(sheet: Worksheet, line: int, place: int, value: Any, style: Format) -> None:
    if isinstance(value, int | float):
        sheet.write_number(line, place, value, style)
    elif value:
        sheet.write_string(line, place, value, style)


def _write_header(
    sheet: Worksheet, columns: Sequence[tuple[str, int]], rows: int, formats: dict[str, Format]
) -> None:
    for place, (heading, width) in enumerate(columns):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, heading, formats["head"])
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(rows, 1), len(columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _due_sheet(sheet: Worksheet, follow_up: FollowUp, formats: dict[str, Format], words: Words) -> None:
    columns = [
        (words("col.due"), 24),
        (words("col.due-sorted"), 14),
        (words("col.asked"), 34),
        (words("col.action"), 80),
        (words("col.document"), 18),
        (words("col.row"), 16),
    ]
    _write_header(sheet, columns, len(follow_up.due), formats)
    there = f"internal:'{words('part.mandates')}'!A"
    for line, entry in enumerate(follow_up.due, start=1):
        row = follow_up.mandates[entry.mandate]
        where = f"{words.apart(row.label)}, {words.place(row.paragraph)}"
        values = (words.due(entry.due), entry.date, row.asked, row.action.text, where)
        for place, value in enumerate(values):
            _write_value(sheet, line, place, cell(value), formats["text"])
        target = entry.mandate + 2
        sheet.write_url(line, 5, f"{there}{target}", formats["link"], words("row", n=target))


def _standing_sheet(sheet: Worksheet, follow_up: FollowUp, formats: dict[str, Format], words: Words) -> None:
    from actionlines.papers.follow_up.standing.part import describe_standing, sheet_rows, standing_columns
    from actionlines.papers.progress.words import words as catalogue

    assert follow_up.standing is not None
    rows = sheet_rows(describe_standing(follow_up, words))
    _write_sheet(sheet, standing_columns(follow_up.standing), rows, formats, catalogue(words.language))


def _about_sheet(sheet: Worksheet, follow_up: FollowUp, formats: dict[str, Format], words: Words) -> None:
    sheet.set_column(0, 0, 110)
    sheet.write_string(0, 0, cell(title_of(follow_up, words)), formats["title"])
    lines = [*list_sentences(follow_up, words), "", *describe_making(follow_up, words)]
    lines += [
        line
        for line in (alignment_intro(follow_up, words), *alignment_remarks(follow_up, words))
        if line not in (*lines, "")
    ]
    if follow_up.failed:
        lines += ["", words("part.failed"), *map(str, follow_up.failed)]
    for line, text in enumerate(lines, start=2):
        _write_value(sheet, line, 0, cell(text), formats["text"])
