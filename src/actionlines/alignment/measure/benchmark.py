"""The SDG Classification Benchmark (PyPI `sdgclassification-benchmark`, texts CC BY 4.0): a test.

Nothing may be chosen by it: it is read when asked for by name only, for models that are finished. Each row
asks of one text whether it speaks to one goal. The headline is the unweighted mean over goals of accuracy.
"""

from __future__ import annotations

import csv
import importlib.util
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from actionlines.alignment.aligner import Aligner
from actionlines.alignment.measure.answers import answers
from actionlines.alignment.measure.figures import Measured, Watch, measured
from actionlines.alignment.measure.scores import Bools
from actionlines.errors import DamagedInput

# What the package itself looks at for another file of the same columns.
FILE = "SDGCLASSIFICATION_BENCHMARK_CSV"
COLUMNS = ("id", "text", "sdg", "label")


@dataclass(frozen=True, slots=True)
class Pair:
    """A text, a goal (1 to 17), and whether the text speaks to it."""

    text: str
    goal: int
    label: bool


@dataclass(frozen=True, slots=True)
class Checked:
    """Unweighted means over the goals that have pairs, all 0 to 1; a goal never said has precision 0."""

    accuracy: float
    precision: float
    recall: float
    f1: float


def place() -> Path | None:
    """Return where the rows lie, None where the package is not installed. Nothing of the package is run."""
    if os.environ.get(FILE):
        return Path(os.environ[FILE])
    found = importlib.util.find_spec("sdgclassification")
    for folder in (found and found.submodule_search_locations) or ():
        path = Path(folder) / "benchmark" / "resources" / "benchmark.csv"
        if path.is_file():
            return path
    return None


def read_pairs(path: Path) -> list[Pair]:
    """Return the rows, in order. Raises DamagedInput naming what is wrong."""
    try:
        file = path.open(encoding="utf-8", newline="")
    except OSError as error:
        raise DamagedInput(str(path), f"it cannot be read ({error.strerror})", "Check the path.") from error
    with file:
        rows = csv.DictReader(file)
        missing = [one for one in COLUMNS if one not in (rows.fieldnames or ())]
        if missing:
            raise DamagedInput(str(path), f"columns are missing: {', '.join(missing)}", "Take the original.")
        return [_pair(path, number, row) for number, row in enumerate(rows, 1)]


def checked(goals: Sequence[int], said: Sequence[bool], true: Sequence[bool]) -> Checked:
    """Return what the benchmark computes; one entry per pair: its goal, what a system said of it, what is true."""
    goal, yes, right = np.array(goals), np.array(said, np.bool_), np.array(true, np.bool_)
    rows = []
    for one in sorted(set(goals)):
        part = goal == one
        a, b = yes[part], right[part]
        precision, recall = _share(a & b, a), _share(a & b, b)
        both = precision + recall
        rows.append(((a == b).mean(), precision, recall, 2 * precision * recall / both if both else 0.0))
    return Checked(*(float(one) for one in np.mean(rows, axis=0)))


def benchmark(aligner: Aligner, model: str, pairs: Sequence[Pair], watch: Watch) -> Iterator[Measured]:
    """Yield the figures of the test. A goal is said when its p is above the threshold, or the text names it."""
    texts = list(dict.fromkeys(pair.text for pair in pairs))
    found = answers(aligner, texts, f"{model}: SDG Classification Benchmark", watch).found("goals")
    rows = {text: row for row, text in enumerate(texts)}
    said = [bool(found[rows[pair.text], pair.goal - 1]) for pair in pairs]
    got = checked([pair.goal for pair in pairs], said, [pair.label for pair in pairs])
    note = f"{len(pairs)} pairs"
    yield measured("test.accuracy", model, 100 * got.accuracy, note)
    yield measured("test.precision", model, 100 * got.precision, note)
    yield measured("test.recall", model, 100 * got.recall, note)
    yield measured("test.f1", model, got.f1, note)
    yield measured("test.labels", model, float(found.sum() / len(texts)), f"{len(texts)} texts")


def _share(part: Bools, whole: Bools) -> float:
    return float(part.sum() / whole.sum()) if whole.any() else 0.0


def _pair(path: Path, number: int, row: dict[str, str]) -> Pair:
    label = {"true": True, "false": False}.get((row["label"] or "").strip().lower())
    goal = row["sdg"] or ""
    if label is None or not goal.isdecimal() or not 1 <= int(goal) <= 17:
        problem = f"row {number}: sdg must be 1 to 17 and label True or False"
        raise DamagedInput(str(path), problem, "Take the original.")
    return Pair(row["text"] or "", int(goal), label)
