"""The words that carried a label: what each token adds to its score, joined to readable spans.

The model adds up what its features say, so that the evidence is the decision itself and no guess about it.
Only the length of the text, which the sum is divided by, changes too when words are taken out.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from actionlines.alignment.encode import often
from actionlines.alignment.model import Evidence
from actionlines.alignment.score import Scorer
from actionlines.alignment.tokens import spans
from actionlines.alignment.weights import Floats

# Spans per label that a reader can take in, and the share below which a span says next to nothing.
SPANS = 5
LEAST = 0.04
# A word with a smaller part of the strongest word's share is left out: not every word is evidence.
STRONG = 0.1
# Words between two spans that are read with them: "access *to* water".
_BRIDGE = 2


def evidence(
    text: str, scorer: Scorer, places: Sequence[int], ids: Sequence[str], spans_per_label: int = SPANS
) -> tuple[Evidence, ...]:
    """The strongest spans for each label (given by place in the model and by id), strongest first.

    Weights are shares of all that speaks for the label in this text; those of one label add up to 1 at most.
    """
    if not places:
        return ()
    marks = list(spans(text, scorer.encoder.language))
    shares = token_shares(text, scorer, places)
    out: list[Evidence] = []
    for column, label in enumerate(ids):
        found = _joined(shares[:, column], marks)
        out += [
            Evidence(label, start, end, round(weight, 4)) for weight, start, end in found[:spans_per_label]
        ]
    return tuple(out)


def token_shares(text: str, scorer: Scorer, places: Sequence[int]) -> Floats:
    """For each token of the text (all words, known or not) its share of what speaks for each label.

    Shape (tokens, labels); no negative numbers; columns add up to 1, or to 0 where nothing speaks for it.
    What a repeated word adds is split evenly among its places.
    """
    encoder, columns = scorer.encoder, list(places)
    tokens = encoder.tokens([text])
    first, second, pairs = encoder.pairs(tokens)
    added = np.zeros((len(encoder.surfaces(text)), len(columns)), np.float32)
    for at, features, part in (
        (tokens.places, tokens.numbers, 1.0),
        (tokens.places[first], pairs, 0.5),
        (tokens.places[second], pairs, 0.5),
    ):
        _, which, counts = np.unique(features, return_inverse=True, return_counts=True)
        share = part * often(counts)[which] / counts[which]
        np.add.at(added, at, scorer.own.weights[features][:, columns] * share[:, None])
    added = np.maximum(added, 0)
    total = added.sum(axis=0)
    return (added / np.where(total > 0, total, 1)).astype(np.float32)


def _joined(share: Floats, marks: Sequence[tuple[int, int]]) -> list[tuple[float, int, int]]:
    """Tokens that speak for a label, joined with their neighbours: (weight, start, end), strongest first."""
    runs: list[tuple[float, int, int, int]] = []
    for place in np.flatnonzero(share > STRONG * share.max(initial=0)).tolist():
        weight, (start, end) = float(share[place]), marks[place]
        if runs and place - runs[-1][3] <= _BRIDGE:
            before = runs.pop()
            runs.append((before[0] + weight, before[1], max(end, before[2]), place))
        else:
            runs.append((weight, start, end, place))
    kept = [(weight, start, end) for weight, start, end, _ in runs if weight >= LEAST]
    return sorted(kept, key=lambda one: (-one[0], one[1]))
