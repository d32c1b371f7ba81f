"""Paragraphs with labels of two readers: what the model is held against."""

from __future__ import annotations

from pathlib import Path

import pytest
from benchmarks import paragraphs

from actionlines.alignment.aligner import Aligner
from training import corpus

TEXT = "Calls upon States to bring affordable broadband to rural schools and to train teachers in digital skills."


def test_the_model_is_measured_against_each_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    found = Aligner.load().align(TEXT, language="en")
    said = tuple(one.id for one in (*found.action_lines, *found.goals, *found.targets, *found.commitments))
    assert found.action_lines and found.goals and found.targets
    monkeypatch.setattr(corpus, "labelled", lambda *_: [(TEXT, (said, ()))])
    seen = [one.seen for one in paragraphs.figures(Path())]
    # The first reader says what the model says, the second nothing.
    assert seen[:3] == [0.5, 0.5, 0.5]
