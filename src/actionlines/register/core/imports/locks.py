"""Locks of this machine that end with their process: one import by one process, one reading for each person.

Files in the folder `work` of the data folder hold them. A process that is killed holds none.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from django.conf import settings
from django_tasks import default_task_backend

_WORKER = "worker.held"


@contextlib.contextmanager
def alone(name: str) -> Iterator[bool]:
    """Whether no other thread or process of this machine holds the lock of this name."""
    path = _folder() / f"{name}.lock"
    with path.open("w") as handle:
        # The last holder may have deleted this file meanwhile; the next process then opens another.
        if not _locked(handle, fcntl.LOCK_EX) or os.fstat(handle.fileno()).st_nlink == 0:
            yield False
            return
        yield True
        with contextlib.suppress(FileNotFoundError):
            path.unlink()


@contextlib.contextmanager
def worker_at_work() -> Iterator[None]:
    """Show that a worker runs, as long as it does. Several may."""
    with (_folder() / _WORKER).open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_SH)
        yield


def is_worker_there() -> bool:
    """Return whether a worker runs that does what waits. Where tasks are done at once, none is needed."""
    if not default_task_backend.supports_defer:
        return True
    with (_folder() / _WORKER).open("a") as handle:
        return not _locked(handle, fcntl.LOCK_EX)


def _locked(handle: IO[str], how: int) -> bool:
    try:
        fcntl.flock(handle, how | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _folder() -> Path:
    folder: Path = settings.DATA / "work"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
