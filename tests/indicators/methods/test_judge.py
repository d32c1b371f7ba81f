"""Side by side: agreement and disagreement in words."""

from __future__ import annotations

import pytest

from actionlines.indicators import judge as judging
from actionlines.indicators import methods
from actionlines.indicators.judge import AGREEMENTS, count_agreements, judge_one, judge_spans, make_judgement
from actionlines.indicators.model import Aim, Ints, Verdicts
from actionlines.indicators.spans import from_series
from tests.indicators.methods.make import series

PERCENT = {"low": 0.0, "high": 100.0}


@pytest.mark.parametrize(
    "values,aim,agreement,words",
    [
        ({2010: 20, 2015: 40, 2018: 62, 2023: 98.5}, Aim(99, **PERCENT), "agree",
         "All 8 methods that can judge agree"),
        ({2005: 80, 2015: 70, 2018: 60, 2023: 50}, Aim(99, **PERCENT), "agree", "stands still or moves away"),
        # growth compounds past 100 %, the curve bends
        ({2015: 40, 2019: 52, 2023: 65}, Aim(100, **PERCENT), "differ", "The methods differ: "),
        # up over fifteen years, down over the last five
        ({2008: 20, 2015: 60, 2018: 95, 2023: 90}, Aim(100, **PERCENT), "contradict",
         "contradict each other"),
        ({}, Aim(100), "none", "No method can judge"),
        ({2015: -1, 2020: -2}, Aim(), "one", "Only one method can judge this series: it says that it stands"),
    ],
)  # fmt: skip
def test_agreement_in_words(values: dict[int, float], aim: Aim, agreement: str, words: str) -> None:
    found = judge_one(series(values), aim)
    assert found.agreement == agreement, found.words
    assert words in found.words, found.words
    assert "SDG Index arrows" in found.words.partition("Not judged by:")[2] or agreement == "none"


def test_the_status_index_is_shown_and_not_counted() -> None:
    found = judge_one(series({2015: 50, 2020: 75}), Aim(100), ["escap-status"])
    assert found.rows["escap-status"].verdict == "moderate"
    assert found.agreement == "none"


def test_differing_methods_are_named() -> None:
    words = judge_one(series({2015: 40, 2019: 52, 2023: 65}), Aim(100, **PERCENT)).words
    assert "Logit projection" in words and "UN Statistics Division, 2026" in words


def test_many_at_once_is_one_at_a_time() -> None:
    rows = [{2015: 40, 2023: 65}, {2015: 40, 2023: 30}, {}, {2015: 100, 2020: 100}]
    aims = [Aim(100, **PERCENT)] * 4
    many = judge_spans(from_series([series(values) for values in rows], aims))
    assert list(many) == list(methods.ALL)
    together = [AGREEMENTS[code] for code in count_agreements(many)]
    assert together == [judge_one(series(values), aim).agreement for values, aim in zip(rows, aims, strict=True)]


def test_one_row_is_told_without_counting_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [{2015: 40, 2023: 65}, {2015: 40, 2023: 30}, {}]
    spans = from_series([series(values) for values in rows], [Aim(100, **PERCENT)] * 3)
    many = judge_spans(spans)

    def count(_: dict[str, Verdicts]) -> Ints:
        raise AssertionError("all series were counted through")

    monkeypatch.setattr(judging, "count_agreements", count)
    found = [make_judgement(many, spans, at).agreement for at in range(3)]
    assert found == [AGREEMENTS[code] for code in count_agreements(many)]
    assert make_judgement({}, spans, 0).agreement == "none"
