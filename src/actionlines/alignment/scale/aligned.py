"""What `align --in` makes of a part: its rows or documents, each with its labels.

Columns for rows of JSON, each of the kind that holds the values of the whole file.
"""

from __future__ import annotations

import hashlib
import itertools
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import pyarrow as pa

from actionlines.alignment.aligner import Aligner
from actionlines.alignment.batch import added_schema, align_batch, join_columns, write_columns
from actionlines.alignment.label_search import make_unique
from actionlines.alignment.scale import write
from actionlines.alignment.scale.model import Job, JobPart, Options
from actionlines.alignment.scale.rows import (
    Kind,
    align_file,
    align_rows,
    digest_files,
    list_problems,
    read_lines,
    splice_labels,
)
from actionlines.alignment.scale.work import Opened, read_bytes
from actionlines.alignment.scale.write import Output
from actionlines.json_types import JsonMapping

_PLAIN = {"bool": pa.bool_(), "int": pa.int64(), "big": pa.int64(), "float": pa.float64()}


def choose_type(kind: Kind) -> pa.DataType:
    """Return the Arrow type that holds a kind."""
    if isinstance(kind, str):
        return _PLAIN.get(kind, pa.string())
    if kind[0] == "list":
        return pa.list_(choose_type(kind[1]))
    if not kind[1]:  # Parquet has no object without fields
        return pa.string()
    return pa.struct(list(zip(_list_names(kind[1]), map(choose_type, kind[1].values()), strict=True)))


def fit_value(value: Any, kind: Kind) -> Any:
    """Return the value as its column holds it; an object as its values in the order of the kind."""
    if value is None:
        return None
    if kind == "text" or (kind == "json" and isinstance(value, str)):
        return _to_utf8(value)
    if kind == "json" or kind == ["struct", {}]:
        return _to_utf8(json.dumps(value, ensure_ascii=False))
    if kind == "float":
        return float(value)
    if isinstance(kind, str):
        return value
    if kind[0] == "list":
        return [fit_value(part, kind[1]) for part in value]
    return tuple(fit_value(value.get(name), field_kind) for name, field_kind in kind[1].items())


def make_table(rows: Sequence[JsonMapping], kinds: Mapping[str, Kind]) -> pa.Table:
    """Return the rows as a table with a column for each field."""
    # Files have thousands of fields, and a row has a few of them: what is not there is not looked at.
    cells: dict[str, list[tuple[int, object]]] = defaultdict(list)
    for place, row in enumerate(rows):
        for name, value in row.items():
            cells[name].append((place, value))
    columns = [_make_column(cells.get(name, ()), kind, len(rows)) for name, kind in kinds.items()]
    return pa.table(columns, names=_list_names(kinds))


def _make_column(cells: Sequence[tuple[int, object]], kind: Kind, size: int) -> pa.Array:
    if not cells:
        return pa.nulls(size, choose_type(kind))
    values: list[object] = [None] * size
    for place, value in cells:
        values[place] = fit_value(value, kind)
    return pa.array(values, choose_type(kind))


def _list_names(fields: Iterable[str]) -> list[str]:
    """Return the names of fields in UTF-8, halves of a character as escapes."""
    return make_unique([name.encode("utf-8", "backslashreplace").decode() for name in fields])


def _to_utf8(text: str) -> str:
    # JSON may hold halves of a character, UTF-8 may not.
    return text if text.isascii() else text.encode("utf-8", "replace").decode() if _is_broken(text) else text


def _is_broken(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False


# Lines of JSON that are aligned at once.
_LINES = 2000
# What a row of a document has before its labels; `paragraph` and `text` are null in the row of the whole.
_DOCUMENT = pa.schema([("document", pa.string()), ("paragraph", pa.string()), ("text", pa.string())])


def aligner_of(options: Options) -> Aligner:
    """Return the aligner that `options` name, loaded once per process."""
    return _load_aligner(options.model, options.neural, options.neural_share)


@lru_cache(maxsize=2)
def _load_aligner(model: str, neural: bool, share: float) -> Aligner:
    return Aligner.load(Path(model) if model else None, neural=neural, share=share)


def open_part(job: Job, part: JobPart) -> Opened:
    """Return the digest of what a part is read from, and what writes its output."""
    options = job.options
    if part.kind == "parquet":
        source = write.ParquetSource(part)
        return source.sha256, partial(_write_parquet_part, source, options)
    if part.kind == "jsonl":
        data = read_bytes(part)
        return hashlib.sha256(data).hexdigest(), partial(_write_jsonl_part, part, data, options)
    return digest_files(part.paths), partial(_write_document_part, part, options)


def document_schema(aligner: Aligner, options: Options) -> pa.Schema:
    """Return the columns of the rows of documents."""
    return pa.schema([*_DOCUMENT, *added_schema(aligner.labels, options.scores, options.evidence)])


def _write_parquet_part(source: write.ParquetSource, options: Options, outputs: list[Output]) -> list[tuple[int, str]]:
    aligner, (output,) = aligner_of(options), outputs
    errors: list[tuple[int, str]] = []
    row = source.start
    # Where there are no rows, the columns are still told.
    for table in itertools.chain([source.schema.empty_table()], source.tables()):
        made = align_batch(
            aligner, table, options.text, options.scores, evidence=options.evidence, threshold=options.threshold
        )
        errors += list_errors(made, row)
        row += len(made)
        output.add(made, options.to)
    return errors


def _write_jsonl_part(part: JobPart, data: bytes, options: Options, outputs: list[Output]) -> list[tuple[int, str]]:
    aligner, (output,) = aligner_of(options), outputs
    errors: list[tuple[int, str]] = []
    kinds = json.loads(part.columns)
    rows = list(read_lines(data.split(b"\n"), options.text, part.before))
    for begin in range(0, max(1, len(rows)), _LINES):
        some = rows[begin : begin + _LINES]
        found_labels = align_rows(aligner, some, options)
        errors += list_problems(some, found_labels)
        if options.to == "parquet":
            made = write_columns(found_labels, [json_row.problem for json_row in some], options.scores)
            output.table(join_columns(make_table([json_row.fields for json_row in some], kinds), made))
        else:
            output.lines(splice_labels(some, found_labels, options.scores))
    return errors


def _write_document_part(part: JobPart, options: Options, outputs: list[Output]) -> list[tuple[int, str]]:
    aligner, (output,) = aligner_of(options), outputs
    errors: list[tuple[int, str]] = []
    wanted = document_schema(aligner, options)
    for number, (path, name) in enumerate(zip(part.paths, part.names, strict=True), start=part.start + 1):
        rows, problem = align_file(aligner, path, name, options)
        if problem:
            errors.append((number, problem))
        output.add(pa.Table.from_pylist(rows, wanted), options.to)
    return errors


def list_errors(made: pa.Table, before: int) -> list[tuple[int, str]]:
    """Row number (from 1) and error of each bad row."""
    column = made.column("error")
    if column.null_count == len(column):
        return []
    return [(before + place, str(why)) for place, why in enumerate(column.to_pylist(), start=1) if why is not None]
