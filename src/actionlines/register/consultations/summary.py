"""A summary out of the commenters' own sentences: which of them say most of what all say. Nothing is rewritten.

Sentences are compared by the words that they have in common, weighed by how rare each is among the comments at
hand (tf-idf). The most central sentence comes first; each next one is as central and says least of what is already
there (maximal marginal relevance).
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

MOST_SENTENCES = 600  # that are compared; the rest of a very long list is left out evenly
_SHORTEST, _LONGEST = 20, 400  # characters of a sentence worth quoting
_NEWNESS = 0.5  # how much a sentence loses for what was said already
_SAME = 0.6  # likeness from which a sentence says nothing new
_END = re.compile(r"(?<=[.!?؟。！？])\s*(?=\S)|\n+")
_WORD = re.compile(r"[\u3400-\u9fff]|[^\W\d_\u3400-\u9fff]{2,}")


@dataclass(frozen=True, slots=True)
class Said:
    """One text: `ref` is the number of its comment."""

    ref: int
    text: str


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence of a text, exactly: `text[start:end]` of the one with this `ref`. `weight`: how central, 0..1."""

    ref: int
    text: str
    start: int
    end: int
    weight: float


def sentences(one: Said) -> list[Quote]:
    """The sentences of a text that are long enough to say something and short enough to be quoted."""
    found, at = [], 0
    for cut in [*_END.finditer(one.text), None]:
        stop = cut.start() if cut else len(one.text)
        piece = one.text[at:stop]
        start = at + len(piece) - len(piece.lstrip())
        end = at + len(piece.rstrip())
        if _SHORTEST <= end - start <= _LONGEST:
            found.append(Quote(one.ref, one.text[start:end], start, end, 0.0))
        at = cut.end() if cut else stop
    return found


def summary(said: Sequence[Said], most: int = 3) -> list[Quote]:
    """At most `most` sentences, the most central first, no two of one text; empty where there is nothing to say.

    >>> said = "Add a date to the report.", "A date for the report is needed.", "We thank the secretariat."
    >>> [one.ref for one in summary([Said(n, text) for n, text in enumerate(said, 1)], 1)]
    [1]
    """
    pool = [quote for one in said for quote in sentences(one)]
    if len(pool) > MOST_SENTENCES:
        step = len(pool) / MOST_SENTENCES
        pool = [pool[int(n * step)] for n in range(MOST_SENTENCES)]
    vectors = _vectors([one.text for one in pool])
    if not pool or vectors.size == 0:
        return []
    likeness = vectors @ vectors.T
    np.fill_diagonal(likeness, 0.0)
    central = likeness.sum(axis=1) / max(1, len(pool) - 1)
    top = central.max() or 1.0
    score = central / top
    chosen: list[int] = []
    taken: set[int] = set()
    while len(chosen) < most:
        already = likeness[:, chosen].max(axis=1) if chosen else np.zeros(len(pool))
        worth = (1 - _NEWNESS) * score - _NEWNESS * already
        order = [
            n for n in np.argsort(-worth, kind="stable") if pool[n].ref not in taken and already[n] < _SAME
        ]
        if not order:
            break
        chosen.append(int(order[0]))
        taken.add(pool[order[0]].ref)
    return [
        Quote(pool[n].ref, pool[n].text, pool[n].start, pool[n].end, round(float(score[n]), 3))
        for n in chosen
    ]


def _vectors(texts: Sequence[str]) -> np.ndarray:
    """Rows of unit length: tf-idf of the words that at least two sentences have, or all where there are none."""
    bags = [Counter(_WORD.findall(text.casefold())) for text in texts]
    spread = Counter(word for bag in bags for word in bag)
    words = [word for word, many in spread.items() if many > 1] or list(spread)
    place = {word: n for n, word in enumerate(sorted(words))}
    found = np.zeros((len(texts), len(place)), dtype=np.float32)
    for row, bag in enumerate(bags):
        for word, many in bag.items():
            if word in place:
                found[row, place[word]] = (1 + math.log(many)) * math.log(1 + len(texts) / spread[word])
    size = np.linalg.norm(found, axis=1, keepdims=True)
    return found / np.where(size == 0, 1, size)
