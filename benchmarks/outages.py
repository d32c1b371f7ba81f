"""PostgreSQL stopped, failed over to a replica, out of connections: 0 lost, 503 meanwhile, how soon it is back.

    python -m benchmarks.outages [--rounds 5] [--what stopped,failover,exhausted]

Makes a cluster of its own in a temporary folder (with the programs of scripts/need-postgres), with fsync as in
production. Four people write all the time; each answer is 201, or 503 with Retry-After, and the server is never
started again.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import subprocess
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from benchmarks.figure import Figure, verdict
from benchmarks.served import Client, Served, clients, free_port, lost_or_double, threads

DOWN = 2.0  # seconds that PostgreSQL is away
PEOPLE = 4


class Cluster:
    """A PostgreSQL of our own. Root gives the folder to the user `postgres`, as PostgreSQL demands."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder, self.port = folder, port
        found = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
        self.programs = found[-1] if found else Path(shutil.which("pg_ctl") or "").parent

    def run(self, program: str, *given: str) -> None:
        """Run a program of PostgreSQL."""
        command = [str(self.programs / program), *given]
        if os.getuid() == 0:
            command = ["runuser", "-u", "postgres", "--", *command]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=self.folder.parent)

    def make(self) -> None:
        """Make an empty cluster."""
        self.run("initdb", "-D", str(self.folder), "-A", "trust", "-U", "actionlines", "-E", "UTF8", "--locale=C.UTF-8")

    def start(self, *options: str) -> None:
        """Start it, and wait until it takes connections."""
        given = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self.folder.parent}"
        given += " -c wal_level=replica -c max_connections=30 " + " ".join(options)
        log = str(self.folder.parent / "log")
        self.run("pg_ctl", "-D", str(self.folder), "-l", log, "-w", "-o", given, "start")

    def stop(self) -> None:
        """Stop it at once, as a crash does."""
        self.run("pg_ctl", "-D", str(self.folder), "-m", "immediate", "stop")

    @property
    def url(self) -> str:
        """Return its address."""
        return f"postgres://actionlines@127.0.0.1:{self.port}/postgres"


@contextlib.contextmanager
def writers(served: Served, people: list[Client]) -> Iterator[list[float]]:
    """People who write beside the body; yields the times of what was acknowledged."""
    ended, acked = threading.Event(), list[float]()

    def write(place: int) -> None:
        while not ended.wait(0.05):
            # No title twice, in no round.
            if people[place].create(served, f"Made by {place}, {time.monotonic_ns()}"):
                acked.append(time.monotonic())

    with threads([lambda place=place: write(place) for place in range(len(people))]):
        try:
            yield acked
        finally:
            ended.set()


def back_after(acked: list[float], since: float) -> float:
    """Wait for the first acknowledged write since a moment, and return the seconds to it."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if acked and acked[-1] > since:
            return next(one for one in acked if one > since) - since
        time.sleep(0.05)
    return float("inf")


def stopped(cluster: Cluster, served: Served, people: list[Client], rounds: int) -> list[float]:
    """Stop and start it under the writers; seconds from its start to the first write."""
    late = []
    with writers(served, people) as acked:
        for _ in range(rounds):
            time.sleep(2.0)
            cluster.stop()
            time.sleep(DOWN)
            cluster.start()
            late.append(back_after(acked, time.monotonic()))
    return late


def failover(cluster: Cluster, served: Served, people: list[Client], rounds: int) -> list[float]:
    """Lose the primary for good and go on with its replica, at the same address; seconds from the promotion.

    The replica is synchronous: without that, a failover may lose what was acknowledged last.
    """
    late = []
    for number in range(rounds):
        replica = Cluster(cluster.folder.parent / f"replica{number}", free_port())
        cluster.run("pg_basebackup", "-h", "127.0.0.1", "-p", str(cluster.port), "-U", "actionlines", "-D",
                    str(replica.folder), "-R", "-X", "stream")  # fmt: skip
        replica.start()
        cluster.run("psql", cluster.url, "-qc", "ALTER SYSTEM SET synchronous_standby_names = '*'")
        cluster.run("psql", cluster.url, "-qc", "SELECT pg_reload_conf()")
        with writers(served, people) as acked:
            time.sleep(3.0)
            cluster.stop()
            replica.run("pg_ctl", "-D", str(replica.folder), "-w", "promote")
            replica.stop()
            port, cluster.folder = cluster.port, replica.folder
            replica.port = port
            since = time.monotonic()
            # Alone now: nobody is there to wait for.
            replica.start("-c synchronous_standby_names=")
            late.append(back_after(acked, since))
    return late


def exhausted(cluster: Cluster, served: Served, people: list[Client], rounds: int) -> list[float]:
    """Take all connections away from the server, then give them back; seconds to the first write."""
    import psycopg

    late = []
    with writers(served, people) as acked:
        for _ in range(rounds):
            time.sleep(1.0)
            held: list[psycopg.Connection] = []
            until = time.monotonic() + 3
            while time.monotonic() < until:
                with contextlib.suppress(psycopg.OperationalError):
                    held.append(psycopg.connect(cluster.url, autocommit=True))
                    own = [one.info.backend_pid for one in held]
                    held[-1].execute(
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                        "WHERE backend_type = 'client backend' AND NOT pid = ANY(%s)", [own],
                    )  # fmt: skip
            since = time.monotonic()
            for one in held:
                one.close()
            late.append(back_after(acked, since))
    return late


PARTS = {"stopped": stopped, "failover": failover, "exhausted": exhausted}


def main() -> int:
    """1 where a bar is not reached."""
    parser = argparse.ArgumentParser(description="A PostgreSQL that is away.")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--what", default=",".join(PARTS))
    given = parser.parse_args()
    figures = []
    for name in given.what.split(","):
        with tempfile.TemporaryDirectory(prefix="actionlines-outages-") as home:
            figures += taken(name, Path(home), given.rounds)
    return verdict(figures)


def taken(name: str, home: Path, rounds: int) -> list[Figure]:
    """Run one part on a cluster and a server of its own."""
    if os.getuid() == 0:
        shutil.chown(home, "postgres")
    data = home / "data"
    data.mkdir()
    cluster = Cluster(home / "primary", free_port())
    cluster.make()
    cluster.start()
    os.environ["DATABASE_URL"] = cluster.url
    people, served = clients(data, PEOPLE), Served(data)
    served.start()
    try:
        late = PARTS[name](cluster, served, people, rounds)
        found = lost_or_double(data, people)
    finally:
        served.stop()
        cluster.stop()
    statuses = sum((one.statuses for one in people), Counter[str]())
    print(f"{name}: answers {dict(statuses)}, back after {', '.join(f'{one:.1f}' for one in late)} s")
    strange = sum(count for status, count in statuses.items() if status not in ("201", "503", "429"))
    if strange:
        log = (data / "served.log").read_text(errors="replace")
        print(log.partition("Internal Server Error")[2][:8_000])
    what = f"{name}, {rounds} times, {found['acknowledged']} acknowledged:"
    return [
        Figure(f"{name}: acknowledged in each round", found["acknowledged"] / rounds, ">=", 1),
        *(Figure(f"{what} {one}", found[one], "<=", 0) for one in ("lost", "double", "half")),
        Figure(f"{name}: answers that are neither 201 nor 503 with Retry-After", strange, "<=", 0),
        Figure(f"{name}: back after, at most", max(late), "<=", 5, "s"),
    ]


if __name__ == "__main__":
    raise SystemExit(main())
