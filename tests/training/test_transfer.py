"""What the models of the other languages are shown, and what is held back from them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import compress
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("scipy", reason="what training needs is not installed: make .venv/train.done")

from training.data import Example
from training.fit import Linear
from training.languages import common

from actionlines.alignment.model import LEVELS, all_labels
from training import features, transfer

LABELS = len(all_labels())
ENGLISH = [f"Broadband and schools for village {'abcdefghijkl'[at]}" for at in range(12)]
FRENCH = [f"Le haut débit et les écoles du village {'abcdefghijkl'[at]}" for at in range(12)]


@pytest.fixture(autouse=True)
def lines(monkeypatch: pytest.MonkeyPatch) -> None:
    """Twelve parallel lines; the only other language is French."""
    monkeypatch.setattr(transfer, "parallel", lambda _, code: ENGLISH if code == "en" else FRENCH)
    monkeypatch.setattr(transfer, "CODES", ("fr",))


def spoken(count: int) -> list[Example]:
    """Texts written in French."""
    return [Example(f"Des écoles numéro {at}", "fr", ("sdg:4",), LEVELS, 1.0, "s") for at in range(count)]


@pytest.mark.long
def test_what_is_held_back_is_scored_and_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[str] = []
    learn = transfer._learned

    def watched(
        code: str, words: features.Vocabulary, model: Linear, lines: tuple[Sequence[str], np.ndarray], own: list
    ) -> tuple:
        shown.extend([*lines[0], *(one.text for one in own)])
        assert len(lines[0]) == len(lines[1])
        return learn(code, words, model, lines, own)

    monkeypatch.setattr(transfer, "_learned", watched)
    words = features.vocabulary(ENGLISH, "en", common("en"), 1, 12)
    chance = np.random.default_rng(1).normal(0, 0.1, (len(words.idf), LABELS + 1)).astype(np.float32)
    model = Linear(chance, np.zeros(LABELS + 1, np.float32))
    english = Example(ENGLISH[0], "en", (), LEVELS, 1.0, "s")
    own = spoken(24)
    (found,) = transfer.unseen(Path("nowhere"), [english, *own], words, model)
    lines = [*compress(FRENCH, transfer.held_lines(Path("nowhere")))]
    texts = [one.text for one in compress(own, transfer.held_back(own))]
    assert lines and texts and found.texts == [*lines, *texts]
    assert [one.text for one in found.examples] == texts
    assert found.scores.shape == (len(lines + texts), LABELS + 1) and np.isfinite(found.scores).all()
    assert not set(shown) & set(found.texts)
    assert set(shown) | set(found.texts) == {*FRENCH, *(one.text for one in own)}
