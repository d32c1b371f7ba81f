"""Other systems that PyPI offers, on the same texts in the same run: seesus (GPL-3; only run, never read).

They are slow, so that the texts are a sample, taken in a seeded order until the time is up.
"""

from __future__ import annotations

import importlib
import importlib.util
import random
import time
from collections.abc import Callable, Iterator, Sequence

import numpy as np

from actionlines.alignment.aligner import Aligner
from actionlines.alignment.measure.answers import answers
from actionlines.alignment.measure.benchmark import Pair, checked
from actionlines.alignment.measure.figures import Measured, Watch, measured
from actionlines.alignment.measure.scores import Bools, macro_f1
from actionlines.alignment.measure.texts import Texts
from actionlines.lazily import expression

SEED = 20
Predict = Callable[[str], set[int]]
_GOAL = expression(r"\d+")


def seesus() -> Predict | None:
    """Text -> goals 1 to 17 by seesus, None where it is not installed."""
    if importlib.util.find_spec("seesus") is None:
        return None
    see = importlib.import_module("seesus").SeeSus
    return lambda text: {int(number[0]) for one in see(text).sdg if (number := _GOAL.search(one))}


PEERS: dict[str, Callable[[], Predict | None]] = {"seesus": seesus}


def peers(
    aligners: dict[str, Aligner], texts: Texts | None, pairs: Sequence[Pair], seconds: float, watch: Watch
) -> Iterator[Measured]:
    """Yield every peer that is installed, and the aligners on the texts that each of them had time for.

    `texts` with one goal each, and `pairs` of the test, empty where it was not asked for.
    """
    for name, load in PEERS.items():
        predict = load()
        if predict is None:
            watch.left_out(f"{name} is not installed: pip install 'actionlines[benchmark]'")
            continue
        if texts:
            yield from _on_texts(name, predict, aligners, texts, seconds, watch)
        if pairs:
            yield from _on_pairs(name, predict, aligners, pairs, seconds, watch)


def timed(
    predict: Predict, texts: Sequence[str], seconds: float, stage: str, watch: Watch
) -> tuple[list[set[int]], float]:
    """Answers for the first texts, as many as fit into the time (one at least), and the time they took."""
    begun, out = time.perf_counter(), []
    for number, text in enumerate(texts):
        watch.step(stage, number, len(texts))
        out.append(predict(text))
        if time.perf_counter() - begun >= seconds:
            break
    return out, time.perf_counter() - begun


def _on_texts(
    name: str, predict: Predict, aligners: dict[str, Aligner], texts: Texts, seconds: float, watch: Watch
) -> Iterator[Measured]:
    order = _order(len(texts))
    shuffled = [texts.texts[at] for at in order]
    said, took = timed(predict, shuffled, seconds, f"{name}: goals_paragraphs", watch)
    count = len(said)
    truth = texts.of("goals")[order[:count]]
    found = {name: np.array([[goal + 1 in one for goal in range(truth.shape[1])] for one in said])}
    for model, aligner in aligners.items():
        found[model] = answers(aligner, shuffled[:count], f"{model}: the same texts", watch).found("goals")
    yield measured("peers.rate", name, count / took, f"{count} texts")
    for model, one in found.items():
        note = f"{count} texts"
        yield measured("peers.f1", model, macro_f1(one, truth), note)
        yield measured("peers.recall", model, _found_any(one, truth), note)
        yield measured("peers.labels", model, float(one.sum() / count), note)


def _on_pairs(
    name: str,
    predict: Predict,
    aligners: dict[str, Aligner],
    pairs: Sequence[Pair],
    seconds: float,
    watch: Watch,
) -> Iterator[Measured]:
    some = [pairs[at] for at in _order(len(pairs))]
    said, _ = timed(predict, [pair.text for pair in some], seconds, f"{name}: the test", watch)
    some = some[: len(said)]
    yes = {name: [pair.goal in one for pair, one in zip(some, said, strict=True)]}
    for model, aligner in aligners.items():
        found = answers(aligner, [pair.text for pair in some], f"{model}: the same pairs", watch).found(
            "goals"
        )
        yes[model] = [bool(row[pair.goal - 1]) for pair, row in zip(some, found, strict=True)]
    goals, true = [pair.goal for pair in some], [pair.label for pair in some]
    for model, one in yes.items():
        yield measured("peers.test", model, 100 * checked(goals, one, true).accuracy, f"{len(some)} pairs")


def _found_any(found: Bools, truth: Bools) -> float:
    return float((found & truth).any(axis=1).mean())


def _order(count: int) -> list[int]:
    return random.Random(SEED).sample(range(count), count)  # noqa: S311 - the same order every time
