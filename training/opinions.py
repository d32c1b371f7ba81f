"""What the encoder says of texts that it has not learned from; kept in encoder.npz.

Of labelled texts these are the ones held back when it was trained; the others are bare paragraphs.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from actionlines.alignment.labels import all_labels
from training import kept
from training.data import HERE

Floats = npt.NDArray[np.float32]
KEPT = HERE / "encoder.npz"
# Scores are kept in bytes, up to this.
_LARGEST = 16.0


def keep(texts: Sequence[str], scores: Floats) -> None:
    """Keep the scores (texts, labels) of texts; what was kept before goes."""
    kept.write_bytes(KEPT, texts, scores, _LARGEST)


def of(texts: Sequence[str]) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """Scores (texts, labels), and of which texts there are any."""
    return kept.read_bytes(KEPT, texts, len(all_labels()), _LARGEST)
