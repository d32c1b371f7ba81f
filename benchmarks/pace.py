"""The pace of the machine: figures of time are taken beside a fixed workload, and told as at the reference pace.

One machine is twice as slow as another, and the same machine twice as slow while others work on it. A workload
in plain Python, of the kind that Actionlines does (patterns, words, dicts, sums), runs just before and just after
what is measured. The figure is what was measured, divided by the pace: it changes with the code, and hardly with
the machine. On one busy machine the workload took 5 to 10 ms, and in the time of one run of it 0.63 to 0.69
pages of 103 PDFs were read.

Time is that of the processor: waiting for others does not count.
"""

from __future__ import annotations

import re
import resource
import subprocess
import time
from collections.abc import Callable, Sequence
from typing import TypeVar

Result = TypeVar("Result")
# Seconds that one run of the workload takes at the reference pace, for which all bars are meant.
REFERENCE = 0.006
_PATTERN = re.compile(r"(?:the|by|of)\s+([A-Z][a-z]+)|(\d{1,4})/(\d+)")
_TEXT = " ".join(
    f"Requests the Secretary-General to report by {n} on resolution {n}/{n * 7 % 300} of the Assembly;"
    for n in range(400)
)


def pace() -> float:
    """Return how slow the machine is just now: 2.0 where everything takes twice the reference time."""
    return min(_spent(workload)[0] for _ in range(2)) / REFERENCE


def at_reference(run: Callable[[], Result], times: int = 1) -> tuple[float, Result]:
    """Return the seconds that a call takes at the reference pace, the best of some, and what it returned."""
    return _best(lambda: _spent(run), times)


def command_at_reference(command: Sequence[str], times: int = 3) -> float:
    """Return the processor time of a whole process and its children at the reference pace, the best of some.

    Raises RuntimeError where the command exits with neither 0 nor 1.
    """

    def run() -> tuple[float, None]:
        before = _of_children()
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode not in (0, 1):
            raise RuntimeError(f"{' '.join(command[:3])}: exit {done.returncode}: {done.stderr[-500:]}")
        return _of_children() - before, None

    return _best(run, times)[0]


def workload() -> int:
    """Do a fixed amount of work and return its checksum, the same for ever."""
    seen: dict[str, int] = {}
    for match in _PATTERN.finditer(_TEXT):
        key = match[1] or match[0]
        seen[key] = seen.get(key, 0) + match.start()
    rows = sorted((word.casefold(), len(word), place) for place, word in enumerate(_TEXT.split()))
    total = len("".join(word for word, _, _ in rows)) + len(seen)
    for _, length, place in rows:
        total = (total * 31 + length * place) % 1_000_003
    return total


def _best(run: Callable[[], tuple[float, Result]], times: int) -> tuple[float, Result]:
    found = []
    before = pace()
    for _ in range(times):
        spent, result = run()
        after = pace()
        found.append((2 * spent / (before + after), result))
        before = after
    return min(found, key=lambda one: one[0])


def _spent(run: Callable[[], Result]) -> tuple[float, Result]:
    start = time.process_time()
    result = run()
    return time.process_time() - start, result


def _of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
