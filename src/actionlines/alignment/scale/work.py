"""The function that every engine runs: one part of the input becomes one file, or says why it cannot."""

from __future__ import annotations

import hashlib
import itertools
import json
from dataclasses import replace
from functools import cache
from pathlib import Path

import pyarrow as pa

from actionlines.alignment.aligner import Aligner
from actionlines.alignment.batch import added, align_batch, arrow, beside
from actionlines.alignment.scale import columns, documents, jsonl, parquet
from actionlines.alignment.scale.folder import Folder
from actionlines.alignment.scale.model import NAMED, Done, Job, Options, Part
from actionlines.alignment.scale.write import Output, digest, json_lines
from actionlines.errors import ActionlinesError, DamagedInput, OutputError

# Lines of JSON that are aligned at once.
_LINES = 2000
# What a row of a document has before its labels; `paragraph` and `text` are null in the row of the whole.
_DOCUMENT = pa.schema([("document", pa.string()), ("paragraph", pa.string()), ("text", pa.string())])


@cache
def aligner_of(model: str, neural: bool) -> Aligner:
    """Return the aligner, loaded once per process."""
    return Aligner.load(Path(model) if model else None, neural=neural)


def work(job: Job, task: tuple[Part, Done | None]) -> Done:
    """Make the output of a part, unless it is what an earlier run has made. Never raises for bad input."""
    part, before = task
    try:
        return _work(job, part, before)
    except ActionlinesError as error:
        return failed(part, **error.as_dict())
    except Exception as error:  # one part must not cost the user the others
        problem = f"unexpected {type(error).__name__}: {error}"
        return failed(part, "AL000", where(part), problem, "Please report this file.")


def where(part: Part) -> str:
    """Return what a part is called in messages."""
    if part.kind == "documents":
        return f"documents {part.start + 1} to {part.stop}"
    unit = "rows" if part.kind == "parquet" else "bytes"
    return f"{part.input} ({unit} {part.start + 1} to {part.stop})"


def failed(part: Part, code: str, subject: str, problem: str, advice: str) -> Done:
    """Return the result of a part that has no output, with the reason."""
    failure = {"code": code, "subject": subject, "problem": problem, "advice": advice}
    return Done(part.input, part.start, part.stop, failure=failure)


def crashed(task: tuple[Part, Done | None]) -> Done:
    """Return the result of a part whose process the system stopped."""
    advice = "It may need too much memory."
    return failed(task[0], "AL000", where(task[0]), "its process was stopped by the system", advice)


def _work(job: Job, part: Part, before: Done | None) -> Done:
    folder = Folder(Path(job.out))
    name = part.output(job.options.to)
    source = parquet.Source(part) if part.kind == "parquet" else None
    data = read_bytes(part) if part.kind == "jsonl" else b""
    sha256 = source.sha256 if source else hashlib.sha256(data).hexdigest()
    if part.kind == "documents":
        sha256 = documents.digest(part.paths)
    key = job.key(part, sha256)
    if before and before.key == key and before.output_sha256 == digest(folder.path / name):
        return replace(before, skipped=True)
    aligner = aligner_of(job.options.model, job.options.neural)
    if not folder.may_write(job.run):
        raise OutputError(job.out, "another run has taken it over", "Let one finish.")
    # What is read is in memory by now, or tells its own errors.
    with folder.writing(name), Output(folder.path / name, folder.scratch) as output:
        folder.remove(name)
        if source:
            errors = _parquet(aligner, source, job.options, output)
        elif part.kind == "jsonl":
            errors = _jsonl(aligner, part, data, job.options, output)
        else:
            errors = _documents(aligner, part, job.options, output)
        made = output.finish()
        named = tuple(errors[:NAMED])
        done = Done(
            part.input, part.start, part.stop, output.rows, name, sha256, made, key, len(errors), named
        )
        # A worker left over from a run that was killed must not write beside the next one.
        if not folder.may_write(job.run):
            raise OutputError(job.out, "another run has taken it over", "Let one finish.")
        folder.record(done)
        output.publish()
    return done


def read_bytes(part: Part) -> bytes:
    """Return the bytes of a part of a file. Raises DamagedInput when there are fewer than before."""
    with Path(part.paths[0]).open("rb") as stream:
        stream.seek(part.start)
        data = stream.read(part.stop - part.start)
    if len(data) < part.stop - part.start:
        raise DamagedInput(part.input, "it has become shorter while it was read", "Start again.")
    return data


def _parquet(
    aligner: Aligner, source: parquet.Source, options: Options, output: Output
) -> list[tuple[int, str]]:
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
        if options.to == "parquet":
            output.table(made)
        else:
            output.lines(json_lines(made))
    return errors


def _jsonl(
    aligner: Aligner, part: Part, data: bytes, options: Options, output: Output
) -> list[tuple[int, str]]:
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


def _documents(aligner: Aligner, part: Part, options: Options, output: Output) -> list[tuple[int, str]]:
    errors: list[tuple[int, str]] = []
    wanted = pa.schema([*_DOCUMENT, *added(aligner.labels, options.scores, options.evidence)])
    for number, (path, name) in enumerate(zip(part.paths, part.names, strict=True), start=part.start + 1):
        rows, problem = documents.rows_of(aligner, path, name, options)
        if problem:
            errors.append((number, problem))
        table = pa.Table.from_pylist(rows, wanted)
        if options.to == "parquet":
            output.table(table)
        else:
            output.lines(json_lines(table))
    return errors


def problems(made: pa.Table, before: int) -> list[tuple[int, str]]:
    """Row number (from 1) and error of each bad row."""
    column = made.column("error")
    if column.null_count == len(column):
        return []
    return [
        (before + place, str(why)) for place, why in enumerate(column.to_pylist(), start=1) if why is not None
    ]
