"""Two servers and two workers on one database: edits of the same records, interleaved; 0 lost, 0 double.

    python -m benchmarks.together [--edits 10000] [--clients 20]
    DATABASE_URL=postgres://… python -m benchmarks.together

Each client reads a record from one of the servers and changes it there, against the version that it saw, while
others change the same one through the other server. A change that somebody else overtook is refused (409) and is
no fault; one that was acknowledged must be a version of its own. At the end the index must equal the database.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import tempfile
import threading
from collections import Counter
from pathlib import Path

from benchmarks.figure import Figure, python, verdict
from benchmarks.served import Client, Served, clients, database, database_of_its_own, lost_or_double, threads

CHECK = """
import sys
from actionlines.register.site.setup import start
start(sys.argv[1])
from actionlines.register.core.search import catch_up, index_writer
catch_up(60.0)
print(len(index_writer.unequal()))
"""


def measure(folder: Path, edits: int, number: int) -> list[Figure]:
    """Edit through both servers until enough was tried."""
    people = clients(folder, number)
    both = [Served(folder), Served(folder)]
    for one in both:
        one.start()
    left, lock = [edits], threading.Lock()

    def write(place: int, client: Client) -> None:
        luck, turn = random.Random(place), 0
        while True:
            with lock:
                if left[0] <= 0:
                    return
                left[0] -= 1
            turn += 1
            # A few records that all want to change.
            record = people[luck.randrange(max(1, number // 4))].record
            client.edit(both[luck.randrange(2)], record, f"Edit {turn} of {place}")

    try:
        with threads([lambda n=n, one=one: write(n, one) for n, one in enumerate(people)]):
            pass
    finally:
        for one in both:
            one.stop()
    found = lost_or_double(folder, people)
    done = subprocess.run(python("-c", CHECK, str(folder)), capture_output=True, text=True, check=True)
    statuses = sum((one.statuses for one in people), Counter[str]())
    print(f"answers: {dict(statuses)}")
    strange = sum(count for status, count in statuses.items() if status not in ("200", "409", "503", "429"))
    what = f"{edits} edits by {number} through two servers, {found['acknowledged']} acknowledged,"
    return [
        Figure("edits acknowledged, of a hundred", 100 * found["acknowledged"] / edits, ">=", 5),
        *(Figure(f"{what} {name}", found[name], "<=", 0) for name in ("lost", "double", "half")),
        Figure("answers that are none of 200, 409, 429, 503", strange, "<=", 0),
        Figure("entries of the index that are unequal", int(done.stdout.split()[-1]), "<=", 0),
    ]


def main() -> int:
    """1 where a bar is not reached."""
    parser = argparse.ArgumentParser(description="Two servers and two workers on one database.")
    parser.add_argument("--edits", type=int, default=10_000)
    parser.add_argument("--clients", type=int, default=20)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="actionlines-together-") as folder, database_of_its_own():
        figures = measure(Path(folder), given.edits, given.clients)
    return verdict(figures, database())


if __name__ == "__main__":
    raise SystemExit(main())
