"""Labelled texts to measure with: JSON lines with `text` and any of goals, sdgs, targets, action_lines."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from actionlines.alignment.labels import Labels
from actionlines.alignment.measure.scores import Bools
from actionlines.alignment.model import Level
from actionlines.errors import DamagedInput

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
    rows = list(_rows(path))
    truth = np.zeros((len(rows), len(labels)), np.bool_)
    for at, row in enumerate(rows):
        for one in _ids(row):
            if one in labels.index:
                truth[at, labels.index[one]] = True
    return Texts(tuple(row["text"] for row in rows), truth, labels)


def parallel_lines(folder: Path, code: str) -> list[str]:
    """Return the lines of a language; line n of one is the translation of line n of another."""
    with gzip.open(folder / f"dev.{code}.gz", "rt", encoding="utf-8") as lines:
        return [line.strip() for line in lines]


def _rows(path: Path) -> Iterator[dict[str, Any]]:
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


def _ids(row: Mapping[str, Any]) -> Iterator[str]:
    for field in ("goals", "sdgs", "targets"):
        for one in row.get(field) or ():
            yield f"sdg:{one}"
    for line in row.get("action_lines") or ():
        yield LINES.get(line, line)
