"""Options of an Open SDG indicator: which rows are a series, and how series make an indicator."""

from __future__ import annotations

import pytest

from tests.indicators.methods import opensdg

ROWS = [
    {"Year": year, "Series": name, "Sex": sex, "GeoCode": "", "Value": value}
    for year, name, sex, value in [
        ("2015-16", "Phones", "", "50"),
        ("2020", "Phones", "", "60"),
        ("2021", "Phones", "", ""),
        ("2015", "Phones", "Women", "40"),
        ("2020", "Phones", "Women", "44"),
        ("2015", "Schools", "", "100"),
        ("2020", "Schools", "", "100"),
    ]
]
WOMEN = {"series": "Phones", "disaggregation": [{"field": "Sex", "value": "Women"}]}


def test_headline_and_breakdown() -> None:
    assert opensdg.pick_series(ROWS, {"series": "Phones"}, "5-b-1").years == (2015, 2020)
    women = opensdg.pick_series(ROWS, WOMEN, "5-b-1")
    assert women.values == (40, 44)
    assert women.key.series == "5-b-1 / Phones / Women"


def test_a_value_that_is_not_there_is_no_series() -> None:
    assert opensdg.pick_series(ROWS, {"series": "Computers"}, "4-a-1").years == ()


def test_options_that_mean_several_series() -> None:
    with pytest.raises(ValueError, match="Series has 2 values"):
        opensdg.pick_series(ROWS, {}, "5-b-1")


def test_two_rows_of_one_year() -> None:
    with pytest.raises(ValueError, match="more than one row for 2020"):
        opensdg.pick_series([*ROWS, ROWS[1]], {"series": "Phones"}, "5-b-1")


def test_a_progress_column_takes_the_place_of_the_value() -> None:
    rows = [{"Year": "2015", "Value": "0.8", "Progress": "1.25"}, {"Year": "2020", "Value": "0.9", "Progress": "1.11"}]
    assert opensdg.pick_series(rows, {}, "4-5-1").values == (1.25, 1.11)


def test_less_is_better_unless_said() -> None:
    assert opensdg.read_aim({}).direction == -1
    aim = opensdg.read_aim(
        {"direction": "positive", "target": 90, "target_year": 2025, "base_year": 2012, "limit": 100}
    )
    assert (aim.direction, aim.value, aim.year, aim.base, aim.limit) == (1, 90.0, 2025, 2012, 100.0)


def test_groups_are_averaged_first() -> None:
    phones = {"direction": "positive", "limit": 100, **WOMEN}
    schools = {"direction": "positive", "target": 100, "series": "Schools"}
    grouped, results = opensdg.judge_indicator(
        ROWS, [{"group": [phones, phones | {"disaggregation": None}]}, schools], "x"
    )
    scores = [result["score"] for result in results.values()]
    assert len(scores) == 3 and scores[2] == 5.0
    assert grouped.score == pytest.approx((sum(scores[:2]) / 2 + 5.0) / 2)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "groups,words,score",
    [
        ([[(5.0, True)], [(5.0, True)]], "Target achieved", 5.0),
        ([[(5.0, True)], [(5.0, False)]], "Substantial progress", 5.0),  # achieved only if all are
        ([[(5.0, True)], [(None, False)]], "Target achieved", 5.0),  # no score counts nowhere
        ([[(2.5, False)]], "Substantial progress", 2.5),
        ([[(0.0, False)]], "Moderate progress", 0.0),
        ([[(-2.5, False)]], "Limited progress", -2.5),
        ([[(-2.6, False)]], "Deterioration", -2.6),
        ([[(None, False)], []], "", None),
    ],
)
def test_cuts(groups: list[list[tuple[float | None, bool]]], words: str, score: float | None) -> None:
    found = opensdg.gather_groups(groups)
    assert (found.words, found.score) == (words, score)
