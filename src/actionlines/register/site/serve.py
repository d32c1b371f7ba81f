"""`actionlines serve`: database, worker and server in one command, stopped together."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from actionlines.errors import SetupError
from actionlines.register.core.limits import most_of
from actionlines.register.site import processes
from actionlines.register.site.processes import GRACE
from actionlines.register.site.setup import start

Say = Callable[[str], None]


def serve(
    data: str | Path | None, host: str, port: int, *, say: Say, threads: int | None = None, worker: bool = True
) -> None:
    """Serve until interrupted. `say` gets lines for the person who started it. `threads` requests are worked on at
    the same time, ACTIONLINES_THREADS without it; others wait or get 503 (request_queue.py).

    Raises SetupError when the folder, the database or the port cannot be used.
    """
    _must_be_free(host, port)
    address = f"http://{'[' + host + ']' if ':' in host else host}:{port}"
    # The worker, which no request tells where it is, writes messages with links.
    os.environ.setdefault("ACTIONLINES_ADDRESS", address)
    if threads is not None:
        os.environ["ACTIONLINES_THREADS"] = str(threads)
    folder = start(data)
    (folder / "work").mkdir(exist_ok=True)
    (folder / "work" / "address").write_text(address, "ascii")  # for commands that print links, such as mcp
    from django.conf import settings
    from django.core.management import call_command

    if settings.HTTPS:
        call_command("collectstatic", interactive=False, verbosity=0)
    _greet(folder, address, say)
    _index(say)
    os.environ[processes.NAME] = str(os.getpid())
    with _worker() if worker else contextlib.nullcontext():
        _web(host, port)


def _must_be_free(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise SetupError(
                f"{host}:{port}", f"the address cannot be used ({error.strerror})", "Choose another with --port."
            ) from error


def _greet(data: Path, address: str, say: Say) -> None:
    from actionlines.register.instruments.models import Instrument
    from actionlines.register.people.actions import has_administrator
    from actionlines.register.people.views import link
    from actionlines.register.preferences.schema import current

    say(f"Data folder: {data}")
    if not has_administrator():
        say("There is no administrator yet. Open this link once, within a day, to become it:")
        say(f"  {address}{link()}")
    if not Instrument.objects.exists():
        say(f"The register is empty. Start with the WSIS register: actionlines import --set wsis --data {data}")
    if not os.environ.get("EMAIL_URL"):
        say("No mail server is set (EMAIL_URL): messages, such as links to confirm an address, are printed here.")
    if missing := current().say_missing():
        say(f"{missing} Exports need them: {address}/settings/, or ACTIONLINES_OPERATOR and others in the environment.")
    say(f"The register is at {address}/ (stop with Ctrl-C).")


def _index(say: Say) -> None:
    from actionlines.register.core.search.index_store import store
    from actionlines.register.core.search.index_writer import ensure

    if not store().exists():
        # Of another release, or lost: better now than in the first request.
        say("The search index is made; with many records this takes some minutes.")
        ensure()


@contextlib.contextmanager
def _worker() -> Iterator[None]:
    # A process of its own: an import must neither block pages nor take the server down with it.
    stop = threading.Event()
    keeper = threading.Thread(target=_keep_worker, args=(stop,), name="worker")
    keeper.start()
    try:
        yield
    finally:
        stop.set()
        keeper.join()


def _keep_worker(stop: threading.Event) -> None:
    """Start a worker, and another one where it ended or gives no sign of life."""
    from actionlines.register.core.imports.run import last_sign_of_life

    while not stop.is_set():
        process = subprocess.Popen([sys.executable, "-m", "actionlines.register.site.worker"])
        seen, since = 0.0, time.monotonic()
        while process.poll() is None and not stop.wait(processes.LOOK):
            if (last := last_sign_of_life()) != seen:
                seen, since = last, time.monotonic()
            elif time.monotonic() - since > most_of("worker-silence"):
                process.kill()
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(GRACE)
            except subprocess.TimeoutExpired:
                process.kill()
        stop.wait(processes.LOOK)


def _web(host: str, port: int) -> None:
    from django.conf import settings
    from granian import Granian
    from granian.constants import Interfaces

    from actionlines.register.site.request_queue import threads_of_server

    processes.freeze()  # or a collection in the process that answers would copy all that it shares with this one
    Granian(
        "actionlines.register.site.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        # Threads of the server only wait in the queue; a queue of the server itself would have no end.
        blocking_threads=threads_of_server(settings.THREADS, settings.QUEUE),
        # Its warnings are about the number of these threads alone.
        log_level="error",  # type: ignore[arg-type]
        websockets=False,
        respawn_failed_workers=True,
    ).serve()
