"""Which files are read, and into which parts they fall. The plan depends on the input alone."""

from __future__ import annotations

import glob
import itertools
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from actionlines.alignment.scale import parquet
from actionlines.alignment.scale.model import PART_DOCUMENTS, Kind, Part
from actionlines.errors import ActionlinesError, InputNotFound

# How names of files end that hold many texts.
TABLES: dict[str, Kind] = {".parquet": "parquet", ".pq": "parquet", ".jsonl": "jsonl", ".ndjson": "jsonl"}


@dataclass(frozen=True, slots=True)
class Files:
    """What was found. `name` is the path below the folder given; `ignored` have endings that are not read."""

    tables: tuple[tuple[Path, str, Kind], ...]
    documents: tuple[tuple[Path, str], ...]
    ignored: tuple[str, ...]


def find(words: Sequence[str], endings: Collection[str], out: Path) -> Files:
    """The files of some folders, globs or paths, in the order of their names.

    endings  of documents; hidden files, `_` files and what lies in the folder `out` are left out
    Raises InputNotFound where there is nothing to read.
    """
    found: dict[str, Path] = {}
    for word in words:
        for path, name in _named(word, out):
            if found.setdefault(name, path).resolve() != path.resolve():
                raise InputNotFound(str(path), f"two files are called {name}", "Name the folder above both.")
    tables, documents, ignored = [], [], []
    for name in sorted(found):
        path, ending = found[name], Path(name).suffix.lower()
        if ending in TABLES:
            tables.append((path, name, TABLES[ending]))
        elif ending in endings:
            documents.append((path, name))
        else:
            ignored.append(name)
    if not tables and not documents:
        wanted = ", ".join(sorted([*TABLES, *endings]))
        raise InputNotFound(
            " ".join(words), "there is nothing to read", f"Names must end in one of {wanted}."
        )
    return Files(tuple(tables), tuple(documents), tuple(ignored))


def _named(word: str, out: Path) -> Iterator[tuple[Path, str]]:
    path = Path(word)
    if path.is_dir():
        yield from _visible(path, path.rglob("*"), out)
    elif path.exists():
        yield path, path.name
    elif glob.has_magic(word):
        # What stands before the first pattern is the folder that names are told from.
        paths = map(Path, glob.glob(word, recursive=True))  # noqa: PTH207  `Path.glob` takes no absolute one
        fixed = Path(word)
        while glob.has_magic(str(fixed)):
            fixed = fixed.parent
        yield from _visible(fixed, paths, out)
    else:
        raise InputNotFound(word, "no such file or folder", "Check the path.")


def _visible(folder: Path, paths: Iterable[Path], out: Path) -> Iterator[tuple[Path, str]]:
    own = out.resolve()
    for path in paths:
        name = path.relative_to(folder)
        if path.is_file() and not any(part.startswith((".", "_", "~$")) for part in name.parts):
            where = path.resolve()
            if own not in where.parents:
                yield path, name.as_posix()


def parts(files: Files, part_bytes: int, text: str = "text") -> tuple[list[Part], list[ActionlinesError]]:
    """The parts of all files in order, and the errors of files that cannot be read at all.

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
            errors.append(InputNotFound(name, (error.strerror or str(error)).lower(), "Check the path."))
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
