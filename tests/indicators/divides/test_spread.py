"""Inequality among countries: by hand, and what must hold for any numbers."""

from __future__ import annotations

import math

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from actionlines.framework import load
from actionlines.indicators.coverage import Population
from actionlines.indicators.divides import pairs, spread
from actionlines.indicators.divides.spread import measure_inequality

MEASURES = (spread.compute_variation, spread.compute_gini, spread.compute_theil)
PEOPLE = st.lists(st.tuples(st.floats(0, 100), st.floats(0.1, 1e6), st.integers(0, 3)), min_size=1, max_size=30)


def arrays(rows: list[tuple[float, float, int]]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    x, w, g = zip(*rows, strict=True)
    return np.array(x), np.array(w), np.array(g, dtype=np.int32)


# Two countries of the same size, one with nothing: half of the people have all.
def test_by_hand_two_countries() -> None:
    x, w = np.array([0.0, 80.0]), np.array([1.0, 1.0])
    assert spread.compute_gini(x, w) == pytest.approx(0.5)
    assert spread.compute_theil(x, w) == pytest.approx(math.log(2))
    assert spread.compute_variation(x, w) == pytest.approx(1.0)


# docs/explanation/divides.md works this one out.
def test_worked_example() -> None:
    areas, values, people = ["A", "B", "C", "D"], np.array([20.0, 40.0, 80.0, 60.0]), np.array([4.0, 2, 1, 3])
    found = measure_inequality(
        areas, values, people, groupings={"LDC": ["LDC", "LDC", "not LDC", "not LDC"]}, year=2023
    )
    side = found.value
    assert (side.mean, side.p10, side.p90, side.p90_p10, side.highest_lowest) == (42, 20, 60, 3, 4)
    assert side.gini == pytest.approx(0.271429, abs=1e-6)
    assert side.theil == pytest.approx(0.124981, abs=1e-6)
    split = side.splits["LDC"]
    assert split.within == pytest.approx(0.027681, abs=1e-6)
    assert split.between == pytest.approx(0.097299, abs=1e-6)
    assert found.rest is not None and found.rest.mean == pytest.approx(58)
    assert (found.weights, found.inputs["B"], found.left_out) == ("population", 40, ())


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=40), st.sampled_from([0.1, 0.5, 0.9]))
def test_quantiles_without_weights_are_those_of_numpy(values: list[float], q: float) -> None:
    x = np.array(values)
    assert spread.weighted_quantile(x, np.full(len(x), 3.0), q) == pytest.approx(np.quantile(x, q))


@given(PEOPLE)
def test_theil_within_and_between_make_the_total(rows: list[tuple[float, float, int]]) -> None:
    x, w, g = arrays(rows)
    parts = spread.split_theil(x, w, spread.Groupings.of_labels([g, (g % 2).astype(np.int32)], [4, 2]))
    assert parts.within + parts.between == pytest.approx(parts.total, abs=1e-9)
    assert parts.total == pytest.approx(spread.compute_theil(x, w), abs=1e-9)


@given(PEOPLE, st.floats(0.01, 100))
def test_measures_do_not_depend_on_the_units(rows: list[tuple[float, float, int]], k: float) -> None:
    x, w, _ = arrays(rows)
    x = x.round(6)  # multiples of the smallest numbers there are cannot be told apart
    for measure in MEASURES:
        assert measure(x * k, w * k) == pytest.approx(measure(x, w), abs=1e-6)


@given(PEOPLE, st.randoms(use_true_random=False))
def test_order_does_not_matter(rows: list[tuple[float, float, int]], random: object) -> None:
    mixed = list(rows)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    (x, w, _), (y, v, _) = arrays(rows), arrays(mixed)
    for measure in (*MEASURES, spread.weighted_mean):
        assert measure(y, v) == pytest.approx(measure(x, w), abs=1e-9)
    assert spread.weighted_quantile(y, v, 0.5) in x


@given(st.floats(0, 100), st.lists(st.floats(0.1, 1e6), min_size=1, max_size=20))
def test_equal_shares_give_nothing(share: float, weights: list[float]) -> None:
    x, w = np.full(len(weights), share), np.array(weights)
    for measure in MEASURES:
        assert measure(x, w) == pytest.approx(0, abs=1e-9)


@given(PEOPLE, st.floats(0, 100))
def test_a_weight_of_zero_vanishes(rows: list[tuple[float, float, int]], other: float) -> None:
    x, w, g = arrays(rows)
    more, none = np.append(x, other), np.append(w, 0.0)
    for measure in (*MEASURES, spread.weighted_mean):
        assert measure(more, none) == pytest.approx(measure(x, w), abs=1e-9)
    for q in (0.1, 0.5, 0.9):
        assert spread.weighted_quantile(more, none, q) == spread.weighted_quantile(x, w, q)
    by = spread.Groupings.of_labels([np.append(g, 0).astype(np.int32)], [4])
    assert spread.split_theil(more, none, by).total[0] == pytest.approx(spread.compute_theil(x, w), abs=1e-9)


@given(PEOPLE)
def test_bounds(rows: list[tuple[float, float, int]]) -> None:
    x, w, _ = arrays(rows)
    assert 0 <= spread.compute_gini(x, w) <= 1
    assert 0 <= spread.compute_theil(x, w) <= math.log(w.sum() / w.min()) + 1e-9
    assert x.min() <= spread.weighted_quantile(x, w, 0.1) <= spread.weighted_quantile(x, w, 0.9) <= x.max()


# The smallest number there is, beside nothing, and beside a value that does not count.
def test_the_smallest_numbers_do_not_vanish() -> None:
    x, w = np.array([0.0, 5e-324, 1.0]), np.array([1.0, 1.0, 0.0])
    assert spread.compute_gini(x, w) == pytest.approx(0.5)
    assert spread.compute_theil(x, w) == pytest.approx(math.log(2))
    parts = spread.split_theil(x, w, spread.Groupings.of_labels([np.array([0, 1, 1], dtype=np.int32)], [2]))
    assert parts.between[0] == pytest.approx(math.log(2))


def test_all_zeros_and_nothing() -> None:
    zeros = measure_inequality(["A", "B"], np.zeros(2), groupings={"by": ["x", "y"]})
    assert (zeros.value.gini, zeros.value.theil, zeros.value.p90_p10) == (0, 0, None)
    assert zeros.rest is not None and (zeros.rest.mean, zeros.rest.gini) == (100, 0)
    assert math.isnan(measure_inequality([], np.array([])).value.mean)


def test_what_cannot_be_used_is_named() -> None:
    values = np.array([10.0, np.nan, 120.0, -1.0, 30.0])
    found = measure_inequality(list("ABCDE"), values, np.array([1.0, 1, 1, 1, np.nan]))
    assert (dict(found.inputs), found.left_out) == ({"A": 10.0}, ("B", "C", "D", "E"))


# Two thirds between groups on one side, two fifths on the other; where both say the same, nothing is said.
@pytest.mark.parametrize(
    "values,words",
    [
        (
            [1.0, 2.0, 10.0, 60.0],
            "By LDC, 66% of the inequality in users is between groups, but 41% of that in people without.",
        ),
        ([1.0, 9.0, 92.0, 99.9], ""),
    ],
)
def test_sides_differ_in_where_inequality_lies(values: list[float], words: str) -> None:
    groups = {"LDC": ["LDC", "LDC", "not LDC", "not LDC"]}
    assert measure_inequality(list("ABCD"), np.array(values), groupings=groups).words == words


def world(years: range) -> tuple[pl.DataFrame, Population]:
    random = np.random.default_rng(7)
    countries = list(load().countries)[:200]
    keys = [(c, y) for c in countries for y in years]
    table = pl.DataFrame(
        {
            "indicator": "sdg:17.8.1",
            "series": "S",
            "area": [c for c, _ in keys],
            "breakdown": "",
            "year": pl.Series([y for _, y in keys], dtype=pl.Int32),
            "value": random.uniform(1, 99, len(keys)),
            "unit": "percent",
        }
    )
    return table, Population.from_rows((c, y, float(random.integers(1e5, 1e8))) for c, y in keys)


def test_over_years_with_coverage_and_splits() -> None:
    table, people = world(range(2021, 2024))
    found = pairs.measure_years(table, group="LDC", population=people)
    assert list(found) == [2021, 2022, 2023]
    one = found[2023]
    assert one.coverage is not None and one.coverage.members == 45 and one.weights == "population"
    assert [part.name for part in one.value.splits["LDC"].groups] == ["LDC"]
    with pytest.raises(ValueError, match="more than one series"):
        pairs.measure_years(pl.concat([table, table.with_columns(series=pl.lit("T"))]))
