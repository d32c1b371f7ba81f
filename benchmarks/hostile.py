"""Other pages of the site while members send files made to stop it: 4,000 columns, and a zip of 600,000 parts.

    python -m benchmarks.hostile [--times 4] [--data FOLDER]

A server and its worker start on a register of their own (or on FOLDER, say the demonstration). A visitor reads
pages, first alone, then while so many members at once send the table, ask for its columns until they are answered,
and send the zip. Bar: 95 of 100 pages of the visitor within 300 ms throughout, none of them an error.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import io
import os
import re
import socket
import subprocess
import sys
import tempfile
import threading
import time
import uuid
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.figure import Figure

BAR = 300.0
COLUMNS, PARTS = 4_000, 600_000
PAGES = ("/", "/activities/", "/mandates/", "/instruments/", "/search/?q=schools")
QUIET = 10.0  # seconds before, without any attack
BETWEEN = 0.1  # seconds between two pages of the visitor
HANGS = 600.0


def main() -> int:
    """Return 1 when a bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--times", type=int, default=4, help="members who attack at once")
    parser.add_argument("--data", type=Path, help="a register to serve; a new one without it")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        data = (asked.data or Path(folder) / "data").absolute()
        cookies = members(data, asked.times)
        with served(data) as port:
            visitor = Visitor(port)
            with visitor.reading():
                time.sleep(QUIET)
                quiet, visitor.seen = visitor.seen, []
                begun = time.monotonic()
                ends = attacks(port, cookies)
                spent = time.monotonic() - begun
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}; the attacks took {spent:.0f} s")
    for end in sorted(set(ends)):
        print(f"  {ends.count(end)} x {end}")
    bad = [status for status, _ in visitor.seen if status != 200]
    figures = [
        Figure("pages before, p95", p95(quiet), "<=", BAR, "ms"),
        Figure(f"pages during the attacks ({len(visitor.seen)}), p95", p95(visitor.seen), "<=", BAR, "ms"),
        Figure("pages that were no page", len(bad), "<=", 0, f"{sorted(set(bad)) or ''}"),
    ]
    for figure in figures:
        print(figure.row())
    return int(any(not figure.reached for figure in figures))


def members(data: Path, many: int) -> list[str]:
    """Return a cookie of each of some members, whose sessions the register has."""
    from actionlines.register.site.setup import start

    start(data)
    from django.contrib.auth import get_user_model
    from django.test import Client

    found = []
    for number in range(many):
        email = f"member-{number}-{uuid.uuid4().hex[:6]}@example.org"
        user = get_user_model().objects.create(email=email, name=f"Member {number}")
        client = Client(HTTP_HOST="localhost")
        client.force_login(user)
        found.append(client.cookies["sessionid"].value)
    return found


@contextlib.contextmanager
def served(data: Path) -> Iterator[int]:
    """Start `actionlines serve`; the port is given once a page is answered."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "actionlines", "serve", "--data", str(data), "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while status_of(port, "/") != 200:
            if process.poll() is not None:
                raise RuntimeError("the server has ended")
            time.sleep(0.5)
        yield port
    finally:
        process.terminate()
        process.wait()


def status_of(port: int, path: str) -> int:
    """Return the status of a page, 0 where nobody answers."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=HANGS)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        return answer.status
    except OSError:
        return 0
    finally:
        connection.close()


@dataclass
class Visitor:
    """A reader of public pages: (status, milliseconds) of each."""

    port: int
    seen: list[tuple[int, float]] = field(default_factory=list)

    @contextlib.contextmanager
    def reading(self) -> Iterator[None]:
        """Read one page after the other until the block ends."""
        over = threading.Event()
        thread = threading.Thread(target=self._read, args=(over,))
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()

    def _read(self, over: threading.Event) -> None:
        number = 0
        while not over.wait(BETWEEN):
            begun = time.perf_counter()
            status = status_of(self.port, PAGES[number % len(PAGES)])
            self.seen.append((status, (time.perf_counter() - begun) * 1000))
            number += 1


def p95(seen: list[tuple[int, float]]) -> float:
    """Return the milliseconds within which 95 of 100 pages were answered."""
    times = sorted(spent for _, spent in seen)
    return times[min(len(times) - 1, int(len(times) * 0.95))]


def attacks(port: int, cookies: list[str]) -> list[str]:
    """Let every member send both files at the same time; return what came of each."""
    box = zip_of_parts()
    with ThreadPoolExecutor(2 * len(cookies)) as pool:
        tables = [pool.submit(attack, port, one, f"{number}.csv", table(number)) for number, one in
                  enumerate(cookies)]  # fmt: skip
        boxes = [pool.submit(attack, port, one, f"{number}.xlsx", box) for number, one in enumerate(cookies)]
        return [one.result() for one in (*tables, *boxes)]


def table(number: int) -> bytes:
    """A header of 4,000 columns of one name, 8 kB; each member's is another file."""
    return b"title,summary" + b",a" * COLUMNS + f"\n{number},x\n".encode()


def zip_of_parts() -> bytes:
    """A zip with 600,000 empty parts, some 50 MB."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as box:
        for number in range(PARTS):
            box.writestr(zipfile.ZipInfo(f"xl/{number}"), b"")
    return out.getvalue()


def attack(port: int, cookie: str, name: str, body: bytes) -> str:
    """Send a file, ask for its columns in four requests at once until there is an answer, and return it."""
    begun = time.monotonic()
    status, place, said = _asked(port, cookie, "GET", "/imports/new/")
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', said)
    assert found, f"no form at /imports/new/: {status}"
    fields = {"csrfmiddlewaretoken": found[1], "what": "activities"}
    status, place, said = _asked(port, cookie, "POST", "/imports/new/", *_form(fields, name, body))
    while place:
        with ThreadPoolExecutor(4) as pool:
            answers = list(pool.map(lambda _: _asked(port, cookie, "GET", place), range(4)))
        if all(answer[0] != 202 for answer in answers):
            status = answers[0][0]
            break
        if time.monotonic() - begun > HANGS:
            return f"{Path(name).suffix[1:]}: no answer"
        time.sleep(2)
    return f"{Path(name).suffix[1:]}: {status}"


def _form(fields: dict[str, str], name: str, body: bytes) -> tuple[bytes, str]:
    edge = uuid.uuid4().hex
    parts = [
        f'--{edge}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
        for key, value in fields.items()
    ]
    head = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'.encode()
    return b"".join([*parts, head, body, f"\r\n--{edge}--\r\n".encode()]), edge


def _asked(
    port: int, cookie: str, method: str, path: str, body: bytes | None = None, edge: str = ""
) -> tuple[int, str, str]:
    """(status, address to go on to, text)."""
    token = "a" * 32
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=HANGS)
    headers = {"Cookie": f"sessionid={cookie}; csrftoken={token}", "Host": "localhost"}
    if edge:
        headers["Content-Type"] = f"multipart/form-data; boundary={edge}"
    try:
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        return answer.status, answer.headers.get("Location", ""), answer.read().decode(errors="replace")
    except OSError as error:
        return 0, "", type(error).__name__
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(main())
