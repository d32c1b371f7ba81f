"""A process that does nothing but align, on one core: how fast, how soon, with how much memory.

Run by its path, so that nothing of the package is imported before the clock starts. Reads JSON from standard
input: {"model": path or null, "neural": bool, "texts": [...], "single": how many texts are taken one by one};
writes {"load": s, "first", "batch", "scores", "evidence": texts/s, "single": ms, "memory": MB}.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

# Rates are the median of this many passes.
PASSES = 5


def main() -> None:
    """Measure this process and print the figures as JSON."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    asked = json.load(sys.stdin)
    begun = time.perf_counter()
    from actionlines.alignment.aligner import Aligner

    aligner = Aligner.load(Path(asked["model"]) if asked["model"] else None, neural=asked["neural"])
    texts, single = asked["texts"], asked["single"]
    aligner.align(texts[0])
    load = time.perf_counter() - begun
    passes = 1 if asked["neural"] else PASSES
    from actionlines.alignment.label_search import find_labels

    def scores() -> None:
        """Compute the probabilities of the texts, without evidence."""
        aligner.probabilities(texts, ["en"] * len(texts))

    def labels(evidence: bool = False) -> None:
        """Find the labels of the texts, with or without evidence."""
        find_labels(aligner, texts, [""] * len(texts), evidence=evidence)

    def rate(work: Callable[[], None]) -> float:
        """Return how many texts a second a piece of work takes."""
        return len(texts) * 1000 / _milliseconds(work)

    first = rate(labels)
    found = {
        "load": load,
        "first": first,
        "batch": first if asked["neural"] else statistics.median(rate(labels) for _ in range(passes)),
        "scores": statistics.median(rate(scores) for _ in range(passes)),
        "evidence": statistics.median(rate(partial(labels, True)) for _ in range(passes)),
        "single": statistics.median(_milliseconds(partial(aligner.align, text)) for text in texts[:single]),
        "memory": _peak_megabytes(),
    }
    json.dump(found, sys.stdout)


def _milliseconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def _peak_megabytes() -> float:
    try:  # memory inherited from the parent process does not count
        lines = Path("/proc/self/status").read_text("ascii").splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:")) * 1024 / 1e6
    except (OSError, StopIteration):
        pass
    try:
        import resource
    except ImportError:
        return float("nan")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1e6 if sys.platform == "darwin" else peak * 1024 / 1e6


if __name__ == "__main__":
    main()
