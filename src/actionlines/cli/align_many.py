"""`actionlines align --in`: its work, its progress bar and its summary."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from actionlines.alignment.scale.model import Done, Options
from actionlines.cli.options import needs
from actionlines.cli.tables import printable

if TYPE_CHECKING:
    from actionlines.alignment.scale.run import Summary

# Files with endings that are not read, named in a note.
_NAMED = 5


def run(
    words: list[str], out: Path, options: Options, engine: str, processes: int, part_bytes: int, quiet: bool
) -> int:
    """The exit code: 0, or 1 when some input failed."""
    needs("align --in", "scale", ("pyarrow",))
    from actionlines.alignment.scale import run as many
    from actionlines.alignment.scale.plan import find
    from actionlines.follow_up.sources import EXTENSIONS

    files = find(words, EXTENSIONS, out)
    if files.ignored and not quiet:
        names = ", ".join(files.ignored[:_NAMED]) + (", …" if len(files.ignored) > _NAMED else "")
        print(
            printable(f"Not read, for the endings of their names: {len(files.ignored)} ({names})"),
            file=sys.stderr,
        )
    begun = time.monotonic()
    with progress(quiet) as on_progress:
        summary = many.run(
            files, out, options,
            engine=engine, processes=processes, part_bytes=part_bytes, on_progress=on_progress,
        )  # fmt: skip
    for line in many.messages(summary):
        print(printable(line), file=sys.stderr)
    if not quiet:
        print("\n".join(map(printable, lines(summary, out, time.monotonic() - begun))))
    return 1 if summary.bad or summary.failures else 0


@contextlib.contextmanager
def progress(quiet: bool) -> Iterator[Callable[[int, int, Done], None] | None]:
    """A bar with rate and remaining time on the terminal's error stream; nothing where there is none."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("Aligning"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}"),
        TimeRemainingColumn(),
    )  # fmt: skip
    begun, made = time.monotonic(), 0
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)

        def on_progress(ready: int, total: int, done: Done) -> None:
            """Show the parts done and the texts a second."""
            nonlocal made
            made += 0 if done.skipped else done.rows
            rate = made / max(time.monotonic() - begun, 1e-3)
            bar.update(task, completed=ready, total=total, description=f"{rate:,.0f} texts/s")

        yield on_progress


def lines(summary: Summary, out: Path, seconds: float) -> list[str]:
    """Return the lines of the summary: rows, seconds and rows a second; parts done before, failed and bad."""
    made = [one for one in summary.parts if not one.skipped and not one.failure]
    before = sum(one.skipped for one in summary.parts)
    rows = sum(one.rows for one in made)
    said = [f"{rows:,} rows aligned in {seconds:,.1f} s ({rows / max(seconds, 1e-3):,.0f} a second)"]
    if before:
        said.append(f"{before:,} of {len(summary.parts):,} parts were done before")
    if summary.bad:
        said.append(f"{summary.bad:,} rows have an error")
    if summary.failures:
        said.append(f"{len(summary.failures):,} inputs failed")
    return [f"{'; '.join(said)}.", f"Output: {out}"]
