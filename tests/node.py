"""Packages of npm, for tests with clients and servers that nobody here wrote; absent node or npm skips them."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

HELD = Path(__file__).resolve().parents[1] / ".node"


def package(name: str) -> Path:
    """Return the folder in which `name` and what it needs are installed, once for all tests of this checkout."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        pytest.skip(f"no node or npm on the path: {name} is not tried")
    if not (HELD / "node_modules" / (name.rpartition("@")[0] or name)).is_dir():
        HELD.mkdir(exist_ok=True)
        command = ["npm", "install", "--no-audit", "--no-fund", "--prefix", str(HELD), name]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            pytest.skip(f"npm cannot install {name}: {done.stderr.strip().splitlines()[-1:]}")
    return HELD
