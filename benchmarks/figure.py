"""A figure: what is measured, the bar it must reach, and what was seen."""

from __future__ import annotations

import importlib.util
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Literal


@dataclass(frozen=True, slots=True)
class Figure:
    """`seen` compared with `bar` by `sense` (at least, at most); `unit` is for the reader.

    `held` is set where the bar is known not to be reached yet: what must not be lost on the way.
    """

    what: str
    seen: float
    sense: Literal[">=", "<="]
    bar: float
    unit: str = ""
    held: float | None = None

    @property
    def lost(self) -> bool:
        """Whether a change has cost what was reached before."""
        least = self.bar if self.held is None else self.held
        return not self._meets(least)

    @property
    def reached(self) -> bool:
        """Whether the bar is reached."""
        return self._meets(self.bar)

    def _meets(self, bar: float) -> bool:
        return self.seen >= bar if self.sense == ">=" else self.seen <= bar

    def row(self) -> str:
        """One line of the table."""
        verdict = "ok   " if self.reached else "FELL " if self.lost else "short"
        return f"{verdict}  {self.what:<58} {self.seen:>10.4g}  {self.sense} {self.bar:g} {self.unit}"


def verdict(figures: Sequence[Figure], database: str = "") -> int:
    """Print figures and the load of the machine; return the exit code, 1 where a bar is missed."""
    for figure in figures:
        print(figure.row())
    print(f"{f'on {database}; ' if database else ''}load of the machine: {os.getloadavg()[0]:.1f}")
    return 0 if all(figure.reached for figure in figures) else 1


def load_scorer(path: Path) -> ModuleType:
    """The scorer that lies beside the data, as a module."""
    spec = importlib.util.spec_from_file_location(f"scorer_{path.parent.name}", path)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def seconds(command: Sequence[str], runs: int = 3) -> float:
    """Best wall time of a whole process, in seconds; the command must exit 0 or 1."""
    best = float("inf")
    for _ in range(runs):
        start = time.perf_counter()
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        best = min(best, time.perf_counter() - start)
        if done.returncode not in (0, 1):
            raise RuntimeError(f"{' '.join(command[:3])}: exit {done.returncode}: {done.stderr[-500:]}")
    return best


def peak_megabytes(command: Sequence[str]) -> float:
    """Peak memory of a command and all its children together, in MB, sampled 20 times a second (Linux).

    Shared pages are counted once (PSS), so that forked workers are not counted twice.
    """
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    peak = 0.0
    while process.poll() is None:
        peak = max(peak, _tree_pss(process.pid) / 1024)
        time.sleep(0.05)
    if process.returncode not in (0, 1):
        raise RuntimeError(f"{' '.join(command[:3])}: exit {process.returncode}")
    if not peak:  # no /proc: the largest single child is the best that can be had
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return peak


def _tree_pss(pid: int) -> int:
    """KiB of the process and its descendants."""
    total = 0
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
        total += next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                total += _tree_pss(int(child))
    except (OSError, StopIteration):
        return total
    return total


def python(*arguments: str) -> list[str]:
    """A command line that runs this interpreter."""
    return [sys.executable, *arguments]


def scratch() -> tempfile.TemporaryDirectory[str]:
    """A folder that goes away."""
    return tempfile.TemporaryDirectory(prefix="actionlines-")
