"""Make the model that is shipped: `make train`, or `python -m training.train [DATA] [--out FILE]`.

examples -> vocabulary -> teacher's labels (cached) -> English -> calibration -> the other languages -> file
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from actionlines.alignment import weights as files
from actionlines.alignment.labels import all_labels
from actionlines.alignment.model import LEVELS
from training import calibrate, card, data, features, teacher, transfer
from training.fit import Linear, fit, targets_of
from training.languages import common
from training.unlabelled import paragraphs

VERSION = "1"
MODEL = Path(__file__).parents[1] / "src/actionlines/alignment/data/model.npz"
# How much of what is learned of a label given by hand comes from the teacher, and how much a text counts that
# only the teacher has labelled. Chosen on the dev sets.
TEACHER, UNLABELLED = 0.5, 0.5
PARAGRAPHS = 4000
FOLDS, SEED = 4, 20
# A pair must stand in this many texts.
LEAST = 3

Floats = npt.NDArray[np.float32]


def main() -> None:
    """Train, write the model and its card, say what was seen."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", nargs="?", type=Path, default=Path("../shared/data"))
    parser.add_argument("--out", type=Path, default=MODEL)
    chosen = parser.parse_args()
    begun = time.perf_counter()
    sources = data.sources()
    examples = [one for source in sources for one in data.examples(chosen.data, source)]
    english = [one for one in examples if one.language == "en"]
    loose = paragraphs(chosen.data, PARAGRAPHS, SEED)
    texts = [one.text for one in english] + loose
    print(f"{len(english)} examples, {len(loose)} paragraphs without labels", flush=True)

    words = features.vocabulary(texts, "en", common("en"), LEAST)
    found = features.matrix(texts, words)
    said, known = targets_of(english)
    trusted = known * np.array([one.weight for one in english], np.float32)[:, None]
    soft = teacher.labels(texts, found, said, trusted)
    aim, weight = blended(said, trusted, soft)
    model = fit(found, aim, weight)
    slope, shift = curves(found, aim, weight, said, trusted)
    print(
        f"English: {len(words.words)} words, {len(words.pairs)} pairs; {time.perf_counter() - begun:.0f} s",
        flush=True,
    )

    languages = {"en": packed(words, model)}
    thresholds = dict.fromkeys(LEVELS, 0.5)
    about = card.about(VERSION, sources, chosen.data, thresholds, english)
    chosen.out.parent.mkdir(parents=True, exist_ok=True)
    files.write(chosen.out, languages, slope, shift, about)
    languages |= dict(transfer.languages(chosen.data, examples, words, model))
    files.write(chosen.out, languages, slope, shift, about)
    print(f"{chosen.out}: {chosen.out.stat().st_size / 1e6:.1f} MB; {time.perf_counter() - begun:.0f} s")


def blended(said: Floats, trusted: Floats, soft: Floats) -> tuple[Floats, Floats]:
    """What to learn, for labelled texts and then the others, and how much each counts; (texts, labels)."""
    count = len(said)
    aim = soft.copy()
    known = trusted > 0
    aim[:count] = np.where(known, (1 - TEACHER) * said + TEACHER * soft[:count], soft[:count])
    weight = np.full(soft.shape, UNLABELLED, np.float32)
    weight[:count] = np.where(known, trusted, UNLABELLED * 0.5)
    return aim, weight


def curves(
    found: sp.csr_matrix, aim: Floats, weight: Floats, said: Floats, trusted: Floats
) -> tuple[Floats, Floats]:
    """Slope and shift of every label: one curve per level, fitted on folds that were not learned from."""
    count, labels = len(said), all_labels()
    folds = np.random.default_rng(SEED).integers(0, FOLDS, count)
    scores = np.zeros(said.shape, np.float32)
    for one in range(FOLDS):
        inside = np.flatnonzero(np.append(folds != one, np.ones(len(aim) - count, np.bool_)))
        outside = np.flatnonzero(folds == one)
        scores[outside] = fit(found[inside], aim[inside], weight[inside]).scores(found[outside])
    slope, shift = np.ones(len(labels), np.float32), np.zeros(len(labels), np.float32)
    for level in LEVELS:
        part = labels.places[level]
        slope[part], shift[part] = calibrate.curve(scores[:, part], said[:, part], trusted[:, part])
        print(f"  {level}: slope {slope[part][0]:.2f}, shift {shift[part][0]:.2f}", flush=True)
    return slope, shift


def packed(words: features.Vocabulary, model: Linear) -> files.LanguageWeights:
    """A language as the file holds it: idf counted into the weights."""
    weights, scale = files.quantised((model.weights * words.idf[:, None]).astype(np.float32))
    return files.LanguageWeights(
        words.words, words.pairs, words.idf.astype(np.float32), weights, scale, model.bias, words.floor
    )


if __name__ == "__main__":
    main()
