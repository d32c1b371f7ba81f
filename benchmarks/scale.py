"""Texts per second of `align --in` on one core and on two, and equal bytes from every engine installed.

    python -m benchmarks.scale [--rows 200000] [--texts FILE.jsonl...] [--no-evidence] [--model FILE]

Texts are taken from the field `text` of the files given (by default sentences made of the words of the
framework), over and over, each time with another number behind it, half as Parquet and half as JSON lines.
One run is killed and goes on. "Per core" counts processor time, so that other work on the machine matters
less; start of the program and loading of the model included. Exit code 1 when bytes differ.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from actionlines.framework import load

ENGINES = {"daft": "daft", "ray": "ray", "spark": "pyspark"}
# Rows of one input file, and words of a sentence that is made.
_FILE, _WORDS = 50_000, 80


def texts(files: Sequence[Path]) -> Iterator[str]:
    """Texts without end."""
    given = [json.loads(line)["text"] for path in files for line in path.read_text("utf-8").splitlines()]
    if not given:
        words = " ".join(one.title for one in load().targets.values()).split()
        draw = random.Random(1)
        given = [" ".join(draw.choices(words, k=_WORDS)) for _ in range(5000)]
    for number, text in enumerate(itertools.cycle(given)):
        yield f"{text} ({number})"


def write(folder: Path, rows: int, source: Iterator[str]) -> int:
    """Input files; the letters of all texts."""
    letters = 0
    for number, begin in enumerate(range(0, rows, _FILE)):
        some = list(itertools.islice(source, min(_FILE, rows - begin)))
        letters += sum(map(len, some))
        ids = list(range(begin, begin + len(some)))
        if number % 2:
            lines = (json.dumps({"id": n, "text": text}, ensure_ascii=False) for n, text in zip(ids, some, strict=True))
            (folder / f"{number:04d}.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
        else:
            pq.write_table(pa.table({"id": ids, "text": some}), folder / f"{number:04d}.parquet", row_group_size=10_000)
    return letters


def command(folder: Path, out: Path, words: Sequence[str]) -> list[str]:
    """The command of a run."""
    return [sys.executable, "-m", "actionlines", "align", "--in", str(folder), "--out", str(out), "-q",
            "--part-size", "4", *words]  # fmt: skip


def timed(folder: Path, out: Path, words: Sequence[str]) -> tuple[float, float]:
    """Seconds of a run by the clock, and of processor time of its processes."""
    begun, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command(folder, out, words), check=True, stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.perf_counter() - begun, used


def digest(folder: Path) -> str:
    """One digest for all files of a folder, names included."""
    found = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            found.update(path.relative_to(folder).as_posix().encode() + hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()


def killed(folder: Path, out: Path, words: Sequence[str]) -> None:
    """Kill a run when a third of its parts is there, let it go on."""
    process = subprocess.Popen(command(folder, out, words), stderr=subprocess.DEVNULL)
    while process.poll() is None and len(list(out.glob("*-*.*"))) < 10:
        time.sleep(0.05)
    process.kill()
    process.wait()
    timed(folder, out, words)


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--texts", nargs="*", type=Path, default=[])
    parser.add_argument("--no-evidence", action="store_true")
    parser.add_argument("--model", type=Path)
    parser.add_argument("--work", type=Path)
    options = parser.parse_args()
    more = ["--no-evidence"] if options.no_evidence else []
    more += ["--model", str(options.model)] if options.model else []
    with tempfile.TemporaryDirectory(dir=options.work) as scratch:
        root = Path(scratch)
        (root / "in").mkdir()
        letters = write(root / "in", options.rows, texts(options.texts))
        evidence = "without" if options.no_evidence else "with"
        print(f"{options.rows:,} texts of {letters / options.rows:.0f} letters, {evidence} evidence", flush=True)
        taken, bytes_of = {}, {}
        for processes in ("1", "2"):
            name = f"local, {processes} processes"
            seconds, used = timed(root / "in", root / processes, [*more, "--processes", processes])
            taken[processes], bytes_of[name] = seconds, digest(root / processes)
            rates = f"{options.rows / seconds:,.0f} texts/s, {options.rows / used:,.0f} per core"
            print(f"{name}: {seconds:.1f} s, {rates}", flush=True)
        print(f"scaling from one to two: {taken['1'] / taken['2']:.2f}", flush=True)
        killed(root / "in", root / "killed", [*more, "--processes", "2"])
        bytes_of["killed and gone on"] = digest(root / "killed")
        for engine, package in ENGINES.items():
            if not find_spec(package):
                print(f"{engine}: {package} is not installed, left out")
                continue
            seconds, _ = timed(root / "in", root / engine, [*more, "--processes", "2", "--engine", engine])
            bytes_of[engine] = digest(root / engine)
            print(f"{engine}, 2 cores: {seconds:.1f} s, {options.rows / seconds:,.0f} texts/s", flush=True)
        for name, found in bytes_of.items():
            print(f"{found[:16]}  {name}")
        same = len(set(bytes_of.values())) == 1
        print("all bytes are the same" if same else "BYTES DIFFER")
        return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
