"""Write the model file that `actionlines.alignment.weights` reads."""

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from actionlines.alignment.weights import FORMAT, Floats, LanguageWeights
from actionlines.json_types import JsonMapping


def quantise_weights(weights: Floats) -> tuple[npt.NDArray[np.int8], Floats]:
    """Weights in bytes and the scale of each label; what is lost is below 0.4 % of the largest weight."""
    scale = (np.maximum(np.abs(weights).max(axis=0, initial=0), 1e-6) / 127).astype(np.float32)
    return np.round(weights / scale).astype(np.int8), scale


def write_weights(
    path: Path, languages: Mapping[str, LanguageWeights], slope: Floats, shift: Floats, about: JsonMapping
) -> None:
    """Write model.npz and model.json beside it; the same weights give the same bytes.

    `about` goes into the JSON; it must have `version`, `labels` and `thresholds`.
    """
    arrays: dict[str, npt.NDArray[Any]] = {"slope": slope, "shift": shift}
    for code, weights_of in sorted(languages.items()):
        arrays |= {
            f"{code}.words": np.frombuffer("\n".join(weights_of.words).encode(), np.uint8),
            f"{code}.pairs": weights_of.pairs.astype(np.int32),
            f"{code}.idf": weights_of.idf.astype(np.float16),
            f"{code}.weights": weights_of.weights,
            f"{code}.scale": weights_of.scale.astype(np.float32),
            f"{code}.bias": weights_of.bias.astype(np.float32),
            f"{code}.floor": np.array([weights_of.floor], np.float32),
            f"{code}.small": np.frombuffer("\n".join(weights_of.small).encode(), np.uint8),
        }
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as box:
        for name, array in arrays.items():
            inner = io.BytesIO()
            np.lib.format.write_array(inner, np.ascontiguousarray(array), allow_pickle=False)
            box.writestr(zipfile.ZipInfo(f"{name}.npy", (1980, 1, 1, 0, 0, 0)), inner.getvalue(), zipfile.ZIP_DEFLATED)
    card = {
        "format": FORMAT,
        "sha256": hashlib.sha256(body.getvalue()).hexdigest(),
        "languages": sorted(languages),
        **about,
    }
    path.write_bytes(body.getvalue())
    path.with_suffix(".json").write_text(json.dumps(card, ensure_ascii=False, indent=1) + "\n", "utf-8")
