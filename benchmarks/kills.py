"""`kill -9` again and again, at any moment: what was acknowledged is there once, nothing is half.

    python -m benchmarks.kills [--rounds 100] [--what server,import,index,backup]
    DATABASE_URL=postgres://… python -m benchmarks.kills

server   server and background worker at once, while four people write
import   an import of activities (benchmarks/imports.py)
index    a process that changes records and their index (tests/register/search/dying.py); SQLite alone
backup   `actionlines backup`: the file is whole or not there
Each has a data folder of its own, with DATABASE_URL a database of its own.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import tempfile
import threading
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

from benchmarks.figure import Figure, python, verdict
from benchmarks.served import WAIT, Client, Served, clients, database, database_of_its_own, lost_or_double, threads

PEOPLE = 4


def server(folder: Path, rounds: int) -> list[Figure]:
    """Kill a server under four writers, start it again, and compare at the end."""
    luck = random.Random(3)
    people, served, ended = clients(folder, PEOPLE), Served(folder), threading.Event()
    up = threading.Event()

    def write(place: int) -> None:
        number = 0
        while not ended.is_set():
            if not up.wait(0.5):
                continue
            number += 1
            one = people[place]
            if number % 3:
                one.create(served, f"Made by {place}, {number}")
            else:
                one.edit(served, people[luck.randrange(PEOPLE)].record, f"Edited by {place}, {number}")

    with threads([lambda place=place: write(place) for place in range(PEOPLE)]):
        for _ in range(rounds):
            served.start()
            up.set()
            # At any moment after the first write of this round: a slow machine gets that far too.
            held = acknowledged(people)
            until = time.monotonic() + WAIT
            while acknowledged(people) == held and time.monotonic() < until:
                time.sleep(0.02)
            time.sleep(luck.uniform(0.0, 2.0))
            served.kill()
            up.clear()
        ended.set()
    found = lost_or_double(folder, people)
    what = f"server and worker: {rounds} kills, {found['acknowledged']} acknowledged,"
    return [
        Figure("server and worker: acknowledged in each round", found["acknowledged"] / rounds, ">=", 1),
        *(Figure(f"{what} {name}", found[name], "<=", 0) for name in ("lost", "double", "half")),
    ]


def acknowledged(people: list[Client]) -> int:
    """Count the writes that were answered with success."""
    return sum(len(one.made) + len(one.acked) for one in people)


def imported(folder: Path, rounds: int) -> list[Figure]:
    """Kill an import; benchmarks.imports raises for what is half or double."""
    command = python("-m", "benchmarks.imports", "kills", str(rounds))
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    print(done.stdout.strip() or done.stderr[-500:])
    return [Figure(f"import: {rounds} kills, runs that did not converge", int(done.returncode != 0), "<=", 0)]


def index(folder: Path, rounds: int) -> list[Figure]:
    """Kill a writer of records and their index; what the index lacks at the end."""
    script, luck = python("-m", "tests.register.search.dying", str(folder / "dying")), random.Random(5)
    (folder / "dying").mkdir(parents=True)
    for _ in range(rounds):
        process = subprocess.Popen(script, stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(luck.uniform(0, 0.4))
        process.kill()
        process.communicate()
    done = subprocess.run([*script, "check"], capture_output=True, text=True, check=True)
    wrong = int(done.stdout.strip() != "{}")
    return [Figure(f"index: {rounds} kills, unequal to the database", wrong, "<=", 0)]


def backup(folder: Path, rounds: int) -> list[Figure]:
    """Kill backups; each file that is there must be whole, and the next backup must work."""
    luck, wrong = random.Random(9), 0
    clients(folder, 40)
    clock = time.monotonic()
    whole = python("-m", "actionlines", "backup", str(folder / "first.zip"), "--data", str(folder), "--quiet")
    subprocess.run(whole, check=True)
    takes = time.monotonic() - clock
    for number in range(rounds):
        out = folder / f"{number}.zip"
        command = python("-m", "actionlines", "backup", str(out), "--data", str(folder), "--quiet")
        process = subprocess.Popen(command, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        time.sleep(takes * luck.uniform(0.5, 1.0))
        process.kill()
        process.wait()
        if out.exists():
            with zipfile.ZipFile(out) as archive:
                wrong += archive.testzip() is not None or "manifest.json" not in archive.namelist()
            out.unlink()
        wrong += subprocess.run(command, check=False).returncode != 0
        out.unlink(missing_ok=True)
    return [Figure(f"backup: {rounds} kills, half files or backups that fail after", wrong, "<=", 0)]


PARTS: dict[str, Callable[[Path, int], list[Figure]]] = {
    "server": server, "import": imported, "index": index, "backup": backup,
}  # fmt: skip


def main() -> int:
    """1 where a bar is not reached."""
    parser = argparse.ArgumentParser(description="kill -9, round after round.")
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--what", default=",".join(PARTS))
    given = parser.parse_args()
    figures = []
    for name in given.what.split(","):
        with tempfile.TemporaryDirectory(prefix="actionlines-kills-") as folder, database_of_its_own():
            figures += PARTS[name](Path(folder), given.rounds)
    return verdict(figures, database())


if __name__ == "__main__":
    raise SystemExit(main())
