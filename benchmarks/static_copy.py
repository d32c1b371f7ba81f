"""The public register written as files: `python -m benchmarks.static_copy [--activities 10000] [--mandates 500]`.

The records are those of benchmarks/register.py. Every link of the copy must lead to a file in it, and each
activity must have its page. Printed are pages, bytes, seconds (of the wall and of the processor) and the most
memory.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from pathlib import Path

from benchmarks.figure import Figure
from benchmarks.world import register_of_tests


def main() -> int:
    """Print the figures of one copy; 1 where a link is dead or an activity has no page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--activities", type=int, default=10_000)
    parser.add_argument("--mandates", type=int, default=500)
    given = parser.parse_args()
    with register_of_tests() as folder:
        return _run(given.activities, given.mandates, folder / "copy")


def _run(activities: int, mandates: int, out: Path) -> int:
    from tests.register.site.static_copy.test_copy import dead

    from actionlines.register.core.search import rebuild
    from actionlines.register.site.static_copy.write import write
    from benchmarks.register import fill

    fill(activities, mandates)
    rebuild()
    steps: dict[str, float] = {}
    began, spent = time.perf_counter(), time.process_time()
    pages = write(out, "en", lambda step, *_: steps.update({step: time.perf_counter() - began}))
    wall, cpu = time.perf_counter() - began, time.process_time() - spent
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    files = [path for path in out.rglob("*") if path.is_file()]
    size = sum(path.stat().st_size for path in files) / 2**20
    print(f"{pages} pages, {len(files)} files, {size:.0f} MB, {memory:.0f} MB of memory at most")
    print(f"{wall:.0f} s ({cpu:.0f} s of the processor), {pages / wall:.1f} pages in a second; until "
          + ", ".join(f"{step} {at:.0f} s" for step, at in steps.items()))  # fmt: skip
    held = len(list((out / "activities").glob("[0-9]*/index.html")))
    figures = [
        Figure("links that lead to nothing", len(dead(out)), "<=", 0),
        Figure("activities without a page", activities - held, "<=", 0),
    ]
    for one in figures:
        print(one.row())
    return int(any(not one.reached for one in figures))


if __name__ == "__main__":
    sys.exit(main())
