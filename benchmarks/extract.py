"""Documents per second of `extract` on one core and on two, its memory, and equal bytes from every engine.

    python -m benchmarks.extract FOLDER... [--documents 10000] [--align]

The documents of the folders are copied over and over, each copy with a name and bytes of its own (a comment behind
the file). A tenth of them is extracted by one process, by two and by every engine, then all of them by two: the
memory of a process must not grow from there. Processor time is counted, so that other work on the machine matters
less: two processes are 1.7 times as fast as one where they use 2 / 1.7 of its processor time. Exit code 1 when a
bar is missed.
"""

from __future__ import annotations

import argparse
import itertools
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from actionlines.papers.follow_up.sources import documents_in
from benchmarks.figure import Figure, verdict
from benchmarks.scale import ENGINES, digest

# What readers of a format overlook behind the end of a file; a ZIP has a comment of so many bytes.
_BEHIND = {".pdf": "\n% copy {}\n", ".html": "<!-- copy {} -->", ".htm": "<!-- copy {} -->", ".txt": "\n\nCopy {}.\n"}


def copies(folders: Sequence[Path], to: Path, count: int) -> None:
    """Write `count` documents."""
    found = [path for folder in folders for path in documents_in(folder)]
    for number, path in zip(range(count), itertools.cycle(found)):
        behind = _BEHIND.get(path.suffix.lower(), "").format(number)
        (to / f"{number:07d}{path.suffix.lower()}").write_bytes(path.read_bytes() + behind.encode())


def timed(folder: Path, out: Path, words: Sequence[str]) -> tuple[float, float, float]:
    """Return seconds by the clock and of the processor, and megabytes of the largest process so far."""
    command = [sys.executable, "-m", "actionlines", "extract", "--in", str(folder), "--out", str(out), "-q"]
    begun, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([*command, *words], check=False, stderr=subprocess.DEVNULL)
    if not (out / "manifest.json").is_file():
        raise SystemExit(f"{' '.join(words)}: no manifest was written")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.perf_counter() - begun, used, after.ru_maxrss / 1024


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--align", action="store_true")
    options = parser.parse_args()
    more = ["--align"] if options.align else []
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch)
        for name, count in (("tenth", options.documents // 10), ("all", options.documents)):
            (root / name).mkdir()
            copies(options.folders, root / name, count)
        runs: dict[str, tuple[float, float, float]] = {}

        def made(name: str, count: int, folder: str, *words: str) -> None:
            runs[name] = timed(root / folder, root / name, [*more, *words])
            seconds, used, most = runs[name]
            print(
                f"{name}: {count:,} documents, {seconds:.1f} s, {count / seconds:.1f} documents/s by the clock, "
                f"{count / used:.1f} a second of processor time, {most:.0f} MB",
                flush=True,
            )

        for processes in ("1", "2"):
            made(processes, options.documents // 10, "tenth", "--processes", processes)
        made("whole", options.documents, "all", "--processes", "2")
        for engine, package in ENGINES.items():
            if not find_spec(package):
                print(f"{engine}: {package} is not installed, left out")
                continue
            made(engine, options.documents // 10, "tenth", "--processes", "2", "--engine", engine)
        bytes_of = {name: digest(root / name) for name in runs if name != "whole"}
    largest = runs["whole"][2]
    return verdict(
        [
            Figure("memory of the largest process", largest, "<=", 600, "MB"),
            Figure("its growth from a tenth of the documents", largest / runs["2"][2], "<=", 1.25, "times"),
            Figure("two processes beside one", 2 * runs["1"][1] / runs["2"][1], ">=", 1.7, "times"),
            Figure("outputs that differ", len(set(bytes_of.values())) - 1, "<=", 0),
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
