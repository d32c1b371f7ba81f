"""Memory of the server's processes."""

from __future__ import annotations

import subprocess
import sys

import pytest

# Eight threads that each keep memory, and the heaps that glibc then has.
HEAPS = """
import ctypes, threading
from actionlines.register.site import processes
if {limited}:
    processes.limit_pools()
kept, together = [], threading.Barrier(8)
def work():
    together.wait()
    kept.append([bytes(5_000) for _ in range(100)])
    together.wait()
threads = [threading.Thread(target=work) for _ in range(8)]
for one in threads: one.start()
for one in threads: one.join()
libc = ctypes.CDLL(None)
libc.fdopen.restype = ctypes.c_void_p
out = ctypes.c_void_p(libc.fdopen(1, b"w"))
libc.malloc_info(0, out)
libc.fflush(out)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="asks the allocator of glibc")
def test_threads_share_the_pools_of_memory() -> None:
    heaps = {
        limited: subprocess.run(
            [sys.executable, "-c", HEAPS.format(limited=limited)], capture_output=True, text=True, check=True
        ).stdout.count("<heap nr=")
        for limited in (True, False)
    }
    assert heaps[True] <= 2 < heaps[False]
