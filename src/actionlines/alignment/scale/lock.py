"""A lock file: held by one run at a time, made with its folder when a run begins, removed when it ends."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import TextIO

from actionlines.errors import OutputError

try:
    import fcntl
except ImportError:  # Windows: two runs at once are not noticed there
    fcntl = None  # type: ignore[assignment]

# How often it is tried while other runs end.
_TRIES = 100


def locked(path: Path, subject: Path) -> TextIO:
    """The file at `path`, open and held until it is closed; it may be removed while it is held.

    subject  what it guards, for messages
    Raises OSError, or OutputError where another run holds it.
    """
    lost: OSError | None = None
    for _ in range(_TRIES):
        try:
            with contextlib.ExitStack() as opened:
                path.parent.mkdir(parents=True, exist_ok=True)
                lock = opened.enter_context(path.open("w"))
                _hold(lock.fileno(), subject)
                # Where the file has been removed since it was opened, another run may hold that of its name.
                if fcntl is None or os.path.samestat(os.fstat(lock.fileno()), path.stat()):
                    opened.pop_all()
                    return lock
        except (FileNotFoundError, FileExistsError) as error:  # the folder has gone meanwhile
            lost = error
    raise lost or _busy(subject)


def _hold(lock: int, subject: Path) -> None:
    if fcntl is not None:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise _busy(subject) from error
        except OSError:  # a file system without locks
            return


def _busy(subject: Path) -> OutputError:
    problem = "another run is writing into it"
    return OutputError(str(subject), problem, "Wait for it, or choose another folder.")
