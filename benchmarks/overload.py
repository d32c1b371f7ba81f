"""Overload: many clients that ask without a pause, against a real server; saving goes on beside it.

    python -m benchmarks.overload [--clients 200] [--seconds 120] [--rude] [--activities 2000] [--keep DIR]

Every address is another, so that no page comes from memory. A client that gets 503 asks again after a second,
though Retry-After says five; with --rude at once. The clients take a part of the same processors. `answered` are
those with 200; all others must be 503 with Retry-After.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import subprocess
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

from benchmarks.figure import Figure, python, verdict
from benchmarks.served import Client, Served, clients, percentile

PAGES = (
    "/?n={n}", "/activities/?country=KEN&n={n}", "/activities/?page={page}&n={n}", "/search/?q=rural+school&n={n}",
    "/mandates/?action_line=C2&n={n}", "/activities/{record}/?n={n}", "/goals/{goal}/?n={n}", "/C5/?n={n}",
    "/KEN/?n={n}", "/mandates/waiting/?n={n}",
)  # fmt: skip
NORMAL = 5  # answers in a row as fast as before: the server is back to normal


class Readers:
    """Clients in one event loop, each on a connection that it keeps."""

    def __init__(self, port: int, pause: float = 1.0, between: float = 0.0) -> None:
        self.port, self.pause, self.between = port, pause, between
        self.times: list[float] = []
        self.statuses: Counter[str] = Counter()

    async def run(self, number: int, seconds: float) -> None:
        """Let `number` clients ask for `seconds`."""
        until = time.monotonic() + seconds
        await asyncio.gather(*(self._client(n, until) for n in range(number)))

    async def _client(self, number: int, until: float) -> None:
        luck, n, line = random.Random(number), number * 1_000_000, None
        while time.monotonic() < until:
            n += 1
            page = luck.choice(PAGES).format(
                n=n, page=luck.randrange(1, 40), record=luck.randrange(1, 2000), goal=luck.randrange(1, 18)
            )
            begin = time.perf_counter()
            try:
                line = line or await asyncio.open_connection("127.0.0.1", self.port)
                status, retry = await asyncio.wait_for(_get(*line, page), 60)
            except (OSError, TimeoutError, asyncio.IncompleteReadError, IndexError) as error:
                self.statuses[type(error).__name__] += 1
                line = None
                continue
            if status == 200:
                self.times.append(time.perf_counter() - begin)
            self.statuses[str(status) if status != 503 or retry else "503 without Retry-After"] += 1
            await asyncio.sleep(self.pause if status == 503 else self.between)


async def _get(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, page: str) -> tuple[int, bool]:
    """(status, whether Retry-After is there) of one request on a connection."""
    writer.write(f"GET {page} HTTP/1.1\r\nHost: localhost\r\nAccept-Language: en\r\n\r\n".encode())
    await writer.drain()
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    if "content-length: " in head:
        await reader.readexactly(int(head.split("content-length: ")[1].split("\r\n")[0]))
    else:
        while size := int(await reader.readline(), 16):
            await reader.readexactly(size + 2)
        await reader.readline()
    return int(head.split()[1]), "retry-after: " in head


def alone(port: int, seconds: float) -> list[float]:
    """Seconds of each answer to one client that asks for some time."""
    readers = Readers(port)
    asyncio.run(readers.run(1, seconds))
    return readers.times


def measure(server: Served, saver: Client, number: int, seconds: float, pause: float) -> list[Figure]:
    """Ask alone, with all clients while one saves, and alone again."""
    alone(server.port, 3.0)
    before = percentile(alone(server.port, 5.0))
    stop, memory = threading.Event(), [server.memory()]

    def save() -> None:
        turn = 0
        while not stop.wait(0.5):
            turn += 1
            saver.edit(server, saver.record, f"Saved under load {turn}")
            memory.append(server.memory())

    beside = threading.Thread(target=save)
    beside.start()
    readers = Readers(server.port, pause)
    asyncio.run(readers.run(number, seconds))
    ended = time.monotonic()
    stop.set()
    row = 0
    while row < NORMAL and time.monotonic() - ended < 60:
        late = [one for one in alone(server.port, 0.5) if one > 2 * before + 0.05]
        row = 0 if late else row + 1
    back = time.monotonic() - ended - NORMAL * 0.5
    beside.join()
    print(f"answers: {dict(readers.statuses)}; saves: {dict(saver.statuses)}; alone p95 {before * 1000:.0f} ms")
    wrong = sum(count for status, count in readers.statuses.items() if status not in ("200", "503", "404"))
    refused = sum(count for status, count in saver.statuses.items() if status != "200")
    return [
        Figure(f"{number} clients, p95 of {len(readers.times)} answered", percentile(readers.times), "<=", 1.5, "s"),
        Figure("answers that are neither that nor 503 with Retry-After", wrong, "<=", 0),
        Figure(f"saves refused, of {sum(saver.statuses.values())}", refused, "<=", 0),
        Figure("p95 of saves", percentile(saver.seconds), "<=", 3, "s"),
        Figure("memory at most", max(memory), "<=", 500, "MB"),
        Figure("memory at the end over that of the middle", memory[-1] / memory[len(memory) // 2], "<=", 1.1),
        Figure("back to normal after", max(0.0, back), "<=", 10, "s"),
    ]


def main() -> int:
    """1 where a bar is not reached."""
    parser = argparse.ArgumentParser(description="Overload of a real server.")
    parser.add_argument("--clients", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--activities", type=int, default=2000)
    parser.add_argument("--mandates", type=int, default=1000)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--rude", action="store_true", help="Ask again at once after 503.")
    given = parser.parse_args()
    folder = given.keep or Path(tempfile.mkdtemp(prefix="actionlines-overload-"))
    fill = python("-m", "benchmarks.register", "--fill-only", "--keep", str(folder))
    fill += ["--activities", str(given.activities), "--mandates", str(given.mandates)]
    subprocess.run(fill, check=True)
    server = Served(folder, worker=False)
    saver = clients(folder, 1)[0]
    server.start()
    try:
        figures = measure(server, saver, given.clients, given.seconds, 0.0 if given.rude else 1.0)
    finally:
        server.stop()
    return verdict(figures)


if __name__ == "__main__":
    raise SystemExit(main())
