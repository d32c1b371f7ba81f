"""What a model says of many texts, as numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from actionlines.alignment.aligner import Aligner
from actionlines.alignment.explicit import stated
from actionlines.alignment.languages import quick_language
from actionlines.alignment.measure.figures import Watch
from actionlines.alignment.measure.scores import Bools, Numbers
from actionlines.alignment.model import Level

# Texts between two reports of progress.
STEP = 256


@dataclass(frozen=True)
class Answers:
    """`learned` is p by the model, `named` what a text names itself; both (texts, labels) over all levels."""

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
        found: Bools = self.named[:, part] | (self.learned[:, part] >= self.aligner.weights.thresholds[level])
        return found


def answers(
    aligner: Aligner, texts: Sequence[str], stage: str, watch: Watch, languages: Sequence[str] = ()
) -> Answers:
    """Return what the aligner says of texts. `languages` where they are known; else they are found out."""
    learned = np.zeros((len(texts), len(aligner.labels)), np.float32)
    named = np.zeros(learned.shape, np.bool_)
    for begin in range(0, len(texts), STEP):
        watch.step(stage, begin, len(texts))
        some = texts[begin : begin + STEP]
        codes = list(languages[begin : begin + STEP]) or [quick_language(text) for text in some]
        learned[begin : begin + STEP] = aligner.probabilities(some, codes)
        for row, text in enumerate(some, begin):
            named[row, [aligner.labels.index[one] for one in stated(text, aligner.labels)]] = True
    watch.step(stage, len(texts), len(texts))
    return Answers(aligner, learned, named)
