"""How far the model reads paragraphs of United Nations documents as a careful reader does.

    python -m benchmarks.paragraphs [DATA] [--neural] [--model FILE]

320 paragraphs (a quarter about digital matters) were labelled by two readers apart from each other; no model
learned from them. Each figure of the model is its mean against both readers; beside it stands what one reader
reaches against the other, which is about what can be reached.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from actionlines.alignment.aligner import Aligner
from actionlines.alignment.measure import figures as scores
from actionlines.alignment.measure.benchmark import Answers, find_answers
from actionlines.alignment.measure.figures import Bools, Watch
from actionlines.alignment.model import LEVELS, Level
from benchmarks.figure import Figure
from training import corpus

# The bar is what one reader reaches against the other; this is what must not be lost on the way there.
HELD: dict[Level, float] = {"action_lines": 0.60, "goals": 0.77, "targets": 0.67, "commitments": 0.50}


def figures(data: Path) -> Iterable[Figure]:
    """F1 of each level against the readers."""
    said, readers = seen(data)
    for level in LEVELS:
        truth = [_part(one, level, said) for one in readers]
        mean = float(np.mean([scores.measure_f1(said.found(level), one) for one in truth]))
        name = f"UN paragraphs: F1 of {level.replace('_', ' ')}, a reader's is the bar"
        yield Figure(name, mean, ">=", round(scores.measure_f1(*truth), 2), "", HELD[level])


def seen(data: Path, model: Path | None = None, neural: bool = False) -> tuple[Answers, list[Bools]]:
    """What the model says of the paragraphs, and what each reader says, (paragraphs, labels)."""
    rows = corpus.labelled(data, corpus.HELD_BACK)
    aligner = Aligner.load(model, neural=neural)
    index = aligner.labels.index
    readers = [np.zeros((len(rows), len(index)), np.bool_) for _ in corpus.HELD_BACK]
    for row, (_, said) in enumerate(rows):
        for reader, labels in zip(readers, said, strict=True):
            reader[row, [index[one] for one in labels]] = True
    texts = [text for text, _ in rows]
    return find_answers(aligner, texts, "UN paragraphs", Watch(), ["en"] * len(texts)), readers


def _part(reader: Bools, level: Level, said: Answers) -> Bools:
    part: Bools = reader[:, said.aligner.labels.places[level]]
    return part


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("data", nargs="?", type=Path, default=Path("../shared/data"))
    parser.add_argument("--neural", action="store_true")
    parser.add_argument("--model", type=Path)
    chosen = parser.parse_args()
    said, readers = seen(chosen.data, chosen.model, chosen.neural)
    print(f"{'':14}{'F1':>7}{'readers':>9}{'first':>7}{'of three':>10}{'labels':>8}{'readers':>9}")
    for level in LEVELS:
        truth = [_part(one, level, said) for one in readers]
        found, ranking = said.found(level), said.ranking(level)
        row = [
            np.mean([scores.measure_f1(found, one) for one in truth]),
            scores.measure_f1(*truth),
            np.mean([scores.score_hits(ranking, one, 1) for one in truth]),
            np.mean([scores.score_hits(ranking, one, 3) for one in truth]),
            found.sum(axis=1).mean(),
            np.mean([one.sum(axis=1).mean() for one in truth]),
        ]
        print(f"{level:14}" + "".join(f"{one:{w}.3f}" for one, w in zip(row, (7, 9, 7, 10, 8, 9), strict=True)))


if __name__ == "__main__":
    sys.exit(main())
