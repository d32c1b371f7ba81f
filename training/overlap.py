"""Keeps the test out of the training: texts that stand in the SDG Classification Benchmark are dropped.

Only the texts of the benchmark are read, never its labels, and only to compare.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from importlib import resources

# A text that shares this part of its word sequences with the benchmark counts as one of its texts.
SHARED, LENGTH = 0.3, 6
_WORD = re.compile(r"\w+")


def benchmark_grams() -> frozenset[tuple[str, ...]]:
    """All sequences of six words of the benchmark's texts. ModuleNotFoundError where it is not installed."""
    where = resources.files("sdgclassification.benchmark").joinpath("resources/benchmark.csv")
    with where.open(encoding="utf-8", newline="") as file:
        return frozenset(gram for row in csv.DictReader(file) for gram in grams(row["text"]))


def grams(text: str) -> Iterable[tuple[str, ...]]:
    """Sequences of six words; a shorter text is one sequence."""
    words = _WORD.findall(text.lower())
    last = max(1, len(words) - LENGTH + 1)
    return {tuple(words[at : at + LENGTH]) for at in range(last)}


def overlaps(text: str, tested: frozenset[tuple[str, ...]]) -> bool:
    """Whether a text is one of the benchmark's, or nearly."""
    own = grams(text)
    return sum(one in tested for one in own) >= SHARED * len(set(own))
