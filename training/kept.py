"""Rows of numbers kept for texts in a file, by the SHA-256 of each text: what takes long is asked once."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]


def key(text: str) -> int:
    """What a text is called in the file."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "little")


def one_in(many: int, texts: Sequence[str]) -> npt.NDArray[np.bool_]:
    """Which texts are the one in so many that is held back: told by the text itself, whatever stands around it."""
    return np.array([key(text) % many == 0 for text in texts], np.bool_)


def read(path: Path) -> dict[int, npt.NDArray[np.generic]]:
    """The rows by key; nothing where there is no file."""
    if not path.exists():
        return {}
    with np.load(path, allow_pickle=False) as box:
        return dict(zip(box["keys"].tolist(), box["rows"], strict=True))


def write(path: Path, keys: Sequence[int], rows: Sequence[npt.NDArray[np.generic]] | npt.NDArray[np.generic]) -> None:
    """Write rows under their keys, in the order of the keys; of two under one key the last stays."""
    unique = dict(zip(keys, rows, strict=True))
    order = sorted(unique)
    np.savez_compressed(path, keys=np.array(order, np.uint64), rows=np.array([unique[one] for one in order]))


def write_bytes(path: Path, texts: Sequence[str], values: Floats, largest: float) -> None:
    """Write values (texts, width) in bytes; what is beyond `largest` either way is cut off there."""
    rows = np.round(np.clip(values / largest, -1, 1) * 127).astype(np.int8)
    write(path, [key(text) for text in texts], rows)


def read_bytes(path: Path, texts: Sequence[str], width: int, largest: float) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """The values of texts, (texts, width), and which texts have any; the others have zeros."""
    known = read(path)
    nothing = np.zeros(width, np.int8)
    keys = [key(text) for text in texts]
    values = np.array([known.get(one, nothing) for one in keys], np.float32) * np.float32(largest / 127)
    return values, np.array([one in known for one in keys], np.bool_)
