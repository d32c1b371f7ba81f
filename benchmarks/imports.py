"""Imports: activities per second, and what is left after a process is killed in the middle.

    python -m benchmarks.imports speed [ROWS]     activities/s, alignment included (SQLite, or DATABASE_URL)
    python -m benchmarks.imports public [ROWS]    the same, published at once: every one goes to the index too
    python -m benchmarks.imports kills [TIMES]    kill -9 so often, then run again: nothing half, nothing twice
    python -m benchmarks.imports beside [ROWS]    saves beside an import of 200,000 rows, and its longest lock
    python -m benchmarks.imports document FILE    a document from the file to its mandates in the register

Each works on a data folder of its own that is thrown away. With DATABASE_URL the database must be empty.
"""

from __future__ import annotations

import csv
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.figure import Figure, verdict
from benchmarks.served import Client, Served, clients, percentile

HEAD = ("ID", "Title", "Summary", "Description", "Organisation", "Country", "Type", "Start date", "Action lines")
_THINGS = (
    "village schools", "district clinics", "women who farm", "island libraries", "young engineers",
    "mountain radios", "market traders", "teachers of sign language", "public archives", "weather stations",
    "fishing cooperatives", "evening classes",
)  # fmt: skip
_DEEDS = (
    "connects {} to fibre", "trains {} in safe passwords", "lends tablets to {}", "translates lessons for {}",
    "maps outages for {}", "measures how {} use the network", "writes software with {}",
    "gives {} a place to meet", "warns {} of storms by text message", "helps {} to sell on line",
)  # fmt: skip


def rows(count: int, sentences: int = 4) -> Iterator[tuple[str, ...]]:
    """Activities in words of our own, as varied as such forms are: 60 to 90 words each."""
    chance = random.Random(7)

    def sentence() -> str:
        deed = chance.choice(_DEEDS).format(chance.choice(_THINGS))
        return f"The project {deed} and {chance.choice(_DEEDS).format(chance.choice(_THINGS))}."

    for number in range(count):
        yield (
            str(number), f"{chance.choice(_THINGS).capitalize()} on line, number {number}", sentence(),
            " ".join(sentence() for _ in range(sentences)), f"Organisation {number % 400}",
            chance.choice(("Kenya", "KEN; Uganda", "Brazil", "France; Spain")),
            chance.choice(("Project", "Training initiative")), f"{1 + number % 28:02}/0{1 + number % 9}/2024",
            chance.choice(("C2", "C5; C4", "")),
        )  # fmt: skip


def write(path: Path, count: int, sentences: int = 4) -> None:
    """A table of activities."""
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([HEAD, *rows(count, sentences)])


def begin(path: Path, publish: bool = False) -> int:
    """A run for a table, in the data folder that is set up."""
    from actionlines.register.core.imports.actions import started
    from actionlines.register.core.imports.files import store

    stored = store(path, path.name, what="activities")
    return int(started(None, stored, "activities", publish=publish).pk)


def speed(count: int, publish: bool = False) -> None:
    """Bring in a table on a fresh database and say how fast."""
    from actionlines.register.site.setup import start

    with tempfile.TemporaryDirectory() as folder:
        start(Path(folder) / "data")
        from actionlines.register.core.imports.run import run

        write(Path(folder) / "activities.csv", count)
        number = begin(Path(folder) / "activities.csv", publish)
        clock, cpu, beside = time.perf_counter(), time.process_time(), sum(os.times()[2:4])
        ended = {}

        def on_progress(done: int, _all: int) -> None:
            ended["at"] = time.perf_counter()

        done = run(number, on_progress)
        whole = time.perf_counter() - clock
        assert done.counts == {"made": count}, done.counts
        if publish:
            from actionlines.register.core.search import Query, query

            assert query(Query(kind="activity")).total == count
        print(f"{count:,} activities in {whole:.1f} s: {count / whole:,.0f}/s, the index included")
        print(f"written in {ended['at'] - clock:.1f} s: {count / (ended['at'] - clock):,.0f}/s")
        own, other = time.process_time() - cpu, sum(os.times()[2:4]) - beside
        print(f"processor time: {own:.1f} s to write, {other:.1f} s to read and align beside it")
        # With a third process, that of the index, both cores share what there is.
        free = max(own, other, (own + other) / 2)
        print(f"so on two free cores {count / free:,.0f}/s at most; the load is {os.getloadavg()[0]:.1f} now")


def document(path: Path) -> None:
    """Bring in a document on a fresh database and say how long it takes."""
    from actionlines.register.site.setup import start

    with tempfile.TemporaryDirectory() as folder:
        start(Path(folder) / "data")
        from actionlines.register.core.imports.actions import started
        from actionlines.register.core.imports.files import store
        from actionlines.register.core.imports.run import run

        clock = time.perf_counter()
        done = run(started(None, store(path, path.name, what="document"), "document").pk)
        print(f"{path.name}: {time.perf_counter() - clock:.1f} s, {done.counts}")


def beside(count: int) -> list[Figure]:
    """Save by the API of a server while another process imports a table; SQLite has one lock for both."""
    from actionlines.register.site.setup import start

    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "data"
        start(home)
        write(Path(folder) / "activities.csv", count, sentences=1)  # 200,000 of four are more than one file may have
        number, saver, server = begin(Path(folder) / "activities.csv"), clients(home, 1)[0], Served(home, worker=False)
        server.start()
        try:
            alone = _saved(server, saver, lambda: len(saver.seconds) < 20)
            environment = {**os.environ, "ACTIONLINES_DATA": str(home)}
            command = [sys.executable, "-m", "benchmarks.imports", "locks", str(number)]
            child = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
            late = _saved(server, saver, lambda: child.poll() is None)
            longest, worked = map(float, child.communicate()[0].split()[-2:])
        finally:
            server.stop()
    print(f"saves: {dict(saver.statuses)}, p95 alone {alone:.3f} s; load {os.getloadavg()[0]:.1f}")
    refused = sum(many for status, many in saver.statuses.items() if status != "200")
    return [
        Figure(f"import of {count:,} rows: p95 of {len(saver.seconds)} saves beside it", late, "<=", 1, "s"),
        Figure("saves refused", refused, "<=", 0),
        Figure("longest transaction, of the processor", worked, "<=", 0.2, "s"),
        Figure("longest transaction, by the clock", longest, "<=", 0.2, "s"),
    ]


def _saved(server: Served, saver: Client, go_on: Callable[[], bool]) -> float:
    """Save every tenth of a second as long as `go_on` says; seconds within which 95 of 100 were answered."""
    saver.seconds = []
    turn = 0
    while go_on() or not saver.seconds:
        turn += 1
        saver.edit(server, saver.record, f"Saved beside {turn}")
        time.sleep(0.1)
    return percentile(saver.seconds)


def locks(number: int) -> None:
    """Import, and print the seconds of the longest transaction, by the clock and of the processor."""
    from actionlines.register.site.setup import ready

    ready()
    from django.db import connection, transaction

    from actionlines.register.core.imports import run as importing

    enter, leave = transaction.Atomic.__enter__, transaction.Atomic.__exit__
    longest, begun = [0.0, 0.0], [0.0, 0.0]

    def locked(self: transaction.Atomic) -> None:
        """Begin to count once the lock is held."""
        self.outermost = not connection.in_atomic_block  # type: ignore[attr-defined]
        enter(self)
        if self.outermost:  # type: ignore[attr-defined]
            begun[:] = time.perf_counter(), time.thread_time()

    def freed(self: transaction.Atomic, *error: object) -> None:
        """Count up to the commit; what follows it has transactions of its own."""
        if self.outermost:  # type: ignore[attr-defined]
            longest[0] = max(longest[0], time.perf_counter() - begun[0])
            longest[1] = max(longest[1], time.thread_time() - begun[1])
        leave(self, *error)  # type: ignore[arg-type]

    transaction.Atomic.__enter__, transaction.Atomic.__exit__ = locked, freed  # type: ignore[method-assign, assignment]
    importing.run(number)
    print(*longest)


def kills(times: int, count: int = 4_000, data: Path | None = None) -> dict[str, int]:
    """Kill the import again and again, then let it end; what was found. Raises AssertionError for a fault."""
    from actionlines.register.site.setup import start

    with tempfile.TemporaryDirectory() as folder:
        home = data or Path(folder) / "data"
        start(home)
        write(Path(folder) / "activities.csv", count)
        number = begin(Path(folder) / "activities.csv")
        chance = random.Random(11)
        seen: list[int] = []
        for _ in range(times):
            child = _child(home, number)
            assert child.stdout
            # After some chunks, at any moment of the next one; now and then before the first.
            child.stdout.read(chance.randint(1, 4) if chance.random() < 0.85 else 0)
            time.sleep(chance.uniform(0.0, 0.5))
            child.send_signal(signal.SIGKILL)
            child.communicate()
            seen.append(check(number, count))
        for _ in range(3):
            child = _child(home, number)
            child.communicate()
            if child.returncode == 0:
                break
        assert check(number, count) == count, "it did not converge"
        return {"kills": times, "places": len(set(seen)), "rows": count}


def _child(home: Path, number: int) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "ACTIONLINES_DATA": str(home)}
    run = [sys.executable, "-m", "benchmarks.imports", "child", str(number)]
    return subprocess.Popen(run, env=environment, stdout=subprocess.PIPE)


def child(number: int) -> None:
    """The process that is killed."""
    from actionlines.register.site.setup import ready

    ready()
    from actionlines.register.activities.imports import load
    from actionlines.register.core.imports import run as importing

    load.CHUNK = 50  # many places to be killed at
    importing.run(number, lambda _done, _all: os.write(1, b"."))  # type: ignore[arg-type,func-returns-value]


def check(number: int, count: int) -> int:
    """Whether all that is there is whole, and how many rows are done."""
    from django.db.models import Count

    from actionlines.register.activities.models import Activity, ActivityPlace
    from actionlines.register.core.imports.models import ImportRun
    from actionlines.register.core.models import Event, Version
    from actionlines.register.organisations.models import Organisation

    run = ImportRun.objects.get(pk=number)
    activities = list(Activity.objects.values_list("pk", "source_key"))
    keys = {key for key, _source in activities}
    assert len(activities) == run.rows_done == run.counts.get("made", 0) == run.rows.count()
    assert len({source for _key, source in activities}) == len(activities) <= count, "twice"
    for model in (Version, Event):
        found = Counter(model.objects.filter(kind="activity").values_list("record", flat=True))
        assert found == Counter(keys), f"{model.__name__}: half"
    places = ActivityPlace.objects.values("activity").annotate(n=Count("pk")).count()
    assert places == len(activities), "half"
    assert set(run.rows.values_list("record", flat=True)) == keys
    organisations = Organisation.objects.count()
    assert organisations == Event.objects.filter(action="organisation.create").count() <= 400
    return len(activities)


if __name__ == "__main__":
    what, *rest = sys.argv[1:] or ["speed"]
    given = int(rest[0]) if rest and rest[0].isdecimal() else 0
    if what in ("speed", "public"):
        speed(given or 10_000, publish=what == "public")
    elif what == "document":
        document(Path(rest[0]))
    elif what == "beside":
        sys.exit(verdict(beside(given or 200_000)))
    elif what == "locks":
        locks(given)
    elif what == "kills":
        print(kills(given or 20))
    else:
        child(given)
