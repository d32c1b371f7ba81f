"""How far a second reader is trusted beside the words."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

pytest.importorskip("scipy", reason="what training needs is not installed: make .venv/train.done")

from actionlines.alignment.labels import all_labels
from training import heads

LABELS = len(all_labels())
Floats = npt.NDArray[np.float32]


def readers(count: int = 600) -> tuple[Floats, Floats, Floats]:
    """Truth, scores that tell it, and scores that tell nothing."""
    chance = np.random.default_rng(5)
    said = (chance.random((count, LABELS)) < 0.2).astype(np.float32)
    good = (4 * said - 2 + chance.normal(0, 1, said.shape)).astype(np.float32)
    return said, good, chance.normal(0, 1, said.shape).astype(np.float32)


def test_the_reader_who_knows_is_trusted_and_the_other_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    said, good, poor = readers()
    texts = [str(at) for at in range(len(said))]
    for second, more, less in ((good, "added", "own"), (poor, "own", "added")):
        known = second, np.ones(len(said), np.bool_)
        monkeypatch.setattr(heads.opinions, "of", lambda _, known=known: known)
        first = poor if second is good else good
        trust = heads.english(texts, said, np.ones_like(said), first)
        assert trust[more].mean() > 5 * trust[less].mean()


def test_texts_that_the_second_reader_has_learned_from_do_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    said, good, poor = readers()
    seen = np.arange(len(said)) % 2 == 0
    by_heart = np.where(seen[:, None], good, poor)
    monkeypatch.setattr(heads.opinions, "of", lambda _: (by_heart, ~seen))
    trust = heads.english([str(at) for at in range(len(said))], said, np.ones_like(said), good)
    assert trust["own"].mean() > 5 * trust["added"].mean()


def test_what_is_not_made_anew_stays(tmp_path: Path) -> None:
    parts = {name: np.ones(LABELS, np.float32) for name in ("own", "added", "shift")}
    with (
        np.load(heads.write(tmp_path / "neural.npz", {"english": parts})) as box,
        np.load(heads.PACKAGED) as old,
    ):
        assert (box["multilingual.weights"] == old["multilingual.weights"]).all()
        assert (box["english.own"] == 1).all()
