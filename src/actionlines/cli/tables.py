"""Tables on a terminal: as wide as it is, wrapped between words, the least important columns folded away.

The standard streams in whatever state the shell hands them over; JSON is UTF-8 everywhere.
"""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from actionlines.errors import InputNotFound, OutputError

if TYPE_CHECKING:
    from actionlines.documents.model import Document
    from actionlines.results.inputs import Source

WORDS: list[str] = []  # of the command line
# Words up to this many cells are never broken; longer ones (addresses, hashes) would push all else away.
LONGEST_WORD = 24
# A column of sentences that is narrower reads like a ladder.
SENTENCES = 28
# No terminal is narrower: COLUMNS=0 and the like are mistakes, for which the usual width is taken.
NARROWEST, USUAL = 20, 80
# Between two columns; one cell of it is that of the box.
GAP = 2


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a terminal table.

    fold       0 stays; where there is no room, the highest goes first, into the column of sentences
    sentences  the column that takes what is left of the width, and the folded ones
    """

    name: str
    fold: int = 0
    sentences: bool = False


def print_table(title: str, columns: Sequence[Column], rows: Iterable[Sequence[str]], width: int | None = None) -> None:
    """Print rows of plain text; control characters in them do not reach the terminal.

    width  in cells; by default that of the terminal
    """
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(file=sys.stdout, highlight=False, width=width)
    if console.width < NARROWEST:
        console.width = USUAL
    safe = [[make_printable(value) for value in row] for row in rows]
    columns, safe = fold_columns(columns, safe, console.width)
    table = Table(
        title=title or None, title_justify="left", box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False,
        padding=(0, GAP - 1, 0, 0), show_header=any(column.name for column in columns),
    )  # fmt: skip
    for column, cells in zip(columns, fit_widths(columns, safe, console.width), strict=True):
        table.add_column(column.name, overflow="fold", width=cells)
    for row in safe:
        table.add_row(*map(Text, row))
    console.print(table)


def fold_columns(
    columns: Sequence[Column], rows: list[list[str]], width: int
) -> tuple[Sequence[Column], list[list[str]]]:
    """The table with columns folded into that of sentences, each as a line "Name: value", until it fits."""
    while sum(measure_needs(columns, rows)) + GAP * (len(columns) - 1) > width:
        place = max(range(len(columns)), key=lambda at: columns[at].fold)
        into = next((at for at, column in enumerate(columns) if column.sentences), place)
        if not columns[place].fold or into == place:
            break
        name = columns[place].name
        for row in rows:
            if row[place]:
                row[into] += f"\n{name}: {row[place]}"
        rows = [[*row[:place], *row[place + 1 :]] for row in rows]
        columns = [*columns[:place], *columns[place + 1 :]]
    return columns, rows


def measure_needs(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> list[int]:
    """The cells that each column needs so that no word is broken."""
    from rich.cells import cell_len

    need = []
    for place, column in enumerate(columns):
        texts = [column.name, *(row[place] for row in rows)]
        longest = max((cell_len(word) for text in texts for word in text.split()), default=1)
        most = max((cell_len(line) for text in texts for line in text.splitlines()), default=1)
        wanted = min(longest, LONGEST_WORD)
        need.append(max(wanted, min(most, SENTENCES)) if column.sentences else max(wanted, 1))
    return need


def fit_widths(columns: Sequence[Column], rows: Sequence[Sequence[str]], width: int) -> list[int]:
    """The cells of each column: what it needs, and of the rest as much as shortens the table most."""
    from rich.cells import cell_len

    out = measure_needs(columns, rows)
    texts = [[column.name, *(row[at] for row in rows)] for at, column in enumerate(columns)]
    lengths = [max(cell_len(line) for text in cells for line in text.splitlines() or [""]) for cells in texts]
    room = width - GAP * (len(columns) - 1)
    while sum(out) > room:  # even what is needed does not fit: take from the widest
        out[out.index(max(out))] -= 1
    for _ in range(room - sum(out)):
        lines = [length / cells for length, cells in zip(lengths, out, strict=True)]
        if max(lines) <= 1:
            break
        out[lines.index(max(lines))] += 1
    return out


def make_printable(text: str) -> str:
    """The text without control characters: an escape sequence in a document must not move the cursor.

    Joiners and marks of direction, which Arabic and Persian are written with, stay.
    """
    return "".join(c if c.isprintable() or c in "\n\u200c\u200d\u200e\u200f" else "\ufffd" for c in text)


def show_error(problem: object) -> str:
    """Return an error as one line for a person, with its file as the command line names it, where one file fits."""
    code, _, rest = str(problem).partition(" ")
    subject = rest.partition(":")[0]
    fitting = {word for word in WORDS if subject and Path(word).name == subject}
    path = fitting.pop() if len(fitting) == 1 else subject
    return make_printable(f"{code} {path}{rest[len(subject) :]}".rstrip())


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


@contextlib.contextmanager
def open_bar(title: str, total: int | None = None) -> Iterator[Callable[..., None]]:
    """Yield what moves a bar on the error stream: `completed`, `total` and `description`, as `rich` names them."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn(title), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, TextColumn("{task.description}"), console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=total)

        def move(description: str, **fields: int | None) -> None:
            """Show how far the work is, and what is done."""
            bar.update(task, description=make_printable(description).replace("[", r"\["), **fields)  # type: ignore[arg-type]

        yield move
