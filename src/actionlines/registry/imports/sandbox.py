"""A function in a process of its own that may take so much memory and time and no more.

>>> bounded(len, "abc")
3
"""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from typing import Any, TypeVar

from actionlines.documents.limits import MB
from actionlines.errors import ActionlinesError, UploadRefused

Result = TypeVar("Result")

MEMORY = 1024 * MB  # address space, which is more than what is used of it
SECONDS = 60.0
# What a function may write to files, its answer included.
WRITTEN = 1024 * MB
_ANSWER = 512 * MB
_TOLD = 4000  # bytes of what it said last on its error stream
_SPLIT = "Split the file, or send it in another form."


def bounded(
    function: Callable[..., Result],
    *args: Any,
    memory: int = MEMORY,
    seconds: float = SECONDS,
    name: str = "",
    peak: list[int] | None = None,
) -> Result:
    """`function(*args)`, run in another process; function, arguments and answer must be picklable.

    memory   bytes of address space
    seconds  on the clock, and of the processor
    name     what messages call the input
    peak     gets the bytes of memory that the process used at most, unless it was killed

    Raises the function's own errors of the tree of ActionlinesError, UploadRefused (AL705) where a bound was
    reached or the process died, and RuntimeError for a fault of ours in the function.
    """
    name = name or getattr(function, "__name__", "input")
    with tempfile.TemporaryFile() as answer, tempfile.TemporaryFile() as told:
        child = subprocess.Popen(
            [sys.executable, "-m", "actionlines.registry.imports.sandbox_worker"],
            stdin=subprocess.PIPE, stdout=answer, stderr=told, start_new_session=True, env=_environment(),
        )  # fmt: skip
        # In two layers: the child knows its bounds before it loads anything that the function needs.
        bounds = (memory, int(seconds) + 1, WRITTEN, sys.path)
        given = pickle.dumps((bounds, pickle.dumps((function, args))))
        try:
            child.communicate(given, timeout=seconds)
        except subprocess.TimeoutExpired:
            raise _slow(name, seconds) from None
        finally:
            _end(child)
        answer.seek(0)
        body = answer.read(_ANSWER + 1)
        told.seek(max(0, told.seek(0, os.SEEK_END) - _TOLD))
        return _answer(body, child.returncode, name, seconds, memory, told.read(), peak)


def _answer(
    body: bytes, code: int, name: str, seconds: float, memory: int, told: bytes, peak: list[int] | None
) -> Any:
    if code == -signal.SIGXCPU:
        raise _slow(name, seconds)
    if code or not body or len(body) > _ANSWER:
        # Python, and the allocators of libraries that abort the process.
        if b"MemoryError" in told or b"memory allocation" in told or b"bad_alloc" in told:
            raise _large(name, memory)
        raise UploadRefused(name, "the reader stopped over it", "The file may be damaged: export it again.")
    kind, value, most = pickle.loads(body)  # noqa: S301 - written by our own process
    if peak is not None:
        peak.append(most)
    if kind == "done":
        return value
    if kind == "memory":
        raise _large(name, memory)
    if isinstance(value, ActionlinesError):
        raise value
    raise RuntimeError(f"{name}: {value}")


def _environment() -> dict[str, str]:
    # One thread each: the address space that numerical libraries reserve grows with the number of threads.
    one = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "POLARS_MAX_THREADS"), "1")
    return {**os.environ, **one}


def _end(child: subprocess.Popen[bytes]) -> None:
    """Nothing that the child started stays behind."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()


def _slow(name: str, seconds: float) -> UploadRefused:
    return UploadRefused(name, f"reading it takes longer than {seconds:,.0f} seconds", _SPLIT)


def _large(name: str, memory: int) -> UploadRefused:
    return UploadRefused(name, f"reading it takes more than {memory / MB:,.0f} MB of memory", _SPLIT)
