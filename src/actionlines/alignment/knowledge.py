"""The WSIS-SDG Matrix as knowledge: what a text says of its action lines speaks for their targets, and back.

A line that is likely lends weight to the targets that the matrix links it with, a goal to the lines it is
linked with; the curve that follows makes probabilities of the sums again. Doubtful cells count half.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np

from actionlines.alignment.labels import Labels, all_labels
from actionlines.alignment.model import Level
from actionlines.alignment.score import sigmoid
from actionlines.alignment.weights import Floats
from actionlines.framework import load

# A text with little of any line is no text of the information society: its lines then lend little.
_LEAST = 0.5
_NEAR = 1e-6


@dataclass(frozen=True)
class Links:
    """What is linked: (lines, targets) and (lines, goals), 1 where the matrix says so."""

    targets: Floats
    goals: Floats


@cache
def links() -> Links:
    """Return the links of this release's WSIS-SDG Matrix."""
    labels = all_labels()
    lines = {one: place for place, one in enumerate(labels.of("action_lines"))}
    table = {kind: np.zeros((len(lines), len(labels)), np.float32) for kind in ("target", "goal")}
    for link in load().matrix:
        for kind, concept in (("target", link.target), ("goal", link.goal)):
            if concept:
                row, at = table[kind][lines[link.action_line]], labels.index[concept]
                row[at] = max(row[at], 0.5 if link.doubtful else 1.0)
    return Links(table["target"][:, labels.places["targets"]], table["goal"][:, labels.places["goals"]])


def raised(p: Floats, labels: Labels, level: Level, strength: float) -> Floats:
    """Logits of `targets` or `action_lines` with what the matrix lends them; (texts, labels of the level)."""
    if level == "targets":
        lent = _shares(p[:, labels.places["action_lines"]]) @ links().targets
    else:
        lent = _shares(p[:, labels.places["goals"]]) @ links().goals.T
    return _logit(p[:, labels.places[level]]) + strength * lent


def apply(p: Floats, labels: Labels, matrix: Mapping[Level, tuple[float, float, float]]) -> Floats:
    """Return probabilities with what the matrix knows; `matrix`: level -> strength, slope, shift of its curve."""
    if not matrix:
        return p
    out = p.copy()
    for level, (strength, slope, shift) in matrix.items():
        place = labels.places[level]
        logits = raised(p, labels, level, strength)
        # What has no evidence at all gets none from the matrix.
        out[:, place] = np.where(p[:, place] > 0, sigmoid(logits * slope + shift), 0)
    return out


def _shares(p: Floats) -> Floats:
    total = np.maximum(p.sum(axis=1, keepdims=True), _LEAST)
    found: Floats = (p / total).astype(np.float32)
    return found


def _logit(p: Floats) -> Floats:
    safe = np.clip(p, _NEAR, 1 - _NEAR)
    found: Floats = np.log(safe / (1 - safe)).astype(np.float32)
    return found
