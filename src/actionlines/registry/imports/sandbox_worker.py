"""The process of sandbox.py: `python -m actionlines.registry.imports.sandbox_worker`, never called by hand.

Reads bounds, function and arguments from standard input, and writes ("done", answer, peak), ("error", error,
peak) or ("memory", None, peak) to standard output, peak in bytes. It imports nothing heavy before the bounds hold.
"""

from __future__ import annotations

import os
import pickle
import resource
import sys
from typing import Any


def main() -> None:
    """Set the bounds, run the function, answer."""
    answer = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not get into the answer
    given = sys.stdin.buffer.read()
    memory, seconds, written, path = _head(given)
    sys.path[:] = path
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (written, written))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    kind, value = _run(given)
    peak = _peak()
    body = b""
    try:
        body = pickle.dumps((kind, value, peak))
    except MemoryError:
        body = pickle.dumps(("memory", None, peak))
    except Exception as error:
        body = pickle.dumps(("error", f"{type(error).__name__}: {error}", peak))
    answer.write(body)
    answer.close()
    os._exit(0)  # threads of libraries are not waited for


def _peak() -> int:
    """Bytes of memory used at most. What the system counts for a process begins with what its parent had."""
    try:
        with open("/proc/self/status") as status:  # noqa: PTH123 - no import of pathlib for one line
            return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM"))
    except (OSError, StopIteration):
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _head(given: bytes) -> tuple[int, int, int, list[str]]:
    bounds: tuple[int, int, int, list[str]] = pickle.loads(given)[0]  # noqa: S301 - from our own parent
    memory, seconds, written, path = bounds
    return memory, seconds, written, path


def _run(given: bytes) -> tuple[str, Any]:
    from actionlines.errors import ActionlinesError

    try:
        function, args = pickle.loads(pickle.loads(given)[1])  # noqa: S301 - from our own parent
        return "done", function(*args)
    except MemoryError:
        return "memory", None
    except ActionlinesError as error:
        return "error", error
    except RecursionError:
        from actionlines.errors import UploadRefused

        problem = "it is nested too deeply to be read"
        return "error", UploadRefused("file", problem, "Flatten it, or send it in another form.")
    except Exception as error:
        return "error", f"{type(error).__name__}: {error}"


if __name__ == "__main__":
    main()
