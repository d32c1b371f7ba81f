"""Folders in memory, where the machine has them: on a disk, each commit of the search index waits for it 0.1 s."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

MEMORY = Path("/dev/shm")
ENOUGH = 500_000_000  # bytes; containers have 64 MB where nobody asked for more


def new_folder(name: str) -> str:
    """Return a new folder, in memory or else among the temporary files; it goes with this process."""
    there = os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ENOUGH
    folder = tempfile.mkdtemp(prefix=f"actionlines-{name}-", dir=MEMORY if there else None)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder
