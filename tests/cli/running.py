"""Run a command of the command line: in this process, or in one of its own where that is what is tested."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from actionlines.cli import main

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples"
Ran = subprocess.CompletedProcess[str]


def run(*words: str | Path, stdin: str | bytes = b"", folder: Path = EXAMPLES, **environment: str) -> Ran:
    """Return the exit code and both streams of the command, called in this process from a folder."""
    streams = [io.BytesIO(stdin.encode() if isinstance(stdin, str) else stdin), io.BytesIO(), io.BytesIO()]
    names = ("stdin", "stdout", "stderr")
    code, stop = 0, signal.getsignal(signal.SIGTERM)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setattr(sys, "argv", ["actionlines"])
        for name, value in {"COLUMNS": "120", **environment}.items():
            patch.setenv(name, value)
        for name, stream in zip(names, streams, strict=True):
            patch.setattr(sys, name, io.TextIOWrapper(stream, "utf-8", write_through=True))
        try:
            main([str(word) for word in words])
        except SystemExit as left:
            code = left.code if isinstance(left.code, int) else int(bool(left.code))
        finally:
            signal.signal(signal.SIGTERM, stop)
            sys.stdout.flush()
            out, err = (stream.getvalue().decode() for stream in streams[1:])
            # A wrapper that is collected closes what it wraps.
            for name in names:
                getattr(sys, name).detach()
    return Ran([*map(str, words)], code, out, err)


def run_apart(*words: str | Path, stdin: str | None = None, folder: Path = EXAMPLES, **environment: str) -> Ran:
    """Return the same of the command in a new process, for signals, workers, encodings and missing packages."""
    return subprocess.run(
        [sys.executable, "-m", "actionlines", *map(str, words)], input=stdin, capture_output=True, text=True,
        check=False, cwd=folder, env={**os.environ, "COLUMNS": "120", **environment},
    )  # fmt: skip
