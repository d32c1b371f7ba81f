"""The function that every engine runs: one part of the input becomes one file, or says why it cannot.

What must be known of whole files of JSON lines before their parts are aligned.
"""

from __future__ import annotations

import itertools
import json
from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from pathlib import Path

from actionlines.alignment.scale.engines import Mapped
from actionlines.alignment.scale.folder import Folder
from actionlines.alignment.scale.model import NAMED, Done, Job, JobPart
from actionlines.alignment.scale.rows import Survey, add_kinds, describe_missing_texts, survey_lines
from actionlines.alignment.scale.write import Output, digest_file
from actionlines.errors import ActionlinesError, DamagedInput, OutputError, unexpected
from actionlines.json_types import JsonObject

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
    surveys: dict[int, Survey | ActionlinesError] = dict(mapped(partial(_survey_part, text), lines, _survey_crashed))
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
        whole = [survey for survey in seen if isinstance(survey, Survey)]
        fields: JsonObject = {}
        for piece in whole:
            add_kinds(fields, piece.fields)
        if any(piece.rows for piece in whole) and not any(piece.texts for piece in whole):
            errors.append(_no_texts(name, text, whole))
            continue
        columns, before = json.dumps(fields or {text: "text"}), 0
        for number, piece in zip(numbers, whole, strict=True):
            out[number] = replace(parts[number], rows=piece.rows, before=before, columns=columns)
            before += piece.lines
    return [out[number] for number in sorted(out)], errors


def _no_texts(name: str, text: str, pieces: Sequence[Survey]) -> ActionlinesError:
    before = itertools.accumulate((piece.lines for piece in pieces), initial=0)
    firsts = [
        (lines + piece.first[0], piece.first[1]) for lines, piece in zip(before, pieces, strict=False) if piece.first
    ]
    names = {field for piece in pieces for field in piece.names}
    return describe_missing_texts(name, text, names, firsts[0])


def _survey_part(text: str, task: tuple[int, JobPart]) -> tuple[int, Survey | ActionlinesError]:
    number, part = task
    try:
        return number, survey_lines(read_bytes(part), text)
    except ActionlinesError as error:
        return number, error
    except OSError as error:
        return number, DamagedInput(part.input, f"it cannot be read ({error.strerror})", "Check the file.")


def _survey_crashed(task: tuple[int, JobPart]) -> tuple[int, ActionlinesError]:
    number, part = task
    return number, DamagedInput(part.input, "its reader was stopped by the system", "It may need too much memory.")
