"""First labels that are not the ones given: which of the two fits a text better, by readers who do not know.

    python -m benchmarks.judged [DATA] [--neural] [--model FILE]      figures
    ... --pairs                                        pairs without a verdict, as JSON lines for readers
    ... --take FIRST.jsonl SECOND.jsonl                keep what two readers said of them

One label is given to a text of dpg_evidence or action_lines: that under which somebody filed it. A text may speak
more directly to another. A reader sees the text and both labels, in an order that tells nothing, and answers "a",
"b" or "=". Verdicts are kept in verdicts.tsv under the key of each text, for they hold for every model.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from training.corpus import key

from actionlines.alignment.aligner import Aligner
from actionlines.alignment.measure.benchmark import find_answers, read_texts
from actionlines.alignment.measure.figures import Watch
from actionlines.alignment.model import Level
from actionlines.framework import load

VERDICTS = Path(__file__).with_name("verdicts.tsv")
SETS: Mapping[str, Level] = {"dpg_evidence_dev": "goals", "action_lines": "action_lines"}
_COLUMNS = ("text", "given", "told", "first", "second")
_ANSWERS = ("a", "b", "=")
Pair = tuple[str, str, str]


@dataclass(frozen=True)
class First:
    """The first label that the model tells of a text, and those that were given to it."""

    text: str
    given: tuple[str, ...]
    told: str

    @property
    def right(self) -> bool:
        """Whether the first label is one of those given."""
        return self.told in self.given

    @property
    def pair(self) -> Pair:
        """What a verdict is kept under: text, label given, label told."""
        return key(self.text), self.given[0], self.told

    @property
    def sides(self) -> tuple[str, str]:
        """Both labels as a reader sees them, a and b: which is which depends on the text alone."""
        turned = int(key(self.text + self.told), 16) % 2
        return (self.told, self.given[0]) if turned else (self.given[0], self.told)


def firsts(data: Path, name: str, aligner: Aligner) -> list[First]:
    """The first label of each text of a dev set."""
    level = SETS[name]
    texts = read_texts(data / "alignment" / "dev" / f"{name}.jsonl", aligner.labels)
    ids = aligner.labels.ids[aligner.labels.places[level]]
    said = find_answers(aligner, texts.texts, name, Watch(), ["en"] * len(texts)).ranking(level)
    return [
        First(text, tuple(ids[at] for at in np.flatnonzero(truth)), ids[int(row.argmax())])
        for text, truth, row in zip(texts.texts, texts.of(level), said, strict=True)
        if truth.any()
    ]


def verdicts(path: Path = VERDICTS) -> dict[Pair, tuple[str, str]]:
    """What two readers said of each pair: `given`, `told` or `both`."""
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        return {
            (row["text"], row["given"], row["told"]): (row["first"], row["second"])
            for row in csv.DictReader(file, delimiter="\t")
        }


def figures(found: Sequence[First], known: Mapping[Pair, tuple[str, str]]) -> dict[str, float]:
    """Shares of the texts: the label given comes first; another that both readers find no worse; no verdict."""
    wrong = [one for one in found if not one.right]
    judged = [known[one.pair] for one in wrong if one.pair in known]
    fits = sum("given" not in said for said in judged)
    better = sum(said == ("told", "told") for said in judged)
    return {
        "given": 1 - len(wrong) / len(found),
        "better": better / len(found),
        "no worse": fits / len(found),
        "given or no worse": 1 - (len(wrong) - fits) / len(found),
        "not judged": (len(wrong) - len(judged)) / len(found),
    }


def questions(found: Iterable[First], known: Mapping[Pair, tuple[str, str]]) -> Iterator[dict[str, str]]:
    """What readers are asked: pairs without a verdict, in an order that tells nothing."""
    framework = load()

    def title(label: str) -> str:
        goal = label.startswith("sdg:")
        named = framework.goals[label] if goal else framework.action_lines[label]
        return f"{label.upper().replace(':', ' ') if goal else label}: {named.names['en']}"

    for one in sorted((one for one in found if not one.right), key=lambda one: key(one.text)):
        if one.pair not in known:
            a, b = map(title, one.sides)
            yield {"key": key(one.text + one.told), "text": one.text, "a": a, "b": b}


def taken(
    found: Iterable[First], said: Sequence[Mapping[str, str]], known: Mapping[Pair, tuple[str, str]]
) -> dict[Pair, tuple[str, str]]:
    """The verdicts with those of two readers added; `said` holds a, b or = under the key of each question."""
    added = dict(known)
    for one in found:
        asked = key(one.text + one.told)
        if one.right or any(asked not in reader for reader in said):
            continue
        first, second = (_verdict(one, reader[asked]) for reader in said)
        added[one.pair] = first, second
    return added


def _verdict(one: First, answer: str) -> str:
    if answer not in _ANSWERS:
        raise ValueError(f"{answer!r} is not one of {', '.join(_ANSWERS)}")
    if answer == "=":
        return "both"
    return "told" if one.sides[_ANSWERS.index(answer)] == one.told else "given"


def _write(known: Mapping[Pair, tuple[str, str]]) -> None:
    with VERDICTS.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, delimiter="\t", lineterminator="\n")
        rows.writerow(_COLUMNS)
        rows.writerows((*pair, *said) for pair, said in sorted(known.items()))


def _answers(path: Path) -> dict[str, str]:
    rows = map(json.loads, filter(bytes.strip, path.read_bytes().split(b"\n")))
    return {row["key"]: row["answer"] for row in rows}


def main() -> None:
    """Print the table, ask or take."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("data", nargs="?", type=Path, default=Path("../shared/data"))
    parser.add_argument("--neural", action="store_true")
    parser.add_argument("--model", type=Path)
    parser.add_argument("--pairs", action="store_true")
    parser.add_argument("--take", nargs=2, type=Path, metavar=("FIRST", "SECOND"))
    chosen = parser.parse_args()
    aligner = Aligner.load(chosen.model, neural=chosen.neural)
    found = {name: firsts(chosen.data, name, aligner) for name in SETS}
    every, known = [one for some in found.values() for one in some], verdicts()
    if chosen.take:
        _write(taken(every, [_answers(path) for path in chosen.take], known))
    elif chosen.pairs:
        for row in questions(every, known):
            json.dump(row, sys.stdout, ensure_ascii=False)
            print()
    else:
        for name, some in found.items():
            row = figures(some, known)
            print(f"{name:18}" + ", ".join(f"{what} {share:.3f}" for what, share in row.items()))


if __name__ == "__main__":
    main()
