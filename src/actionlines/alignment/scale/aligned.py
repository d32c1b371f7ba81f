"""What `align --in` makes of a part: its rows or documents, each with its labels.

Columns for rows of JSON, each of the kind that holds the values of the whole file.
"""

import hashlib
import itertools
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import pyarrow as pa

from actionlines.alignment.aligner import Aligner
from actionlines.alignment.batch import added_schema, align_batch, join_columns, write_columns
from actionlines.alignment.label_search import make_unique
from actionlines.alignment.scale import rows as scale_rows
from actionlines.alignment.scale import write
from actionlines.alignment.scale.engines import Mapped
from actionlines.alignment.scale.model import NAMED, Done, Job, JobPart, Options
from actionlines.alignment.scale.plan import Folder
from actionlines.alignment.scale.write import Output, digest_file
from actionlines.errors import ActionlinesError, DamagedInput, OutputError, unexpected
from actionlines.json_types import JsonMapping, JsonObject

_PLAIN = {"bool": pa.bool_(), "int": pa.int64(), "big": pa.int64(), "float": pa.float64()}


def choose_type(kind: scale_rows.Kind) -> pa.DataType:
    """Return the Arrow type that holds a kind."""
    if isinstance(kind, str):
        return _PLAIN.get(kind, pa.string())
    if kind[0] == "list":
        return pa.list_(choose_type(kind[1]))
    if not kind[1]:  # Parquet has no object without fields
        return pa.string()
    return pa.struct(list(zip(_list_names(kind[1]), map(choose_type, kind[1].values()), strict=True)))


def fit_value(value: Any, kind: scale_rows.Kind) -> Any:
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


def make_table(rows: Sequence[JsonMapping], kinds: Mapping[str, scale_rows.Kind]) -> pa.Table:
    """Return the rows as a table with a column for each field."""
    # Files have thousands of fields, and a row has a few of them: what is not there is not looked at.
    cells: dict[str, list[tuple[int, object]]] = defaultdict(list)
    for place, row in enumerate(rows):
        for name, value in row.items():
            cells[name].append((place, value))
    columns = [_make_column(cells.get(name, ()), kind, len(rows)) for name, kind in kinds.items()]
    return pa.table(columns, names=_list_names(kinds))


def _make_column(cells: Sequence[tuple[int, object]], kind: scale_rows.Kind, size: int) -> pa.Array:
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


def open_part(job: Job, part: JobPart) -> "Opened":
    """Return the digest of what a part is read from, and what writes its output."""
    options = job.options
    if part.kind == "parquet":
        source = write.ParquetSource(part)
        return source.sha256, partial(_write_parquet_part, source, options)
    if part.kind == "jsonl":
        data = read_bytes(part)
        return hashlib.sha256(data).hexdigest(), partial(_write_jsonl_part, part, data, options)
    return scale_rows.digest_files(part.paths), partial(_write_document_part, part, options)


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
    rows = list(scale_rows.read_lines(data.split(b"\n"), options.text, part.before))
    for begin in range(0, max(1, len(rows)), _LINES):
        some = rows[begin : begin + _LINES]
        found_labels = scale_rows.align_rows(aligner, some, options)
        errors += scale_rows.list_problems(some, found_labels)
        if options.to == "parquet":
            made = write_columns(found_labels, [json_row.problem for json_row in some], options.scores)
            output.table(join_columns(make_table([json_row.fields for json_row in some], kinds), made))
        else:
            output.lines(scale_rows.splice_labels(some, found_labels, options.scores))
    return errors


def _write_document_part(part: JobPart, options: Options, outputs: list[Output]) -> list[tuple[int, str]]:
    aligner, (output,) = aligner_of(options), outputs
    errors: list[tuple[int, str]] = []
    wanted = document_schema(aligner, options)
    for number, (path, name) in enumerate(zip(part.paths, part.names, strict=True), start=part.start + 1):
        rows, problem = scale_rows.align_file(aligner, path, name, options)
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


# The digest of what a part is read from, and what writes its rows into one output for each table: it returns
# the number and the error of each bad row.
Opened = tuple[str, Callable[[list[Output]], list[tuple[int, str]]]]


def do_part(opened: Callable[[Job, JobPart], Opened], job: Job, task: tuple[JobPart, Done | None]) -> Done:
    """Make the files of a part, unless they are what an earlier run has made. Never raises for bad input."""
    part, before = task
    try:
        return _write_part(opened, job, part, before)
    except ActionlinesError as error:
        return failed_part(part, **error.as_dict())
    except Exception as error:  # one part must not cost the user the others
        return failed_part(part, **unexpected(name_part(part), error).as_dict())


def name_part(part: JobPart) -> str:
    """Return what a part is called in messages."""
    if part.kind == "documents":
        return f"documents {part.start + 1} to {part.stop}"
    unit = "rows" if part.kind == "parquet" else "bytes"
    return f"{part.input} ({unit} {part.start + 1} to {part.stop})"


def failed_part(part: JobPart, code: str, subject: str, problem: str, advice: str) -> Done:
    """Return the result of a part that has no output, with the reason."""
    failure = {"code": code, "subject": subject, "problem": problem, "advice": advice}
    return Done(part.input, part.start, part.stop, failure=failure)


def crashed_part(task: tuple[JobPart, Done | None]) -> Done:
    """Return the result of a part whose process the system stopped."""
    advice = "It may need too much memory."
    return failed_part(task[0], "AL000", name_part(task[0]), "its process was stopped by the system", advice)


def _write_part(opened: Callable[[Job, JobPart], Opened], job: Job, part: JobPart, before: Done | None) -> Done:
    folder = Folder(Path(job.out))
    names = job.outputs(part)
    sha256, write = opened(job, part)
    key = job.key(part, sha256)
    if before and before.key == key and all(digest_file(folder.path / n) == d for n, d in before.files.items()):
        return replace(before, skipped=True)
    if not folder.may_write(job.run):
        raise OutputError(job.out, "another run has taken it over", "Let one finish.")
    # What is read is in memory by now, or tells its own errors.
    with folder.writing(names[0]), ExitStack() as stack:
        folder.remove([*names[1:], names[0]])
        outputs = [stack.enter_context(Output(folder.path / name, folder.scratch)) for name in names]
        errors = write(outputs)
        made = [output.finish() for output in outputs]
        others = tuple(zip(names[1:], made[1:], strict=True))
        done = Done(
            part.input, part.start, part.stop, outputs[0].rows, names[0], sha256, made[0], key,
            len(errors), tuple(errors[:NAMED]), others=others,
        )  # fmt: skip
        # A worker left over from a run that was killed must not write beside the next one.
        if not folder.may_write(job.run):
            raise OutputError(job.out, "another run has taken it over", "Let one finish.")
        folder.record(done)
        for output in outputs:
            output.publish()
    return done


def read_bytes(part: JobPart) -> bytes:
    """Return the bytes of a part of a file. Raises DamagedInput when there are fewer than before."""
    with Path(part.paths[0]).open("rb") as stream:
        stream.seek(part.start)
        data = stream.read(part.stop - part.start)
    if len(data) < part.stop - part.start:
        raise DamagedInput(part.input, "it has become shorter while it was read", "Start again.")
    return data


def survey_parts(parts: Sequence[JobPart], text: str, mapped: Mapped) -> tuple[list[JobPart], list[ActionlinesError]]:
    """The parts with what must be known of a whole file of JSON lines: its fields, where its lines begin."""
    lines = [(number, part) for number, part in enumerate(parts) if part.kind == "jsonl"]
    surveys: dict[int, scale_rows.Survey | ActionlinesError] = dict(
        mapped(partial(_survey_part, text), lines, _survey_crashed)
    )
    files: dict[str, list[int]] = defaultdict(list)
    for number, line in lines:
        files[line.input].append(number)
    errors: list[ActionlinesError] = []
    out: dict[int, JobPart] = {number: part for number, part in enumerate(parts) if part.kind != "jsonl"}
    for name, numbers in files.items():
        seen = [surveys[number] for number in numbers]
        if broken := next((survey for survey in seen if isinstance(survey, ActionlinesError)), None):
            errors.append(broken)
            continue
        whole = [survey for survey in seen if isinstance(survey, scale_rows.Survey)]
        fields: JsonObject = {}
        for piece in whole:
            scale_rows.add_kinds(fields, piece.fields)
        if any(piece.rows for piece in whole) and not any(piece.texts for piece in whole):
            errors.append(_no_texts(name, text, whole))
            continue
        columns, before = json.dumps(fields or {text: "text"}), 0
        for number, piece in zip(numbers, whole, strict=True):
            out[number] = replace(parts[number], rows=piece.rows, before=before, columns=columns)
            before += piece.lines
    return [out[number] for number in sorted(out)], errors


def _no_texts(name: str, text: str, pieces: Sequence[scale_rows.Survey]) -> ActionlinesError:
    before = itertools.accumulate((piece.lines for piece in pieces), initial=0)
    firsts = [
        (lines + piece.first[0], piece.first[1]) for lines, piece in zip(before, pieces, strict=False) if piece.first
    ]
    names = {field for piece in pieces for field in piece.names}
    return scale_rows.describe_missing_texts(name, text, names, firsts[0])


def _survey_part(text: str, task: tuple[int, JobPart]) -> tuple[int, scale_rows.Survey | ActionlinesError]:
    number, part = task
    try:
        return number, scale_rows.survey_lines(read_bytes(part), text)
    except ActionlinesError as error:
        return number, error
    except OSError as error:
        return number, DamagedInput(part.input, f"it cannot be read ({error.strerror})", "Check the file.")


def _survey_crashed(task: tuple[int, JobPart]) -> tuple[int, ActionlinesError]:
    number, part = task
    return number, DamagedInput(part.input, "its reader was stopped by the system", "It may need too much memory.")
