"""The default grade with evidence beside TF-IDF with logistic regression over the same labels, in one run.

    OMP_NUM_THREADS=1 python -m benchmarks.baseline [DATA]      needs scikit-learn, which nothing else here does

scikit-learn learns from one in four of this project's English texts (training/texts), every label that three of
them have. Both give the probabilities of all labels for the development sets, and then the words that carry each
label above its threshold: of TF-IDF the features with the largest products. The default grade finds the language
and the names of labels as well. Rates are at the reference pace (benchmarks/pace.py).
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np
from training.data import Example, examples, sources

from actionlines.alignment.aligner import Aligner
from actionlines.alignment.label_search import find_labels
from actionlines.alignment.measure import figures as scores
from actionlines.alignment.weights import Floats
from benchmarks.figure import Figure, verdict
from benchmarks.neural import sets
from benchmarks.pace import at_reference

PASSES, FEWEST, ONE_IN, WORDS = 5, 3, 4, 5
EVIDENCE = 3500.0


def texts_of_the_project(data: Path) -> list[Example]:
    """Return the English examples that stand in the project."""
    own = [one for one in sources() if one.place.startswith("training/texts")]
    every = [one for source in own for one in examples(data, source) if one.language == "en"]
    return every[::ONE_IN]


def learned(every: list[Example], ids: tuple[str, ...]) -> tuple[Any, list[int]]:
    """Return TF-IDF with logistic regression, fitted, and the places of the labels that it knows."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.multiclass import OneVsRestClassifier
    from sklearn.pipeline import make_pipeline

    said = np.array([[label in one.labels for label in ids] for one in every])
    known = np.flatnonzero(said.sum(axis=0) >= FEWEST).tolist()
    words = TfidfVectorizer(sublinear_tf=True, min_df=2, stop_words="english")
    model = make_pipeline(words, OneVsRestClassifier(LogisticRegression(solver="liblinear", C=8)))
    model.fit([one.text for one in every], said[:, known])
    return model, known


def explained(model: Any, texts: list[str], least: Floats) -> tuple[Floats, list[list[list[str]]]]:
    """Return the probabilities of TF-IDF with logistic regression, and the words of each label above `least`."""
    words, heads = (step for _, step in model.steps)
    names = words.get_feature_names_out()
    weights = np.vstack([one.coef_[0] for one in heads.estimators_])
    rows = words.transform(texts)
    p = heads.predict_proba(rows)
    out = []
    for row, own in zip(rows, p >= least, strict=True):
        said = weights[np.flatnonzero(own)][:, row.indices] * row.data
        out.append([names[row.indices[np.argsort(-one)[:WORDS]]].tolist() for one in said])
    return p, out


def figures(data: Path) -> Iterable[Figure]:
    """Yield the rate of the default grade, how many times that of the other it is, and both first goals."""
    aligner = Aligner.load()
    known = sets(data, aligner.labels, None)
    texts = [text for one in known.values() for text in one.texts]
    every = texts_of_the_project(data)
    other, places = learned(every, aligner.labels.ids)
    print(f"{len(every)} texts to learn from, {len(places)} of {len(aligner.labels)} labels, {len(texts)} texts")
    levels = {place: level for level, part in aligner.labels.places.items() for place in range(part.start, part.stop)}
    least = np.array([aligner.weights.thresholds[levels[place]] for place in places], np.float32)
    works: dict[str, Callable[[], Any]] = {
        "labels": lambda: find_labels(aligner, texts, [""] * len(texts), evidence=False),
        "evidence": lambda: find_labels(aligner, texts, [""] * len(texts)),
        "other labels": lambda: other.predict_proba(texts),
        "other evidence": lambda: explained(other, texts, least),
    }
    done = {name: at_reference(work, PASSES) for name, work in works.items()}
    rates = {name: len(texts) / seconds for name, (seconds, _) in done.items()}
    print(", ".join(f"{name} {rate:,.0f} texts/s" for name, rate in rates.items()))
    yield Figure("default grade with evidence: texts a second", rates["evidence"], ">=", EVIDENCE)
    for what in ("labels", "evidence"):
        times = rates[what] / rates[f"other {what}"]
        yield Figure(f"{what} beside TF-IDF with logistic regression", times, ">=", 1.0, "times")
    said = np.zeros((len(texts), len(aligner.labels)))
    said[:, places] = done["other labels"][1]
    goals = aligner.labels.places["goals"]
    truth = np.vstack([one.truth for one in known.values()])[:, goals]
    first = [scores.score_hits(p[:, goals], truth, 1) for p in (done["labels"][1].p, said)]
    yield Figure("first goal of the default grade", first[0], ">=", round(first[1], 4), "by the other")


if __name__ == "__main__":
    sys.exit(verdict(list(figures(Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/data")))))
