"""`actionlines align --in` and `extract`: their work, progress bar and summary."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from actionlines.alignment.scale.model import Done, Kind, Options
from actionlines.cli.options import require_packages
from actionlines.cli.tables import make_printable, open_bar
from actionlines.json_types import JsonObject

if TYPE_CHECKING:
    from actionlines.alignment.scale.run import Summary

# Files with endings that are not read, named in a note.
_NAMED = 5
# The number of the error stream, for processes of any language.
_ERRORS = 2


def align(words: list[str], out: Path, options: Options, quiet: bool, processes: int | None, **how: object) -> int:
    """Align many texts. Returns the exit code: 0, or 1 when some input failed."""
    require_packages("align --in", "scale", ("pyarrow",))
    from actionlines.alignment.scale.plan import TABLES
    from actionlines.alignment.scale.run import run_alignment

    made = partial(run_alignment, options=options)
    return _print_carried("Aligning", "rows aligned", "texts", TABLES, words, out, quiet, made, processes, how)


def extract(
    words: list[str], out: Path, to: str, align: bool, quiet: bool, processes: int | None, **how: object
) -> int:
    """Write the tables of many documents. Returns the exit code: 0, or 1 when some input failed."""
    require_packages("extract", "scale", ("pyarrow",))
    from actionlines.results.extract import extract

    made = partial(extract, to=to, align=align)
    return _print_carried("Reading", "documents read", "documents", {}, words, out, quiet, made, processes, how)


def _print_carried(
    doing: str,
    done: str,
    unit: str,
    tables: Mapping[str, Kind],
    words: list[str],
    out: Path,
    quiet: bool,
    made: Callable[..., Summary],
    processes: int | None,
    how: JsonObject,
) -> int:
    from actionlines.alignment.scale.engines import DEPRECATED, DEPRECATION, count_cores
    from actionlines.alignment.scale.plan import find_files
    from actionlines.alignment.scale.run import list_messages
    from actionlines.papers.follow_up.sources import EXTENSIONS

    if how["engine"] in DEPRECATED and not quiet:
        print(DEPRECATION.sentence(f"--engine {how['engine']}"), file=sys.stderr)
    files = find_files(words, EXTENSIONS, out, tables)
    if files.ignored and not quiet:
        names = ", ".join(files.ignored[:_NAMED]) + (", …" if len(files.ignored) > _NAMED else "")
        print(
            make_printable(f"Not read, for the endings of their names: {len(files.ignored)} ({names})"), file=sys.stderr
        )
    begun = time.monotonic()
    with _silence_stderr(quiet and how["engine"] != "local"), show_progress(doing, unit, quiet) as on_progress:
        summary = made(files, out, on_progress=on_progress, processes=processes or count_cores(), **how)
    for line in list_messages(summary):
        print(make_printable(line), file=sys.stderr)
    if not quiet:
        print("\n".join(map(make_printable, describe_run(summary, done, out, time.monotonic() - begun))))
    return 1 if summary.bad or summary.failures else 0


@contextlib.contextmanager
def _silence_stderr(wanted: bool) -> Iterator[None]:
    """Send to nowhere what the processes of an engine write to the error stream, which they inherit."""
    if not wanted:
        yield
        return
    sys.stderr.flush()
    descriptor = os.dup(_ERRORS)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, _ERRORS)
    os.close(nowhere)
    try:
        yield
    finally:
        sys.stderr.flush()
        os.dup2(descriptor, _ERRORS)
        os.close(descriptor)


@contextlib.contextmanager
def show_progress(doing: str, unit: str, quiet: bool) -> Iterator[Callable[[int, int, Done], None] | None]:
    """A bar with rate and remaining time on the terminal's error stream; nothing where there is none."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    begun, made = time.monotonic(), 0
    with open_bar(doing) as move:

        def on_progress(ready: int, total: int, done: Done) -> None:
            """Show the parts done and the rate."""
            nonlocal made
            made += 0 if done.skipped else done.rows
            rate = made / max(time.monotonic() - begun, 1e-3)
            move(f"{rate:,.0f} {unit}/s", completed=ready, total=total)

        yield on_progress


def describe_run(summary: Summary, done: str, out: Path, seconds: float) -> list[str]:
    """Return the lines of the summary: rows, seconds and rows a second; parts done before, failed and bad."""
    made = [part for part in summary.parts if not part.skipped and not part.failure]
    before = sum(part.skipped for part in summary.parts)
    rows = sum(part.rows for part in made)
    done = done.replace("s ", " ", 1) if rows == 1 else done  # rows aligned, documents read
    report_lines = [f"{rows:,} {done} in {seconds:,.1f} s ({rows / max(seconds, 1e-3):,.0f} a second)"]
    if before:
        report_lines.append(f"{before:,} of {len(summary.parts):,} parts were done before")
    if summary.bad:
        report_lines.append(f"rows with an error: {summary.bad:,}")
    if summary.failures:
        report_lines.append(f"inputs that failed: {len(summary.failures):,}")
    return [f"{'; '.join(report_lines)}.", f"Output: {out}"]
