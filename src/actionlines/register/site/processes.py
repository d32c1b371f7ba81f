"""Processes of the server: they end with `actionlines serve`, hold two pools of memory, and spare what they loaded
from garbage collection.

The framework, templates, addresses and words of six languages are some 250,000 objects. Each full collection looks
at all of them, 150 ms and more in which no thread answers, and finds nothing: they stay as long as the process
does. What is there after the first requests is therefore set apart (`gc.freeze`), and once more when most pages
have been asked for.
"""

import contextlib
import ctypes
import gc
import os
import signal
import threading
import time

# Requests after which what is loaded is set apart. Few, for garbage that is set apart by chance is never freed.
AFTER = frozenset((1, 16, 128, 1024))

# The allocator of glibc gives each thread a pool of its own, up to eight for each core, and each keeps what its
# largest request took. Two pools cost no time that could be measured.
POOLS = 2
_M_ARENA_MAX = -8  # of malloc.h

_lock = threading.Lock()
_answered = 0


def limit_pools() -> None:
    """Let the threads of this process share POOLS pools of memory; nothing where the C library is not glibc.

    Said here and not by MALLOC_ARENA_MAX, which a program reads once: a server that is forked never would.
    """
    with contextlib.suppress(AttributeError):
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, POOLS)


def freeze_loaded_objects() -> None:
    """Count the requests of this process, and freeze what is loaded after some of them."""
    from django.core.signals import request_finished

    request_finished.connect(_count, dispatch_uid="actionlines.freeze")


def freeze() -> None:
    """Free what is garbage, and set the other objects apart."""
    gc.collect()
    gc.freeze()


def _count(**_named: object) -> None:
    """After an answer has gone out."""
    global _answered
    with _lock:
        _answered += 1
        now = _answered
    if now in AFTER:
        freeze()


GRACE = 10  # seconds to finish what is going on
LOOK = 1.0  # seconds between two looks
# Set by `serve` for its children alone: the number of its own process.
NAME = "_ACTIONLINES_SERVED_BY"


def end_with_parent() -> None:
    """End this process, as by SIGTERM, soon after the `serve` that started it has gone; nothing without one."""
    served_by = os.environ.get(NAME, "")
    if served_by.isdigit():
        threading.Thread(target=_watch, args=(int(served_by),), daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(LOOK)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE)
    os.kill(os.getpid(), signal.SIGKILL)  # it does not listen: what it was at begins again at the next start
