"""Time and size of a long paper in each format, and of a short one.

    python -m benchmarks.papers [ROWS] [ENTRIES]

Each format is written in a process of its own; the time is that of the process, started and warm. The long paper
has a table of ROWS rows (3,000) and ENTRIES of evidence (1,000).
"""

from __future__ import annotations

import subprocess
import sys
import time

from tests.papers.paper.sample import big, sample

from actionlines.papers.layout import lay_out
from actionlines.papers.write import FORMATS, load_writer


def one(format: str, rows: int, entries: int) -> None:
    """Print what it takes to write a format."""
    load_writer(format)(lay_out(sample()))  # libraries loaded, fonts found
    for name, paper in (("short", sample()), ("long", big(rows, entries))):
        started = time.process_time()
        content = load_writer(format)(lay_out(paper))
        spent = time.process_time() - started
        print(f"{format:5} {name:5} {spent:6.2f} s {len(content):>10,} bytes", flush=True)


def main() -> None:
    """All formats one after the other."""
    if len(sys.argv) > 1 and sys.argv[1] in FORMATS:
        one(sys.argv[1], *map(int, sys.argv[2:4]))
        return
    size = [*sys.argv[1:3], *("3000", "1000")[len(sys.argv) - 1 :]]
    for format in FORMATS:
        subprocess.run([sys.executable, "-m", "benchmarks.papers", format, *size], check=True)


if __name__ == "__main__":
    main()
