"""What slow readers say of texts that they have not learned from, kept in a file for each.

encoder        English: the labelled texts held back when it was trained, bare paragraphs, parallel lines
teacher        English: all labelled texts, each by an encoder that has learned from the other half of them
multilingual   all six languages: the labelled texts and parallel lines held back when its head was trained
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

import numpy as np
import numpy.typing as npt

from actionlines.alignment.model import all_labels
from training import kept
from training.data import HERE

Floats = npt.NDArray[np.float32]
Reader = Literal["encoder", "teacher", "multilingual"]
# What asks each anew.
_ASK: Mapping[Reader, str] = {
    "encoder": "python -m training.encoder --tell",
    "teacher": "python -m training.encoder --teach",
    "multilingual": "python -m training.multilingual",
}
# Scores are kept in bytes, up to this.
_LARGEST = 16.0


def keep(reader: Reader, texts: Sequence[str], scores: Floats) -> None:
    """Keep the scores (texts, labels) of texts; what was kept before goes."""
    kept.write_bytes(HERE / f"{reader}.npz", texts, scores, _LARGEST)


def of(reader: Reader, texts: Sequence[str]) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """Scores (texts, labels), and of which texts there are any."""
    return kept.read_bytes(HERE / f"{reader}.npz", texts, len(all_labels()), _LARGEST)


def of_all(reader: Reader, texts: Sequence[str]) -> Floats:
    """Scores (texts, labels). Raises SystemExit saying what to run: the reader was not asked about all of them."""
    scores, asked = of(reader, texts)
    if not asked.all():
        raise SystemExit(f"{(~asked).sum()} texts are new to the reader {reader}: {_ASK[reader]}")
    return scores
