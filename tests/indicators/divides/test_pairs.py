"""Two groups beside each other, against what ITU publishes and by hand."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from actionlines.indicators.coverage import People, Population
from actionlines.indicators.divides import pairs

SHARE = st.floats(0.5, 100, allow_nan=False)


def test_worked_example() -> None:
    found = pairs.make_pair(40, 50, people=(1_000_000, 900_000))
    assert found.ratio == pytest.approx(0.8)
    assert (found.gap, found.relative, found.heads) == (10, 0.2, 50_000)
    assert dict(found.bands) == {"itu": False, "unesco": False}
    assert found.inputs["people: women"] == 1_000_000
    assert found.words.endswith("50,000 more men than women, by the population.")


# ITU, Facts and Figures 2024: 65 % of women, 70 % of men, score 0.94.
def test_world_2024_as_published() -> None:
    low, high = pairs.rounding_limits(65, 70)
    assert low <= 0.94 <= high
    assert pairs.make_pair(65, 70).ratio == pytest.approx(0.94, abs=0.5 / 70 + 0.01)


# Scores as published: world 2019 and 2024, LDC, Asia and the Pacific, Arab States: none at parity.
@pytest.mark.parametrize("score", [0.91, 0.94, 0.74, 0.70, 0.89, 0.95, 0.86])
def test_published_scores_are_outside_both_bands(score: float) -> None:
    assert not any(band.holds(score) for band in pairs.read_bands().values())


@pytest.mark.parametrize(
    "ratio,itu,unesco",
    [(0.97, False, True), (0.98, True, True), (1.02, True, True), (1.03, False, True), (1.0301, False, False)],
)
def test_bands_hold_their_ends(ratio: float, itu: bool, unesco: bool) -> None:
    assert (pairs.read_bands()["itu"].holds(ratio), pairs.read_bands()["unesco"].holds(ratio)) == (itu, unesco)


# Nobody on either side is no gap and no ratio; all on both sides is parity.
def test_zeros_and_hundreds_are_exact() -> None:
    none, all_ = pairs.make_pair(0, 0), pairs.make_pair(100, 100)
    assert (none.ratio, none.relative, none.gap, dict(none.bands)) == (None, None, 0, {})
    assert (all_.ratio, all_.relative, all_.gap) == (1, 0, 0)
    assert "no ratio" in pairs.make_pair(3, 0).words


# The ratio rises towards 1 while the number of women behind grows: both must be seen.
def test_ratio_and_head_count_can_move_apart() -> None:
    early = pairs.make_pair(10, 12, people=(1e6, 1e6))
    late = pairs.make_pair(60, 66, people=(1e6, 1e6))
    assert (late.ratio or 0) > (early.ratio or 0) and (late.heads or 0) > (early.heads or 0)


def test_not_a_number_is_refused() -> None:
    with pytest.raises(ValueError, match="women nan"):
        pairs.make_pair(float("nan"), 4)


@given(SHARE, SHARE, st.floats(0.01, 1000))
def test_ratio_and_relative_gap_do_not_depend_on_the_unit(one: float, two: float, k: float) -> None:
    plain, scaled = pairs.make_pair(one, two), pairs.make_pair(one * k, two * k)
    assert scaled.ratio == pytest.approx(plain.ratio) and scaled.relative == pytest.approx(plain.relative, abs=1e-9)
    assert scaled.gap == pytest.approx(plain.gap * k, abs=1e-9)


def rows(*given: tuple[str, str, int, float]) -> pl.DataFrame:
    names = ("area", "breakdown", "year", "value")
    made = [dict(zip(names, one, strict=True)) for one in given]
    schema = {"area": pl.String, "breakdown": pl.String, "year": pl.Int32, "value": pl.Float64}
    plain = pl.DataFrame(made, schema=schema)
    return plain.with_columns(indicator=pl.lit("sdg:5.b.1"), series=pl.lit("S"), unit=pl.lit("percent"))


def test_pairs_of_a_table() -> None:
    table = rows(
        ("KEN", "sex=F", 2020, 40),
        ("KEN", "sex=M", 2020, 50),
        ("KEN", "age=15-24;sex=M", 2020, 50),  # no partner
        ("UGA", "sex=M", 2020, 0),
        ("UGA", "sex=F", 2020, 3),
        ("UGA", "", 2020, 30),
    )
    people = Population.from_rows([("KEN", 2020, 1000.0)])
    both = People(people, {"sex=F": people, "sex=M": people})
    found = pairs.pair_rows(table, "sex", people=both)
    assert found["area"].to_list() == ["KEN", "UGA"]
    assert found["ratio"].to_list() == [0.8, None]
    assert found["heads"].to_list() == [100.0, None]
    assert found["parity_itu"].to_list() == [False, None]
    assert found["breakdown"].to_list() == ["", ""]


def test_other_dimensions_must_agree() -> None:
    table = rows(("KEN", "age=15-24;sex=F", 2020, 40), ("KEN", "age=25-34;sex=M", 2020, 50))
    assert pairs.pair_rows(table).is_empty()


def test_urban_stands_on_top() -> None:
    table = rows(("KEN", "location=urban", 2020, 60), ("KEN", "location=rural", 2020, 20))
    assert pairs.pair_rows(table, "location")["ratio"].to_list() == [3.0]
    assert np.isnan(pairs.compute_ratios(np.array([1.0]), np.array([0.0]))[0])


def population(*given: tuple[str, str, int, float], unit: str = "persons") -> pl.DataFrame:
    return rows(*given).with_columns(series=pl.lit("POP"), unit=pl.lit(unit))


def test_each_pair_takes_the_people_of_its_own_breakdown() -> None:
    """40 % of 1,000 women and 50 % of 900 men: 50 more men; of the young 10 % of 200 and 30 % of 300: 70."""
    table = rows(
        ("KEN", "sex=F", 2020, 40), ("KEN", "sex=M", 2020, 50),
        ("KEN", "age=15-24;sex=F", 2020, 10), ("KEN", "age=15-24;sex=M", 2020, 30),
        ("KEN", "age=65+;sex=F", 2020, 5), ("KEN", "age=65+;sex=M", 2020, 6),
    )  # fmt: skip
    people = People.from_table(
        population(
            ("KEN", "sex=F", 2019, 1000), ("KEN", "sex=M", 2019, 900),
            ("KEN", "age=15-24;sex=F", 2019, 200), ("KEN", "age=15-24;sex=M", 2019, 300),
        )
    )  # fmt: skip
    found = pairs.pair_rows(table, people=people)
    heads = dict(zip(found["breakdown"].to_list(), found["heads"].to_list(), strict=True))
    assert heads == {"": 50.0, "age=15-24": 70.0, "age=65+": None}
    assert pairs.pair_rows(table)["heads"].to_list() == [None] * 3
    assert people.total.at(["KEN"], 2020).tolist() == [1900]


@pytest.mark.parametrize("unit,heads", [("percent", 50.0), ("per_1000_pop", 5.0), ("number", None)])
def test_only_shares_of_people_have_a_head_count(unit: str, heads: float | None) -> None:
    table = rows(("KEN", "sex=F", 2020, 40), ("KEN", "sex=M", 2020, 50)).with_columns(unit=pl.lit(unit))
    people = People.from_table(population(("KEN", "sex=F", 2020, 1000), ("KEN", "sex=M", 2020, 900)))
    assert pairs.pair_rows(table, people=people)["heads"].to_list() == [heads]


def test_thousands_are_persons() -> None:
    people = People.from_table(population(("KEN", "", 2020, 50_000), unit="thousand"))
    assert people.total.at(["KEN"], 2020).tolist() == [50e6]


@pytest.mark.parametrize(
    "table,words",
    [
        (population(("KEN", "sex=F", 2020, 5)), "no totals"),
        (population(("KEN", "sex=F", 2020, 5), ("KEN", "sex=M", 2019, 5)), "no totals"),
        (population(("KEN", "", 2020, -5)), "population of KEN in 2020 is -5"),
        (pl.concat([population(("KEN", "", 2020, 5)), rows(("KEN", "", 2020, 5))]), "holds 2 series"),
    ],
)
def test_what_is_no_population(table: pl.DataFrame, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        People.from_table(table)
