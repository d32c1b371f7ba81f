"""The standard streams in whatever state the shell hands them over; JSON is UTF-8 everywhere."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from actionlines.errors import InputNotFound, OutputError

if TYPE_CHECKING:
    from actionlines.documents.model import Document
    from actionlines.results.inputs import Source


class _Lossy(io.TextIOWrapper):
    """A stream that drops what it cannot write."""

    def write(self, text: str, /) -> int:
        """Write text; ignore a reader that is gone."""
        with contextlib.suppress(OSError):
            super().write(text)
        return len(text)

    def flush(self) -> None:
        """Flush; ignore a reader that is gone."""
        with contextlib.suppress(OSError):
            super().flush()


def prepare_streams() -> None:
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


def print_json(value: object) -> None:
    """Write one value as indented JSON to standard output."""
    write_lines([_dump_json(value, indent=1)])


def print_array(values: Iterable[object]) -> None:
    """One JSON list, indented, each value written when it comes."""
    write_lines(_write_array(values))


def _write_array(values: Iterable[object]) -> Iterator[bytes]:
    empty = True
    for value in values:
        # No text of JSON holds a line break of its own.
        yield ((b"[\n" if empty else b",\n") + b" " + _dump_json(value, indent=1).rstrip().replace(b"\n", b"\n "))
        empty = False
    yield b"[]\n" if empty else b"\n]\n"


def print_csv(lines: Iterable[Sequence[str]]) -> None:
    """CSV (RFC 4180) in UTF-8, without a byte order mark: programs read it."""
    write_lines(_csv_line(cells) for cells in lines)


def _csv_line(cells: Sequence[str]) -> bytes:
    line = io.StringIO(newline="")
    csv.writer(line, lineterminator="\r\n").writerow(cells)
    return line.getvalue().encode("utf-8", "replace")


def print_lines(values: Iterable[object]) -> None:
    """Write each value as one line of JSON to standard output."""
    write_lines(map(_dump_json, values))


def write_lines(lines: Iterable[bytes]) -> None:
    """Lines of a format for machines, after all that was printed before."""
    sys.stdout.flush()
    sys.stdout.buffer.writelines(lines)


def _dump_json(value: object, indent: int | None = None) -> bytes:
    text = json.dumps(value, ensure_ascii=False, indent=indent) + "\n"
    # Documents may hold halves of characters, which UTF-8 may not; so written, they are JSON.
    return text.encode("utf-8", "backslashreplace")


def read_document(source: Source, language: str = "en", *, name: str | None = None) -> Document:
    """Return the document of a word on the command line; `-` is standard input."""
    from actionlines.results.inputs import read

    if source == "-":
        return read(standard_input().read(), name="standard input")
    return read(source, name=name, language=language)


def standard_input() -> BinaryIO:
    """Return standard input as a stream of bytes. Raises InputNotFound where it is closed."""
    if sys.stdin is None:
        raise InputNotFound("standard input", "it is closed", "Send the text with | or <.")
    return sys.stdin.buffer
