"""All figures together; the process that measures speed; peers."""

from __future__ import annotations

from pathlib import Path

import pytest
from benchmarks.alignment_speed import megabytes, run_fresh

from actionlines.alignment.aligner import Aligner
from actionlines.alignment.measure import benchmark as peers_room
from actionlines.alignment.measure.benchmark import (
    Pair,
    Plan,
    load_seesus,
    measure_models,
    read_texts,
    run_peers,
    run_timed,
)
from actionlines.alignment.measure.figures import Watch
from tests.alignment.measure.sets import write_data
from tests.alignment.small_model import write_model


def test_a_fresh_process_measures(tmp_path: Path) -> None:
    found = run_fresh(["Water for the village", "A school"], write_model(tmp_path), False)
    assert set(found) == {"load", "first", "batch", "scores", "evidence", "single", "memory"}
    assert all(value > 0 for value in found.values())
    assert 10 < found["memory"] < 1000  # MB, and its own, not those of the process that asks


def test_a_fresh_process_that_fails_says_why(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="AL501"):
        run_fresh(["Water"], tmp_path / "none.npz", False)


def test_size_of_the_model(tmp_path: Path) -> None:
    model = write_model(tmp_path)
    both = model.stat().st_size + model.with_suffix(".json").stat().st_size
    assert megabytes(model, False) == pytest.approx(both / 1e6)


def test_what_is_missing_is_said_and_nothing_is_made_up(tmp_path: Path) -> None:
    said: list[str] = []
    figures = list(measure_models(Plan(tmp_path, write_model(tmp_path)), Watch(left_out=said.append)))
    assert figures == []
    assert len(said) == len(set(said)) == 6  # five sets, the parallel lines


def test_the_test_is_run_when_asked_for_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = tmp_path / "own.csv"
    rows.write_text("id,text,sdg,label\n1,Water for all,6,True\n", "utf-8")
    monkeypatch.setenv("SDGCLASSIFICATION_BENCHMARK_CSV", str(rows))
    model = write_model(tmp_path)
    assert list(measure_models(Plan(tmp_path, model))) == []
    figures = {one.kind.key: one for one in measure_models(Plan(tmp_path, model, test=True))}
    assert figures["test.accuracy"].seen == 100


def test_peers_see_the_same_texts(aligner: Aligner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(peers_room, "PEERS", {"six": lambda: lambda _text: {6}})
    path = write_data(tmp_path) / "alignment" / "dev" / "goals_paragraphs.jsonl"
    texts, pairs = (
        read_texts(path, aligner.labels),
        [Pair("Water for the village", 6, True), Pair("A school for the village", 4, True)],
    )
    found = {(one.kind.key, one.model): one for one in run_peers({"default": aligner}, texts, pairs, 60, Watch())}
    # always goal 6: true of two of four; F1 of goal 6 is 4 / 6, of goals 1 and 4 nothing
    assert found["peers.recall", "six"].seen == pytest.approx(2 / 4)
    assert found["peers.f1", "six"].seen == pytest.approx(4 / 6 / 3)
    assert found["peers.labels", "six"].seen == 1
    assert found["peers.rate", "six"].seen > 0
    assert found["peers.recall", "default"].seen == pytest.approx(2 / 4)
    assert found["peers.test", "six"].seen == 50
    assert found["peers.test", "default"].seen == 100
    assert found["peers.f1", "six"].note == found["peers.f1", "default"].note == "4 texts"


def test_a_peer_stops_when_its_time_is_up() -> None:
    said, _ = run_timed(lambda _text: {1}, ["a", "b", "c"], 0, "", Watch())
    assert said == [{1}]


def test_a_peer_that_is_not_installed_is_named(aligner: Aligner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(peers_room.importlib.util, "find_spec", lambda _name: None)
    said: list[str] = []
    assert list(run_peers({"default": aligner}, None, [], 1, Watch(left_out=said.append))) == []
    assert said == ["seesus is not installed: pip install 'actionlines[benchmark]'"]


def test_names_of_goals_by_seesus(monkeypatch: pytest.MonkeyPatch) -> None:
    class See:
        def __init__(self, text: str) -> None:
            self.sdg = ["SDG6", "SDG13"]

    module = type("module", (), {"SeeSus": See})
    monkeypatch.setattr(peers_room.importlib.util, "find_spec", lambda _name: object())
    monkeypatch.setattr(peers_room.importlib, "import_module", lambda _name: module)
    predict = load_seesus()
    assert predict is not None and predict("water") == {6, 13}
