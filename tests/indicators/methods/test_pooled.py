"""The pooled curve: areas that follow one S at different times, and what a pool is."""

from __future__ import annotations

import math

import numpy as np
import pytest

from actionlines.indicators import methods
from actionlines.indicators.model import Aim, Key, Series, Spans
from actionlines.indicators.spans import from_series

SHARE = {"low": 0.0, "high": 100.0}


def rising(area: int, last: int, unit: str = "percent") -> Series:
    """A share that follows an S, begun earlier or later than in other areas and a little faster or slower."""
    years = tuple(range(2000, last + 1))
    pace = 0.3 + 0.02 * math.sin(area)
    values = tuple(100 / (1 + math.exp(-pace * (year - 2005 - area / 2))) for year in years)
    return Series(Key("", "USE", f"A{area}", unit=unit), years, values)


def spans(series: list[Series], year: int, **more: float | None) -> Spans:
    return from_series(series, [Aim(100, year, **{**SHARE, "base": 2005, **more})] * len(series))  # type: ignore[arg-type]


def test_areas_behind_follow_those_ahead() -> None:
    """Five years on, the curve misses three fifths of what a straight line misses at most, within its interval."""
    early = [rising(area, 2015) for area in range(40)]
    truth = np.array([rising(area, 2020).values[-1] for area in range(40)])
    found, straight = (methods.assess(name, spans(early, 2020)) for name in ("pooled", "linear"))
    ours, theirs = (np.abs(one.projected - truth).mean() for one in (found, straight))
    assert ours < theirs * 0.6
    assert np.all(found.low <= found.projected)
    assert np.all((found.projected >= 0) & (found.high <= 100))


def test_intervals_of_a_walk_that_never_changes_hold_more_than_half() -> None:
    """Areas that go up by two points a year, give or take two."""
    chance = np.random.default_rng(7)
    years = tuple(range(1996, 2026))
    early, truth = [], []
    for area in range(200):
        values = chance.uniform(5, 20) + np.cumsum(chance.normal(2, 2, len(years)))
        early.append(Series(Key("", "X", f"A{area}"), years[:-5], tuple(values[:-5])))
        truth.append(values[-1])
    found = methods.assess("pooled", spans(early, 2025, low=None, high=None))
    held = (np.array(truth) >= found.low) & (np.array(truth) <= found.high)
    assert 105 <= held.sum() <= 190


@pytest.mark.parametrize(("steps", "held"), [((1.0, 0.0), True), ((0.0, 1.0), False), ((1.0, -0.5), True)])
def test_the_interval_of_a_series_that_stood_still_holds_its_last_value(steps: tuple[float, ...], held: bool) -> None:
    early = [rising(area, 2015) for area in range(40)]
    last = early[9].values[-3]
    values = (*early[9].values[:-2], last + steps[0], last + sum(steps))
    early[9] = Series(early[9].key, early[9].years, values)
    found = methods.assess("pooled", spans(early, 2020))
    assert bool(found.low[9] <= values[-1]) is held


def test_counts_have_no_pool() -> None:
    found = methods.assess("pooled", spans([rising(area, 2015, "number") for area in range(20)], 2030))
    assert np.isnan(found.projected).all() and (found.verdict == -1).all()


def test_a_pool_is_of_ten_areas_in_one_unit() -> None:
    mixed = [rising(area, 2015, "percent" if area < 10 else "per_100_pop") for area in range(19)]
    found = methods.assess("pooled", spans(mixed, 2030))
    assert np.isfinite(found.projected[:10]).all() and np.isnan(found.projected[10:]).all()
    assert "the curve needs ten areas" in methods.row(found, spans(mixed, 2030), 12).reason
    assert found.inputs["areas"][0] == 10


def test_the_order_of_the_areas_does_not_matter() -> None:
    every = [rising(area, 2015) for area in range(15)]
    one, other = (methods.assess("pooled", spans(every, 2030)), methods.assess("pooled", spans(every[::-1], 2030)))
    for ours, theirs in ((one.projected, other.projected), (one.low, other.low), (one.high, other.high)):
        np.testing.assert_allclose(ours, theirs[::-1])


@pytest.mark.parametrize("factor", [0.001, 1000.0])
def test_the_unit_of_what_has_no_upper_limit_does_not_matter(factor: float) -> None:
    every = [rising(area, 2015) for area in range(15)]
    scaled = [Series(one.key, one.years, tuple(value * factor for value in one.values)) for one in every]
    one, other = (methods.assess("pooled", spans(some, 2030, high=None)) for some in (every, scaled))
    np.testing.assert_allclose(one.projected * factor, other.projected)
    np.testing.assert_allclose(one.high * factor, other.high)


def test_what_reaches_the_target_year_has_no_interval() -> None:
    found = methods.assess("pooled", spans([rising(area, 2020) for area in range(12)], 2018))
    assert np.isnan(found.low).all() and np.isfinite(found.projected).all()


def test_series_of_equal_values_and_empty_ones() -> None:
    same = [Series(Key("", "X", f"A{at}"), (2015, 2020), (40.0, 40.0)) for at in range(12)]
    empty = Series(Key("", "X", "A99"), (), ())
    found = methods.assess("pooled", spans([*same, empty], 2030))
    np.testing.assert_allclose(found.projected[:12], 40)
    assert found.verdict.tolist() == [1] * 12 + [-1]
