"""How far a second reader is trusted beside the words."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

pytest.importorskip("scipy", reason="what training needs is not installed: make .venv/train.done")

from training.data import Example
from training.transfer import Unseen

from actionlines.alignment.model import LEVELS, all_labels
from training import heads

LABELS = len(all_labels())
Floats = npt.NDArray[np.float32]


def readers(count: int = 600) -> tuple[Floats, Floats, Floats]:
    """Truth, scores that tell it, and scores that tell nothing."""
    chance = np.random.default_rng(5)
    said = (chance.random((count, LABELS)) < 0.2).astype(np.float32)
    good = (4 * said - 2 + chance.normal(0, 1, said.shape)).astype(np.float32)
    return said, good, chance.normal(0, 1, said.shape).astype(np.float32)


def asked(monkeypatch: pytest.MonkeyPatch, **scores: tuple[Floats, npt.NDArray[np.bool_]]) -> None:
    """Each reader says these scores of all texts, and has been asked about some of them."""
    monkeypatch.setattr(heads.opinions, "of", lambda reader, _: scores[reader])


@pytest.mark.long
def test_the_reader_who_knows_is_trusted_and_the_others_are_not(monkeypatch: pytest.MonkeyPatch) -> None:
    said, good, poor = readers()
    every = np.ones(len(said), np.bool_)
    for own, second in ((good, poor), (poor, good)):
        asked(monkeypatch, encoder=(second, every), multilingual=(second, every))
        slopes, _ = heads.english([str(at) for at in range(len(said))], said, np.ones_like(said), own)
        words, others = slopes[0].mean(), slopes[1:].sum(axis=0).mean()
        assert (words > 5 * others) if own is good else (others > 5 * words)


def test_the_head_has_its_part_in_every_label(monkeypatch: pytest.MonkeyPatch) -> None:
    said, good, poor = readers()
    every = np.ones(len(said), np.bool_)
    asked(monkeypatch, encoder=(good, every), multilingual=(poor, every))
    slopes, _ = heads.english([str(at) for at in range(len(said))], said, np.ones_like(said), poor)
    for level, part in heads.MEANT.items():
        at = all_labels().places[level]
        assert slopes[2, at] == pytest.approx(part * slopes[1:, at].sum(axis=0))


@pytest.mark.long
def test_texts_that_a_reader_has_learned_from_do_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    said, good, poor = readers()
    seen = np.arange(len(said)) % 2 == 0
    by_heart = np.where(seen[:, None], good, poor)
    asked(monkeypatch, encoder=(by_heart, ~seen), multilingual=(poor, np.ones(len(said), np.bool_)))
    slopes, _ = heads.english([str(at) for at in range(len(said))], said, np.ones_like(said), good)
    assert slopes[0].mean() > 5 * slopes[1].mean()


@pytest.mark.long
def test_other_languages_are_weighed_by_lines_and_examples_together(monkeypatch: pytest.MonkeyPatch) -> None:
    said, good, poor = readers()
    half = len(said) // 2
    ids = all_labels().ids
    spoken = [Example("t", "fr", tuple(ids[at] for at in np.flatnonzero(row)), LEVELS, 1.0, "s") for row in said[half:]]
    asked(monkeypatch, multilingual=(good, np.ones(len(said), np.bool_)))
    unseen = Unseen(["t"] * len(said), poor, spoken)
    slopes, _ = heads.others([unseen], [poor], said[:half])
    assert slopes.shape == (2, LABELS)
    assert slopes[1].mean() > 5 * slopes[0].mean()


def test_goals_are_written_on_the_curve_of_the_dev_sets() -> None:
    ones = np.ones((2, LABELS), np.float32), np.ones(LABELS, np.float32)
    found = heads.seen(ones)
    goals = all_labels().places["goals"]
    assert found["slopes"][:, goals] == pytest.approx(heads.SEEN[0])
    assert found["shift"][goals] == pytest.approx(sum(heads.SEEN))
    assert np.delete(found["slopes"], range(goals.start, goals.stop), axis=1) == pytest.approx(1)
    assert (ones[0] == 1).all()  # what was given stays as it was


def test_what_is_not_made_anew_stays(tmp_path: Path) -> None:
    parts = {"slopes": np.ones((3, LABELS), np.float32), "shift": np.ones(LABELS, np.float32)}
    with np.load(heads.write(tmp_path / "neural.npz", {"english": parts})) as box, np.load(heads.NEURAL) as old:
        assert (box["head.outer"] == old["head.outer"]).all()
        assert (box["english.slopes"] == 1).all()
        assert not {name for name in box.files if name.startswith("english.")} - {"english.slopes", "english.shift"}
