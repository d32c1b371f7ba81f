"""How far the neural grade trusts its second readers beside the default model; written to neural.npz.

English: the encoder and the head over multilingual embeddings. The other languages: the head. Trust is learned
from texts that no reader has learned from.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from actionlines.alignment.classifier import apply_sigmoid
from actionlines.alignment.model import LEVELS, Level, all_labels
from training import opinions
from training.calibrate import blend
from training.fit import targets_of
from training.shipped import NEURAL
from training.transfer import Unseen

Floats = npt.NDArray[np.float32]
Trust = tuple[Floats, Floats]
# The part of the head in what the encoder and the head say of English. Left to themselves goals would take a third
# and gain nothing by it on the dev sets; with more the same sentence gets the same goal in more languages.
MEANT: Mapping[Level, float] = {"action_lines": 0.25, "goals": 0.45, "targets": 0.25, "commitments": 0.25}
# The curve of the goals after what was seen on the dev sets, as calibrate.SEEN is for the words.
SEEN = (1.14, 0.46)


def english(texts: Sequence[str], said: Floats, trusted: Floats, own: Floats) -> Trust:
    """Slopes (readers, labels) and shift (labels,): trust in the words, the encoder and the head.

    `own`: logits of all texts by the default model, out of fold (texts, labels). Only texts that both others
    have been asked about unseen count.
    """
    (told, asked), (meant, also) = (opinions.of(reader, texts) for reader in ("encoder", "multilingual"))
    rows = np.flatnonzero(asked & also)
    print(f"  the encoder and the head beside the words, over {len(rows)} texts held back", flush=True)
    part = np.zeros(len(all_labels()), np.float32)
    for level, share in MEANT.items():
        part[all_labels().places[level]] = share
    both = (1 - part) * told[rows] + part * meant[rows]
    (words, second), shift = _trust([own[rows], both], said[rows], trusted[rows])
    return np.stack([words, second * (1 - part), second * part]), shift


def others(unseen: Sequence[Unseen], logits: Sequence[Floats], lines: Floats) -> Trust:
    """The same for the five other languages: trust in their words and the head.

    unseen    what is held back in each language
    logits    (texts, labels) by the default model, for each language
    lines     p of the English of the parallel lines held back, by the neural grade (lines, labels)
    """
    own, meant, said, trusted = [], [], [], []
    for one, logit in zip(unseen, logits, strict=True):
        truth, known = targets_of(one.examples)
        own.append(logit)
        meant.append(opinions.of_all("multilingual", one.texts))
        said.append(np.vstack([lines, truth]))
        trusted.append(np.vstack([np.ones_like(lines), known]).astype(np.float32))
    print(f"  the head beside the words of five languages, over {sum(map(len, own))} texts", flush=True)
    return _trust([np.vstack(own), np.vstack(meant)], np.vstack(said), np.vstack(trusted))


def told(trust: Trust, lines: Sequence[str], own: Floats) -> Floats:
    """p of English lines by the neural grade (lines, labels); `own`: their logits by the default model."""
    slopes, shift = trust
    scores = [own, *(opinions.of_all(reader, lines) for reader in ("encoder", "multilingual"))]
    return apply_sigmoid(sum(slope * score for slope, score in zip(slopes, scores, strict=True)) + shift)


def seen(trust: Trust) -> Mapping[str, Floats]:
    """Trust as it is written: the goals on the curve that was seen on the dev sets."""
    slopes, shift = trust[0].copy(), trust[1].copy()
    goals = all_labels().places["goals"]
    slopes[:, goals] *= SEEN[0]
    shift[goals] = shift[goals] * SEEN[0] + SEEN[1]
    return {"slopes": slopes, "shift": shift}


def write(path: Path, made: Mapping[str, Mapping[str, Floats]]) -> Path:
    """Write neural.npz in half precision. What is not made anew stays that of the package."""
    flat: dict[str, npt.NDArray[np.float16]] = {}
    if NEURAL.exists():
        with np.load(NEURAL, allow_pickle=False) as box:
            flat |= {name: box[name] for name in box.files if name.partition(".")[0] not in made}
    flat |= {f"{name}.{part}": array.astype(np.float16) for name, one in made.items() for part, array in one.items()}
    np.savez_compressed(path, **flat)  # type: ignore[arg-type]
    return path


def _trust(scores: Sequence[Floats], said: Floats, trusted: Floats) -> Trust:
    labels = all_labels()
    slopes = np.zeros((len(scores), len(labels)), np.float32)
    shift = np.zeros(len(labels), np.float32)
    for level in LEVELS:
        at = labels.places[level]
        slopes[:, at], shift[at] = blend([one[:, at] for one in scores], said[:, at], trusted[:, at])
        means = ", ".join(f"{mean:.2f}" for mean in slopes[:, at].mean(axis=1))
        print(f"  {level}: readers {means}, shift {shift[at].mean():.2f}", flush=True)
    return slopes, shift
