"""How pages grow with the register: the exponent of each between two sizes, and its cost beside a trivial view.

    python -m benchmarks.growth --keep DIR [--sizes 2000,20000]
    DATABASE_URL=postgres://… python -m benchmarks.growth --keep DIR     one database for each size, made on it

Each register is filled and measured by benchmarks.register in a process of its own, with a fifth as many mandates
as activities; a folder that was filled before is used again. Times are those of the processor, the median of many
requests: a machine that does other things too at one of the sizes adds little to them.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path

from benchmarks.figure import Figure, verdict
from benchmarks.register import BAR, TIMES_TRIVIAL, TRIVIAL, Times

EXPONENT = 0.2
_SHARE = 5  # activities for each mandate


def exponent(first: float, second: float, sizes: tuple[int, int]) -> float:
    """Return how a time grows with the size: 0 where it does not, 1 where it doubles with it.

    >>> exponent(1.0, 10.0, (100, 10_000))
    0.5
    """
    return math.log(second / first) / math.log(sizes[1] / sizes[0])


def compared(found: Mapping[int, Mapping[str, Times]]) -> list[Figure]:
    """Return the figures of each kind of page: growth from each size to the next, then those of the largest."""
    figures = []
    sizes = sorted(found)
    for kind in found[sizes[-1]]:
        for low, high in pairwise(sizes):
            grown = exponent(found[low][kind].own, found[high][kind].own, (low, high))
            figures.append(Figure(f"{kind}, exponent {low:,} to {high:,}", grown, "<=", EXPONENT))
        last = found[sizes[-1]][kind]
        title = f"{kind}, times a trivial view ({last.own:.1f} ms, {last.queries} queries)"
        figures.append(Figure(title, last.own / found[sizes[-1]][TRIVIAL].own, "<=", TIMES_TRIVIAL))
        figures.append(Figure(f"{kind}, p95 of the processor", last.late_worked, "<=", BAR, "ms"))
    return figures


def table(found: Mapping[int, Mapping[str, Times]]) -> str:
    """Return the medians and p95s of all sizes as a table of Markdown, in ms of the processor."""
    sizes = sorted(found)
    head = ["page", *(f"{size:,}: median, p95" for size in sizes), "exponent", "times trivial"]
    rows = [head, ["---"] * len(head)]
    for kind in found[sizes[-1]]:
        own = [found[size][kind].own for size in sizes]
        grown = exponent(own[0], own[-1], (sizes[0], sizes[-1])) if len(sizes) > 1 else 0.0
        times = [f"{found[size][kind].own:.1f}, {found[size][kind].late_worked:.1f}" for size in sizes]
        rows.append([kind, *times, f"{grown:.2f}", f"{own[-1] / found[sizes[-1]][TRIVIAL].own:.1f}"])
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def measured(size: int, keep: Path) -> dict[str, Times]:
    """Fill and measure the register of one size."""
    environment = dict(os.environ)
    folder = keep / str(size)
    if address := environment.get("DATABASE_URL"):
        folder = keep / f"{size}-postgres"
        environment["DATABASE_URL"] = _database(address, f"growth_{size}")
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "times.json"
    command = [sys.executable, "-m", "benchmarks.register", "--activities", str(size), "--keep", str(folder)]
    command += ["--mandates", str(size // _SHARE), "--times", str(file)]
    # 1 where a bar of one size alone is missed.
    done = subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=False)
    if done.returncode not in (0, 1):
        raise RuntimeError(f"{' '.join(command[1:])}: exit {done.returncode}")
    held = json.loads(file.read_text("utf-8"))
    return {kind: Times(tuple(one["waited"]), tuple(one["worked"]), one["queries"]) for kind, one in held.items()}


def _database(address: str, name: str) -> str:
    """Return the address of a database of this name beside the one given; it is made where it is not there."""
    import psycopg

    with psycopg.connect(address, autocommit=True) as held:
        if not held.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone():
            held.execute(f'CREATE DATABASE "{name}"')
    return f"{address.rpartition('/')[0]}/{name}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Return 1 where a bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--keep", type=Path, required=True)
    parser.add_argument("--sizes", default="2000,20000", help="activities, separated by commas")
    given = parser.parse_args(arguments)
    found = {size: measured(size, given.keep) for size in sorted(map(int, given.sizes.split(",")))}
    print(table(found), flush=True)
    return verdict(compared(found), "PostgreSQL" if os.environ.get("DATABASE_URL") else "SQLite")


if __name__ == "__main__":
    sys.exit(main())
