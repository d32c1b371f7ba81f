"""Groups of countries by date, weights, coverage, lines and targets."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from actionlines.errors import UnknownConcept
from actionlines.indicators import groups
from actionlines.indicators.coverage import Population, latest_values, measure_coverage

PEOPLE = Population.from_rows([("NPL", 2020, 30e6), ("BGD", 2020, 170e6), ("BTN", 2020, 1e6)], "UN WPP")


def test_membership_is_of_the_day() -> None:
    assert "NPL" in groups.area_members("LDC", date(2025, 12, 31))
    assert "NPL" not in groups.area_members("LDC", date(2026, 12, 31))
    assert "BTN" not in groups.area_members("LDC", date(2024, 1, 1))  # left on 13 December 2023
    assert groups.area_members("KEN", date(2024, 1, 1)) == ("KEN",)
    assert len(groups.area_members(groups.WORLD, date(2024, 1, 1))) == 249


def test_labels_part_the_countries() -> None:
    day = date(2025, 6, 1)
    assert groups.group_labels(["KEN", "FRA"], "itu-region", day) == ["itu-region:AFR", "itu-region:EUR"]
    assert groups.group_labels(["XXX"], "itu-region", day) == [""]
    assert groups.group_labels(["FJI", "FRA"], "SIDS", day) == ["SIDS", "not SIDS"]


# (30 * 40 + 170 * 30) / 200 million; Kenya is no member of LDC, so it does not count.
def test_mean_with_population() -> None:
    values = {"NPL": (2020, 40.0), "BGD": (2019, 30.0), "KEN": (2020, 90.0)}
    found = groups.group_value("LDC", values, 2020, population=PEOPLE)
    assert found.value == pytest.approx(31.5)
    assert (found.how, found.weights, found.on) == ("mean", "UN WPP", date(2020, 12, 31))
    assert dict(found.inputs) == {"NPL": (2020, 40.0), "BGD": (2019, 30.0)}
    assert (found.coverage.reporting, found.coverage.members) == (2, 46)  # Vanuatu left on 4 December 2020


def test_without_a_population_the_countries_have_those_of_the_framework() -> None:
    values = {"NPL": (2020, 40.0), "BGD": (2020, 30.0), "ETH": (2020, 20.0), "COD": (2020, 10.0)}
    values |= {"TZA": (2020, 20.0), "MMR": (2020, 30.0), "UGA": (2020, 10.0), "SDN": (2020, 30.0)}
    found = groups.group_value("LDC", values, 2020)
    assert 20 < (found.value or 0) < 25 and "World Bank" in found.weights
    assert found.coverage.population_share is not None and found.coverage.population_share > 0.5
    # Less than half of the people: no figure stands for the group.
    assert groups.group_value("LDC", {"NPL": (2020, 40.0)}, 2020).value is None


def test_country_without_a_weight_is_named_and_left_out() -> None:
    values = {"NPL": (2020, 40.0), "BGD": (2020, 40.0), "AFG": (2020, 5.0)}
    found = groups.group_value("LDC", values, 2020, population=PEOPLE)
    assert (found.value, found.unweighed, found.coverage.reporting) == (40, ("AFG",), 2)


@pytest.mark.parametrize(
    ("unit", "series", "expected"),
    [
        ("persons", "", (7, "sum")),
        ("number", "i271", (7, "sum")),  # subscriptions
        ("number", "SG_INF_ACCSS", (None, "none")),  # years of laws are numbers too
        ("number", "", (None, "none")),
        ("index", "", (None, "none")),
        ("percent", "", (pytest.approx((30 * 4 + 170 * 3) / 200), "mean")),
    ],
)
def test_countries_make_one_figure_only_where_it_has_a_meaning(
    unit: str, series: str, expected: tuple[float | None, str]
) -> None:
    values = {"NPL": (2020, 4.0), "BGD": (2020, 3.0)}
    found = groups.group_value("LDC", values, 2020, unit=unit, series=series, population=PEOPLE)
    assert (found.value, found.how) == expected


@pytest.mark.parametrize(
    ("series", "group", "year", "newest", "expected"),
    [
        ("i99H", "itu-region:AMS", 2023, False, (86.9, 2023)),
        ("IT_USE_ii99", "itu-region:ASP", 2024, False, (65.9, 2023)),  # the code of another database
        ("i99H", "itu-region:ASP", 2023, True, (77, 2025)),
        ("i99H", groups.WORLD, 2024, False, (71, 2024)),  # of the newest edition
        ("i99H", "itu-region:AMS", 2018, False, (None, 2018)),  # none is published so early
    ],
)
def test_a_published_aggregate_comes_first(
    series: str, group: str, year: int, newest: bool, expected: tuple[float | None, int]
) -> None:
    found = groups.group_value(group, {"KEN": (year, 1.0)}, year, series=series, newest=newest)
    assert (found.value, found.year) == expected
    assert (found.how == "published") == (found.value is not None) == ("ITU" in found.weights)


def test_nobody_is_none() -> None:
    none = groups.group_value("LDC", {}, 2020)
    assert (none.value, none.coverage.words) == (None, "None of 46 countries reports.")


def table(*rows: tuple[str, int, float]) -> pl.DataFrame:
    schema = {"area": pl.String, "year": pl.Int32, "value": pl.Float64}
    plain = pl.DataFrame(rows, schema=schema, orient="row")
    more = {"indicator": "sdg:17.8.1", "series": "S", "breakdown": "", "unit": "percent"}
    return plain.with_columns(pl.lit(value).alias(name) for name, value in more.items())


def test_by_group_carries_forward_only_as_far_as_asked() -> None:
    given = table(("NPL", 2018, 20), ("NPL", 2020, 40), ("BGD", 2018, 10))
    key = ("sdg:17.8.1", "S", "", "percent", "LDC", 2020)
    few = Population.from_rows([("NPL", 2020, 1.0), ("BGD", 2020, 1.0)], "equal")
    assert groups.by_group(given, ["LDC"], [2020], population=few)[key].value == 40
    carried = groups.by_group(given, ["LDC"], [2020], within=2, population=few)[key]
    assert (carried.value, carried.coverage.median_age) == (25, 1)
    assert groups.by_group(given, ["un-commission:ECE"], [2020])[(*key[:4], "un-commission:ECE", 2020)].value is None


def test_lines_and_targets_through_the_matrix() -> None:
    assert "sdg:9.c.1" in groups.indicators_of_line("C2")
    assert groups.indicators_of_target("9.c") == ("sdg:9.c.1",)
    assert "C2" in groups.lines_of("sdg:9.c.1")
    assert set(groups.indicators_of_line("C2", doubtful=False)) <= set(groups.indicators_of_line("C2"))
    with pytest.raises(UnknownConcept, match="AL302"):
        groups.indicators_of_line("C99")


# 13.1.2 is 1.5.3 again: one indicator, and the lines of both targets.
def test_repeated_indicators_are_one() -> None:
    assert groups.first_listing("sdg:13.1.2") == "sdg:1.5.3"
    assert groups.lines_of("sdg:13.1.2") == groups.lines_of("sdg:1.5.3")


def test_coverage() -> None:
    found = measure_coverage({"NPL": 2016, "KEN": 2020}, ["NPL", "BGD"], 2020, group="g", population=PEOPLE)
    assert (found.reporting, found.missing, found.latest_year, found.median_age) == (1, ("BGD",), 2016, 4)
    assert found.population_share == pytest.approx(0.15)
    assert "1 of 2 countries reports, with 15% of the people" in found.words


def test_population_takes_the_nearest_year_before_else_the_next() -> None:
    people = Population.from_rows([("KEN", 2015, 10.0), ("KEN", 2018, 13.0), ("UGA", 2020, 5.0)])
    assert people.at(["KEN", "UGA"], 2016).tolist() == [10, 5]
    assert people.at(["KEN"], 2030).tolist() == [13]
    assert people.at(["KEN"], 1990).tolist() == [10]
    with pytest.raises(ValueError, match="KEN in 2015 is -1"):
        Population.from_rows([("KEN", 2015, -1.0)])


def test_latest_takes_one_row_for_each_series() -> None:
    given = table(("NPL", 2018, 20), ("NPL", 2020, 40), ("BGD", 2010, 10))
    assert latest_values(given)["value"].to_list() == [40, 10]
    assert latest_values(given, 2019, within=5)["value"].to_list() == [20]
