"""Which files are read, and into which parts they fall. The plan depends on the input alone."""

from __future__ import annotations

import itertools
import os
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from actionlines.alignment.scale import parquet
from actionlines.alignment.scale.folder import MANIFEST
from actionlines.alignment.scale.model import PART_DOCUMENTS, Kind, Part
from actionlines.alignment.scale.search import fault, named, unread
from actionlines.documents.sniff import holds_akn
from actionlines.errors import ActionlinesError, InputNotFound, OutputError

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


def find(
    words: Sequence[str], endings: Collection[str], out: Path, tables: Mapping[str, Kind] = TABLES
) -> Files:
    """Return the files of some folders, globs or paths, in the order of their names.

    endings  of documents, beside .xml with Akoma Ntoso; hidden files, `_` files and files in the folder `out` are
             left out
    tables   endings of files of many texts, with their kinds
    Raises InputNotFound where there is nothing to read; OutputError where all of it, or a file that is named
    itself, is in `out`.
    """
    read = {*tables, *endings}
    found, failed, inside = _found(words, out)
    many, documents, ignored = [], [], []
    for name in sorted(found):
        path, ending = found[name], Path(name).suffix.lower()
        if ending not in read and not holds_akn(path):
            ignored.append(name)
        elif problem := fault(path, name) or _too_long(name, ending):
            failed[name] = problem
        elif ending in tables:
            many.append((path, name, tables[ending]))
        else:
            documents.append((path, name))
    if not many and not documents and not failed:
        if any(path.suffix.lower() in read for path in inside):
            raise OutputError.of_input_inside(" ".join(words), "every file", out)
        raise InputNotFound(
            " ".join(words),
            "there is nothing to read",
            f"Names must end in one of {', '.join(sorted(read))}.",
        )
    errors = tuple(failed[name] for name in sorted(failed))
    return Files(tuple(many), tuple(documents), tuple(ignored), errors)


def _found(words: Sequence[str], out: Path) -> tuple[dict[str, Path], dict[str, InputNotFound], list[Path]]:
    """Files by name, folders that cannot be opened by name, and files that lie in `out`."""
    found: dict[str, Path] = {}
    failed: dict[str, InputNotFound] = {}
    inside: list[Path] = []
    # `Path.resolve` fails where links lead in a circle.
    own = Path(os.path.realpath(out))
    for word in words:
        try:
            for path, name in named(word, failed):
                where = Path(os.path.realpath(path))
                if own in where.parents:
                    if path == Path(word):
                        raise OutputError.of_input_inside(word, "this input", out)
                    inside.append(path)
                elif found.setdefault(name, where) != where:
                    raise InputNotFound(
                        str(path), f"two files are called {name}", "Name the folder above both."
                    )
        except OSError as error:
            raise unread(word, error) from error
    return found, failed, inside


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
                raise OutputError(
                    str(folder), "this folder of the input has the name of an output", "Rename it."
                )


def parts(files: Files, part_bytes: int, text: str = "text") -> tuple[list[Part], list[ActionlinesError]]:
    """Return the parts of all files in order, and the errors of files that cannot be read at all.

    text  the column of the texts, where files have columns
    """
    found: list[Part] = []
    errors: list[ActionlinesError] = []
    for path, name, kind in files.tables:
        try:
            if kind == "parquet":
                found += parquet.parts(path.resolve(), name, part_bytes, text)
            else:
                found += _lines(path.resolve(), name, part_bytes)
        except ActionlinesError as error:
            errors.append(error)
        except OSError as error:
            errors.append(unread(name, error))
    for number, begin in enumerate(range(0, len(files.documents), PART_DOCUMENTS)):
        some = files.documents[begin : begin + PART_DOCUMENTS]
        paths, names = tuple(str(path.resolve()) for path, _ in some), tuple(name for _, name in some)
        end = begin + len(some)
        found.append(Part("documents", "documents", number, paths, names, begin, end, len(some), begin))
    return found, errors


def _lines(path: Path, name: str, part_bytes: int) -> list[Part]:
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
    part = Part("jsonl", name, 0, (str(path),), (name,), 0, 0)
    return [
        replace(part, number=number, start=start, stop=stop)
        for number, (start, stop) in enumerate(itertools.pairwise(edges))
    ]
