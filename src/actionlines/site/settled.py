"""What a process has loaded for good is kept from Python's garbage collector.

The framework, templates, addresses and words of six languages are some 250,000 objects. Each full collection looks
at all of them, 150 ms and more in which no thread answers, and finds nothing: they stay as long as the process
does. What is there after the first requests is therefore set apart (`gc.freeze`), and once more when most pages
have been asked for.
"""

from __future__ import annotations

import gc
import threading
from typing import Any

from django.core.signals import request_finished

# Requests after which what is loaded is set apart. Few, for garbage that is set apart by chance is never freed.
AFTER = frozenset((1, 16, 128, 1024))

_lock = threading.Lock()
_answered = 0


def watch() -> None:
    """Count the requests of this process from now on."""
    request_finished.connect(_count, dispatch_uid="settled")


def settle() -> None:
    """Free what is garbage, and set the rest apart."""
    gc.collect()
    gc.freeze()


def _count(**_named: Any) -> None:
    """After an answer has gone out."""
    global _answered
    with _lock:
        _answered += 1
        now = _answered
    if now in AFTER:
        settle()
