"""Documents as tables: of the documents, their paragraphs, citations and mandates, and what they are about.

`tables_of` is the function for one document; `open_part` writes those of a part, and `extract` runs all parts.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa

from actionlines.alignment.aligner import Aligner
from actionlines.alignment.scale.aligned import Opened, aligner_of, document_schema
from actionlines.alignment.scale.model import Job, JobPart, Options
from actionlines.alignment.scale.plan import Files
from actionlines.alignment.scale.rows import digest_files, list_document_rows
from actionlines.alignment.scale.run import Summary, Work, carry_out, made_with, model_of
from actionlines.alignment.scale.write import Output
from actionlines.documents import read
from actionlines.documents.model import Document, paragraph_rows
from actionlines.errors import ActionlinesError, unexpected
from actionlines.json_types import JsonMapping, JsonObject
from actionlines.results.find import CITATIONS, DOCUMENTS, MANDATES, PARAGRAPHS, Column, Kind, citations_of, mandates_of

# The tables beside that of the documents; the columns are those of `read`, `cite` and `mandates --format csv`.
FOUND = {"paragraphs": PARAGRAPHS, "citations": CITATIONS, "mandates": MANDATES}
ALIGNMENTS = "alignments"
# Packages whose release may change what is read.
_READERS = ("lxml", "pypdfium2", "selectolax")
_TYPES: Mapping[Kind, pa.DataType] = {
    "text": pa.string(),
    "texts": pa.list_(pa.string()),
    "number": pa.int64(),
    "truth": pa.bool_(),
    "dates": pa.list_(pa.string()),
}
Rows = list[JsonObject]


def tables_of(document: Document, aligner: Aligner | None, options: Options) -> dict[str, Rows]:
    """Return the rows of each table for one document; without an aligner none of alignments."""
    rows: dict[str, Iterable[JsonObject]] = {
        "paragraphs": paragraph_rows(document),
        "citations": (row.to_dict() for row in citations_of(document)),
        "mandates": (row.to_dict() for row in mandates_of(document)),
    }
    flattened = {name: [_flatten_row(FOUND[name], row) for row in some] for name, some in rows.items()}
    if aligner:
        whole, passages, _ = list_document_rows(aligner, document, options)
        flattened[ALIGNMENTS] = [whole, *passages]
    counts = {name: len(some) for name, some in flattened.items() if name in FOUND}
    facts = {"document": document.name, **asdict(document.metadata), "format": document.format,
             "pages": document.pages, "sha256": document.sha256, "tables": len(document.tables), **counts,
             "warnings": list(document.warnings), "error": None}  # fmt: skip
    return {"documents": [_flatten_row(DOCUMENTS, facts)], **flattened}


def read_as_tables(path: str, name: str, aligner: Aligner | None, options: Options) -> dict[str, Rows]:
    """Return the rows of each table for one file; for one that cannot be read, a row of documents says why."""
    try:
        return tables_of(read(path, name=name), aligner, options)
    except ActionlinesError as error:
        problem = str(error)
    except Exception as error:  # one document must not cost the user the others
        problem = str(unexpected(name, error))
    failed: JsonObject = dict.fromkeys(column.name for column in DOCUMENTS)
    return {"documents": [failed | {"document": name, "warnings": [], "error": problem}]}


def open_part(job: Job, part: JobPart) -> Opened:
    """Return the digest of the documents of a part, and what writes their tables."""
    return digest_files(part.paths), partial(_write_part, job, part)


def _write_part(job: Job, part: JobPart, outputs: list[Output]) -> list[tuple[int, str]]:
    options = job.options
    errors: list[tuple[int, str]] = []
    schemas = {name: _make_schema(columns) for name, columns in {"documents": DOCUMENTS, **FOUND}.items()}
    aligner = aligner_of(options) if ALIGNMENTS in job.tables else None
    if aligner:
        schemas[ALIGNMENTS] = document_schema(aligner, options)
    for number, (path, name) in enumerate(zip(part.paths, part.names, strict=True), start=part.start + 1):
        tables = read_as_tables(path, name, aligner, options)
        if problem := tables["documents"][0]["error"]:
            errors.append((number, problem))
        for (table, schema), output in zip(schemas.items(), outputs, strict=True):
            output.add(pa.Table.from_pylist(tables.get(table, []), schema), options.to)
    return errors


def extract(files: Files, out: Path, to: str = "parquet", *, align: bool = False, **how: Any) -> Summary:
    """Write the tables of all documents of `files` into the folder `out`; `how` is that of `run.carried`.

    to     parquet or jsonl
    align  whether the documents are aligned too

    Raises ModelError, EngineError and OutputError; bad input comes back in the summary.
    """
    options = Options(to=to)
    facts = made_with(options, model_of(options) if align else {}, _READERS)
    tables = (*FOUND, *([ALIGNMENTS] if align else []))
    work = Work(options, {**facts, "tables": ["documents", *tables]}, open_part, tables)
    return carry_out(files, out, work, **how)


def _make_schema(columns: Iterable[Column]) -> pa.Schema:
    return pa.schema([(column.name, _TYPES[column.kind]) for column in columns])


def _flatten_row(columns: Iterable[Column], row: JsonMapping) -> JsonObject:
    return {column.name: column.of(row) for column in columns}
