"""The files of the follow-up; its workbook has a sheet for each part that is there."""

import contextlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from importlib.resources import files
from itertools import repeat
from pathlib import Path

from actionlines import __version__
from actionlines.alignment.model import LEVELS
from actionlines.json_types import JsonObject
from actionlines.mandates.model import key_of
from actionlines.papers.files import check_folder, is_ours, make_safe, write_files
from actionlines.papers.follow_up import page, paper, tables
from actionlines.papers.follow_up.alignment_model import Speaks
from actionlines.papers.follow_up.collect import translate_names
from actionlines.papers.follow_up.model import DocumentRead, FollowUp, MandateRow
from actionlines.papers.follow_up.standing.model import KEYS, AreaStanding
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
from actionlines.papers.words import ENGLISH, Words, words
from actionlines.papers.writers.as_json import json_lines, plain_value
from actionlines.papers.writers.as_xlsx import Book, CellLink, Value

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
        where = words.cite(row.label, row.paragraph)
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
    "review.json": lambda follow_up, _: json_pieces(follow_up),
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


# Raised when parts are added, when a field changes its meaning, or when one goes.
SCHEMA_VERSION = 4


def read_schema() -> JsonObject:
    """Return the JSON Schema of review.json."""
    text = files("actionlines.papers.follow_up").joinpath("schema/review.schema.json").read_text("utf-8")
    loaded: JsonObject = json.loads(text)
    return loaded


def review_json(follow_up: FollowUp) -> bytes:
    """Return the bytes of review.json, the whole follow-up as JSON, one line for each entry."""
    return b"".join(json_pieces(follow_up))


def json_pieces(follow_up: FollowUp) -> Iterator[bytes]:
    """Yield the bytes of review.json: each document, mandate and citation separately."""
    return json_lines(_list_parts(follow_up))


def as_dict(follow_up: FollowUp) -> JsonObject:
    """Return the whole follow-up in plain values, texts of the paragraphs included."""
    return {name: list(value) if isinstance(value, Iterator) else value for name, value in _list_parts(follow_up)}


def _list_parts(follow_up: FollowUp) -> Iterator[tuple[str, object]]:
    """Yield names and values of the whole; a long list as an iterator, which makes its rows one by one."""
    yield "schema_version", SCHEMA_VERSION
    yield "generator", f"actionlines {__version__}"
    yield "documents", map(document_dict, follow_up.documents)
    yield "failed", map(plain_value, follow_up.failed)
    yield "mandates", map(mandate_dict, follow_up.mandates)
    for name in ("citations", "cited", "links", "versions", "due", "asked"):
        yield name, map(plain_value, getattr(follow_up, name))
    yield "speaks", speaks_dict(follow_up.speaks) if follow_up.speaks else None
    yield "standing", standing_dict(follow_up.standing) if follow_up.standing else None


def document_dict(document: DocumentRead) -> JsonObject:
    """Return a document with its paragraphs and their alignment."""
    out: JsonObject = plain_value(replace(document, lines=tuple(document.lines), tables=tuple(document.tables)))
    out["paragraphs"] = out.pop("lines")
    if out["alignment"]:
        del out["alignment"]["passages"]  # they stand with the paragraphs
    for paragraph in out["paragraphs"]:
        if paragraph["alignment"]:
            for name in ("links", "scores"):
                del paragraph["alignment"][name]
    return out


def speaks_dict(speaks: Speaks) -> JsonObject:
    """Return the alignment of all documents, with the labels of no paragraph."""
    return {**plain_value(speaks), "silent": {level: list(speaks.silent(level)) for level in LEVELS}}


def standing_dict(standing: AreaStanding) -> JsonObject:
    """Return the standing of a country or region: values, methods and words for each series."""
    out: JsonObject = plain_value(standing)
    for series in out["series"]:
        measured = series.pop("measured")
        del series["covered"]  # `coverage` says it
        key = "|".join(measured[name] for name in ("series", "area", "breakdown", "unit"))
        series |= {"id": key, **measured}
    return out


def mandate_dict(row: MandateRow) -> JsonObject:
    """Return a mandate with every phrase as text, start, end and paragraph."""
    out: JsonObject = plain_value(row)
    out["place"] = row.place
    out["due_date"] = row.due_date
    for check in out["checks"]:
        check["key"] = key_of(check["reason"])
    return out
