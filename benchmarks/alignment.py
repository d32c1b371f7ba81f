"""Alignment on the development sets, in six languages, its calibration, evidence, speed and size.

    python -m benchmarks.alignment [DATA]

The SDG Classification Benchmark is not among the figures: it is a test, run by hand for finished models
(`actionlines benchmark alignment --test`).
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from training.corpus import OtherCorpus

from actionlines.alignment.measure.figures import Measured, Watch
from actionlines.alignment.measure.run import Plan, measure
from benchmarks import paragraphs, written
from benchmarks.figure import Figure

# Bars not reached yet, and figures that must not fall (docs/explanation/alignment-benchmark.md says why).
HELD = {
    "dpg_evidence.top1": 0.60,
    "dpg_evidence.top3": 0.86,
    "action_lines.top1": 0.69,
    "action_lines.top3": 0.85,
    "action_lines.targets3": 0.51,
    "calibration.paragraphs.top": 0.19,
    # Machines are busy: the bar is for a quiet core.
    "speed.batch": 3000,
    "speed.single": 3,
    "speed.load": 1.5,
}


def figures(data: Path) -> Iterable[Figure]:
    """The figures of the default model that have a bar; what is missing is named on the error stream."""
    watch = Watch(left_out=lambda why: print(f"left out: {why}", file=sys.stderr))
    yield from filter(None, map(figure, measure(Plan(data), watch)))
    try:
        yield from list(paragraphs.figures(data))
    except (FileNotFoundError, OtherCorpus) as error:
        watch.left_out(str(error))
    yield from written.figures()


def figure(seen: Measured) -> Figure | None:
    """The figure as the table of acceptance has it, None without a bar."""
    if seen.bar is None:
        return None
    sense: Literal[">=", "<="] = ">=" if seen.kind.sense == ">=" else "<="
    held = HELD.get(seen.kind.key)
    return Figure(f"alignment: {seen.kind.what}", seen.seen, sense, seen.bar, seen.kind.unit, held)


if __name__ == "__main__":
    for one in figures(Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/data")):
        print(one.row(), flush=True)
