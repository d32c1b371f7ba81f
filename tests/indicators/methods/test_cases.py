"""Each method on the cases that its formula treats apart; numbers by hand."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from actionlines.framework.tables import read_table
from actionlines.indicators import methods
from actionlines.indicators.methods import fit
from actionlines.indicators.model import Aim
from tests.indicators.methods.make import ALONE, series

PERCENT = {"low": 0.0, "high": 100.0}
NOT_JUDGED = ""
GROWTH = ("unsd-2026", "unsd-2023", "eurostat", "eurostat-short")
LONG = {2005: 20, 2010: 30, 2015: 40, 2020: 50, 2023: 60}


def common(name: str, values: dict[int, float], aim: Aim) -> str:
    return methods.progress(series(values), aim, name).verdict


@pytest.mark.parametrize(
    "name,values,aim,verdict,words",
    [
        # 40 -> 80 in 8 years doubles: arrives by far
        ("unsd-2026", {2015: 40, 2023: 80}, Aim(100), "on-track", "On track or target met"),
        # decrease desired, no target: -3 % a year is on track
        ("unsd-2026", {2015: 100, 2016: 97}, Aim(direction=-1), "on-track", "On track or target met"),
        # +1.5 % a year is moderate in 2026, fair in 2023
        ("unsd-2026", {2015: 100, 2016: 101.5}, Aim(), "moderate",
         "Moderate progress, but acceleration needed"),
        ("unsd-2023", {2015: 100, 2016: 101.5}, Aim(), "moderate", "Fair progress, but acceleration needed"),
        # +0.7 % is marginal in 2026, fair in 2023
        ("unsd-2026", {2015: 1000, 2016: 1007}, Aim(), "marginal",
         "Marginal progress, and significant acceleration needed"),
        ("unsd-2023", {2015: 1000, 2016: 1007}, Aim(), "moderate", "Fair progress, but acceleration needed"),
        # met at the base and kept; met at the base and lost
        ("unsd-2026", {2015: 100, 2020: 100}, Aim(100), "achieved", "On track or target met"),
        ("unsd-2026", {2015: 100, 2020: 99}, Aim(100), "regression", "Regression"),
        # 2023: within one point of 100 % counts as met, and so does a falling value that still meets it
        ("unsd-2023", {2015: 99.9, 2020: 99.2}, Aim(100, **PERCENT), "achieved", "On track or target met"),
        ("unsd-2023", {2015: 99, 2020: 91}, Aim(90, **PERCENT), "achieved", "On track or target met"),
        # 2023: one value since 2015, so the nearest earlier one is the base: 2 % a year
        ("unsd-2023", {2010: 1, 2014: 100, 2018: 100 * 1.03**4}, Aim(), "on-track", "On track or target met"),
        # Statistics Canada: zero base counts as 0.001
        ("statcan", {2015: 0, 2020: 5}, Aim(), "on-track", "Substantial progress"),
        # negative values that grow less negative
        ("statcan", {2015: -10, 2020: -8}, Aim(), "on-track", "Substantial progress"),
        ("statcan", {2015: -10, 2020: 8}, Aim(), NOT_JUDGED, ""),
        ("statcan", {2015: 10, 2020: 8}, Aim(-1.0, direction=-1), NOT_JUDGED, ""),
        # at the natural limit and staying there
        ("statcan", {2015: 100, 2020: 100}, Aim(limit=100), "on-track", "Substantial progress"),
        # a target of zero counts as 0.001 and is met by zero
        ("statcan", {2015: 4, 2020: 0}, Aim(0.0, direction=-1), "achieved", "Target achieved"),
        # one value is enough where it meets the target
        ("statcan", {2020: 100}, Aim(100), "achieved", "Target achieved"),
        # met at the base, met no longer: the growth that is needed is zero
        ("statcan", {2015: 100, 2020: 99}, Aim(100), "regression", "Deterioration"),
        ("escap-status", {2015: 50, 2020: 75}, Aim(100), "moderate", "Slow progress"),
        ("escap-status", {2015: 50, 2020: 96}, Aim(100), "on-track", "On track"),
        ("escap-status", {2015: 50, 2020: 50}, Aim(100), "regression", "Regression"),
        ("escap-status", {2015: 50, 2020: 100}, Aim(100), "achieved", "Target reached"),
        # all at the limit: no line, no change
        ("escap-anticipated", {2015: 0, 2020: 0}, Aim(100, **PERCENT), "moderate", "Accelerate progress"),
        ("escap-anticipated", {2015: 60, 2020: 50}, Aim(100, **PERCENT), "regression", "Reverse the trend"),
        # without limits and with a zero the line is straight: 0, 4, 8 -> 20 in 2030 exactly 2/3 of the way
        ("escap-anticipated", {2015: 0, 2018: 4, 2021: 8}, Aim(30), "moderate", "Accelerate progress"),
        # Eurostat: ten years are the least for the long term, three for the short
        ("eurostat", {2014: 50, 2023: 60}, Aim(), NOT_JUDGED, ""),
        ("eurostat", {2013: 50, 2023: 60}, Aim(), "on-track", "Significant progress"),
        ("eurostat-short", {2021: 50, 2023: 60}, Aim(), NOT_JUDGED, ""),
        ("eurostat-short", {2020: 50, 2023: 49.5}, Aim(), "regression", "Moderate movement away"),
        ("eurostat-short", {2020: 50, 2023: 49.9}, Aim(), "stagnation", "No change"),
        ("eurostat-short", {2020: 50, 2023: 45}, Aim(), "regression", "Significant movement away"),
        ("eurostat-short", {2020: 50, 2023: 50}, Aim(), "stagnation", "No change"),
        ("eurostat-short", {2020: 50, 2023: 51}, Aim(100), "limited", "Insufficient progress"),
        ("eurostat-short", {2020: 50, 2023: 45}, Aim(100), "regression", "Movement away"),
        # growth cannot reach zero
        ("eurostat-short", {2020: 50, 2023: 45}, Aim(0.0, direction=-1), NOT_JUDGED, ""),
        # SDG Index: 2 points a year made, 3 needed
        ("sdg-index", {2015: 50, 2020: 60}, Aim(bounds=(0, 100), green=95), "moderate",
         "Moderately improving"),
        ("sdg-index", {2015: 50, 2020: 55}, Aim(bounds=(0, 100), green=95), "stagnation", "Stagnating"),
        ("sdg-index", {2015: 50, 2020: 49}, Aim(bounds=(0, 100), green=95), "regression", "Decreasing"),
        # below the worst value in both years and falling: published arrows say so too
        ("sdg-index", {2015: -5, 2020: -9}, Aim(bounds=(0, 100), green=95), "regression", "Decreasing"),
        # less is better is in the bounds: from 30 to 20, worst 50, best 0, green 5
        ("sdg-index", {2015: 30, 2020: 20}, Aim(bounds=(50, 0), green=5), "on-track",
         "On track or maintaining achievement"),
        # green but falling: maintained
        ("sdg-index", {2015: 99, 2020: 96}, Aim(bounds=(0, 100), green=95), "achieved",
         "On track or maintaining achievement"),
        ("sdg-index", {2015: 50, 2020: 60}, Aim(100), NOT_JUDGED, ""),
        ("linear", {2015: 40, 2020: 60}, Aim(100, **PERCENT), "on-track", "Arrives in time"),
        ("linear", {2015: 40, 2020: 50}, Aim(100), "moderate",
         "Goes more than half the way, but not all of it"),
        ("linear", {2015: 40, 2020: 40}, Aim(100), "stagnation", "Hardly moves"),
        ("linear", {2015: 40, 2020: 50}, Aim(), NOT_JUDGED, ""),
        ("logit", {2015: 50, 2020: 60}, Aim(100, **PERCENT), "moderate",
         "Goes more than half the way, but not all of it"),
        ("logit", {2015: 50, 2020: 60}, Aim(100), NOT_JUDGED, ""),
        ("logit", {2015: 100, 2020: 100}, Aim(100, **PERCENT), "achieved", "Has arrived"),
        ("logit", {2015: 0, 2020: 0}, Aim(100, **PERCENT), "stagnation", "Hardly moves"),
    ],
)  # fmt: skip
def test_cases(name: str, values: dict[int, float], aim: Aim, verdict: str, words: str) -> None:
    found = methods.progress(series(values), aim, name)
    assert (found.verdict, found.words) == (verdict, words), found
    assert found.reason.startswith("Cannot be judged: ") == (verdict == NOT_JUDGED)


@pytest.mark.parametrize("name", methods.ALL)
@pytest.mark.parametrize("aim", [Aim(100, **PERCENT, bounds=(0, 100), green=90), Aim(bounds=(0, 100), green=90)])
@pytest.mark.parametrize("values", [{}, {2020: 50}, {2003: 1}], ids=["none", "one", "one before the base"])
def test_too_little_is_said_so(name: str, aim: Aim, values: dict[int, float]) -> None:
    found = methods.progress(series(values), aim, name)
    assert (found.verdict, found.ratio, found.projected) == ("", None, None)
    # Where a series stands on the scale of the index, one value tells.
    assert found.score == (50 if name == "sdg-index" and 2020 in values else None)
    assert found.reason.startswith("Cannot be judged: ")
    assert "no number " not in found.reason.replace("no number is set", "")


@pytest.mark.parametrize("name", GROWTH)
@pytest.mark.parametrize("first", [0.0, -5.0])
def test_growth_needs_values_above_zero(name: str, first: float) -> None:
    values = {2008: first, 2015: first, 2018: first, 2020: 5, 2021: 6}
    found = methods.progress(series(values), Aim(100), name)
    if name == "eurostat-short":
        values = {2016: first, 2021: 6}
        found = methods.progress(series(values), Aim(100), name)
    assert found.verdict == ""
    assert "above zero" in found.reason
    assert f"{first:g} in {min(y for y in values if y >= (2015 if name.startswith('unsd') else 2006))}" in found.reason


@pytest.mark.parametrize("name", ALONE)
def test_all_equal_does_not_move(name: str) -> None:
    values = dict.fromkeys((2005, 2011, 2015, 2017, 2019, 2022), 37.3)
    found = methods.progress(series(values), Aim(100, **PERCENT, bounds=(0, 100), green=90), name)
    assert found.verdict in {"regression", "stagnation", "limited", "moderate"}
    assert found.ratio == pytest.approx(0.0, abs=1e-9)
    if found.projected is not None:
        assert found.projected == pytest.approx(37.3)
    if name == "escap-anticipated":
        assert found.words == "Accelerate progress"


@pytest.mark.parametrize("name", methods.ALL)
def test_a_target_that_is_met_and_kept_is_achieved(name: str) -> None:
    values = {2005: 95, 2010: 95, 2015: 96, 2018: 97, 2022: 98}
    found = methods.progress(series(values), Aim(90, **PERCENT, bounds=(0, 100), green=90), name)
    assert found.verdict == "achieved", found


def test_met_now_but_falling_is_said() -> None:
    found = methods.progress(series({2015: 99, 2020: 92}), Aim(90, **PERCENT), "linear")
    assert found.verdict == "achieved"
    assert "leads away" in found.reason and "78 in 2030" in found.reason


@pytest.mark.parametrize("name", ["unsd-2026", "unsd-2023", "statcan", "escap-status", "linear"])
@pytest.mark.parametrize("low_side", [True, False])
def test_parity_counts_from_both_sides(name: str, low_side: bool) -> None:
    """0.8 -> 0.9 towards 1 and 1.25 -> 1.111 towards 1 are the same by ratio."""
    aim = Aim(1.0, band=(0.97, 1.03))
    values = {2015: 0.8, 2020: 0.9} if low_side else {2015: 1.25, 2020: 1 / 0.9}
    found = methods.progress(series(values), aim, name)
    assert found.verdict in {"on-track", "moderate"}
    if found.projected is not None and name != "linear":
        assert (found.projected < 1.0) == low_side or found.projected == 1.0
    assert "distance from 1" in found.reason
    inside = methods.progress(series({2015: 0.8, 2020: 0.98 if low_side else 1.02}), aim, name)
    assert inside.verdict == "achieved"


def test_shares_that_should_meet_fold_by_difference() -> None:
    """25.3 % women in 2015 and 30.6 % in 2023: published as 74.7 and 69.4 with R = 0.3467 (5.5.1)."""
    found = methods.progress(series({2015: 25.3, 2023: 30.6}), Aim(50, fold="difference"), "statcan")
    assert found.ratio == pytest.approx(0.3467389753948795)
    assert found.score == pytest.approx(-1.0552427112221556)


def interval_ends(method: str, level: str, ahead: int) -> tuple[float, float]:
    """How many times the slack the interval stays behind and goes beyond, from the table."""
    (row,) = [
        row
        for row in read_table("widths", Path(fit.__file__).parent / "data")
        if (row["method"], row["level"], row["ahead"]) == (method, level, str(ahead))
    ]
    return float(row["behind"]), float(row["beyond"])


def test_linear_interval_by_hand() -> None:
    """Steps 2, 4 around a drift of 3: s^2 = (1 + 1) / 1, five years ahead, t(1) = 3.0777, half the pace, 1 % of 16."""
    found = methods.progress(series({2018: 10, 2019: 12, 2020: 16}), Aim(100, 2025), "linear")
    assert found.projected == pytest.approx(31)
    slack = 3.077684 * math.sqrt(2 * 5 * (1 + 5 / 2) + 7.5**2 + 0.8**2)
    behind, beyond = interval_ends("linear", "", 5)
    assert found.interval == pytest.approx((31 - behind * slack, 31 + beyond * slack), rel=1e-5)
    assert " 80 % interval is " in found.reason


def test_logit_interval_by_hand() -> None:
    """Logits 0, 1, 3 rise by 1.5 a year from the latest on; steps 1, 2 around 1.5: s^2 = 0.5; half the pace is 3.75."""
    values = {2018 + i: 100 / (1 + math.exp(-y)) for i, y in enumerate((0, 1, 3))}
    found = methods.progress(series(values), Aim(100, 2025, **PERCENT), "logit")
    middle = 3 + 1.5 * 5
    slack = 3.077684 * math.sqrt(0.5 * 5 * (1 + 5 / 2) + 3.75**2 + 0.25**2)
    behind, _ = interval_ends("logit", "0.75", 5)
    assert found.projected == pytest.approx(100 / (1 + math.exp(-middle)))
    assert found.interval is not None
    assert found.interval[0] == pytest.approx(100 / (1 + math.exp(behind * slack - middle)), rel=1e-4)


@pytest.mark.parametrize("name", ["linear", "logit"])
def test_a_projection_starts_at_the_latest_value(name: str) -> None:
    """Also where the values before lie off the line."""
    found = methods.progress(series({2015: 20, 2017: 24, 2018: 60, 2020: 40}), Aim(100, 2020, **PERCENT), name)
    assert found.projected == pytest.approx(40)


@pytest.mark.parametrize("name", ["linear", "logit"])
def test_a_falling_series_has_the_interval_of_its_mirror(name: str) -> None:
    values = {2015: 12, 2016: 15, 2018: 22, 2020: 30}
    up = methods.progress(series(values), Aim(100, **PERCENT), name).interval
    down = methods.progress(
        series({y: 100 - v for y, v in values.items()}), Aim(0, direction=-1, **PERCENT), name
    ).interval
    assert up is not None and down == pytest.approx((100 - up[1], 100 - up[0]))


def test_two_values_have_no_interval() -> None:
    for name in ("linear", "logit"):
        assert methods.progress(series({2015: 40, 2020: 50}), Aim(100, **PERCENT), name).interval is None


def test_time_weights_trust_recent_years_more() -> None:
    """Flat, then rising: of two lines the one that weighs recent years more ends higher."""
    values = {2015: 50, 2016: 50, 2017: 50, 2018: 50, 2027: 60, 2028: 70}
    weighted = methods.progress(series(values), Aim(100, **PERCENT), "escap-anticipated")
    y = np.log(np.array(list(values.values())) / (100 - np.array(list(values.values()))))
    _, level = np.polyfit(np.array(list(values)) - 2030, y, 1)
    assert weighted.projected > 100 / (1 + math.exp(-level))  # type: ignore[operator]


@pytest.mark.parametrize(
    "values,aim,words",
    [
        ({2015: 0, 2020: 5}, Aim(), "The value of 2015 is 0 and counts as 0.001: from there to 5 in 2020"),
        ({2015: 0, 2020: 5}, Aim(100), "The value of 2015 is 0 and counts as 0.001"),
        # (0.001 / 4) ^ (1 / 15) - 1
        ({2015: 4, 2020: 2}, Aim(0.0, direction=-1), "the target 0 counts as 0.001, which -42.5 % a year would"),
        ({2015: 4, 2020: 2}, Aim(1.0, direction=-1), "From 4 in 2015 to 2 in 2020 is -12.9 % a year; -8.83 %"),
    ],
)
def test_zero_is_said_to_count_as_something_else(values: dict[int, float], aim: Aim, words: str) -> None:
    assert words in methods.progress(series(values), aim, "statcan").reason


def test_unknown_method() -> None:
    with pytest.raises(KeyError):
        methods.progress(series({2015: 1, 2016: 2}), Aim(), "goalposts")
