"""Documents per second of `extract` on one core and on two, its memory, and equal bytes from every engine.

    python -m benchmarks.extract FOLDER... [--documents 10000] [--align]

The documents of the folders are copied over and over, each copy with a name and bytes of its own (a comment behind
the file). A quarter of them is extracted first: the memory of a process must not grow from there to all of them.
Processor time is counted, so that other work on the machine matters less. Exit code 1 when a bar is missed.
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

from actionlines.follow_up.sources import documents_in
from benchmarks.figure import Figure, verdict
from benchmarks.scale import ENGINES, digest

# What readers of a format overlook behind the end of a file; a ZIP has a comment of so many bytes.
_BEHIND = {
    ".pdf": "\n% copy {}\n",
    ".html": "<!-- copy {} -->",
    ".htm": "<!-- copy {} -->",
    ".txt": "\n\nCopy {}.\n",
}


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
        for name, count in (("quarter", options.documents // 4), ("all", options.documents)):
            (root / name).mkdir()
            copies(options.folders, root / name, count)
        small = timed(root / "quarter", root / "few", [*more, "--processes", "1"])[2]
        runs, bytes_of = {}, {}
        for processes in ("1", "2"):
            runs[processes] = timed(root / "all", root / processes, [*more, "--processes", processes])
            bytes_of[f"{processes} processes"] = digest(root / processes)
            seconds, used, _ = runs[processes]
            print(
                f"{processes} processes: {seconds:.1f} s, {options.documents / seconds:.1f} documents/s, "
                f"{options.documents / used:.1f} per core",
                flush=True,
            )
        for engine, package in ENGINES.items():
            if not find_spec(package):
                print(f"{engine}: {package} is not installed, left out")
                continue
            timed(root / "all", root / engine, [*more, "--processes", "2", "--engine", engine])
            bytes_of[engine] = digest(root / engine)
    largest = runs["2"][2]
    return verdict(
        [
            Figure("memory of the largest process", largest, "<=", 600, "MB"),
            Figure("its growth from a quarter of the documents", largest / small, "<=", 1.25, "times"),
            Figure("two processes beside one", runs["1"][0] / runs["2"][0], ">=", 1.7, "times"),
            Figure("processor time of two beside one", runs["2"][1] / runs["1"][1], "<=", 1.18, "times"),
            Figure("outputs that differ", len(set(bytes_of.values())) - 1, "<=", 0),
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
