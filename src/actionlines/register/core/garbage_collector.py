"""Python's garbage collector, kept out of work that makes millions of values and no cycles.

Again and again it would look at all that is held, the framework and the model included, for nothing: a third of
the time of an import, half of that of making the index.
"""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

FULL = 20  # a collection of all after so many of what is young

_lock = threading.Lock()
_within = 0  # blocks of all threads that are open now


@contextmanager
def seldom() -> Iterator[None]:
    """Nothing is collected within but by `collect`, in all threads of the process.

    Nothing is frozen: what `gc.freeze` sets apart never counts as garbage that waits, and a server that froze
    with each change grew by 90 kB each time.
    """
    global _within
    with _lock:
        _within += 1
        gc.disable()
    try:
        yield
    finally:
        with _lock:
            _within -= 1
            if not _within:
                gc.enable()


def collect() -> None:
    """Free what is left of the last pieces of work; only now and then what was held longer is looked at too."""
    _, _, since = gc.get_count()
    gc.collect(2 if since >= FULL else 1)
