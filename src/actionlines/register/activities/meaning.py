"""How near two texts are in meaning, whatever their languages: what the model says of each, label by label.

The model has the same labels in six languages, so its probabilities are a common measure. Narrow labels (lines,
targets, commitments) count in full; goals are so wide that they count little.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
import numpy.typing as npt

from actionlines.alignment import Aligner
from actionlines.alignment.model import Level
from actionlines.register.core.schema import Data
from actionlines.register.core.telling import evidence_of

_COUNTS: dict[Level, float] = {"action_lines": 1.0, "goals": 0.3, "targets": 1.0, "commitments": 1.0}
# A text speaks to a narrow label from this probability on; for several labels together it is less than the model
# asks for one alone.
_SPEAKS = 0.4
_REMEMBERED = 4096

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Meaning:
    """What a text speaks to.

    direction  of length 1 in the space of labels; of length 0 where it speaks to nothing narrow
    narrow     line, target or commitment -> p
    quotes     the same -> the words of the text that carried it, as a person accepts them
    """

    language: str
    direction: Numbers
    narrow: dict[str, float]
    quotes: dict[str, list[Data]]


@lru_cache(maxsize=_REMEMBERED)
def meaning_of(text: str, language: str = "") -> Meaning:
    """Return what a text speaks to; `language` where it is known."""
    aligner = Aligner.load()
    found = aligner.align(text, language=language, scores=True, threshold=_SPEAKS)
    p = np.array([found.scores[one] for one in aligner.labels.ids])
    wide = {label.id for label in found.goals}
    quotes: dict[str, list[Data]] = {}
    for one in found.evidence:
        if one.label not in wide:
            said = {
                "quote": text[one.start : one.end],
                "start": one.start,
                "end": one.end,
                "weight": one.weight,
            }
            quotes.setdefault(one.label, []).append(said)
    narrow = {label.id: label.p for level in _COUNTS if level != "goals" for label in found.labels(level)}
    direction = np.sqrt(p) * _weights()
    length = float(np.linalg.norm(direction)) if narrow else 0.0
    return Meaning(
        found.language,
        direction / length if length else np.zeros_like(direction),
        narrow,
        {one: kept for one, said in quotes.items() if (kept := evidence_of(said, found.language))},
    )


def nearness(one: Meaning, *others: Meaning) -> float:
    """Return the mean cosine, 0 to 1, of one meaning to others."""
    return float(np.mean([one.direction @ other.direction for other in others]))


@cache
def _weights() -> Numbers:
    labels = Aligner.load().labels
    out = np.zeros(len(labels.ids))
    for level, counts in _COUNTS.items():
        out[labels.places[level]] = counts
    return out
