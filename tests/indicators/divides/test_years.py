"""The closing of gaps."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actionlines.indicators.divides.distance import find_closing


# On the logit scale: 0.4 -> 0.6 against 0.6 -> 0.7 in ten years; docs/explanation/divides.md has the steps.
def test_closing_by_hand_on_the_logit() -> None:
    found = find_closing(([2014, 2024], [60.0, 70.0]), ([2014, 2024], [40.0, 60.0]))
    gain = (math.log(1.5) - math.log(2 / 3)) / 10 - (math.log(7 / 3) - math.log(1.5)) / 10
    gap = math.log(7 / 3) - math.log(1.5)
    assert found.year == pytest.approx(2024 + gap / gain)
    assert (found.outcome, found.scale, found.gap) == ("closes", "logit", 10)


def test_straight_where_there_are_no_limits() -> None:
    found = find_closing(([2014, 2024], [60.0, 70.0]), ([2014, 2024], [40.0, 60.0]), limits=(None, None))
    assert found.year == pytest.approx(2034)


@pytest.mark.parametrize(
    "better,worse,words",
    [([60.0, 80.0], [40.0, 41.0], "the gap widens"), ([60.0, 60.0], [40.0, 40.0], "the gap stays")],
)
def test_does_not_close_is_said(better: list[float], worse: list[float], words: str) -> None:
    found = find_closing(([2014, 2024], better), ([2014, 2024], worse))
    assert (found.outcome, found.year) == ("does-not-close", None)
    assert found.words.startswith("Does not close") and words in found.words


# Near the limit a gap can widen on the logit while it narrows in points: both are in the words.
def test_words_give_the_gap_in_points() -> None:
    found = find_closing(([2010, 2017], [83.0, 95.0]), ([2010, 2017], [7.0, 18.0]))
    assert found.words.endswith("(a gap of 76 in 2010 and 77 in 2017).")


# The leader is at 100 and cannot go on: the other gets there by a straight line, 10 points in 10 years.
def test_leader_at_the_limit() -> None:
    found = find_closing(([2014, 2024], [100.0, 100.0]), ([2014, 2024], [80.0, 90.0]))
    assert (found.scale, found.year) == ("straight", pytest.approx(2034))


# Both rise at the same pace, but the leader stops at 100 and the gap closes when the other is there.
def test_the_limit_closes_the_gap() -> None:
    found = find_closing(([2014, 2024], [90.0, 100.0]), ([2014, 2024], [70.0, 80.0]))
    assert found.year == pytest.approx(2044)


def test_already_closed_one_year_and_less_is_better() -> None:
    assert find_closing(([2014, 2024], [50.0, 60.0]), ([2014, 2024], [40.0, 60.0])).outcome == "closed"
    assert find_closing(([2024], [50.0]), ([2014, 2024], [40.0, 45.0])).outcome == "cannot-tell"
    down = find_closing(([2014, 2024], [10.0, 5.0]), ([2014, 2024], [40.0, 20.0]), limits=(0, None), direction=-1)
    assert (down.outcome, down.scale) == ("closes", "straight")
    # The worse falls 2 a year, the better half a year: 15 apart, 1.5 nearer every year; at 0 both after 10.
    assert down.year == pytest.approx(2034)


SERIES = st.lists(st.floats(1, 99), min_size=2, max_size=8)


@given(SERIES, SERIES)
def test_a_gap_never_closes_in_the_past(one: list[float], two: list[float]) -> None:
    years = list(range(2010, 2018))
    found = find_closing((years[: len(one)], one), (years[: len(two)], two))
    assert found.year is None or found.year >= found.inputs[-1][0]
    assert (found.outcome == "closes") == (found.year is not None)
