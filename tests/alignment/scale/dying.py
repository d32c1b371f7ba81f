"""Kills a run at each step that changes the output folder, and lets the next run go on; run as a program.

    python -m tests.alignment.scale.dying FOLDER OUT [MODEL]

With a model it aligns the texts of the folder, without one it extracts the tables of its documents.

Prints the number of steps; after each kill the output must be that of a run that nobody stopped.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from actionlines.alignment.scale.model import Options
from actionlines.alignment.scale.plan import find_files
from actionlines.alignment.scale.run import run_alignment
from actionlines.results.extract import extract

# What changes a folder; a kill comes before or after it.
STEPS = ((os, "replace"), (os, "unlink"), (os, "rmdir"), (os, "mkdir"), (Path, "open"))
KILLED = 9


def content(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def go(folder: Path, out: Path, model: str, other: bool) -> None:
    files = find_files([str(folder)], frozenset({".txt"}), out)
    if model:
        run_alignment(files, out, Options(model=model, scores=other), part_bytes=6000)
    else:
        extract(files, out, align=other)


def dies(at: int, after: bool, do: Callable[[], None]) -> bool:
    """Whether a child that runs `do` was killed at the step; False when it had fewer steps."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == KILLED
    count = 0

    def counted(owner: Any, name: str) -> Any:
        inner = getattr(owner, name)

        def step(*given: Any, **named: Any) -> Any:
            nonlocal count
            count += 1
            if count == at and not after:
                os._exit(KILLED)
            result = inner(*given, **named)
            if count == at:
                os._exit(KILLED)
            return result

        return step

    for owner, name in STEPS:
        setattr(owner, name, counted(owner, name))
    do()
    os._exit(0)


def main(folder: Path, out: Path, model: str) -> None:
    """Two histories for each step: the first run is killed, and a run over the output of other options."""
    go(folder, out / "whole", model, other=False)
    go(folder, out / "other", model, other=True)
    whole, here, steps = content(out / "whole"), out / "here", 0
    for before in (None, out / "other"):
        for after in (False, True):
            at = 1
            while True:
                shutil.rmtree(here, ignore_errors=True)
                if before:
                    shutil.copytree(before, here)
                if not dies(at, after, lambda: go(folder, here, model, other=False)):
                    break
                left = content(here) if here.is_dir() else {}
                assert "manifest.json" not in left or at < 8 or left == whole | left, "a manifest too early"
                go(folder, here, model, other=False)
                assert content(here) == whole, f"killed at step {at}"
                steps, at = steps + 1, at + 1
    print(steps)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), "".join(sys.argv[3:]))
