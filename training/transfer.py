"""The other five languages: what the lexicon says, fitted to parallel lines labelled by the English model."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import compress
from pathlib import Path

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp
from scipy.optimize import minimize

from actionlines.alignment.classifier import apply_sigmoid
from actionlines.alignment.measure.benchmark import FIRST, parallel_lines
from actionlines.alignment.weights import LanguageWeights
from training import features, kept
from training.data import Example
from training.fit import Linear, speaks_of, targets_of
from training.languages import common, renderings
from training.shipped import packed

Floats = npt.NDArray[np.float32]
CODES = ("ar", "es", "fr", "ru", "zh")
# Of the parallel lines and of the texts of a language one in six shows how far to trust a second reader.
HELD_BACK = 6
# How strongly the fitted weights are held to what the lexicon says.
HELD = 1.0


@dataclass(frozen=True)
class Carried:
    """A vocabulary of another language and the weights that its lexicon gives it."""

    words: features.Vocabulary
    weights: Floats


def parallel(data: Path, code: str) -> list[str]:
    """The parallel lines of a language that are learned from, in the order common to all."""
    return parallel_lines(data / "languages", code)[:FIRST]


def languages(
    data: Path, examples: Sequence[Example], words: features.Vocabulary, model: Linear
) -> Iterator[tuple[str, LanguageWeights]]:
    """Each of the five languages, ready for the file."""
    known = apply_sigmoid(model.scores(features.matrix(parallel(data, "en"), words)))
    for code in CODES:
        own = [one for one in examples if one.language == code]
        lines = parallel(data, code)
        carried, weights, bias = _learned(code, words, model, (lines, known), own)
        print(f"{code}: {len(carried.words.words)} words, {len(carried.words.pairs)} pairs", flush=True)
        yield code, packed(carried.words, weights, bias)


def held_back(examples: Sequence[Example]) -> npt.NDArray[np.bool_]:
    """Which examples of a language the second reader does not learn from."""
    return kept.one_in(HELD_BACK, [one.text for one in examples])


def held_lines(data: Path) -> npt.NDArray[np.bool_]:
    """Which of the parallel lines that are learned from it does not, in any language."""
    return kept.one_in(HELD_BACK, parallel(data, "en"))


@dataclass(frozen=True)
class Unseen:
    """What a model of one language says of texts held back from it, parallel lines and then examples.

    scores (texts, labels + 1).
    """

    texts: list[str]
    scores: Floats
    examples: list[Example]


def unseen(data: Path, examples: Sequence[Example], words: features.Vocabulary, model: Linear) -> Iterator[Unseen]:
    """For each of the five languages what a model says that was not shown what is held back."""
    known = apply_sigmoid(model.scores(features.matrix(parallel(data, "en"), words)))
    out = held_lines(data)
    for code in CODES:
        lines, own = parallel(data, code), [one for one in examples if one.language == code]
        away = held_back(own)
        shown = list(compress(lines, ~out))
        learned = list(compress(own, ~away))
        carried, weights, bias = _learned(code, words, model, (shown, known[~out]), learned)
        rest = list(compress(own, away))
        texts = [*compress(lines, out), *(one.text for one in rest)]
        scores = np.asarray(features.matrix(texts, carried.words) @ weights + bias, np.float32)
        yield Unseen(texts, scores, rest)


def _learned(
    code: str, words: features.Vocabulary, model: Linear, lines: tuple[Sequence[str], Floats], own: Sequence[Example]
) -> tuple[Carried, Floats, Floats]:
    """Vocabulary, weights and bias of a language, from lines with what English says of them and from its texts."""
    carried = carry(code, words, model, [*lines[0], *(one.text for one in own)])
    return carried, *fitted(carried, model, lines[0], lines[1], own)


def carry(code: str, words: features.Vocabulary, model: Linear, texts: Sequence[str]) -> Carried:
    """The features of a language that its lexicon names, with the mean of what they stand for in English.

    The first rendering of a word counts most. Words of `texts` that the lexicon lacks start from nothing.
    """
    rows = _english_rows(words)
    said: dict[tuple[str, ...], list[tuple[float, int]]] = defaultdict(list)
    known = renderings(code)
    for english, tokens in known.items():
        if english in rows:
            for rank, one in enumerate(tokens):
                said[_feature(one, code)].append((1 / (1 + rank), rows[english]))
    seen = features.vocabulary(texts, code, common(code), least=2)
    names = sorted({token for feature in said for token in feature} | set(seen.words))
    place = {name: at for at, name in enumerate(names)}
    pairs = {(place[one[0]], place[one[1]]) for one in said if len(one) == 2}
    ordered = sorted(pairs)
    count = len(names)
    feature_place = {(name,): at for name, at in place.items()}
    feature_place |= {(names[a], names[b]): count + at for at, (a, b) in enumerate(ordered)}
    weights = np.zeros((count + len(ordered), model.weights.shape[1]), np.float32)
    idf = np.full(len(weights), float(np.median(words.idf)))
    for feature, parts in said.items():
        at, total = feature_place[feature], sum(part for part, _ in parts)
        weights[at] = sum(part * model.weights[row] for part, row in parts) / total
        idf[at] = sum(part * words.idf[row] for part, row in parts) / total
    vocabulary = features.Vocabulary(code, tuple(names), np.array(ordered, np.int32).reshape(-1, 2), idf, words.floor)
    return Carried(vocabulary, weights)


def fitted(
    carried: Carried, model: Linear, lines: Sequence[str], known: Floats, own: Sequence[Example]
) -> tuple[Floats, Floats]:
    """Weights and bias after the parallel lines and the official texts; held to what the lexicon said."""
    said, level = targets_of(own)
    found = features.matrix([*lines, *(one.text for one in own)], carried.words)
    trusted = level.astype(np.float32)
    speaks, sure = speaks_of(said, trusted)
    aim = np.vstack([known, np.hstack([said, speaks])])
    weight = np.vstack([np.ones(known.shape, np.float32), np.hstack([trusted, sure])])
    weights, bias = carried.weights.copy(), model.bias.copy()
    for at in np.flatnonzero(np.abs(model.weights).sum(axis=0) > 0):
        change, shift = _change(found, aim[:, at], weight[:, at], found @ weights[:, at] + bias[at])
        weights[:, at] += change
        bias[at] += shift
    return weights, bias


def _change(found: sp.csr_matrix, aim: Floats, weight: Floats, start: Floats) -> tuple[npt.NDArray[np.float64], float]:
    turned = found.T.tocsr()

    def loss(point: npt.NDArray[np.float64]) -> tuple[float, npt.NDArray[np.float64]]:
        score = start + found @ point[:-1] + point[-1]
        value = weight @ (np.logaddexp(0, score) - aim * score) + 0.5 * HELD * (point @ point)
        error = weight * (0.5 * (np.tanh(0.5 * score) + 1) - aim)
        return float(value), np.append(turned @ error, error.sum()) + HELD * point

    found_at = minimize(
        loss, np.zeros(found.shape[1] + 1), jac=True, method="L-BFGS-B", options={"maxiter": 40, "ftol": 1e-5}
    ).x
    return found_at[:-1], float(found_at[-1])


def _english_rows(words: features.Vocabulary) -> dict[str, int]:
    rows = {word: at for at, word in enumerate(words.words)}
    for at, (first, second) in enumerate(words.pairs.tolist()):
        rows[f"{words.words[first]} {words.words[second]}"] = len(words.words) + at
    return rows


def _feature(tokens: Sequence[str], code: str) -> tuple[str, ...]:
    """A word, or the pair that a longer rendering is known by: its first and last telling words."""
    if code == "zh":
        return tuple(tokens[:1]) if len(tokens) == 1 else (tokens[0], tokens[min(2, len(tokens) - 1)])
    telling = [token for token in tokens if token not in common(code)] or list(tokens)
    return (telling[0],) if len(telling) == 1 else (telling[0], telling[-1])
