"""The vocabulary of a language and the matrix of texts by features, made by the model's own encoder."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from actionlines.alignment.encode import Encoder, list_surfaces, stem_word

BATCH = 512
NO_PAIRS = np.empty((0, 2), np.int32)


@dataclass(frozen=True)
class Vocabulary:
    """Words and pairs of one language with their idf, and the floor for the length of a text."""

    language: str
    words: tuple[str, ...]
    pairs: npt.NDArray[np.int32]
    idf: npt.NDArray[np.float64]
    floor: float

    @property
    def encoder(self) -> Encoder:
        """An encoder for it."""
        return Encoder(self.language, self.words, self.pairs)

    def __len__(self) -> int:
        return len(self.words) + len(self.pairs)


def vocabulary(
    texts: Sequence[str], language: str, common: frozenset[str], least: int = 2, floor_words: float = 4
) -> Vocabulary:
    """Words (not in `common`) and neighbouring pairs that stand in at least `least` texts.

    `floor_words`: a text counts as long as if it had this many middling words at least.
    """
    words = _words(texts, language, common, least)
    counts = pair_counts(texts, language, words)
    pairs = np.array(sorted(pair for pair, count in counts.items() if count >= least), np.int32).reshape(-1, 2)
    bare = Vocabulary(language, words, pairs, np.ones(len(words) + len(pairs)), 0.0)
    present = counted(texts, bare) > 0
    seen = np.asarray(present.sum(axis=0)).ravel()
    idf = np.log((1 + len(texts)) / (1 + seen)) + 1
    return Vocabulary(language, words, pairs, idf, float(np.sqrt(floor_words * np.mean(idf[: len(words)] ** 2))))


def pair_counts(texts: Sequence[str], language: str, words: Sequence[str]) -> Counter[tuple[int, int]]:
    """In how many texts each pair of neighbouring known words stands."""
    encoder = Encoder(language, words, NO_PAIRS)
    counts: Counter[tuple[int, int]] = Counter()
    for begin in range(0, len(texts), BATCH):
        tokens = encoder.tokens(texts[begin : begin + BATCH])
        first, second = encoder.neighbours(tokens)
        keys = np.unique(np.stack([tokens.texts[first], tokens.numbers[first], tokens.numbers[second]], axis=1), axis=0)
        counts.update(map(tuple, keys[:, 1:].tolist()))
    return counts


def counted(texts: Sequence[str], vocabulary: Vocabulary) -> sp.csr_matrix:
    """How much each feature counts in each text."""
    encoder, rows = vocabulary.encoder, []
    for begin in range(0, len(texts), BATCH):
        features, often, starts = encoder.encode(texts[begin : begin + BATCH])
        rows.append(sp.csr_matrix((often, features, starts), (len(starts) - 1, len(vocabulary))))
    return sp.vstack(rows, format="csr")


def matrix(texts: Sequence[str], vocabulary: Vocabulary) -> sp.csr_matrix:
    """What the model multiplies with its weights: idf over the length of the text (or the floor)."""
    found = counted(texts, vocabulary) @ sp.diags(vocabulary.idf)
    length = np.sqrt(np.asarray(found.multiply(found).sum(axis=1)).ravel())
    return (sp.diags(1 / np.maximum(length, max(vocabulary.floor, 1e-6))) @ found).tocsr()


def _words(texts: Sequence[str], language: str, common: frozenset[str], least: int) -> tuple[str, ...]:
    counts: Counter[str] = Counter()
    stems: dict[str, str] = {}
    for text in texts:
        for surface in set(list_surfaces(text, language)):
            if surface not in stems:
                stems[surface] = "" if surface.lower() in common else stem_word(surface, language)
        counts.update({stems[surface] for surface in list_surfaces(text, language)})
    counts.pop("", None)
    return tuple(sorted(word for word, count in counts.items() if count >= least))
