"""Tables in, tables out: the unit of work of one core, of a process pool, or of a cluster.

`align_batch` is pure and deterministic: the same table and model give the same table. It adds the columns

    language      string                                     one of the six, "" where it is none of them
    action_lines, goals, targets, commitments
                  list<struct<id: string, p: double, grade: string>>  certain, likely or perhaps; highest first
    evidence      list<struct<label: string, start: int32, end: int32, weight: double>>
                  offsets in characters; absent where not asked for
    scores        struct<C1: double, ..., gdc:…: double>     every label's p, where asked for
    error         string                                     why a row has no labels; null when all is well

The texts of a table's column, and the languages it hints at; whatever Arrow type carries them.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from actionlines.alignment.classifier import Classifier
from actionlines.alignment.label_search import FoundLabels, Places, find_labels, free_names, read_hint
from actionlines.alignment.model import LEVELS, Evidence, Labels, Level
from actionlines.errors import TableError
from actionlines.json_types import JsonObject

# Why a row has no text.
NULL = "there is no text: the value is null"
NOT_UTF8 = "the text is not UTF-8"


def texts_of(table: pa.Table, name: str) -> tuple[list[str | None], list[str | None]]:
    """Return the texts of a column (None where there is none), and why it is none (None where it is a text).

    Raises TableError, which names the column and what there is.
    """
    column = table.column(place_of(table.schema, name))
    if pa.types.is_dictionary(column.type):
        column = pc.cast(column, column.type.value_type)
    kind = column.type
    if pa.types.is_null(kind):
        return [None] * len(column), [NULL] * len(column)
    if is_text(kind):
        try:
            texts = column.to_pylist()
        except UnicodeDecodeError:  # nobody checks the bytes of a column when it is written
            column = pa.chunked_array([as_bytes(chunk) for chunk in column.chunks], pa.large_binary())
        else:
            return texts, [NULL if text is None else None for text in texts]
    return _decode_texts(column.to_pylist())


def place_of(schema: pa.Schema, name: str) -> int:
    """Return the place of the column of that name. Raises TableError where it cannot be that of the texts."""
    places = [place for place, column in enumerate(schema.names) if column == name]
    if len(places) != 1:
        problem = "there is no such column" if not places else f"{len(places)} columns have this name"
        there = ", ".join(f"{field.name} ({field.type})" for field in schema) or "none at all"
        raise TableError(f"column {name!r}", problem, f"The table has: {there}.")
    kind = schema.field(places[0]).type
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    if not (pa.types.is_null(kind) or is_text(kind) or _is_bytes(kind)):
        raise TableError(
            f"column {name!r}", f"its type is {kind}, not text", "Turn its values into text, or name another."
        )
    return places[0]


def read_hints(table: pa.Table, name: str) -> list[str]:
    """Return the language of each row that a column gives: one of the six, else ""."""
    if table.column_names.count(name) != 1:
        return [""] * len(table)
    kind = table.schema.field(name).type
    if not is_text(kind.value_type if pa.types.is_dictionary(kind) else kind):
        return [""] * len(table)
    try:
        return [read_hint(tag) for tag in table.column(name).to_pylist()]
    except UnicodeDecodeError:
        return [""] * len(table)


def is_text(kind: pa.DataType) -> bool:
    """Return whether values are text, which nobody may have checked."""
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind))


def _is_bytes(kind: pa.DataType) -> bool:
    return bool(pa.types.is_binary(kind) or pa.types.is_large_binary(kind) or pa.types.is_binary_view(kind))


def as_bytes(chunk: pa.Array) -> pa.Array:
    """Text as the bytes that it is in."""
    return pc.cast(pc.cast(chunk, pa.large_string(), safe=False), pa.large_binary(), safe=False)


def _decode_texts(values: Sequence[bytes | None]) -> tuple[list[str | None], list[str | None]]:
    texts: list[str | None] = []
    problems: list[str | None] = []
    for value in values:
        text = problem = None
        if value is None:
            problem = NULL
        else:
            try:
                text = value.decode()
            except UnicodeDecodeError as error:
                problem = f"{NOT_UTF8}: byte 0x{value[error.start]:02x} at {error.start}"
        texts.append(text)
        problems.append(problem)
    return texts, problems


LABEL = pa.struct([("id", pa.string()), ("p", pa.float64()), ("grade", pa.string())])
SPAN = pa.struct([("label", pa.string()), ("start", pa.int32()), ("end", pa.int32()), ("weight", pa.float64())])
# Rows in one piece of work: what is kept of them beside the table stays small.
PIECE = 2048


def align_batch(
    classifier: Classifier,
    table: pa.Table,
    text: str = "text",
    scores: bool = False,
    *,
    evidence: bool = True,
    threshold: float | None = None,
) -> pa.Table:
    """Return the table with the columns above added; its own columns stay as they are.

    text       the column to align: text, or bytes in UTF-8
    scores     add `scores`
    evidence   add `evidence`; several times faster without
    threshold  least p of a label, instead of the thresholds of the model

    A column `language` is a hint (en, fr-CA; for anything else the language is found out) and stays; then no
    other is added. A column with the name of another one of the above stays as `input_NAME`. A row that is
    null or no UTF-8 gets an `error` and no labels.

    Raises TableError for a missing column or one of another type.
    """
    texts, problems = texts_of(table, text)
    known = read_hints(table, "language")
    pieces = []
    for begin in range(0, max(1, len(texts)), PIECE):
        part = slice(begin, begin + PIECE)
        labels = find_labels(classifier, texts[part], known[part], evidence=evidence, threshold=threshold)
        pieces.append(write_columns(labels, problems[part], scores))
    return join_columns(table, pa.concat_tables(pieces))


def join_columns(table: pa.Table, made: pa.Table) -> pa.Table:
    """Return the columns of both tables; `align_batch` says how equal names are kept apart."""
    if "language" in table.column_names:
        made = made.drop_columns(["language"])
    if names := free_names(table.column_names, made.column_names):
        # `rename_columns` would forget the metadata.
        fields = [field.with_name(names.get(field.name, field.name)) for field in table.schema]
        table = pa.Table.from_arrays(table.columns, schema=pa.schema(fields, table.schema.metadata))
    for name in made.column_names:
        table = table.append_column(made.schema.field(name), made.column(name))
    return table


def added_schema(labels: Labels, scores: bool = False, evidence: bool = True) -> pa.Schema:
    """Return the schema of the columns that `align_batch` adds."""
    lists = [pa.field(level, pa.list_(LABEL)) for level in LEVELS]
    spans = [pa.field("evidence", pa.list_(SPAN))] if evidence else []
    every = [pa.field("scores", _scores_type(labels))] if scores else []
    return pa.schema([("language", pa.string()), *lists, *spans, *every, ("error", pa.string())])


def write_columns(found_labels: FoundLabels, problems: Sequence[str | None], scores: bool) -> pa.Table:
    """Return the columns for some texts; `problems` says why one has no text to align (None: it has)."""
    problems = [problem or other for problem, other in zip(problems, found_labels.problems, strict=True)]
    bad = np.array([problem is not None for problem in problems], bool)
    columns: JsonObject = {"language": pa.array(found_labels.codes, pa.string(), mask=bad)}
    ids = pa.array(found_labels.labels.ids, pa.string())
    for level, (rows, places) in found_labels.above.items():
        columns[level] = _write_lists(found_labels, level, rows, places, ids)
    if found_labels.spans is not None:
        columns["evidence"] = _write_spans(found_labels.spans)
    if scores:
        every = [pa.array(np.ascontiguousarray(found_labels.p[:, place])) for place in range(found_labels.p.shape[1])]
        fields = list(_scores_type(found_labels.labels))
        columns["scores"] = pa.StructArray.from_arrays(every, fields=fields, mask=pa.array(bad))
    columns["error"] = pa.array(problems, pa.string())
    return pa.table(columns, schema=added_schema(found_labels.labels, scores, found_labels.spans is not None))


def _write_lists(found_labels: FoundLabels, level: Level, rows: Places, places: Places, ids: pa.Array) -> pa.Array:
    chances = found_labels.p[rows, places]
    grades = [found_labels.grade(level, p) for p in chances.tolist()]
    labels = pa.StructArray.from_arrays(
        [ids.take(pa.array(places, pa.int64())), pa.array(chances, pa.float64()), pa.array(grades, pa.string())],
        fields=list(LABEL),
    )
    return pa.ListArray.from_arrays(_sum_offsets(np.bincount(rows, minlength=len(found_labels.codes))), labels)


def _write_spans(spans: Sequence[Sequence[Evidence]]) -> pa.Array:
    flat = [span for some in spans for span in some]
    values = pa.StructArray.from_arrays(
        [pa.array([getattr(span, field.name) for span in flat], field.type) for field in SPAN], fields=list(SPAN)
    )
    return pa.ListArray.from_arrays(_sum_offsets(np.array([len(some) for some in spans], np.int64)), values)


def _sum_offsets(sizes: Any) -> pa.Array:
    return pa.array(np.concatenate([[0], np.cumsum(sizes)]).astype(np.int32))


def _scores_type(labels: Labels) -> pa.DataType:
    return pa.struct([(id_, pa.float64()) for id_ in labels.ids])
