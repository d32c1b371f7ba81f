"""Files that are named by folders, globs or paths, and why one of them cannot be read."""

from __future__ import annotations

import glob
import itertools
import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from actionlines.errors import InputNotFound


def named(word: str, failed: dict[str, InputNotFound]) -> Iterator[tuple[Path, str]]:
    """Files with their names below the folder given; hidden and `_` files are left out.

    failed  gets the folders that cannot be opened, by their names
    Raises InputNotFound where there is nothing of that name, and OSError.
    """
    path = Path(word)
    if path.is_dir():
        yield from _visible(path, _walked(path, failed))
    elif path.exists():
        yield path, path.name
    elif glob.has_magic(word):
        # The path before the first pattern is the folder to which names are relative.
        steps = [path, *path.parents]
        patterns = list(itertools.takewhile(lambda step: glob.has_magic(str(step)), steps))
        fixed = steps[len(patterns)]
        yield from ((one, name) for one, name in _visible(fixed, _matches(path)) if not one.is_dir())
        # A folder that cannot be opened has no matches; `glob` does not tell it from an empty one.
        for step in (*patterns[1:], fixed):
            for one, _ in _visible(fixed, _matches(step)):
                if one.is_dir():
                    try:
                        os.scandir(one).close()
                    except OSError as error:
                        _tell(failed, fixed, one, error)
    else:
        raise InputNotFound(word, "no such file or folder", "Check the path.")


def fault(path: Path, name: str) -> InputNotFound | None:
    """Return why a file cannot be an input, as far as its name and its entry in the folder say."""
    try:
        name.encode()
    except UnicodeEncodeError:  # neither Parquet nor JSON can hold it
        return InputNotFound(_escaped(name), "its name is not UTF-8", "Rename it.")
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return InputNotFound(name, "this is not a regular file", "Save it to a file first.")
    except OSError as error:
        return unread(name, error)
    return None


def unread(name: str, error: OSError) -> InputNotFound:
    """Return the error for what the system does not open."""
    return InputNotFound(_escaped(name), (error.strerror or str(error)).lower(), "Check the path.")


def _escaped(name: str) -> str:
    """Return the name, those of its bytes that are no UTF-8 as `\\xe9`."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def _matches(pattern: Path) -> Iterator[Path]:
    return map(Path, glob.iglob(str(pattern), recursive=True))  # noqa: PTH207  `Path.glob` takes no absolute one


def _walked(folder: Path, failed: dict[str, InputNotFound]) -> Iterator[Path]:
    """Yield all below a folder that is no folder itself."""

    def told(error: OSError) -> None:
        """Record a folder that the system does not open."""
        _tell(failed, folder, Path(error.filename), error)

    for here, folders, files in os.walk(folder, onerror=told):
        folders[:] = [one for one in folders if not _is_hidden(one)]
        yield from (Path(here, one) for one in files)


def _tell(failed: dict[str, InputNotFound], folder: Path, closed: Path, error: OSError) -> None:
    name = str(folder) if closed == folder else closed.relative_to(folder).as_posix()
    failed[name] = unread(name, error)


def _visible(folder: Path, paths: Iterable[Path]) -> Iterator[tuple[Path, str]]:
    for path in paths:
        name = path.relative_to(folder)
        if not any(map(_is_hidden, name.parts)):
            yield path, name.as_posix()


def _is_hidden(part: str) -> bool:
    return part.startswith((".", "_", "~$"))
