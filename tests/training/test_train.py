"""How far examples are trusted, and what becomes of the teacher's opinion."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("scipy", reason="what training needs is not installed: make .venv/train.done")

from actionlines.alignment.model import all_labels
from training import data, fit, train

LABELS = all_labels()
GOALS, LINES = LABELS.places["goals"], LABELS.places["action_lines"]


def example(source: str, weight: float = 1.0) -> data.Example:
    return data.Example("text", "en", (), ("goals", "action_lines"), weight, source)


def test_goals_of_resolutions_count_less_and_their_lines_as_those_of_others() -> None:
    known = np.ones((2, len(LABELS)), np.bool_)
    trusted = fit.trust_in([example("un_paragraphs"), example("texts/evidence", 3.0)], known)
    assert set(trusted[0, GOALS]) == {fit.RESOLUTIONS}
    assert set(trusted[0, LINES]) == {1.0}
    assert set(trusted[1]) == {3.0}


def test_lines_of_plain_texts_count_less_for_the_words_and_their_goals_as_before() -> None:
    trusted = np.ones((2, len(LABELS)), np.float32)
    found = train.plain_lines([example("texts/plain-reports-a"), example("texts/evidence")], trusted)
    assert found[0, LINES] == pytest.approx(train.PLAIN) and found[0, GOALS] == pytest.approx(1)
    assert found[1] == pytest.approx(1)


def test_what_is_not_known_is_not_trusted() -> None:
    assert not fit.trust_in([example("un_paragraphs")], np.zeros((1, len(LABELS)), np.bool_)).any()


def test_the_teacher_has_a_larger_say_in_goals_than_in_lines() -> None:
    said = np.zeros((1, len(LABELS)), np.float32)
    said[0, [GOALS.start, LINES.start]] = 1
    soft = np.zeros_like(said)
    aim, weight = train.blended(said, np.ones_like(said), soft)
    assert aim[0, GOALS.start] == pytest.approx(1 - train.TEACHER["goals"])
    assert aim[0, LINES.start] == pytest.approx(1 - train.TEACHER["rest"])
    assert (weight[0] > 0).all()


def test_what_speaks_to_nothing_does_so_whatever_the_teacher_thinks() -> None:
    said = np.zeros((1, len(LABELS)), np.float32)
    aim, _ = train.blended(said, np.ones_like(said), np.full_like(said, 0.9))
    assert not aim.any()


def test_a_text_newer_than_the_teacher_is_taken_by_hand_alone() -> None:
    said = np.zeros((2, len(LABELS)), np.float32)
    said[:, GOALS.start] = 1
    trusted = np.zeros_like(said)
    trusted[:, GOALS] = 1
    asked = np.array([True, False, True])
    soft = train.softened(said, trusted, np.zeros((3, len(LABELS)), np.float32), asked)
    assert soft[[0, 2]] == pytest.approx(0.5)
    assert soft[1, GOALS].tolist() == said[1, GOALS].tolist()
    assert np.isnan(np.delete(soft[1], range(GOALS.start, GOALS.stop))).all()
    _, weight = train.blended(said, trusted, soft)
    assert weight[1, LINES.start] == 0 and weight[0, LINES.start] > 0
