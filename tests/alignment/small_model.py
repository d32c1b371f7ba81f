"""A model of a few words, so that what it says can be worked out by hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from training.weights_file import quantise_weights, write_weights

from actionlines.alignment.aligner import Aligner
from actionlines.alignment.model import all_labels
from actionlines.alignment.weights import LanguageWeights, read_model

WORDS = ("broadband", "clinic", "rural", "school", "water")
# (first, second) of WORDS: "rural clinic"
PAIRS = np.array([[2, 1]], np.int32)
SAYS = {
    ("clinic", "sdg:3"): 6.0,
    ("clinic", "sdg:3.8"): 6.0,
    ("clinic", "C7-ehealth"): 6.0,
    ("broadband", "C2"): 6.0,
    ("broadband", "sdg:9"): 5.0,
    ("school", "sdg:4"): 6.0,
    ("water", "sdg:6"): 6.0,
    (("rural", "clinic"), "sdg:3"): 2.0,
}


def language(words: tuple[str, ...] = WORDS) -> LanguageWeights:
    """The weights of one language; every score without evidence is -3."""
    labels = all_labels()
    table = np.zeros((len(words) + len(PAIRS), len(labels)), np.float32)
    for (feature, label), weight in SAYS.items():
        row = WORDS.index(feature) if isinstance(feature, str) else len(WORDS)
        table[row, labels.index[label]] = weight
    packed, scale = quantise_weights(table)
    bias = np.full(len(labels), -3, np.float32)
    return LanguageWeights(words, PAIRS, np.ones(len(table), np.float32), packed, scale, bias, 1.0)


def write_model(folder: Path) -> Path:
    """The small model as a file."""
    path, labels = folder / "model.npz", all_labels()
    about = {"version": "small", "labels": list(labels.ids), "thresholds": dict.fromkeys(labels.places, 0.5)}
    flat = np.ones(len(labels), np.float32)
    write_weights(
        path, {"en": language(), "zh": language(("宽带", "诊所", "农村", "学校", "用水"))}, flat, flat * 0, about
    )
    return path


def small_aligner(folder: Path) -> Aligner:
    """An aligner with the small model."""
    return Aligner(read_model(write_model(folder)))
