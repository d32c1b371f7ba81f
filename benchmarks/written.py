"""How well texts written in the five other official languages are aligned.

    python -m benchmarks.written [--neural] [--model FILE]

100 texts a language lie in training/held-back, by other writers than those that are learned from. That the same
sentence gets the same labels as in English is measured elsewhere (`actionlines benchmark alignment`).
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Mapping
from pathlib import Path

from actionlines.alignment.aligner import Aligner
from actionlines.alignment.measure import figures as scores
from actionlines.alignment.measure.benchmark import find_answers, read_texts
from actionlines.alignment.measure.figures import Watch
from actionlines.alignment.model import Level
from benchmarks.figure import Figure

FOLDER = Path(__file__).parents[1] / "training/held-back"
LANGUAGES = ("ar", "es", "fr", "ru", "zh")
SHOWN: tuple[Level, ...] = ("action_lines", "goals", "targets")
# What must not be lost: F1 of goals.
HELD: Mapping[str, float] = {"ar": 0.70, "es": 0.70, "fr": 0.70, "ru": 0.65, "zh": 0.73}


def seen(aligner: Aligner, code: str) -> dict[str, float]:
    """F1 and a true label first of each level; the share of texts that speak to no goal and get one."""
    texts = read_texts(FOLDER / f"{code}.jsonl", aligner.labels)
    said = find_answers(aligner, texts.texts, f"texts in {code}", Watch(), [code] * len(texts))
    found: dict[str, float] = {}
    for level in SHOWN:
        truth = texts.of(level)
        found[f"{level} F1"] = scores.measure_f1(said.found(level), truth)
        found[f"{level} first"] = scores.score_hits(said.ranking(level), truth, 1)
    found["for nothing"] = scores.labelled_for_nothing(said.found("goals"), texts.of("goals"))
    return found


def figures() -> Iterable[Figure]:
    """F1 of the goals in each language."""
    aligner = Aligner.load()
    for code in LANGUAGES:
        yield Figure(f"texts in {code}: F1 of goals", seen(aligner, code)["goals F1"], ">=", HELD[code])


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--neural", action="store_true")
    parser.add_argument("--model", type=Path)
    chosen = parser.parse_args()
    aligner = Aligner.load(chosen.model, neural=chosen.neural)
    for code in LANGUAGES:
        row = seen(aligner, code)
        if code == LANGUAGES[0]:
            print("    " + "".join(f"{name:>20}" for name in row))
        print(f"{code:4}" + "".join(f"{value:20.2f}" for value in row.values()))


if __name__ == "__main__":
    main()
