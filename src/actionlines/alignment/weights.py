"""The model file: weights of features per language, calibration per label; NumPy arrays and JSON, no pickle.

`model.npz` holds, for each language, the vocabulary and the weights of its features in bytes with one scale
per label. `model.json` beside it names the version, the labels, the thresholds and the SHA-256 of the whole.

The files are in packages of their own (`model/` of the repository): docs/decisions/0022-weights-apart.md.
"""

import hashlib
import io
import json
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from pathlib import Path

import numpy as np
import numpy.typing as npt

from actionlines.alignment.model import Level
from actionlines.errors import ModelError
from actionlines.json_types import JsonMapping, JsonObject
from actionlines.lazily import has_neural

FORMAT = 2
_ADVICE = "Install the package again, or make the model again with `make train`."
# Each package of weights, and the extra that installs it.
EXTRAS = {"actionlines_model": "align", "actionlines_model_neural": "neural"}
Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int32]


@dataclass(frozen=True)
class LanguageWeights:
    """Features of one language: words first, then pairs.

    words    stems in the order of their numbers
    pairs    (n, 2) word numbers
    idf      (features,) how telling a feature is
    weights  (features, labels) what it says, idf counted in; in bytes, times `scale` (labels,)
    bias     (labels,) the score of a text that says nothing
             (with `Weights.speaks` all three have one column more: whether a text is about anything)
    floor    least length that a text is divided by: a few known words are weak evidence
    small    function words, by which prose is recognised; none where a language has too few of them
    """

    words: tuple[str, ...]
    pairs: Ints
    idf: Floats
    weights: npt.NDArray[np.int8]
    scale: Floats
    bias: Floats
    floor: float
    small: tuple[str, ...] = ()


@dataclass(frozen=True)
class Weights:
    """The whole model; p = 1 / (1 + exp(-(slope * score + shift))), slope and shift one number per label.

    `version` is that of the way it is made, and the first digits of the SHA-256 of the result.
    `codes` are the languages it knows, each unpacked when it is first asked for; `matrix`: see knowledge.py;
    `speaks`: see score.py.
    """

    version: str
    labels: tuple[str, ...]
    codes: tuple[str, ...]
    slope: Floats
    shift: Floats
    thresholds: Mapping[str, float]
    matrix: Mapping[Level, tuple[float, float, float]]
    speaks: tuple[float, float] | None
    _unpack: Callable[[str], LanguageWeights]
    _known: dict[str, LanguageWeights] = field(default_factory=dict)
    _one: threading.Lock = field(default_factory=threading.Lock)  # two threads must not read the file at once

    def language(self, code: str) -> LanguageWeights:
        """Return the weights and features of one language."""
        with self._one:
            if code not in self._known:
                self._known[code] = self._unpack(code)
            return self._known[code]


def read_packaged() -> Weights:
    """Return the default model as `actionlines-model` installs it. Raises ModelError."""
    card = read_card(packaged_bytes("model.json"), "model.json")
    return _parse_arrays(packaged_bytes("model.npz"), card)


def packaged_version() -> str:
    """Return the version of the model that texts of people are aligned with, without loading it. Raises ModelError."""
    version = _version_of(read_card(packaged_bytes("model.json"), "model.json"))
    return f"{version}+neural" if has_neural() else version


def _version_of(card: JsonMapping) -> str:
    return f"{card['version']}-{card['sha256'][:8]}"


def packaged_bytes(name: str) -> bytes:
    """Return the bytes of a file of the packages of weights.

    Raises ModelError where the package is not installed, or where the file is not the pinned one.
    """
    package = next(package for package, files in read_pins().items() if name in files)
    distribution, extra = package.replace("_", "-"), EXTRAS[package]
    try:
        body = resources.files(package).joinpath(name).read_bytes()
    except ModuleNotFoundError as error:
        advice = f"Install it with `pip install 'actionlines[{extra}]'`."
        raise ModelError(distribution, "the package is not installed", advice) from error
    except OSError as error:
        advice = f"Install {distribution} again."
        raise ModelError(name, f"cannot be read ({error.strerror})", advice) from error
    if hashlib.sha256(body).hexdigest() != read_pins()[package][name]:
        raise ModelError(
            name,
            f"the installed {distribution} is of another release than actionlines (checksum)",
            f"Install both of one release with `pip install --upgrade 'actionlines[{extra}]'`.",
        )
    return body


@cache
def read_pins() -> Mapping[str, Mapping[str, str]]:
    """Return the SHA-256 of each file of weights, by package and name; `make train` writes them."""
    text = resources.files("actionlines.alignment").joinpath("data", "pins.json").read_text("utf-8")
    data: Mapping[str, Mapping[str, str]] = json.loads(text)
    return data


def read_model(path: Path) -> Weights:
    """Return the model at `path` (ends in .npz; the .json is beside it). Raises ModelError."""
    body = read_contents(path)  # first: the path of a folder may have no name to put .json behind
    card = read_card(read_contents(path.with_suffix(".json")), str(path))
    check_digest(body, card["sha256"], str(path))
    return _parse_arrays(body, card)


def read_contents(path: Path) -> bytes:
    """Return the bytes of a file of a model. Raises ModelError."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise ModelError(str(path), f"cannot be read ({error.strerror})", "Check the path.") from error


def read_card(body: bytes, name: str) -> JsonObject:
    """Return what is in the JSON of the model `name`. Raises ModelError."""
    try:
        card = json.loads(body)
    except ValueError as error:
        raise ModelError(name, "its description is not JSON", _ADVICE) from error
    if not isinstance(card, dict) or card.get("format") != FORMAT:
        raise ModelError(name, f"its description is not one of format {FORMAT}", _ADVICE)
    if missing := {"version", "sha256", "labels", "languages", "thresholds"} - set(card):
        raise ModelError(name, f"its description lacks {', '.join(sorted(missing))}", _ADVICE)
    return card


def check_digest(body: bytes, sha256: str, name: str) -> None:
    """Raise ModelError for a file whose digest differs from that in model.json."""
    if hashlib.sha256(body).hexdigest() != sha256:
        raise ModelError(name, "it is not the file that its description names (checksum)", _ADVICE)


def _parse_arrays(body: bytes, card: JsonMapping) -> Weights:
    arrays = np.load(io.BytesIO(body), allow_pickle=False)

    def unpack(code: str) -> LanguageWeights:
        """Return the weights of one language from the arrays."""
        return LanguageWeights(
            words=tuple(bytes(arrays[f"{code}.words"]).decode().split("\n")),
            pairs=arrays[f"{code}.pairs"],
            idf=arrays[f"{code}.idf"].astype(np.float32),
            weights=arrays[f"{code}.weights"],
            scale=arrays[f"{code}.scale"],
            bias=arrays[f"{code}.bias"],
            floor=float(arrays[f"{code}.floor"][0]),
            small=tuple(bytes(arrays[f"{code}.small"]).decode().split()),
        )

    return Weights(
        _version_of(card),
        tuple(card["labels"]),
        tuple(card["languages"]),
        arrays["slope"],
        arrays["shift"],
        card["thresholds"],
        {level: (curve[0], curve[1], curve[2]) for level, curve in card.get("matrix", {}).items()},
        (card["speaks"][0], card["speaks"][1]) if "speaks" in card else None,
        unpack,
    )
