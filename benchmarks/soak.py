"""Mixed work for a long time: reading, searching, downloading, editing, imports; no error, no growth of memory.

    python -m benchmarks.soak [--minutes 30] [--keep DIR] [--between 0.2]

Two readers wait `--between` seconds after each answer, so that a shared machine has room for others. Memory is that of
server and worker together. It is compared between the end of the first third, when what a process keeps has been
loaded, and the end: the middle of the last samples over that of the first.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

from benchmarks.figure import Figure, verdict
from benchmarks.overload import Readers
from benchmarks.served import Client, Served, clients, threads

SAMPLES = 10  # at each end
ROWS = "ID,Title,Summary,Country\n"


def measure(server: Served, people: list[Client], seconds: float, between: float) -> list[Figure]:
    """Work for a time and sample the memory."""
    ended, memory = threading.Event(), list[tuple[float, float]]()
    others: Counter[str] = Counter()
    begin = time.monotonic()

    def edit(place: int) -> None:
        turn = 0
        while not ended.wait(0.5):
            turn += 1
            people[place].edit(server, people[place].record, f"Soak {turn} of {place}")

    def download() -> None:
        turn = 0
        while not ended.wait(5.0):
            turn += 1
            form = ("csv", "xlsx", "json")[turn % 3]
            try:
                others[str(server.ask("GET", f"/activities/?as={form}&n={turn}")[0])] += 1
            except OSError as error:
                others[type(error).__name__] += 1

    def upload() -> None:
        turn = 0
        while not ended.wait(65.0):  # an account may import 60 times in an hour
            turn += 1
            rows = "".join(f"{turn}-{n},Radio {turn} {n},Village radio,Kenya\n" for n in range(20))
            others[f"upload {send(server, people[0].token, ROWS + rows)}"] += 1

    def sample() -> None:
        while not ended.wait(max(0.2, seconds / 200)):
            memory.append((time.monotonic() - begin, server.memory()))

    readers = Readers(server.port, between=between)
    with threads([lambda: edit(0), lambda: edit(1), download, upload, sample]):
        asyncio.run(readers.run(2, seconds))
        ended.set()
    warm = [mb for at, mb in memory if at > seconds / 3]
    first, last = (statistics.median(part) for part in (warm[:SAMPLES], warm[-SAMPLES:]))
    edits = [dict(one.statuses) for one in people]
    print(f"pages: {dict(readers.statuses)}; edits: {edits}; others: {dict(others)}")
    most = max(mb for _, mb in memory)
    print(f"memory: {first:.0f} MB after a third, {last:.0f} MB at the end, {most:.0f} MB at most")
    good = {"200", "201", "302", "404", "409"}  # 302: a draft leads a visitor to signing in
    wrong = sum(count for status, count in readers.statuses.items() if status not in good)
    wrong += sum(count for one in people for status, count in one.statuses.items() if status not in good)
    wrong += sum(count for status, count in others.items() if status not in ("200", "upload 202", "upload 201"))
    work = sum(readers.statuses.values()) + sum(others.values())
    return [
        Figure(f"{seconds / 60:.0f} minutes, errors in {work} answers", wrong, "<=", 0),
        Figure("growth of memory", 100 * (last / first - 1), "<=", 3, "%"),
    ]


def send(server: Served, token: str, rows: str) -> int:
    """Upload a table by the API, and return the status."""
    import http.client

    mark = "-----------soak"
    body = (
        f'--{mark}\r\nContent-Disposition: form-data; name="what"\r\n\r\nactivities\r\n'
        f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="rows.csv"\r\n'
        f"Content-Type: text/csv\r\n\r\n{rows}\r\n--{mark}--\r\n"
    )
    head = {"Authorization": f"Bearer {token}", "Content-Type": f"multipart/form-data; boundary={mark}"}
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)
    try:
        connection.request("POST", "/api/imports", body.encode(), head)
        return connection.getresponse().status
    except OSError:  # no answer within the time
        return 0
    finally:
        connection.close()


def main() -> int:
    """1 where a bar is not reached."""
    parser = argparse.ArgumentParser(description="Mixed work for a long time.")
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--between", type=float, default=0.0)
    parser.add_argument("--keep", type=Path)
    given = parser.parse_args()
    folder = given.keep or Path(tempfile.mkdtemp(prefix="actionlines-soak-"))
    people = clients(folder, 2)
    server = Served(folder)
    server.start()
    try:
        figures = measure(server, people, given.minutes * 60, given.between)
    finally:
        server.stop()
    return verdict(figures)


if __name__ == "__main__":
    raise SystemExit(main())
