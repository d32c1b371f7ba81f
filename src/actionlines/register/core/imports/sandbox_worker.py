"""The process of sandbox.py, started by its path and never called by hand.

It reads one request as JSON from standard input, confines itself, calls one of READERS, and writes two lines of
JSON to standard output: {"kind", "peak", "guards"}, then the answer. kind is done, error (of ActionlinesError),
memory, or fault (a mistake of ours, as text). peak is in bytes. It imports nothing of the project but
`confinement` before the guards hold.
"""

import dataclasses
import importlib
import json
import os
import resource
import sys
from decimal import Decimal
from pathlib import Path
from typing import IO, Any

from actionlines.json_types import JsonObject

# `module:function`: nothing else is called, whatever the request says.
READERS = frozenset(
    {
        "actionlines.programmes.uninfo:read_uninfo",
        "actionlines.register.core.imports.sheet:convert",
        "actionlines.register.core.imports.sheet:look",
        "actionlines.register.core.imports.content_type:container",
        "actionlines.register.core.imports.content_type:unpack",
        "actionlines.register.core.imports.sandbox_probe:attempts",
        "actionlines.register.core.imports.sandbox_probe:spend",
        "actionlines.register.instruments.document_reader:draft_of_file",
        "actionlines.register.instruments.document_reader:extracted",
        "actionlines.register.instruments.document_reader:text_of_file",
        "actionlines.register.instruments.document_reader:text_of_words",
        "actionlines.register.preferences.picture:drawn_again",
        "actionlines.register.standings.figures:work_out",
    }
)
Request = JsonObject


def main() -> None:
    """Confine this process, read, answer."""
    answer = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not get into the answer
    request: Request = json.loads(sys.stdin.buffer.read())
    sys.path[:] = request["path"]
    from actionlines.register.core.imports.confinement import Confinement

    status = _status()  # opened while it can be
    os.chdir(request["work"])
    names = ("memory", "used", "seconds", "written", "readable")
    guards = Confinement(**{name: request[name] for name in names}, writable=[request["work"]]).begin()
    kind, body = answer_to(request)
    head = {"kind": kind, "peak": _peak(status), "guards": guards}
    answer.write(json.dumps(head).encode() + b"\n" + body)
    answer.close()
    os._exit(0)  # threads of libraries are not waited for


def answer_to(request: Request) -> tuple[str, bytes]:
    """Return the kind of an answer, and its JSON."""
    from actionlines.errors import ActionlinesError, UploadRefused

    value: object = None
    try:
        if (name := request["reader"]) not in READERS:
            raise LookupError(f"{name} is none of the readers")
        module, _, function = name.partition(":")
        args = [Path(item) if at in request["paths"] else item for at, item in enumerate(request["args"])]
        return "done", _json(getattr(importlib.import_module(module), function)(*args))
    except MemoryError:
        kind = "memory"
    except ActionlinesError as error:
        kind, value = "error", _error(error)
    except RecursionError:
        problem = "it is nested too deeply to be read"
        upload_refused = UploadRefused("file", problem, "Flatten it, or send it in another form.")
        kind, value = "error", _error(upload_refused)
    except Exception as error:
        kind, value = "fault", f"{type(error).__name__}: {error}"
    return kind, _json(value)


def _error(error: Any) -> dict[str, str]:
    return {
        "name": type(error).__name__,
        "subject": str(error.subject),
        "problem": str(error.problem),
        "advice": str(error.advice),
    }


def _json(value: object) -> bytes:
    # Halves of surrogate pairs, which no JSON reader takes, become question marks.
    return json.dumps(value, default=_plain, ensure_ascii=False).encode("utf-8", "replace")


def _plain(value: object) -> Any:
    """A dataclass as its fields; a number of numpy as one of Python; a decimal as text."""
    if dataclasses.is_dataclass(value):
        return {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    if isinstance(value, Decimal):
        return str(value)
    if hasattr(value, "item"):
        return value.item()
    raise TypeError(f"{type(value).__name__} has no JSON")


def _status() -> IO[str] | None:
    try:
        return open("/proc/self/status")  # noqa: PTH123 - open until the end of the process
    except OSError:
        return None


def _peak(status: IO[str] | None) -> int:
    """Bytes of memory used at most. What the system counts for a process begins with what its parent had."""
    if status:
        for line in status:
            if line.startswith("VmHWM"):
                return int(line.split()[1]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


if __name__ == "__main__":
    main()
