"""What stands in for the process that reads an upload, where its bounds are not what is tested."""

from __future__ import annotations

import io
import pickle
import subprocess
from types import SimpleNamespace
from typing import Any

import pytest

from actionlines.registry.imports import sandbox, sandbox_worker


class _Process:
    """The same function, arguments and answer, pickled and read back, without a new interpreter or bounds."""

    returncode = 0

    def __init__(self, _command: list[str], *, stdout: io.BufferedIOBase, **_options: Any) -> None:
        self._answer = stdout

    def communicate(self, given: bytes, timeout: float) -> None:
        kind, value = sandbox_worker._run(given)
        self._answer.write(pickle.dumps((kind, value, 0)))


def read_here(patch: pytest.MonkeyPatch) -> None:
    """Let uploads be read in this process, of which nothing is ended afterwards."""
    names = {"PIPE": subprocess.PIPE, "TimeoutExpired": subprocess.TimeoutExpired}
    patch.setattr(sandbox, "subprocess", SimpleNamespace(Popen=_Process, **names))
    patch.setattr(sandbox, "_end", lambda child: None)
