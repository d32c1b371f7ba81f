"""What is measured, on small sets with a model of five words, so that every figure can be worked out."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from actionlines.alignment.aligner import Aligner
from actionlines.alignment.measure.benchmark import find_answers, measure_development, measure_parallel, read_texts
from actionlines.alignment.measure.figures import Measured, Watch, make_figure, read_kinds
from actionlines.errors import DamagedInput
from tests.alignment.measure.sets import write_data


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Small sets."""
    return write_data(tmp_path)


def by_key(figures: list[Measured]) -> dict[str, float]:
    return {one.kind.key: one.seen for one in figures}


def test_development_sets(aligner: Aligner, data: Path) -> None:
    seen = by_key(list(measure_development(aligner, "default", data / "alignment" / "dev", Watch())))
    assert seen["goals_paragraphs.top1"] == pytest.approx(2 / 4)
    # goal 6: right once, missed once: 2/3; goal 4: 1; goal 1 missed: 0; goal 3 is true of none
    assert seen["goals_paragraphs.f1"] == pytest.approx((2 / 3 + 1) / 3)
    assert (seen["dpg_evidence.top1"], seen["dpg_evidence.top3"]) == (0.5, 0.5)
    assert seen["dpg_sdg.recall3"] == pytest.approx(2 / 3)
    assert seen["dpg_sdg.top3"] == 1
    assert (seen["action_lines.top1"], seen["action_lines.targets3"]) == (0.5, 1)
    assert seen["silver.nothing"] == pytest.approx(1 / 2)
    # goal 4: right once, said once too often: 2/3; goal 6: right twice
    assert seen["silver.f1"] == pytest.approx((2 / 3 + 1) / 2)
    assert 0 < seen["calibration.silver"] < seen["calibration.silver.top"] < 1


def test_a_set_that_is_not_there_is_named(aligner: Aligner, data: Path) -> None:
    (data / "alignment" / "dev" / "action_lines.jsonl").unlink()
    said: list[str] = []
    watch = Watch(left_out=said.append)
    keys = by_key(list(measure_development(aligner, "default", data / "alignment" / "dev", watch)))
    assert [Path(one.split()[0]).name for one in said] == ["action_lines.jsonl"]
    assert "action_lines.top1" not in keys and "silver.f1" in keys


def test_parallel_lines_after_those_learned_from(aligner: Aligner, data: Path) -> None:
    said: list[str] = []
    figures = list(measure_parallel(aligner, "default", data / "languages", Watch(left_out=said.append)))
    # water is the same, school is not, the third says nothing in Chinese, the fourth nothing in English
    assert by_key(figures) == {"languages.zh": pytest.approx(1 / 3)}
    assert figures[0].note == "3 of 4 lines"
    assert len(said) == 4  # the other languages


def test_names_come_before_what_is_learned(aligner: Aligner) -> None:
    said = find_answers(aligner, ["Water, as SDG 4 says"], "", Watch())
    ranking, goals = said.ranking("goals")[0], aligner.labels.of("goals")
    assert [goals[at] for at in np.argsort(-ranking)[:2]] == ["sdg:4", "sdg:6"]
    assert said.p("goals")[0, 3] == 1
    assert said.p("goals")[0, 5] == said.ranking("goals")[0, 5] < 1
    assert [goals[at] for at in np.flatnonzero(said.found("goals")[0])] == ["sdg:4", "sdg:6"]


def test_answers_are_those_of_align(aligner: Aligner) -> None:
    texts = ["Water for SDG 4", "A rural clinic", "学校", "", "x" * 10]
    said = find_answers(aligner, texts, "", Watch())
    for row, text in enumerate(texts):
        labels = {one.id for one in aligner.align(text).goals}
        found = {aligner.labels.of("goals")[at] for at in np.flatnonzero(said.found("goals")[row])}
        assert found == labels, text


@pytest.mark.parametrize("line", ["no JSON", "[]", '{"goals": [1]}', '{"text": 5}'])
def test_a_line_that_cannot_be_read_is_named(line: str, aligner: Aligner, tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    path.write_text('{"text": "Water"}\n' + line, "utf-8")
    with pytest.raises(DamagedInput, match="line 2"):
        read_texts(path, aligner.labels)


@pytest.mark.parametrize(
    "key,model,seen,reached",
    [
        ("dpg_evidence.top1", "default", 0.75, True),  # the bar itself is reached
        ("dpg_evidence.top1", "default", 0.74, False),
        ("calibration.silver", "neural", 0.06, False),  # at most
        ("calibration.silver", "neural", 0.04, True),
        ("dpg_evidence.top1", "default", float("nan"), False),
        ("test.accuracy", "default", 86.0, True),  # each grade has a bar of its own
        ("test.accuracy", "neural", 86.0, False),
        ("silver.f1", "default", 0.9, None),  # no bar
        ("dpg_evidence.top1", "seesus", 0.1, None),  # peers have none
    ],
)
def test_bars(key: str, model: str, seen: float, reached: bool | None) -> None:
    figure = make_figure(key, model, seen)
    assert figure.reached is reached
    assert figure.as_dict()["reached"] is reached


def test_every_bar_has_a_sense_and_every_name_is_told_once() -> None:
    for kind in read_kinds().values():
        assert bool(kind.bars) == bool(kind.sense), kind.key
    names = [kind.what for kind in read_kinds().values()]
    assert len(set(names)) == len(names)
