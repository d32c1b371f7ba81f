"""Which files are read, and into which parts they fall. The plan depends on the input alone.

Files that are named by folders, globs or paths, and why one of them cannot be read.
"""

from __future__ import annotations

import glob
import itertools
import os
import stat
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from actionlines.alignment.scale import write
from actionlines.alignment.scale.folder import MANIFEST
from actionlines.alignment.scale.model import PART_DOCUMENTS, JobPart, Kind
from actionlines.documents.sniff import holds_akn
from actionlines.errors import ActionlinesError, InputNotFound, OutputError


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
