"""The figures of alignment among those of acceptance."""

from __future__ import annotations

from pathlib import Path

import pytest
from benchmarks import accept, alignment
from benchmarks.figure import Figure

from actionlines.alignment.measure import benchmark
from actionlines.alignment.measure.figures import make_figure
from tests.alignment.measure.sets import write_data
from tests.alignment.small_model import small_aligner


def test_a_figure_with_a_bar_keeps_it() -> None:
    seen = alignment.figure(make_figure("speed.model", "default", 21))
    assert seen == Figure("alignment: model: size of its files", 21, "<=", 20, "MB")
    assert seen.lost
    assert alignment.figure(make_figure("silver.f1", "default", 0.7)) is None


def test_a_bar_that_was_never_reached_is_short_until_something_is_lost() -> None:
    for value, verdict, lost in ((0.76, "ok", False), (0.62, "short", False), (0.4, "FELL", True)):
        seen = alignment.figure(make_figure("dpg_evidence.top1", "default", value))
        assert seen is not None
        assert (seen.row().split()[0], seen.lost) == (verdict, lost)


def test_accept_takes_every_figure_with_a_bar_and_never_the_test(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    aligner = small_aligner(tmp_path)
    monkeypatch.setattr(benchmark.Aligner, "load", lambda _path=None, neural=False: aligner)
    monkeypatch.setattr(alignment.alignment_speed, "speed", lambda *_: [make_figure("speed.single", "default", 0.7)])
    found = [one.what for one in accept.PARTS["alignment"](write_data(tmp_path))]
    assert "alignment: dpg_evidence: goal top-1" in found
    assert "alignment: parallel lines, Chinese: same top goal as English" in found
    assert "alignment: speed: one text with evidence, median" in found
    assert not any("Benchmark" in one or "seesus" in one for one in found)
