"""How often each grade of alignment is right, and what people find first, over texts with labels of their owners.

    python -m benchmarks.grades [DATA]

Texts are descriptions of the DPG registry with their goals, and nominees of the WSIS Prizes with their line; both
are measured and never learned from. An owner names few of the labels that hold: a share of right ones is a floor.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

from actionlines.alignment.aligner import Aligner
from actionlines.alignment.measure.benchmark import read_texts
from actionlines.alignment.model import LEVELS, Level, all_labels
from benchmarks.figure import Figure
from benchmarks.neural import nominees

# First, among three, none at most.
BARS = {"goals": (0.58, 0.75, 0.03), "action_lines": (0.42, 0.66, 0.03)}


def main() -> None:
    """Print the figures of both sets."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("data", nargs="?", type=Path, default=Path("../shared/data"))
    data = parser.parse_args().data
    labels = all_labels()
    dpg = read_texts(data / "alignment/dev/dpg_sdg_dev.jsonl", labels)
    sets = (("DPG registry", "goals", dpg), ("nominees", "action_lines", nominees(data, labels)))
    level: Level
    for neural in (False, True):
        aligner = Aligner.load(neural=neural)
        for name, level, texts in sets:
            assert level in LEVELS
            part = labels.places[level]
            wanted = [{id_ for id_, own in zip(labels.ids[part], row, strict=True) if own} for row in texts.of(level)]
            first = three = none = known = 0
            right: Counter[str] = Counter()
            every: Counter[str] = Counter()
            for text, ids in zip(texts.texts, wanted, strict=True):
                if not ids:
                    continue
                known += 1
                best = aligner.align(text, with_evidence=False).labels(level)
                none += not best
                first += bool(best) and best[0].id in ids
                three += any(label.id in ids for label in best[:3])
                for label in best:
                    every[label.grade] += 1
                    right[label.grade] += label.id in ids
            title = f"{name}, {'neural' if neural else 'default'}"
            for word, figure, bar in zip(("first", "among three"), (first, three), BARS[level], strict=False):
                print(Figure(f"{title}: {word}", figure / known, ">=", bar).row())
            print(Figure(f"{title}: none", none / known, "<=", BARS[level][2]).row())
            print("; ".join(f"{grade}: {right[grade] / every[grade]:.2f} right of {every[grade]}" for grade in every))


if __name__ == "__main__":
    main()
