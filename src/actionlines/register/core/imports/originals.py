"""Originals: uploads under their SHA-256, in the data folder or in a bucket (actionlines.register.site.bucket).

All pass through Django's storage `default`. Readers of files and downloads get a path on this machine: that of the
folder, or a copy that is fetched whole before its first byte is used, and is deleted a day after its last use.
"""

import errno
import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from django.conf import settings
from django.core.files import File
from django.core.files.storage import FileSystemStorage, default_storage

from actionlines.errors import SetupError

# The name of an original: its SHA-256.
STORED = re.compile(r"[0-9a-f]{64}")
BLOCK = 1 << 20


class FilesAway(OSError):
    """The bucket cannot be used now. Nothing was lost: pages and imports take it as a disk that failed (EIO)."""

    def __init__(self, reason: str) -> None:
        super().__init__(errno.EIO, reason)

    def for_operators(self) -> SetupError:
        """Return the error that commands print."""
        advice = "Nothing was half done. Repair it, and try again."
        return SetupError(settings.FILES, str(self.strerror), advice)


class Folder(FileSystemStorage):
    """The folder `files` of the data folder; its owner alone reads the originals."""

    def __init__(self) -> None:
        super().__init__(file_permissions_mode=0o600, directory_permissions_mode=0o700, allow_overwrite=True)

    @property
    def location(self) -> str:
        """Return the path of the folder."""
        return str(Path(settings.DATA) / "files")


class _Whole(File):  # type: ignore[type-arg] # generic in the stubs alone
    def temporary_file_path(self) -> str:
        """Return the path, by which a storage on the same disk moves the file at once."""
        return str(self.name)


def name_of(sha256: str) -> str:
    """Return the name of an original in the storage."""
    return f"{sha256[:2]}/{sha256}"


def where(name: str) -> str:
    """Return the path or the address of an original, for messages."""
    folder = _folder()
    return str(folder / name) if folder else f"{settings.FILES}/{name}"


def names() -> list[str]:
    """Return the names of all originals, sorted; not what an upload or a restore is writing."""
    return sorted(_names(""))


def _names(folder: str) -> Iterator[str]:
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:  # nothing was stored yet
        return
    inside = f"{folder}/" if folder else ""
    yield from (f"{inside}{name}" for name in files if STORED.fullmatch(name))
    for name in folders:
        yield from _names(f"{inside}{name}")


@contextmanager
def incoming() -> Iterator[IO[bytes]]:
    """Give a new file for an original, on the disk of the data folder; it is deleted unless it was kept."""
    work = _folder() or _work()
    work.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=work, prefix=".incoming-", delete=False) as file:
        try:
            yield file
        finally:
            with suppress(FileNotFoundError):
                Path(file.name).unlink()


def keep(file: IO[bytes], name: str) -> None:
    """Store a file of `incoming` under a name, whole or not at all. Raises FilesAway.

    One that is there is replaced: an original that was altered is mended so.
    """
    file.flush()
    os.fsync(file.fileno())
    with Path(file.name).open("rb") as whole:
        default_storage.save(name, _Whole(whole))
    _copy_of(name).unlink(missing_ok=True)


def local(name: str) -> Path:
    """Return the path of an original on this machine. Raises FileNotFoundError, and FilesAway for the bucket."""
    if folder := _folder():
        path = folder / name
        if not path.is_file():
            raise FileNotFoundError(path)
        return path
    copy = _copy_of(name)
    try:
        os.utime(copy)  # `tidy` deletes what nobody used for a day
    except FileNotFoundError:
        with default_storage.open(name) as source, incoming() as part:
            shutil.copyfileobj(source, part, BLOCK)
            part.flush()
            Path(part.name).replace(copy)
    return copy


def sha256(name: str) -> str:
    """Return the SHA-256 of an original as the storage has it now. Raises OSError or FilesAway."""
    with default_storage.open(name) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _folder() -> Path | None:
    """The folder of the originals; None where they are in a bucket."""
    try:
        return Path(default_storage.path(""))
    except NotImplementedError:
        return None


def _work() -> Path:
    return Path(settings.DATA) / "work"


def _copy_of(name: str) -> Path:
    return _work() / f"original-{Path(name).name}"
