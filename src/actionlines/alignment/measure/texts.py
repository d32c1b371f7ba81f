"""Labelled texts to measure with: JSON lines with `text` and any of goals, sdgs, targets, action_lines.

What a model says of many texts, as numbers.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from actionlines.alignment.aligner import Aligner
from actionlines.alignment.explicit import find_stated
from actionlines.alignment.label_search import raise_mentions
from actionlines.alignment.languages import quick_language
from actionlines.alignment.measure.figures import Watch
from actionlines.alignment.measure.scores import Bools, Numbers
from actionlines.alignment.model import Labels, Level
from actionlines.alignment.names import find_names
from actionlines.errors import DamagedInput
from actionlines.json_types import JsonMapping, JsonObject

# Names of lines that some data sets write otherwise than the framework.
LINES = {"C7-egovernment": "C7-egov"}


@dataclass(frozen=True)
class Texts:
    """Texts and their true labels, (texts, labels) over all levels; False where a data set names none."""

    texts: tuple[str, ...]
    truth: Bools
    labels: Labels

    def of(self, level: Level) -> Bools:
        """Return what is true of the labels of one level."""
        return self.truth[:, self.labels.places[level]]

    def __len__(self) -> int:
        return len(self.texts)


def read_texts(path: Path, labels: Labels) -> Texts:
    """Return the labelled texts of a file. Raises DamagedInput naming the line that cannot be read."""
    rows = list(_read_rows(path))
    truth = np.zeros((len(rows), len(labels)), np.bool_)
    for at, row in enumerate(rows):
        for id_ in _list_ids(row):
            if id_ in labels.index:
                truth[at, labels.index[id_]] = True
    return Texts(tuple(row["text"] for row in rows), truth, labels)


def parallel_lines(folder: Path, code: str) -> list[str]:
    """Return the lines of a language; line n of one is the translation of line n of another."""
    with gzip.open(folder / f"dev.{code}.gz", "rt", encoding="utf-8") as lines:
        return [line.strip() for line in lines]


def _read_rows(path: Path) -> Iterator[JsonObject]:
    # Bytes are cut at line feeds alone: a text may hold other signs that end a line.
    for number, line in enumerate(path.read_bytes().split(b"\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError:  # UnicodeDecodeError among them
            row = None
        if not isinstance(row, dict) or not isinstance(row.get("text"), str):
            raise DamagedInput(f"{path} line {number}", "it is not a JSON object with a text", "Mend it.")
        yield row


def _list_ids(row: JsonMapping) -> Iterator[str]:
    for field in ("goals", "sdgs", "targets"):
        for number in row.get(field) or ():
            yield f"sdg:{number}"
    for line in row.get("action_lines") or ():
        yield LINES.get(line, line)


# Texts between two reports of progress.
STEP = 256


@dataclass(frozen=True)
class Answers:
    """`learned` is p by the model and by names in words, `named` what a text cites.

    Both are (texts, labels) over all levels.
    """

    aligner: Aligner
    learned: Numbers
    named: Bools

    def p(self, level: Level) -> Numbers:
        """Return probabilities as `Aligner.align` gives them."""
        part = self.aligner.labels.places[level]
        return np.where(self.named[:, part], 1.0, self.learned[:, part])

    def ranking(self, level: Level) -> Numbers:
        """Return scores to rank by: labels that the text names before all others, both by what the model says."""
        part = self.aligner.labels.places[level]
        return self.learned[:, part].astype(float) + self.named[:, part]

    def found(self, level: Level) -> Bools:
        """Return the labels that a user gets: above the threshold of their level, or named."""
        part = self.aligner.labels.places[level]
        mask: Bools = self.named[:, part] | (self.learned[:, part] >= self.aligner.weights.thresholds[level])
        return mask


def find_answers(
    aligner: Aligner, texts: Sequence[str], stage: str, watch: Watch, languages: Sequence[str] = ()
) -> Answers:
    """Return what the aligner says of texts. `languages` where they are known; else they are found out."""
    learned = np.zeros((len(texts), len(aligner.labels)), np.float32)
    named = np.zeros(learned.shape, np.bool_)
    for begin in range(0, len(texts), STEP):
        watch.step(stage, begin, len(texts))
        some = texts[begin : begin + STEP]
        codes = list(languages[begin : begin + STEP]) or [quick_language(text) for text in some]
        p = aligner.probabilities(some, codes)
        cited = [find_stated(text, aligner.labels) for text in some]
        names = [find_names(text, code) if code else {} for text, code in zip(some, codes, strict=True)]
        raise_mentions(aligner.labels, p, some, [{}] * len(some), names)
        learned[begin : begin + STEP] = p
        for row, ids in enumerate(cited, begin):
            named[row, [aligner.labels.index[label_id] for label_id in ids]] = True
    watch.step(stage, len(texts), len(texts))
    return Answers(aligner, learned, named)
