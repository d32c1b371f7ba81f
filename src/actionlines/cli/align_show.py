"""`align` for one text, some documents or JSON lines: as a table for people, as JSON for programs."""

import itertools
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from actionlines.alignment.aligner import Aligner
from actionlines.alignment.model import LEVELS
from actionlines.alignment.scale.model import Options
from actionlines.alignment.scale.rows import (
    JsonRow,
    align_rows,
    describe_missing_texts,
    list_document_rows,
    list_problems,
    read_lines,
    splice_labels,
)
from actionlines.cli import tables
from actionlines.errors import ActionlinesError, InputNotFound, UnknownFormat
from actionlines.json_types import JsonMapping
from actionlines.results.aligned import of_document, of_text
from actionlines.results.inputs import fetch_symbol, is_address

ROWS = (".jsonl", ".ndjson")
# Rows that are aligned at once. Of a file of fewer, none is written when none has a text.
_AT_ONCE = 2000
# Words of the evidence in a cell of a table.
_QUOTES = 4


def show_alignments(
    words: Sequence[str], text: str | None, options: Options, form: str | None, language: str, stdin_rows: bool
) -> int:
    """The exit code: 0, or 1 when an input or a row failed."""
    failed = 0
    if text is not None:
        _show_text(text, options, form)
    for word in words:
        try:
            if Path(word).suffix.lower() in ROWS or (word == "-" and stdin_rows):
                file = str(fetch_symbol(word, language)) if is_address(word) else word
                failed += _show_rows(file, options, form)
            else:
                _show_document(word, options, form, language)
        except ActionlinesError as error:
            sys.stdout.flush()
            print(tables.show_error(error), file=sys.stderr)
            failed += 1
    return 1 if failed else 0


def _aligner(options: Options, count: int) -> Aligner:
    """Return the model that the options name, else the one for so many texts."""
    if options.neural or options.model:
        model = Path(options.model) if options.model else None
        return Aligner.load(model, neural=options.neural, share=options.neural_share)
    return Aligner.for_texts(count)


def _show_text(text: str, options: Options, form: str | None) -> None:
    row = of_text(_aligner(options, 1), text, options).to_dict()
    if _choose_form(form) == "table":
        _print_rows("", [("", row)])
    elif _choose_form(form) == "json":
        tables.print_json(row)
    else:
        tables.print_lines([row])


def _show_document(word: str, options: Options, form: str | None, language: str) -> None:
    if Path(word).suffix.lower() in (".parquet", ".pq"):
        raise UnknownFormat(word, "a Parquet file is aligned into a folder", f"Use --in {word} --out DIR.")
    read = tables.read_document(word, language)
    aligner = _aligner(options, len(read.paragraphs))
    if _choose_form(form) == "json":
        tables.print_json(of_document(aligner, read, options).to_dict())
        return
    whole, passages, _ = list_document_rows(aligner, read, options)
    if _choose_form(form) == "jsonl":
        tables.print_lines([whole, *passages])
    else:
        title = f"{read.metadata.symbol or read.name}: the whole read_document"
        columns = (tables.Column("Related to", sentences=True), tables.Column("Grade"), tables.Column("Passages"))
        rows = [
            (f"{label['id']}  {_label_name(label['id'])}", label["grade"], str(len(label["passages"])))
            for level in LEVELS
            for label in whole[level]
        ]
        tables.print_table(title if rows else f"{title} is about none of the labels", columns, rows)
        speaking = [(row["paragraph"], row) for row in passages if any(row[level] for level in LEVELS)]
        _print_rows(f"Paragraphs: {len(speaking)} of {len(passages)} are about something", speaking)


def _show_rows(word: str, options: Options, form: str | None) -> int:
    """How many rows have an error."""
    bad = 0
    table: list[tuple[str, JsonMapping]] = []
    whole: list[bytes] = []
    aligner = None
    for some in _read_pieces(word, options.text):
        # What is less than a piece is the whole file.
        aligner = aligner or _aligner(options, len(some) if len(some) < _AT_ONCE else _AT_ONCE + 1)
        labels = align_rows(aligner, some, options)
        problems = list_problems(some, labels)
        bad += len(problems)
        for number, problem in problems:
            print(tables.make_printable(f"AL502 {word}: row {number}: {problem}."), file=sys.stderr)
        if form == "table":
            table += _table_lines(some, labels.rows(), dict(problems))
        elif form == "json":
            whole += splice_labels(some, labels, options.scores)
        else:
            tables.write_lines(splice_labels(some, labels, options.scores))
    sys.stdout.flush()
    if form == "table":
        _print_rows(f"{word}: {len(table)} rows", table)
    elif form == "json":
        # Not parsed and written again: a row stays letter by letter.
        tables.write_lines([b"[", b",\n".join(line.removesuffix(b"\n") for line in whole), b"]\n"])
    return bad


def _table_lines(
    rows: Iterable[JsonRow], aligned: Iterable[JsonMapping], problems: Mapping[int, str]
) -> list[tuple[str, JsonMapping]]:
    """Number of each row, and what a table tells of it."""
    return [
        (str(row.number), {**labels, "text": row.text, "error": problems.get(row.number)})
        for row, labels in zip(rows, aligned, strict=True)
    ]


def _read_pieces(word: str, text: str) -> Iterator[list[JsonRow]]:
    """The rows, some at a time. Raises TableError when none of them has a text: of few before any is given."""
    rows = iter(read_lines(_read_lines(word), text))
    fields: set[str] = set()
    first: tuple[int, str] | None = None
    texts = has_fields = False
    while some := list(itertools.islice(rows, _AT_ONCE)):
        if not (texts := texts or any(row.text is not None for row in some)):
            fields.update(name for row in some if row.is_object for name in row.fields)
            first = first or (some[0].number, some[0].problem or "")
        if texts or has_fields or len(some) == _AT_ONCE:
            has_fields = True
            yield some
    if first and not texts:
        raise describe_missing_texts(word, text, fields, first)


def _read_lines(word: str) -> Iterator[bytes]:
    if word == "-":
        yield from tables.standard_input()
        return
    try:
        with Path(word).open("rb") as stream:
            yield from stream
    except OSError as error:
        raise InputNotFound(word, (error.strerror or "it cannot be read").lower(), "Check the path.") from error


def _print_rows(title: str, rows: Iterable[tuple[str, JsonMapping]]) -> None:
    made = []
    for name, row in rows:
        labels = [item for level in LEVELS for item in row[level]]
        texts = row.get("error") or ", ".join(f"{label['id']} {label['grade']}" for label in labels) or "nothing"
        text = row.get("text") or ""
        spans = sorted(row.get("evidence") or (), key=lambda span: (-span["weight"], span["start"]))
        quotes = dict.fromkeys(" ".join(text[span["start"] : span["end"]].split()) for span in spans)
        made.append((name, texts, "; ".join(itertools.islice(quotes, _QUOTES))))
    columns = (tables.Column("Where"), tables.Column("About", sentences=True), tables.Column("Words", fold=1))
    tables.print_table(title, columns, made)


def _label_name(label: str) -> str:
    from actionlines.framework import load
    from actionlines.framework.find import find_concept

    row = find_concept(load(), label).row
    names = getattr(row, "names", None)
    name: str = names["en"] if names else getattr(row, "title", "")
    return name


def _choose_form(text: str | None) -> str:
    return text or ("table" if sys.stdout.isatty() else "jsonl")
