"""From which probability a label is certain, and from which it is given as perhaps: alignment/data/grades.csv.

`make train` chooses both out of fold on the examples, level by level. From `certain` on, nine labels of ten are
right. `perhaps` is reached by the best label of 995 texts in 1,000 that speak to the level. In between, from the
threshold of the model on, a label is likely. Targets and commitments have no perhaps: they are many, and the best
of a text that is not likely is seldom right. `named` is what a name in words adds to the log odds of a label
(alignment/languages.py), at which the loss of the labels that are named is least.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from actionlines.alignment import model
from actionlines.alignment.languages import PHRASE, find_names
from actionlines.alignment.measure.figures import Bools
from actionlines.alignment.model import LEVELS, Level, all_labels
from training.fit import Floats

FILE = Path(model.__file__).parent / "data" / "grades.csv"
RIGHT, REACHED = 0.9, 0.995
BEST: tuple[Level, ...] = ("action_lines", "goals")
# Names in words have this p at least (alignment/languages.py), so that no level may ask for more.
MOST = 0.95


def write(
    thresholds: Mapping[str, float], texts: Sequence[str], chances: Floats, said: Floats, trusted: Floats
) -> None:
    """Write the grades of each level; all (texts, labels): p out of fold, what is true, how far it is trusted."""
    labels = all_labels()
    names = np.zeros(chances.shape, np.bool_)
    for row, text in enumerate(texts):
        names[row, [labels.index[id_] for id_ in find_names(text, "en") if len(text) > PHRASE]] = True
    with FILE.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(("level", "certain", "likely", "perhaps", "named", "source"))
        for level in LEVELS:
            part = labels.places[level]
            known, true = trusted[:, part] > 0, said[:, part] > 0.5
            certain = certain_from(chances[:, part][known], true[known])
            perhaps = reached_by(chances[:, part], true & known) if level in BEST else ""
            of_names = names[:, part] & known
            adds = added_by(chances[:, part][of_names], true[of_names])
            rows.writerow((level, certain, thresholds[level], perhaps, adds, "training/grades.py"))


def certain_from(p: Floats, true: Bools) -> float:
    """Return the lowest p, in steps of .01, from which on RIGHT of the labels are true; (pairs,) each."""
    steps = np.arange(0.5, MOST, 0.01)
    return next((round(float(step), 2) for step in steps if true[p >= step].mean() >= RIGHT), MOST)


def added_by(p: Floats, true: Bools) -> float:
    """Return what is added to the log odds of p with the least loss, in steps of .1; (pairs,) each."""
    safe = np.clip(p.astype(float), 1e-4, 1 - 1e-4)
    odds = np.log(safe / (1 - safe))[:, None] + np.arange(0, 3, 0.1)
    loss = np.logaddexp(0, np.where(true[:, None], -odds, odds)).sum(axis=0)
    return round(float(np.argmin(loss)) / 10, 1)


def reached_by(p: Floats, true: Bools) -> float:
    """Return the p that the best label of REACHED of the texts with a true one reaches; (texts, labels) each."""
    return round(float(np.quantile(p[true.any(axis=1)].max(axis=1), 1 - REACHED)), 3)
