"""What a reader that a file has taken over might do: tried in the sandbox, to say what this system refuses.

The worker calls it at its start and says what this system leaves open.
"""

import ctypes
import os
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from actionlines.documents.blocks import MB

# Names that begin so are secrets, or lead to them.
SECRETS = ("ACTIONLINES_", "DJANGO_", "DATABASE_", "EMAIL_", "PG", "AWS_")
_ONE_MORE = 64  # processes; more than any reader has


@dataclass(frozen=True)
class Attempts:
    """Attempts by name, each with whether it was refused."""

    refused: dict[str, bool]

    @property
    def open(self) -> list[str]:
        """Return the attempts that the system does not refuse."""
        return sorted(name for name, refused in self.refused.items() if not refused)


def attempts(secret: str, outside: str, port: int, parent: int) -> Attempts:
    """Try each attack, and say which were refused.

    secret   path of a file that is none of the reader's
    outside  path of a folder that it may not write into
    port     of a server that listens on 127.0.0.1
    parent   number of the process that started it
    """
    tried: dict[str, Callable[[], object]] = {
        "environment": _secrets,
        "environment of the server": lambda: Path(f"/proc/{parent}/environ").read_bytes(),
        "network": lambda: socket.create_connection(("127.0.0.1", port), 1).close(),
        "another file": lambda: Path(secret).read_bytes(),
        "writing outside": lambda: (Path(outside) / "written").write_text("x"),
        "another process": _fork,
        "a program": lambda: subprocess.run(["/usr/bin/true"], check=False),
        "a signal": lambda: os.kill(parent, 0),
        "memory of the server": lambda: _attach(parent),
        "more memory": lambda: bytearray(1 << 40),
        "a longer file": _write_much,
    }
    return Attempts({name: _refused(text) for name, text in tried.items()})


def _refused(attempt: Callable[[], object]) -> bool:
    try:
        attempt()
    except (OSError, MemoryError, LookupError):
        return True
    return False


def _secrets() -> None:
    if not any(name.startswith(SECRETS) for name in os.environ):
        raise LookupError("no secret is in the environment")


def _fork() -> None:
    for _ in range(_ONE_MORE):
        if os.fork() == 0:
            os._exit(0)
        os.wait()


def _attach(process: int) -> None:
    """PTRACE_SEIZE stops nothing; it is undone when this process ends."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.ptrace(0x4206, process, None, None) != 0:
        raise OSError(ctypes.get_errno(), "not attached")


def _write_much() -> None:
    """Beyond the limit by one byte, as a hole: nothing is stored."""
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        with tempfile.TemporaryFile() as file:
            os.truncate(file.fileno(), 1 << 40)
    finally:
        signal.signal(signal.SIGXFSZ, before)


def spend(what: str, much: float) -> int:
    """Wait, work, hold memory, die, or answer what was not asked for: how bounds are tested."""
    if what == "clock":
        time.sleep(much)
    elif what == "processor":
        while True:
            much += 1
    elif what == "memory":
        return len(bytearray(int(much) * MB))
    elif what == "signal":
        signal.raise_signal(int(much))
        os._exit(int(much))
    elif what == "fault":
        return int(much) // 0
    elif what == "answer":
        return "a text where a number was asked for"  # type: ignore[return-value]
    return int(much)
