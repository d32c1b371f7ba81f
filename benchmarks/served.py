"""A real server for benchmarks of reliability: started, killed, asked by many clients, its memory measured.

    python -m benchmarks.served FOLDER CLIENTS     people with tokens and a draft each, as JSON
    python -m benchmarks.served FOLDER             hold what was acknowledged (standard input) against the database

Used by overload, soak, kills and together. With DATABASE_URL the register is in that database.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.figure import _tree_pss as tree_kib
from benchmarks.figure import python

TRIES = 3  # starts on another port
WAIT = 300.0  # seconds until a server that does not begin is given up
LIMITS = {"ACTIONLINES_READS": "1000000", "ACTIONLINES_READS_SIGNED_IN": "1000000"}


class Served:
    """`actionlines serve` in processes of its own. All clients have one address, so its limits are lifted."""

    def __init__(self, folder: Path, *, worker: bool = True, **environment: str) -> None:
        self.folder, self.worker = folder, worker
        self.port = free_port()
        self.environment = {**os.environ, **LIMITS, **environment}
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it on a free port and wait until it answers; on another one where somebody else took it meanwhile."""
        for tries_left in reversed(range(TRIES)):
            self.port = free_port()
            try:
                self._start()
                break
            except RuntimeError:
                self.kill()
                if not tries_left:
                    raise

    def _start(self) -> None:
        command = python("-m", "actionlines", "serve", "--data", str(self.folder), "--port", str(self.port))
        command += [] if self.worker else ["--no-worker"]
        log = (self.folder / "served.log").open("ab")
        with log:
            self.process = subprocess.Popen(command, env=self.environment, stdout=log, stderr=log)
        until = time.monotonic() + WAIT
        while True:
            with contextlib.suppress(OSError, http.client.HTTPException):
                if self.ask("GET", "/api/concepts/C5")[0] == 200:
                    return
            if time.monotonic() > until or self.process.poll() is not None:
                last = Path(log.name).read_text(errors="replace")[-2000:]
                raise RuntimeError(f"the server does not answer; its log ends with:\n{last}")
            time.sleep(0.1)

    def ask(
        self, method: str, path: str, token: str = "", body: Any = None, seconds: float = 60.0
    ) -> tuple[int, dict[str, str], bytes]:
        """Return status, headers and content of one request on a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=seconds)
        head = {"Authorization": f"Bearer {token}"} if token else {}
        if body is not None:
            head["Content-Type"] = "application/json"
        try:
            connection.request(method, path, json.dumps(body) if body is not None else None, head)
            answer = connection.getresponse()
            return answer.status, {name.lower(): one for name, one in answer.getheaders()}, answer.read()
        finally:
            connection.close()

    def kill(self) -> None:
        """`kill -9` to the server, its workers and the background worker at once."""
        assert self.process is not None
        for pid in [self.process.pid, *descendants(self.process.pid)]:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        """End it as Ctrl-C does."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(30)
                return
            self.kill()

    def memory(self) -> float:
        """Return the memory of all its processes in MB; shared pages count once."""
        assert self.process is not None
        return tree_kib(self.process.pid) / 1024


def descendants(pid: int) -> list[int]:
    """Return the processes that a process has started, theirs too."""
    found: list[int] = []
    with contextlib.suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in map(int, (task / "children").read_text().split()):
                found += [child, *descendants(child)]
    return found


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Client:
    """A person who edits records by the API. `acked`: (record, version, title) that were acknowledged."""

    token: str
    record: int
    made: list[str] = field(default_factory=list)
    acked: list[tuple[int, int, str]] = field(default_factory=list)
    statuses: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)

    def send(self, server: Served, method: str, path: str, body: Any) -> dict[str, Any] | None:
        """Send one change, and return its answer where it was acknowledged."""
        begin = time.perf_counter()
        try:
            status, head, content = server.ask(method, path, self.token, body)
        except (OSError, http.client.HTTPException) as error:
            self.statuses[type(error).__name__] += 1
            return None
        self.statuses["503 without Retry-After" if status == 503 and "retry-after" not in head else str(status)] += 1
        if status not in (200, 201):
            return None
        self.seconds.append(time.perf_counter() - begin)
        answer: dict[str, Any] = json.loads(content)
        return answer

    def create(self, server: Served, title: str) -> bool:
        """Make a draft with this title, which no other has."""
        answer = self.send(server, "POST", "/api/activities", {"fields": {"title": title}})
        if answer:
            self.made.append(title)
        return answer is not None

    def edit(self, server: Served, record: int, title: str) -> bool:
        """Change the title of a record as it is now; False where somebody else was first, or nothing answered."""
        try:
            status, _, content = server.ask("GET", f"/api/activities/{record}", self.token)
        except (OSError, http.client.HTTPException):
            return False
        if status != 200:
            self.statuses[str(status)] += 1
            return False
        seen = json.loads(content)["version"]
        body = {"version": seen, "fields": {"title": title}}
        answer = self.send(server, "PATCH", f"/api/activities/{record}", body)
        if answer:
            self.acked.append((record, answer["version"], title))
        return answer is not None


def clients(folder: Path, number: int) -> list[Client]:
    """Make people with tokens, each with a draft, in a process of its own."""
    command = python("-m", "benchmarks.served", str(folder), str(number))
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return [Client(token, record) for token, record in json.loads(done.stdout.splitlines()[-1])]


def prepare(folder: Path, number: int) -> list[tuple[str, int]]:
    """(token, number of a draft) of each person, in the register of the folder, which is made."""
    from actionlines.register.site.setup import start

    start(folder)
    from actionlines.register.activities.actions import CreateActivity
    from actionlines.register.people.models import Role, Token, User

    made = []
    for place in range(number):
        # Of the secretariat: each may edit what the others have.
        user = User.objects.create_user(f"client{place}-{os.getpid()}@example.org", "a long pass phrase")
        Role.objects.create(user=user, role="secretariat", scope="")
        value = Token.fresh()
        Token.objects.create(user=user, name="benchmark", digest=Token.digest_of(value), scope="publish")
        made.append((value, CreateActivity(user, fields={"title": f"Draft of {place}"}).do().pk))
    return made


def lost_or_double(folder: Path, people: Sequence[Client]) -> dict[str, int]:
    """Hold the database against what was acknowledged: what is lost, double or half. In a process of its own."""
    given = json.dumps([[one.made, one.acked] for one in people])
    command = python("-m", "benchmarks.served", str(folder))
    done = subprocess.run(command, input=given, capture_output=True, text=True, check=True)
    found: dict[str, int] = json.loads(done.stdout.splitlines()[-1])
    return found


def compare(folder: Path, people: Sequence[Client]) -> dict[str, int]:
    """Count what the database of the folder lacks, has twice or has in half."""
    from actionlines.register.site.setup import start

    start(folder)
    from actionlines.register.activities.models import Activity
    from actionlines.register.core.models import Event, Version

    versions: dict[tuple[int, int], str] = {}
    double = 0
    for record, number, data in Version.objects.filter(kind="activity").values_list("record", "number", "data"):
        double += (record, number) in versions
        versions[record, number] = data["title"]
    made = Counter(title for (_, number), title in versions.items() if number == 1)
    acked = [one for client in people for one in client.acked]
    claimed = Counter((record, number) for record, number, _ in acked)
    events = Counter(Event.objects.filter(kind="activity").values_list("record", "version"))
    now = dict(Activity.objects.values_list("pk", "version"))
    newest: dict[int, int] = {}
    for record, number in versions:
        newest[record] = max(number, newest.get(record, 0))
    return {
        "acknowledged": len(acked) + sum(len(one.made) for one in people),
        "lost": sum(versions.get((record, number)) != title for record, number, title in acked)
        + sum(made[title] == 0 for one in people for title in one.made),
        "double": double
        + sum(count - 1 for count in claimed.values())
        + sum(made[title] - 1 for one in people for title in one.made if made[title]),
        "half": len(set(versions) ^ set(events)) + sum(now.get(one) != number for one, number in newest.items()),
    }


def database() -> str:
    """Return the name of the database that DATABASE_URL or its absence chooses."""
    return "PostgreSQL" if os.environ.get("DATABASE_URL") else "SQLite"


@contextlib.contextmanager
def database_of_its_own() -> Iterator[None]:
    """With DATABASE_URL: make a new database beside it for the body, and drop it at the end."""
    url = os.environ.get("DATABASE_URL", "")
    if not url:
        yield
        return
    import psycopg

    name = f"benchmark_{os.getpid()}_{time.monotonic_ns()}"
    with psycopg.connect(url, autocommit=True) as maintenance:
        maintenance.execute(f"CREATE DATABASE {name}")
        os.environ["DATABASE_URL"] = url.rpartition("/")[0] + "/" + name
        try:
            yield
        finally:
            os.environ["DATABASE_URL"] = url
            maintenance.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextlib.contextmanager
def threads(jobs: Sequence[Any]) -> Iterator[None]:
    """Run functions beside the body, and wait for them at its end."""
    import threading

    running = [threading.Thread(target=one, daemon=True) for one in jobs]
    for one in running:
        one.start()
    yield
    for one in running:
        one.join(WAIT)


def percentile(values: Sequence[float], part: float = 0.95) -> float:
    """Return the value under which this part of the values is; infinity without any."""
    return sorted(values)[min(len(values) - 1, int(len(values) * part))] if values else float("inf")


if __name__ == "__main__":
    home = Path(sys.argv[1])
    if len(sys.argv) > 2:
        print(json.dumps(prepare(home, int(sys.argv[2]))))
    else:
        told = [Client("", 0, made, [tuple(one) for one in acked]) for made, acked in json.load(sys.stdin)]
        print(json.dumps(compare(home, told)))
