"""What `align --in` makes of a part: its rows or documents, each with its labels."""

from __future__ import annotations

import hashlib
import itertools
import json
from functools import lru_cache, partial
from pathlib import Path

import pyarrow as pa

from actionlines.alignment.aligner import Aligner
from actionlines.alignment.batch import added, align_batch, arrow, beside
from actionlines.alignment.scale import columns, documents, jsonl, parquet
from actionlines.alignment.scale.model import Job, Options, Part
from actionlines.alignment.scale.work import Opened, read_bytes
from actionlines.alignment.scale.write import Output

# Lines of JSON that are aligned at once.
_LINES = 2000
# What a row of a document has before its labels; `paragraph` and `text` are null in the row of the whole.
_DOCUMENT = pa.schema([("document", pa.string()), ("paragraph", pa.string()), ("text", pa.string())])


def aligner_of(options: Options) -> Aligner:
    """Return the aligner that `options` name, loaded once per process."""
    return _loaded(options.model, options.neural, options.neural_share)


@lru_cache(maxsize=2)
def _loaded(model: str, neural: bool, share: float) -> Aligner:
    return Aligner.load(Path(model) if model else None, neural=neural, share=share)


def opened(job: Job, part: Part) -> Opened:
    """Return the digest of what a part is read from, and what writes its output."""
    options = job.options
    if part.kind == "parquet":
        source = parquet.Source(part)
        return source.sha256, partial(_parquet, source, options)
    if part.kind == "jsonl":
        data = read_bytes(part)
        return hashlib.sha256(data).hexdigest(), partial(_jsonl, part, data, options)
    return documents.digest(part.paths), partial(_documents, part, options)


def document_schema(aligner: Aligner, options: Options) -> pa.Schema:
    """Return the columns of the rows of documents."""
    return pa.schema([*_DOCUMENT, *added(aligner.labels, options.scores, options.evidence)])


def _parquet(source: parquet.Source, options: Options, outputs: list[Output]) -> list[tuple[int, str]]:
    aligner, (output,) = aligner_of(options), outputs
    errors: list[tuple[int, str]] = []
    row = source.start
    # Where there are no rows, the columns are still told.
    for table in itertools.chain([source.schema.empty_table()], source.tables()):
        made = align_batch(
            aligner,
            table,
            options.text,
            options.scores,
            evidence=options.evidence,
            threshold=options.threshold,
        )
        errors += problems(made, row)
        row += len(made)
        output.add(made, options.to)
    return errors


def _jsonl(part: Part, data: bytes, options: Options, outputs: list[Output]) -> list[tuple[int, str]]:
    aligner, (output,) = aligner_of(options), outputs
    errors: list[tuple[int, str]] = []
    kinds = json.loads(part.columns)
    rows = list(jsonl.rows_of(data.split(b"\n"), options.text, part.before))
    for begin in range(0, max(1, len(rows)), _LINES):
        some = rows[begin : begin + _LINES]
        found = jsonl.align_rows(aligner, some, options)
        errors += jsonl.problems(some, found)
        if options.to == "parquet":
            made = arrow(found, [one.problem for one in some], options.scores)
            output.table(beside(columns.table([one.fields for one in some], kinds), made))
        else:
            output.lines(jsonl.spliced(some, found, options.scores))
    return errors


def _documents(part: Part, options: Options, outputs: list[Output]) -> list[tuple[int, str]]:
    aligner, (output,) = aligner_of(options), outputs
    errors: list[tuple[int, str]] = []
    wanted = document_schema(aligner, options)
    for number, (path, name) in enumerate(zip(part.paths, part.names, strict=True), start=part.start + 1):
        rows, problem = documents.rows_of(aligner, path, name, options)
        if problem:
            errors.append((number, problem))
        output.add(pa.Table.from_pylist(rows, wanted), options.to)
    return errors


def problems(made: pa.Table, before: int) -> list[tuple[int, str]]:
    """Row number (from 1) and error of each bad row."""
    column = made.column("error")
    if column.null_count == len(column):
        return []
    return [
        (before + place, str(why)) for place, why in enumerate(column.to_pylist(), start=1) if why is not None
    ]
