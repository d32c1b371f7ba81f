"""What the neural grade costs and brings, for several shares of the texts that its readers see.

    OMP_NUM_THREADS=1 python -m benchmarks.neural [DATA] [--texts N]      the table
    python -m benchmarks.neural [DATA] --calibrate                        what alignment/readers.py holds

Quality is the share of the texts with goals whose first goal is one of those given, over all development sets in
one and over goals_paragraphs, where the readers help most, beside the same when they see every text. Nominees
are measured and never chosen by. Time is that of the processor, all figures in one run on one core.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from actionlines.alignment.aligner import Aligner
from actionlines.alignment.languages import quick_language
from actionlines.alignment.measure import figures
from actionlines.alignment.measure.benchmark import LINES, Texts, find_answers, read_texts
from actionlines.alignment.measure.figures import Bools, Watch
from actionlines.alignment.model import Labels, all_labels
from actionlines.alignment.readers import ALL, Neural, goal_margins
from actionlines.alignment.weights import Floats
from benchmarks.figure import Figure
from training import corpus

SETS = ("goals_paragraphs", "dpg_evidence_dev", "dpg_sdg_dev", "action_lines", "goals_multilabel_silver")
PARAGRAPHS = "un"
SHARES = (ALL, 50, 35, 25, 20, 0)
CHOSEN = 35
# Quality beside asking all, and how many times as fast, that a share must reach.
QUALITY, TIMES, WHOLE = 0.995, 4.0, 60.0
# The rate of all texts falls short of its bar; what a busy core reaches must not be lost.
HELD = 25.0


@dataclass(frozen=True)
class Row:
    """One share: texts with a true first goal, of all sets and of goals_paragraphs; texts a second; texts seen by
    the readers; F1 of the paragraphs of United Nations documents by level; of nominees the line first, among three
    and none given.
    """

    quality: tuple[float, float]
    rate: float
    seen: float
    levels: tuple[float, ...]
    nominees: tuple[float, float, float]

    def __str__(self) -> str:
        f1 = " ".join(f"{one:.3f}" for one in self.levels)
        said = " ".join(f"{one:.2f}" for one in self.nominees)
        both = " ".join(f"{one:.4f}" for one in self.quality)
        return f"{self.seen:6.0%}   {both} {self.rate:9.1f}   {f1}   {said}"

    def beside(self, whole: Row) -> float:
        """Return the lower of both qualities beside those of another row."""
        return min(one / other for one, other in zip(self.quality, whole.quality, strict=True))


def sets(data: Path, labels: Labels, most: int | None) -> dict[str, Texts]:
    """Return the development sets by name, each with at most so many texts; `un` has what either reader says."""
    found = {name: read_texts(data / "alignment/dev" / f"{name}.jsonl", labels) for name in SETS}
    rows = corpus.labelled(data, corpus.HELD_BACK)
    said = [{one for own in each for one in own} for _, each in rows]
    found[PARAGRAPHS] = Texts(tuple(text for text, _ in rows), truth(said, labels), labels)
    return {name: Texts(one.texts[:most], one.truth[:most], labels) for name, one in found.items()}


def nominees(data: Path, labels: Labels) -> Texts:
    """Return the nominees of the WSIS Prizes with the line that each owner names."""
    lines = (data / "alignment/dev/nominees_2021.jsonl").read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    said = [{LINES.get(row["action_line"], row["action_line"])} for row in rows]
    return Texts(tuple(row["text"] for row in rows), truth(said, labels), labels)


def truth(said: Sequence[Collection[str]], labels: Labels) -> Bools:
    """Return which labels are named, (texts, labels)."""
    return np.array([[one in own for one in labels.ids] for own in said], np.bool_)


def measured(aligner: Aligner, known: Mapping[str, Texts], apart: Texts) -> Row:
    """Return what an aligner says of the development sets and of the nominees, and how fast."""
    every = [text for one in known.values() for text in one.texts]
    start = time.process_time()
    p = aligner.probabilities(every, list(map(quick_language, every)))
    spent = time.process_time() - start
    true = np.vstack([one.truth for one in known.values()])
    goals = aligner.labels.places["goals"]
    grade = aligner.grade
    seen = float(grade.unsure(own(every)).mean()) if isinstance(grade, Neural) else 0.0
    said = p[-len(known[PARAGRAPHS]) :]
    levels = [
        figures.measure_f1(said[:, part] >= aligner.weights.thresholds[level], known[PARAGRAPHS].of(level))
        for level, part in aligner.labels.places.items()
    ]
    named = find_answers(aligner, apart.texts, "nominees", Watch())
    none = 1 - float(named.found("action_lines").any(axis=1).mean())
    first, three = (figures.score_hits(named.ranking("action_lines"), apart.of("action_lines"), k) for k in (1, 3))
    hardest = slice(0, len(known[SETS[0]]))
    quality = (
        figures.score_hits(p[:, goals], true[:, goals], 1),
        figures.score_hits(p[hardest, goals], true[hardest, goals], 1),
    )
    return Row(quality, len(every) / spent, seen, tuple(levels), (first, three, none))


def own(texts: Sequence[str]) -> Floats:
    """Return what the default model says of texts before the matrix lends to lines and targets."""
    aligner = Aligner.load()
    out = np.zeros((len(texts), len(aligner.labels)), np.float32)
    codes = np.array(list(map(quick_language, texts)))
    for code in set(codes.tolist()) & set(aligner.weights.codes):
        places = np.flatnonzero(codes == code)
        out[places] = aligner.scorer(code).probabilities([texts[place] for place in places])
    return out


def main() -> None:
    """Print the table and whether the bars are reached, or the percentiles."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("data", nargs="?", type=Path, default=Path("../shared/data"))
    parser.add_argument("--texts", type=int, help="at most so many texts of each set")
    parser.add_argument("--calibrate", action="store_true")
    chosen = parser.parse_args()
    known = sets(chosen.data, all_labels(), chosen.texts)
    if chosen.calibrate:
        gaps = goal_margins(own([text for one in known.values() for text in one.texts]))
        print(", ".join(f"{one:.3f}" for one in np.percentile(gaps, np.linspace(0, 100, 21))))
        return
    apart = nominees(chosen.data, all_labels())
    print("share  seen   quality (two)   texts/s   F1 (four levels)          nominees (first, three, none)")
    whole: Row | None = None
    for share in SHARES:
        aligner = Aligner.load(neural=share > 0, share=share or ALL)
        aligner.probabilities(apart.texts[:2], ["en", "fr"])  # loaded before the clock starts
        row = measured(aligner, known, apart)
        whole = whole or row
        beside = f"{row.beside(whole):.4f} of all, {row.rate / whole.rate:.1f} times as fast"
        print(f"{share:5g} {row}   {beside}", flush=True)
        if share == ALL:
            print(Figure("neural grade, all texts: texts a second", row.rate, ">=", WHOLE, held=HELD).row())
        elif share == CHOSEN:
            name = f"--neural-share {share:g}"
            print(Figure(f"{name}: quality beside all", row.beside(whole), ">=", QUALITY).row())
            print(Figure(f"{name}: speed beside all", row.rate / whole.rate, ">=", TIMES, "times").row())


if __name__ == "__main__":
    main()
