"""Alignment on the development sets, in six languages, its calibration, evidence, speed and size.

    python -m benchmarks.alignment [DATA] [--neural]

The SDG Classification Benchmark is not among the figures: it is a test, run by hand for finished models
(`actionlines benchmark alignment --test`).
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal

from training.corpus import OtherCorpus

from actionlines.alignment.aligner import Aligner
from actionlines.alignment.measure.benchmark import Plan, measure_models, read_texts
from actionlines.alignment.measure.figures import Measured, Watch
from benchmarks import alignment_speed, paragraphs, written
from benchmarks.alignment_evidence import faithful
from benchmarks.figure import Figure

# Bars not reached yet, and figures that must not fall (docs/explanation/accuracy.md says why).
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
    yield from filter(None, map(figure, measured(data, watch)))
    try:
        yield from list(paragraphs.figures(data))
    except (FileNotFoundError, OtherCorpus) as error:
        watch.left_out(str(error))
    yield from written.figures()


def measured(data: Path, watch: Watch, neural: bool = False) -> Iterator[Measured]:
    """What the command measures of one grade, then evidence (of the neural grade by 200 texts) and speed."""
    yield from measure_models(Plan(data, neural=neural), watch)
    model, dev = "neural" if neural else "default", data / "alignment" / "dev"
    aligner = Aligner.load(neural=neural)
    yield from faithful(aligner, model, dev, watch, 200 if neural else None)
    paragraphs = dev / "goals_paragraphs.jsonl"
    if paragraphs.is_file():
        texts = list(read_texts(paragraphs, aligner.labels).texts)
        yield from alignment_speed.speed(texts, model, None, paragraphs.stem, watch)


def figure(seen: Measured) -> Figure | None:
    """The figure as the table of acceptance has it, None without a bar."""
    if seen.bar is None:
        return None
    sense: Literal[">=", "<="] = ">=" if seen.kind.sense == ">=" else "<="
    held = HELD.get(seen.kind.key)
    return Figure(f"alignment: {seen.kind.what}", seen.seen, sense, seen.bar, seen.kind.unit, held)


if __name__ == "__main__":
    words = [word for word in sys.argv[1:] if word != "--neural"] or ["../shared/data"]
    if "--neural" in sys.argv:
        for seen in measured(Path(words[0]), Watch(), neural=True):
            print(f"{seen.model:8} {seen.seen:10.3f} {seen.kind.unit:8} {seen.kind.what} ({seen.note})", flush=True)
    else:
        for row in figures(Path(words[0])):
            print(row.row(), flush=True)
