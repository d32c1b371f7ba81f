"""Multilingual embeddings of texts (alignment/readers.py), remembered between trainings on one machine."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from actionlines.alignment import readers
from training import kept
from training.data import HERE

Floats = npt.NDArray[np.float32]
# Not part of the project.
REMEMBERED = HERE / ".embeddings.npz"


def multilingual(texts: Sequence[str]) -> Floats:
    """The embeddings, (texts, 512)."""
    known = kept.read(REMEMBERED)
    keys = [kept.key(text) for text in texts]
    missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
    if missing:
        print(f"  embedding {len(missing)} texts", flush=True)
        made = readers.embed_texts(list(missing.values())).astype(np.float16)
        known |= dict(zip(missing, made, strict=True))
        kept.write(REMEMBERED, list(known), np.array(list(known.values())))
    return np.array([known[key] for key in keys], np.float32)
