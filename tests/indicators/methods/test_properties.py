"""What must hold for any numbers: scaling, direction, order, missing years, limits, no surprises.

No deadline: the machine that runs them may be busy, and time is measured in benchmarks/progress.py.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from actionlines.indicators import methods
from actionlines.indicators.judge import judge_one, judge_spans
from actionlines.indicators.model import Aim, Series, Verdicts
from actionlines.indicators.spans import from_series
from tests.effort import examples
from tests.indicators.methods.make import series

YEARS = st.lists(st.integers(1990, 2035), min_size=0, max_size=9, unique=True)
SHARES = st.one_of(st.sampled_from([0.0, 50.0, 100.0]), st.floats(0, 100))
ANY = st.floats(allow_nan=False, allow_infinity=False)
FIELDS = ("verdict", "ratio", "score", "projected", "low", "high", "reason")
ENDPOINTS = ("unsd-2026", "unsd-2023", "statcan", "escap-status", "sdg-index", "eurostat", "eurostat-short")


@st.composite
def some(draw: st.DrawFn, values: st.SearchStrategy[float] = SHARES, least: int = 0) -> Series:
    years = draw(YEARS.filter(lambda found: len(found) >= least))
    return series({year: draw(values) for year in years})


@st.composite
def shares(draw: st.DrawFn) -> Aim:
    return Aim(
        value=draw(st.one_of(st.none(), SHARES)),
        direction=draw(st.sampled_from([1, -1])),
        low=0.0,
        high=100.0,
        limit=draw(st.sampled_from([None, 0.0, 100.0])),
        bounds=(0.0, 100.0),
        green=90.0,
    )


def same(ours: Verdicts, others: Verdicts, rows: object = slice(None)) -> None:
    for field in FIELDS:
        np.testing.assert_allclose(
            getattr(ours, field)[rows], getattr(others, field), rtol=1e-9, atol=1e-12, err_msg=field
        )


@examples(200)
@given(some(), shares())
def test_shares_stay_between_their_limits(one: Series, aim: Aim) -> None:
    for name, row in judge_one(one, aim).rows.items():
        for value in (row.projected, *(row.interval or ())):
            assert value is None or 0.0 <= value <= 100.0, name
        if row.interval and row.projected is not None:
            assert row.interval[0] <= row.projected + 1e-9 and row.projected - 1e-9 <= row.interval[1]


@examples(200)
@given(some(ANY), st.one_of(st.none(), ANY), st.sampled_from([1, -1]), st.sampled_from(["", "ratio", "difference"]))
def test_any_numbers_give_a_verdict_or_a_reason(one: Series, target: float | None, direction: int, fold: str) -> None:
    aim = Aim(target, direction=direction, fold=fold, bounds=(-1.0, 1.0), green=0.5)  # type: ignore[arg-type]
    judgement = judge_one(one, aim)
    assert judgement.words.endswith(".")
    for name, row in judgement.rows.items():
        assert row.reason.startswith("Cannot be judged") == (row.verdict == ""), name
        assert "{" not in row.reason and "nan" not in row.reason
        assert all(np.isfinite(value) for value in row.inputs.values())
        for value in (row.ratio, row.score, row.projected):
            assert value is None or np.isfinite(value)


@examples(150)
@given(some(st.floats(0.5, 99)), st.floats(1, 99), st.sampled_from([0.25, 2.0, 1024.0]), st.sampled_from([1, -1]))
def test_units_do_not_matter(one: Series, target: float, factor: float, direction: int) -> None:
    """Per cent or per mille: the same verdict and ratio, and the projection in the other unit."""
    aim = Aim(target, direction=direction, low=0.0, high=100.0, limit=100.0, bounds=(0.0, 100.0), green=90.0)  # type: ignore[arg-type]
    scaled = replace(
        aim, value=target * factor, high=100 * factor, limit=100 * factor, bounds=(0.0, 100 * factor), green=90 * factor
    )
    other = replace(one, values=tuple(value * factor for value in one.values))
    for name, method in methods.ALL.items():
        if name == "unsd-2023":
            continue  # "within one point of 100 %" is in points
        ours, others = method.assess(from_series([one], [aim])), method.assess(from_series([other], [scaled]))
        assert ours.verdict[0] == others.verdict[0], name
        np.testing.assert_allclose(ours.ratio, others.ratio, rtol=1e-6, atol=1e-9, err_msg=name)
        np.testing.assert_allclose(ours.projected * factor, others.projected, rtol=1e-6, err_msg=name)


@examples(150)
@given(some(st.integers(1, 99).map(float)), st.integers(1, 99))
def test_online_and_offline_share_are_one_story(one: Series, target: int) -> None:
    """v -> 100 - v with the other direction: nothing changes where a method does not count in growth."""
    aim = Aim(float(target), low=0.0, high=100.0, bounds=(0.0, 100.0), green=90.0)
    other = replace(one, values=tuple(100 - value for value in one.values))
    mirrored = replace(aim, value=100.0 - target, direction=-1, bounds=(100.0, 0.0), green=10.0)
    for name in ("escap-status", "escap-anticipated", "sdg-index", "linear", "logit"):
        method = methods.ALL[name]
        ours, others = (method.assess(from_series([one], [aim])), method.assess(from_series([other], [mirrored])))
        np.testing.assert_allclose(ours.ratio, others.ratio, rtol=1e-6, atol=1e-7, err_msg=name)
        if name in ("linear", "logit", "escap-anticipated"):
            np.testing.assert_allclose(ours.projected, 100 - others.projected, rtol=1e-6, atol=1e-7)


@given(some(st.floats(1, 1e6)))
def test_other_direction_is_the_other_sign(one: Series) -> None:
    """Without a target, growth that was wanted is unwanted."""
    for name in ("unsd-2026", "unsd-2023", "statcan", "eurostat", "eurostat-short"):
        up, down = (methods.ALL[name].assess(from_series([one], [Aim(direction=direction)])) for direction in (1, -1))
        np.testing.assert_array_equal(up.ratio, -down.ratio)


@examples(60)
@given(st.lists(st.tuples(some(), shares()), min_size=1, max_size=8), st.randoms(use_true_random=False))
def test_neighbours_and_order_do_not_matter(rows: list[tuple[Series, Aim]], random: object) -> None:
    """A series is judged alike alone, among others, and in another order."""
    together = judge_spans(from_series([s for s, _ in rows], [a for _, a in rows]))
    order = list(range(len(rows)))
    random.shuffle(order)  # type: ignore[attr-defined]
    shuffled = judge_spans(from_series([rows[i][0] for i in order], [rows[i][1] for i in order]))
    for name, verdicts in together.items():
        same(verdicts, shuffled[name], order)
        for i, (one, aim) in enumerate(rows):
            same(verdicts, methods.ALL[name].assess(from_series([one], [aim])), slice(i, i + 1))


@examples(150)
@given(some(least=3), shares(), st.data())
def test_a_missing_year_in_between_changes_only_what_looks_at_it(one: Series, aim: Aim, data: st.DataObject) -> None:
    """Methods of two ends do not see the years between them."""
    for name in (*ENDPOINTS, "linear"):
        method = methods.ALL[name]
        whole = method.assess(from_series([one], [aim]))
        ends = (whole.inputs["base_year"][0], whole.inputs["last_year"][0])
        between = [i for i, year in enumerate(one.years) if ends[0] < year < ends[1]]
        if not between:
            continue
        gone = data.draw(st.sampled_from(between))
        keep = [i for i in range(len(one.years)) if i != gone]
        thinner = replace(one, years=tuple(one.years[i] for i in keep), values=tuple(one.values[i] for i in keep))
        found = method.assess(from_series([thinner], [aim]))
        for field in ("verdict", "ratio", "score", "projected"):
            np.testing.assert_array_equal(getattr(found, field), getattr(whole, field), err_msg=name)


@pytest.mark.parametrize("name", methods.ALL)
def test_codes_have_words(name: str) -> None:
    method = methods.ALL[name]
    assert len(method.WORDS) == len(method.COMMON)
    assert name == method.NAME and method.TITLE and method.SOURCE
