"""Logistic regressions, one per label, over the examples whose level is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp
from scipy.optimize import minimize

from actionlines.alignment.classifier import apply_sigmoid
from actionlines.alignment.model import Level, all_labels
from training.data import Example

Floats = npt.NDArray[np.float32]
# How far words are trusted. Chosen on the dev sets and out of fold: for goals more trust in the data (larger)
# learns names of firms and places; lines, targets and commitments, with fewer examples each, ask for more.
TRUST = 3.0
TRUST_OF: Mapping[Level, float] = {"action_lines": 8.0, "targets": 8.0, "commitments": 8.0}
# A label with fewer positive examples is never given.
LEAST = 3
# How much the goals of United Nations paragraphs count: half of those speak to peace, institutions or partnership,
# which projects and reports do not. Chosen on the dev sets.
RESOLUTIONS = 0.5


@dataclass(frozen=True)
class Linear:
    """Scores are `matrix @ weights + bias`; (features, labels) and (labels,)."""

    weights: Floats
    bias: Floats

    def scores(self, features: sp.csr_matrix | Floats) -> Floats:
        """Scores of texts."""
        return np.asarray(features @ self.weights + self.bias, np.float32)


def targets_of(examples: Sequence[Example]) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """What each example says of each label (1 or 0), and whether it says anything; (examples, labels)."""
    labels = all_labels()
    said = np.zeros((len(examples), len(labels)), np.float32)
    known = np.zeros(said.shape, np.bool_)
    for row, one in enumerate(examples):
        for level in one.levels:
            known[row, labels.places[level]] = True
        said[row, [labels.index[label] for label in one.labels]] = 1
    return said, known


def trust_in(examples: Sequence[Example], known: npt.NDArray[np.bool_]) -> Floats:
    """How far each label of each example is trusted, (examples, labels); 0 where nothing is known."""
    trusted = known * np.array([one.weight for one in examples], np.float32)[:, None]
    resolutions = [row for row, one in enumerate(examples) if one.source == "un_paragraphs"]
    trusted[resolutions, all_labels().places["goals"]] *= RESOLUTIONS
    return trusted.astype(np.float32)


def speaks_of(said: Floats, trusted: Floats) -> tuple[Floats, Floats]:
    """Whether each example speaks to anything, and how far that is trusted; both (examples, 1).

    One without labels is known to speak to nothing where all levels are known.
    """
    speaks = said.max(axis=1, keepdims=True)
    known = (speaks > 0) | (trusted > 0).all(axis=1, keepdims=True)
    return speaks, np.where(known, trusted.max(axis=1, keepdims=True), 0).astype(np.float32)


def fit(features: sp.csr_matrix | Floats, said: Floats, weight: Floats, jobs: int = 2) -> Linear:
    """Fit every label by itself. `said` (texts, labels) are 0..1, soft labels of a teacher among them.

    `weight` (texts, labels) says how much each counts, 0 for what is not known. The bias is not held back.
    Columns beyond the labels (whether a text speaks to anything) are trusted as goals are.
    """
    from joblib import Parallel, delayed

    labels = said.shape[1]
    trust = np.full(max(labels, len(all_labels())), TRUST)
    for level, more in TRUST_OF.items():
        trust[all_labels().places[level]] = more
    done = Parallel(jobs)(delayed(_one)(features, said[:, at], weight[:, at], trust[at]) for at in range(labels))
    weights = np.zeros((features.shape[1], labels), np.float32)
    bias = np.zeros(labels, np.float32)
    for at, (slope, start) in enumerate(done):
        weights[:, at], bias[at] = slope, start
    return Linear(weights, bias)


def _one(features: sp.csr_matrix | Floats, said: Floats, weight: Floats, trust: float) -> tuple[Floats, float]:
    kept = np.flatnonzero(weight > 0)
    if said[kept] @ weight[kept] < LEAST * 0.5:
        return np.zeros(features.shape[1], np.float32), -8.0
    rows, target, counts = features[kept], said[kept].astype(float), weight[kept].astype(float) * trust
    turned = rows.T.tocsr() if sp.issparse(rows) else rows.T

    def loss(point: npt.NDArray[np.float64]) -> tuple[float, npt.NDArray[np.float64]]:
        slope, start = point[:-1], point[-1]
        score = rows @ slope + start
        value = counts @ (np.logaddexp(0, score) - target * score) + 0.5 * slope @ slope
        error = counts * (0.5 * (np.tanh(0.5 * score) + 1) - target)
        return float(value), np.append(turned @ error + slope, error.sum())

    start = np.zeros(features.shape[1] + 1)
    rate = np.clip(target @ counts / counts.sum(), 1e-4, 1 - 1e-4)
    start[-1] = np.log(rate / (1 - rate))
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 200, "ftol": 1e-6})
    return found.x[:-1].astype(np.float32), float(found.x[-1])


def fit_dense(vectors: Floats, said: Floats, weight: Floats, trust: float = TRUST) -> Linear:
    """The same for few, dense directions, so that all labels are fitted in one go."""
    count, labels = vectors.shape[1], said.shape[1]
    counts = weight * trust

    def loss(point: npt.NDArray[np.float64]) -> tuple[float, npt.NDArray[np.float64]]:
        table = point.reshape(count + 1, labels).astype(np.float32)
        slope, start = table[:-1], table[-1]
        score = vectors @ slope + start
        value = float((counts * (np.logaddexp(0, score) - said * score)).sum()) + 0.5 * float((slope**2).sum())
        error = counts * (apply_sigmoid(score) - said)
        turned = np.vstack([vectors.T @ error + slope, error.sum(axis=0)])
        return value, turned.astype(np.float64).ravel()

    begin = np.zeros((count + 1, labels))
    rate = np.clip((said * weight).sum(axis=0) / np.maximum(weight.sum(axis=0), 1e-9), 1e-4, 1 - 1e-4)
    begin[-1] = np.log(rate / (1 - rate))
    found = minimize(loss, begin.ravel(), jac=True, method="L-BFGS-B", options={"maxiter": 80, "ftol": 1e-6})
    table = found.x.reshape(count + 1, labels).astype(np.float32)
    return Linear(table[:-1], table[-1])
