"""What stands in for the process that reads an upload, where its bounds are not what is tested."""

from __future__ import annotations

import io
import json
import subprocess
from types import SimpleNamespace
from typing import Any

import pytest

from actionlines.register.core.imports import sandbox, sandbox_worker


class _Process:
    """The same request and answer as JSON, without a new interpreter or guards."""

    returncode = 0

    def __init__(self, _command: list[str], *, stdout: io.BufferedIOBase, **_options: Any) -> None:
        self._answer = stdout

    def communicate(self, given: bytes, timeout: float) -> None:
        kind, body = sandbox_worker.answer_to(json.loads(given))
        head = {"kind": kind, "peak": 0, "guards": []}
        self._answer.write(json.dumps(head).encode() + b"\n" + body)


def read_here(patch: pytest.MonkeyPatch) -> None:
    """Let uploads be read in this process, of which nothing is ended afterwards."""
    names = {"PIPE": subprocess.PIPE, "TimeoutExpired": subprocess.TimeoutExpired}
    patch.setattr(sandbox, "subprocess", SimpleNamespace(Popen=_Process, **names))
    patch.setattr(sandbox, "bubblewrap", lambda: "")
    patch.setattr(sandbox, "_end", lambda child: None)
