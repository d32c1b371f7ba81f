"""Which files are read, and into which parts they fall. The plan depends on the input alone.

Files that are named by folders, globs or paths, and why one of them cannot be read.

The output folder: whole files, a manifest when all is done, and what is needed to go on after a stop.

    manifest.json          there when the run is done, and only then
    INPUT-00000.parquet    one file for each part
    _progress/             while a run is not done
        run                the run that may write here; a worker left over from an earlier one may not
        made_with          digest of model, options and release that the records are of
        before.json        the manifest of the run before
        records/           one file for each part, written before its output gets its name
        scratch/           outputs that are not whole yet

So a stop at any moment leaves whole files, each with a record, and no manifest.
"""

import contextlib
import errno
import glob
import hashlib
import itertools
import json
import os
import re
import shutil
import stat
import uuid
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import TextIO

from actionlines.alignment.scale import write
from actionlines.alignment.scale.model import PART_DOCUMENTS, Done, JobPart, Kind
from actionlines.documents.sniff import holds_akn
from actionlines.errors import ActionlinesError, InputNotFound, OutputError
from actionlines.json_types import JsonMapping, JsonObject
from actionlines.lazily import expression


def list_named(word: str, failed: dict[str, InputNotFound]) -> Iterator[tuple[Path, str]]:
    """Files with their names below the folder given; hidden and `_` files are left out.

    failed  gets the folders that cannot be opened, by their names
    Raises InputNotFound where there is nothing of that name, and OSError.
    """
    path = Path(word)
    if path.is_dir():
        yield from _list_visible(path, _walk_files(path, failed))
    elif path.exists():
        yield path, path.name
    elif glob.has_magic(word):
        # The path before the first pattern is the folder to which names are relative.
        steps = [path, *path.parents]
        patterns = list(itertools.takewhile(lambda step: glob.has_magic(str(step)), steps))
        fixed = steps[len(patterns)]
        yield from ((file, name) for file, name in _list_visible(fixed, _list_matches(path)) if not file.is_dir())
        # A folder that cannot be opened has no matches; `glob` does not tell it from an empty one.
        for step in (*patterns[1:], fixed):
            for match, _ in _list_visible(fixed, _list_matches(step)):
                if match.is_dir():
                    try:
                        os.scandir(match).close()
                    except OSError as error:
                        _record_closed(failed, fixed, match, error)
    else:
        raise InputNotFound(word, "no such file or folder", "Check the path.")


def find_fault(path: Path, name: str) -> InputNotFound | None:
    """Return why a file cannot be an input, as far as its name and its entry in the folder say."""
    try:
        name.encode()
    except UnicodeEncodeError:  # neither Parquet nor JSON can hold it
        return InputNotFound(_escape_name(name), "its name is not UTF-8", "Rename it.")
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return InputNotFound(name, "this is not a regular file", "Save it to a file first.")
    except OSError as error:
        return unread_error(name, error)
    return None


def unread_error(name: str, error: OSError) -> InputNotFound:
    """Return the error for what the system does not open."""
    return InputNotFound(_escape_name(name), (error.strerror or str(error)).lower(), "Check the path.")


def _escape_name(name: str) -> str:
    """Return the name, those of its bytes that are no UTF-8 as `\\xe9`."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def _list_matches(pattern: Path) -> Iterator[Path]:
    return map(Path, glob.iglob(str(pattern), recursive=True))  # noqa: PTH207  `Path.glob` takes no absolute one


def _walk_files(folder: Path, failed: dict[str, InputNotFound]) -> Iterator[Path]:
    """Yield all below a folder that is no folder itself."""

    def told(error: OSError) -> None:
        """Record a folder that the system does not open."""
        _record_closed(failed, folder, Path(error.filename), error)

    for here, folders, files in os.walk(folder, onerror=told):
        folders[:] = [name for name in folders if not _is_hidden(name)]
        yield from (Path(here, file) for file in files)


def _record_closed(failed: dict[str, InputNotFound], folder: Path, closed: Path, error: OSError) -> None:
    name = str(folder) if closed == folder else closed.relative_to(folder).as_posix()
    failed[name] = unread_error(name, error)


def _list_visible(folder: Path, paths: Iterable[Path]) -> Iterator[tuple[Path, str]]:
    for path in paths:
        name = path.relative_to(folder)
        if not any(map(_is_hidden, name.parts)):
            yield path, name.as_posix()


def _is_hidden(part: str) -> bool:
    return part.startswith((".", "_", "~$"))


# How names of files end that hold many texts.
TABLES: dict[str, Kind] = {".parquet": "parquet", ".pq": "parquet", ".jsonl": "jsonl", ".ndjson": "jsonl"}
# Bytes of a name that file systems allow, less what an output adds to the name of its input.
_NAME = 255 - len("-00000000.parquet")


@dataclass(frozen=True, slots=True)
class Files:
    """What was found. `name` is the path below the folder given; `ignored` have endings that are not read;
    `failed` are files and folders that cannot be inputs, in the order of their names.
    """

    tables: tuple[tuple[Path, str, Kind], ...]
    documents: tuple[tuple[Path, str], ...]
    ignored: tuple[str, ...]
    failed: tuple[InputNotFound, ...] = ()


def find_files(words: Sequence[str], endings: Collection[str], out: Path, tables: Mapping[str, Kind] = TABLES) -> Files:
    """Return the files of some folders, globs or paths, in the order of their names.

    endings  of documents, beside .xml with Akoma Ntoso; hidden files, `_` files and files in the folder `out` are
             left out
    tables   endings of files of many texts, with their kinds
    Raises InputNotFound where there is nothing to read; OutputError where all of it, or a file that is named
    itself, is in `out`.
    """
    read = {*tables, *endings}
    paths, failed, inside = _find_paths(words, out)
    many, documents, ignored = [], [], []
    for name in sorted(paths):
        path, ending = paths[name], Path(name).suffix.lower()
        if ending not in read and not holds_akn(path):
            ignored.append(name)
        elif problem := find_fault(path, name) or _too_long(name, ending):
            failed[name] = problem
        elif ending in tables:
            many.append((path, name, tables[ending]))
        else:
            documents.append((path, name))
    if not many and not documents and not failed:
        if any(path.suffix.lower() in read for path in inside):
            raise OutputError.of_input_inside(" ".join(words), "every file", out)
        raise InputNotFound(
            " ".join(words), "there is nothing to read", f"Names must end in one of {', '.join(sorted(read))}."
        )
    errors = tuple(failed[name] for name in sorted(failed))
    return Files(tuple(many), tuple(documents), tuple(ignored), errors)


def _find_paths(words: Sequence[str], out: Path) -> tuple[dict[str, Path], dict[str, InputNotFound], list[Path]]:
    """Files by name, folders that cannot be opened by name, and files that lie in `out`."""
    paths: dict[str, Path] = {}
    failed: dict[str, InputNotFound] = {}
    inside: list[Path] = []
    # `Path.resolve` fails where links lead in a circle.
    own = Path(os.path.realpath(out))
    for word in words:
        try:
            for path, name in list_named(word, failed):
                where = Path(os.path.realpath(path))
                if own in where.parents:
                    if path == Path(word):
                        raise OutputError.of_input_inside(word, "this input", out)
                    inside.append(path)
                elif paths.setdefault(name, where) != where:
                    raise InputNotFound(str(path), f"two files are called {name}", "Name the folder above both.")
        except OSError as error:
            raise unread_error(word, error) from error
    return paths, failed, inside


def _too_long(name: str, ending: str) -> InputNotFound | None:
    if ending in TABLES and len(PurePosixPath(name).name.encode()) > _NAME:
        problem = "its name leaves no room for what the name of an output adds to it"
        return InputNotFound(name, problem, f"Shorten it to {_NAME} bytes.")
    return None


def check_outputs(names: Collection[str]) -> None:
    """Raises OutputError where outputs would lie in a folder that has the name of another output."""
    files = {MANIFEST, *names}
    for name in names:
        for folder in PurePosixPath(name).parents:
            if str(folder) in files:
                raise OutputError(str(folder), "this folder of the input has the name of an output", "Rename it.")


def cut_parts(files: Files, part_bytes: int, text: str = "text") -> tuple[list[JobPart], list[ActionlinesError]]:
    """Return the parts of all files in order, and the errors of files that cannot be read at all.

    text  the column of the texts, where files have columns
    """
    all_parts: list[JobPart] = []
    errors: list[ActionlinesError] = []
    for path, name, kind in files.tables:
        try:
            if kind == "parquet":
                all_parts += write.cut_parquet(path.resolve(), name, part_bytes, text)
            else:
                all_parts += _cut_lines(path.resolve(), name, part_bytes)
        except ActionlinesError as error:
            errors.append(error)
        except OSError as error:
            errors.append(unread_error(name, error))
    for number, begin in enumerate(range(0, len(files.documents), PART_DOCUMENTS)):
        some = files.documents[begin : begin + PART_DOCUMENTS]
        paths, names = tuple(str(path.resolve()) for path, _ in some), tuple(name for _, name in some)
        end = begin + len(some)
        all_parts.append(JobPart("documents", "documents", number, paths, names, begin, end, len(some), begin))
    return all_parts, errors


def _cut_lines(path: Path, name: str, part_bytes: int) -> list[JobPart]:
    """Ranges of bytes that end where a line ends."""
    size = path.stat().st_size
    edges = [0]
    with path.open("rb") as stream:
        while edges[-1] + part_bytes < size:
            stream.seek(edges[-1] + part_bytes)
            stream.readline()
            edges.append(min(stream.tell(), size))
    if edges[-1] < size or size == 0:
        edges.append(size)
    part = JobPart("jsonl", name, 0, (str(path),), (name,), 0, 0)
    return [
        replace(part, number=number, start=start, stop=stop)
        for number, (start, stop) in enumerate(itertools.pairwise(edges))
    ]


try:
    import fcntl
except ImportError:  # Windows: two runs at once are not noticed there
    fcntl = None  # type: ignore[assignment]

# How often it is tried while other runs end.
_TRIES = 100


def lock_file(path: Path, subject: Path) -> TextIO:
    """Return the file at `path`, open and held until it is closed; it may be removed while it is held.

    subject  what it guards, for messages
    Raises OSError, or OutputError where another run holds it.
    """
    lost: OSError | None = None
    for _ in range(_TRIES):
        try:
            with contextlib.ExitStack() as opened:
                path.parent.mkdir(parents=True, exist_ok=True)
                lock = opened.enter_context(path.open("w"))
                _hold_lock(lock.fileno(), subject)
                # Where the file has been removed since it was opened, another run may hold that of its name.
                if fcntl is None or os.path.samestat(os.fstat(lock.fileno()), path.stat()):
                    opened.pop_all()
                    return lock
        except (FileNotFoundError, FileExistsError) as error:  # the folder has gone meanwhile
            lost = error
    raise lost or _busy_error(subject)


def _hold_lock(lock: int, subject: Path) -> None:
    if fcntl is not None:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise _busy_error(subject) from error
        except OSError:  # a file system without locks
            return


def _busy_error(subject: Path) -> OutputError:
    problem = "another run is writing into it"
    return OutputError(str(subject), problem, "Wait for it, or choose another folder.")


MANIFEST = "manifest.json"
PROGRESS = "_progress"
LOCK = "lock"
# No room: on the disk, or in the share of it that the user has.
_FULL = (errno.ENOSPC, errno.EDQUOT)
_DIGEST = "[0-9a-f]{64}"
# How a manifest begins; enough to know one that was cut off since.
_BEGINS = expression(rf'\{{\s*"format": \d+,\s*"actionlines": ".*?"made_with": "{_DIGEST}"', re.DOTALL)


class Folder:
    """The folder at `path`; making one touches nothing."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.progress = path / PROGRESS
        self.scratch = self.progress / "scratch"
        self._records = self.progress / "records"

    @contextlib.contextmanager
    def taken(self) -> Iterator[str]:
        """Hold the folder for one run; its id. Raises OutputError where something else is in it."""
        with self.writing():
            if self.path.is_dir() and (theirs := self._of_others()):
                raise OutputError(
                    str(self.path),
                    f"{theirs} in it that no run of `actionlines align` or `extract` has written",
                    "Choose a folder that is empty or not there yet.",
                )
            lock = lock_file(self.progress / LOCK, self.path)
        with lock:
            with self.writing():
                run = uuid.uuid4().hex
                _write_whole(self.progress / "run", run)
                shutil.rmtree(self.scratch, ignore_errors=True)
                manifest = self.path / MANIFEST
                if manifest.exists():
                    manifest.replace(self.progress / "before.json")
            yield run
        # Network file systems keep a file that was removed while it was open, and so its folder, until now.
        with contextlib.suppress(OSError):
            self.progress.rmdir()

    @contextlib.contextmanager
    def writing(self, name: str = "") -> Iterator[None]:
        """Yield what goes wrong in writing into the folder, or in writing its file `name`, as an OutputError.

        A full disk is an error of the folder, whatever the file.
        """
        try:
            yield
        except OSError as error:
            if error.errno in _FULL:
                advice = "Make room and start again: what is done stays."
                raise OutputError(str(self.path), "the disk is full", advice) from error
            problem = f"it cannot be written: {error.strerror or error}"
            raise OutputError(str(self.path / name), problem, "Choose another folder.") from error

    def _of_others(self) -> str:
        """Return what shows that the folder belongs to something else; "" where nothing does."""
        there = {path.name for path in self.path.iterdir()}
        if MANIFEST in there:
            return "" if _is_ours(self.path / MANIFEST) else f"there is a {MANIFEST}"
        return "there are files" if there and PROGRESS not in there else ""

    def may_write(self, run: str) -> bool:
        """Return whether the run still holds the folder."""
        try:
            return (self.progress / "run").read_text("utf-8") == run
        except OSError:
            return False

    def known(self, made_with: str, planned: Collection[str]) -> dict[str, Done]:
        """Return what earlier runs have done, by the name of the output; files that this run will not keep go.

        made_with  digest of model, options and release of this run; what was made with others goes
        planned    names of the outputs that this run will have
        """
        before = _read_json(self.progress / "before.json") or {}
        first = {entry.output: entry for entry in map(_read_done, before.get("parts", ())) if entry}
        later = {}
        for path in sorted(self._records.rglob("*.json")):
            if recorded := _read_done(_read_json(path)):
                later[recorded.output] = recorded
        with contextlib.suppress(OSError):
            if (self.progress / "made_with").read_text("utf-8") != made_with:
                self._remove(_list_files(later.values()))
                later = {}
        if before.get("made_with") != made_with:
            kept_names = set(_list_files(later.values()))
            self._remove([name for name in _list_files(first.values()) if name not in kept_names])
            (self.progress / "before.json").unlink(missing_ok=True)
            first = {}
        _write_whole(self.progress / "made_with", made_with)
        done = first | later
        self._remove(_list_files(part for name, part in done.items() if name not in planned))
        return {name: part for name, part in done.items() if name in planned}

    def record(self, done: Done) -> None:
        """Record the result of a part, before its output gets its name: every output has a record."""
        path = self._record(done.output)
        path.parent.mkdir(parents=True, exist_ok=True)
        _write_whole(path, json.dumps(done.as_record()))

    def remove(self, names: Collection[str]) -> None:
        """Remove the outputs of a part that are not to be kept, the one with the record last."""
        self._remove(names)

    def finish(self, manifest: JsonMapping) -> None:
        """Write the manifest; nothing else is left of the run."""
        # Made in the folder that goes, so that a stop leaves no half of it beside the outputs.
        made = self.progress / "after.json"
        _write_whole(made, json.dumps(manifest, ensure_ascii=False, indent=1) + "\n")
        made.replace(self.path / MANIFEST)
        # The lock goes last: files beside a new lock belong to another run.
        for path in sorted(self.progress.iterdir(), key=lambda entry: entry.name == LOCK):
            shutil.rmtree(path, ignore_errors=True)
            with contextlib.suppress(OSError):
                path.unlink()

    def _record(self, output: str) -> Path:
        # Not its own name: with what is added to it, also while it is written, that may be too long.
        return self._records / f"{hashlib.sha256(output.encode('utf-8', 'surrogatepass')).hexdigest()}.json"

    def _remove(self, names: Collection[str]) -> None:
        root = self.path.resolve()
        for name in names:
            path = self.path / name
            # A manifest may come from anywhere: nothing outside the folder is touched.
            if root in path.resolve().parents:
                path.unlink(missing_ok=True)
                self._record(name).unlink(missing_ok=True)
                with contextlib.suppress(OSError):
                    while path.parent != self.path:
                        path = path.parent
                        path.rmdir()


def _write_whole(path: Path, text: str) -> None:
    temporary = path.with_name(f"{path.name}.{uuid.uuid4().hex}~")
    # Names of folders above may be no UTF-8; what is written for such a letter is that of JSON.
    with temporary.open("w", encoding="utf-8", errors="backslashreplace") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    temporary.replace(path)


def _read_json(path: Path) -> JsonObject | None:
    try:
        data = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return data if isinstance(data, dict) else None


def _is_ours(manifest: Path) -> bool:
    """Return whether a run has written it. Raises OSError."""
    try:
        text = manifest.read_bytes().decode("utf-8", "replace")
    except FileNotFoundError:  # another run has just taken it
        return True
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return bool(_BEGINS.match(text))
    if not isinstance(data, dict) or not isinstance(data.get("format"), int):
        return False
    return bool(re.fullmatch(_DIGEST, str(data.get("made_with"))))


def _list_files(parts: Iterable[Done]) -> list[str]:
    """Return the names of the files of some parts, those without a record of their own first."""
    return [name for part in parts for name in part.files]


def _read_done(record: JsonMapping | None) -> Done | None:
    try:
        return Done.from_record(record) if record else None
    except (KeyError, TypeError, ValueError):
        return None
