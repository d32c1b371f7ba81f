"""Standard output and the error stream, in whatever state the shell hands them over; JSON is UTF-8 everywhere."""

from __future__ import annotations

import contextlib
import io
import json
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from actionlines.errors import OutputError


class _Lossy(io.TextIOWrapper):
    """A stream that drops what it cannot write."""

    def write(self, text: str, /) -> int:
        with contextlib.suppress(OSError):
            super().write(text)
        return len(text)

    def flush(self) -> None:
        with contextlib.suppress(OSError):
            super().flush()


def prepare() -> None:
    """Let an error stream that is closed or full stop nothing, and no letter fail for the encoding of a terminal.

    Raises OutputError where standard output is closed.
    """
    if sys.stderr is None:  # `print` would take standard output instead
        sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - for as long as we run
    elif (own := sys.__stderr__) and sys.stderr is own:
        sys.stderr = _Lossy(own.buffer, own.encoding, "backslashreplace", line_buffering=True)
    if sys.stdout is None:
        raise OutputError("standard output", "it is closed", "Send it to a file, or to /dev/null.")
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")


def print_json(value: Any) -> None:
    """One JSON value, indented."""
    write_lines([_json(value, indent=1)])


def print_lines(values: Iterable[Any]) -> None:
    """JSON Lines."""
    write_lines(map(_json, values))


def write_lines(lines: Iterable[bytes]) -> None:
    """Lines of a format for machines, after all that was printed before."""
    sys.stdout.flush()
    sys.stdout.buffer.writelines(lines)


def _json(value: Any, indent: int | None = None) -> bytes:
    text = json.dumps(value, ensure_ascii=False, indent=indent) + "\n"
    # Documents may hold halves of characters, which UTF-8 may not; so written, they are JSON.
    return text.encode("utf-8", "backslashreplace")
