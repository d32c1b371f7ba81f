"""Processes that `actionlines serve` starts end with it, also when it is killed and can tell them nothing."""

from __future__ import annotations

import os
import signal
import threading
import time

GRACE = 10  # seconds to finish what is going on
LOOK = 1.0  # seconds between two looks
# Set by `serve` for its children alone: the number of its own process.
NAME = "_ACTIONLINES_SERVED_BY"


def watch() -> None:
    """End this process, as by SIGTERM, soon after the `serve` that started it has gone; nothing without one."""
    served_by = os.environ.get(NAME, "")
    if served_by.isdigit():
        threading.Thread(target=_watch, args=(int(served_by),), daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(LOOK)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE)
    os._exit(1)  # it does not listen: what it was at begins again at the next start
