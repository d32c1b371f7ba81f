"""The background worker: `python -m actionlines.register.site.worker`; `actionlines serve` starts one.

It ends cleanly on SIGTERM or Ctrl-C, and when the `serve` that started it is gone: an import stops after the chunk
it is at and goes on at the next start.
"""

import logging
import os
import socket
import sys
import threading
import uuid
from collections.abc import Callable
from typing import Any

from django.db import DatabaseError, InterfaceError, close_old_connections, connections

from actionlines.errors import ActionlinesError
from actionlines.register.site import processes
from actionlines.register.site.setup import PRIVATE, open_to_read, ready
from actionlines.register.site.telemetry import trace_tasks, tracer

INTERVAL = 1.0  # seconds between looks for work
BEAT = 2.0  # seconds between signs of life
AGAIN = 5.0  # seconds between looks at the index and at webhooks, and after a database that is away
NEWS = 60.0  # seconds between looks at what people follow
SENDERS = 3  # of webhooks: an address that does not answer holds one of them
READERS = 2  # files that pages wait for, read at the same time beside an import
_log = logging.getLogger(__name__)


def run_worker(batch: bool = False) -> None:
    """Work until told to stop. `batch`: until nothing waits."""
    ready()
    from django_tasks_db.management.commands.db_worker import Worker

    from actionlines.register import tasks
    from actionlines.register.core.imports.run import is_worker_there, worker_at_work

    class _StoppedWorker(Worker):
        def shutdown(self, signum, frame):  # type: ignore[no-untyped-def]
            """Let a task stop after its chunk, then end the worker."""
            tasks.STOP.set()
            super().shutdown(signum, frame)

    logging.getLogger("django_tasks_db").setLevel(logging.ERROR)
    worker = _StoppedWorker(
        queue_names=["default"],
        interval=INTERVAL,
        batch=batch,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=uuid.uuid4().hex,
        excluded_queue_names=[],
    )
    trace_tasks(tracer())
    tasks.STOP.clear()
    worker.configure_signals()
    processes.limit_pools()
    processes.end_with_parent()
    if not batch:
        for name, *fields in (
            ("life", BEAT, _show_alive, "The worker cannot say that it lives"),
            ("index", AGAIN, _keep_index, "The search index cannot be written"),
            ("news", NEWS, _send_news, "Mail of what people follow cannot be sent"),
            *((f"hooks-{item}", AGAIN, _send_hooks, "Webhooks cannot be sent") for item in range(SENDERS)),
        ):
            threading.Thread(target=_again, args=fields, name=name, daemon=True).start()
        threading.Thread(target=_say_what_is_open, name="sandbox", daemon=True).start()
        for number in range(READERS):
            name = f"reader-{number}"
            threading.Thread(target=tasks.read_until_stopped, name=name, daemon=True).start()
    interrupted = not is_worker_there()  # else its tasks are at work
    with worker_at_work():
        if interrupted:
            tasks.resume_interrupted()
        _work(worker, batch)


def _work(worker: Any, batch: bool) -> None:
    from actionlines.register import tasks
    from actionlines.register.core.imports import readings
    from actionlines.register.site import nightly
    from actionlines.register.site.middleware.errors import is_away

    while True:
        try:
            tasks.begin()
            nightly.begin()
            while batch and readings.read_next():
                pass
            worker.run()
        except (DatabaseError, InterfaceError, OSError) as error:
            if batch or not is_away(error):
                raise
            # What it was at begins again: imports go on where they stopped.
            _log.error("The worker cannot use its data, and tries again: %s", error)
            close_old_connections()
        if batch or tasks.STOP.wait(AGAIN):
            return


def _say_what_is_open() -> None:
    """Write to the log what this system does not refuse to a reader that a file has taken over."""
    from actionlines.register.core.imports.sandbox import left_open

    try:
        matches = left_open()
    except ActionlinesError as error:
        _log.error("The sandbox of readers cannot be used, and no file can be read: %s", error)
        return
    if matches:
        advice = "docs/administer/security.md says what the system needs."
        _log.warning("The sandbox of readers leaves open: %s. %s", ", ".join(matches), advice)


def _show_alive() -> None:
    """Leave a sign of life for `serve`, for the page of the server's state, and for systemd (WatchdogSec)."""
    from actionlines.register.core.imports.run import show_worker_alive

    show_worker_alive()
    if path := os.environ.get("NOTIFY_SOCKET"):
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
            systemd.sendto(b"READY=1\nWATCHDOG=1", "\0" + path[1:] if path[0] == "@" else path)


def _send_news() -> None:
    """Send what people follow and what leads are reminded of."""
    from actionlines.register.people.news import remind, send_due

    send_due()
    remind()


def _send_hooks() -> None:
    """Send what is public of the same to the programs of people."""
    from actionlines.register.people.webhooks import look, send_waiting

    look()
    send_waiting()


def _keep_index() -> None:
    """Build the index where it is missing, and write what a request could not."""
    from actionlines.register.core.search import catch_up
    from actionlines.register.core.search.index_writer import keep_copy

    catch_up()
    keep_copy()


def _again(seconds: float, do: Callable[[], None], what: str) -> None:
    """Call `do` every so many seconds until the worker is to stop; no connection outlives a turn."""
    from actionlines.register import tasks

    while not tasks.STOP.wait(seconds):
        try:
            do()
        except Exception as error:
            # Whatever is wrong with the folder or the database now may be right at the next turn.
            _log.error("%s, and is tried again: %s", what, error)
        finally:
            connections.close_all()


def main() -> None:
    """Work on a register that is there: a mistyped folder, or tables of another release, are one line."""
    os.umask(PRIVATE)
    try:
        open_to_read()
    except ActionlinesError as error:
        print(error, file=sys.stderr)
        sys.exit(1)
    run_worker()


if __name__ == "__main__":
    main()
