"""Aims of the Agenda, connectivity, and which one a series takes."""

from __future__ import annotations

import csv

import polars as pl
import pytest

from actionlines.framework import load
from actionlines.indicators.aims import Book, aimed, connectivity_aims, sdg_aims
from actionlines.indicators.aims.agreed import DATA, Agreed, limits_of

BOOK = Book.of(connectivity_aims(), sdg_aims())


def test_every_indicator_of_the_framework_has_a_row_with_a_source() -> None:
    assert {one.indicator for one in sdg_aims()} == set(load().indicators)
    assert all(one.source.startswith("A/RES/70/1, target ") for one in sdg_aims())
    assert len({one.id for one in sdg_aims()}) == len(sdg_aims())


def test_every_number_says_on_what_it_rests() -> None:
    for one in sdg_aims():
        assert (one.value is None) == (one.what in ("direction", "none")), one.id
        assert (one.basis == "direction") == (one.value is None), one.id
        assert one.value is None or one.note, one.id


# Numbers that stand in the 2030 Agenda, and the words that make one.
@pytest.mark.parametrize(
    "indicator,unit,value,direction",
    [
        ("sdg:3.1.1", "per_100000_live_births", 70, -1),
        ("sdg:3.2.1", "per_1000_live_births", 25, -1),
        ("sdg:3.2.2", "per_1000_live_births", 12, -1),
        ("sdg:10.c.1", "percent", 3, -1),
        ("sdg:14.5.1", "percent", 10, 1),
        ("sdg:7.1.1", "percent", 100, 1),
        ("sdg:1.1.1", "percent", 0, -1),
        ("sdg:17.8.1", "per_100_pop", 100, 1),
        ("sdg:5.b.1", "percent", 100, 1),  # connectivity: the Agenda names no number
    ],
)
def test_numbers(indicator: str, unit: str, value: float, direction: int) -> None:
    found = BOOK.choose(indicator, "X", "KEN", unit)
    assert found is not None
    aim = found.aim(unit)
    assert (aim.value, aim.direction) == (value, direction)


# People undernourished are counted in millions too: 0 is meant for the share, so only the direction holds.
def test_a_number_is_not_used_in_another_unit() -> None:
    found = BOOK.choose("sdg:7.1.1", "X", "KEN", "number")
    assert found is not None and found.aim("number").value is None and found.aim("number").direction == 1


# Open defecation stands under 6.2.1, where more is better: for this series less is.
def test_series_that_run_against_their_indicator() -> None:
    found = BOOK.choose("sdg:6.2.1", "sh_san_defect", "KEN", "percent")
    assert found is not None and (found.aim("percent").value, found.direction) == (0, -1)


def test_group_aims_hold_for_members_only() -> None:
    ldc, other = (BOOK.choose("sdg:9.2.1", "NV_IND_MANF", area, "percent") for area in ("UGA", "FRA"))
    assert ldc is not None and (ldc.what, ldc.value) == ("factor", 2)
    assert other is not None and other.what == "direction"


def test_directions_checked_against_the_agenda() -> None:
    for indicator in ("sdg:10.a.1", "sdg:14.3.1"):  # zero tariffs, pH: more is better
        found = BOOK.choose(indicator, "X", "KEN", "percent")
        assert found is not None and found.direction == 1


def test_own_goes_before_all_and_conventions_can_be_left_out() -> None:
    own = Agreed("own:1", "sdg:17.8.1", what="value", value=60.0, basis="own")
    found = Book.of([own], connectivity_aims(), sdg_aims()).choose("sdg:17.8.1", "X", "KEN", "percent")
    assert found is own
    plain = Book.of(sdg_aims(), conventions=False)
    assert plain.choose("sdg:17.8.1", "X", "KEN", "percent") is None


def test_repeated_indicators_share_their_aim() -> None:
    found = BOOK.choose("sdg:13.1.2", "X", "KEN", "score")
    assert found is not None and found.value == 0.75


def test_connectivity_is_whole_and_explains_what_it_leaves_out() -> None:
    with (DATA / "connectivity.csv").open(encoding="utf-8") as handle:
        assert {row["id"] for row in csv.DictReader(handle)} == set(load().connectivity)
    price = BOOK.choose("", "i154_FBB5_GNI", "KEN", "percent_gni_pc")
    assert price is not None and (price.value, price.direction) == (2, -1)


def test_parity_is_for_ratios_never_for_levels() -> None:
    band = BOOK.parity("sdg:17.8.1")
    assert band is not None and (band.value, band.high) == (0.98, 1.02)
    assert BOOK.choose("sdg:5.4.1", "SL_DOM_TSPD", "KEN", "percent") is None
    assert BOOK.parity("sdg:1.1.1") is None


def test_aims_in_the_middle_are_folded() -> None:
    half = BOOK.choose("sdg:5.5.2", "IC_GEN_MGTL", "KEN", "percent")
    index = BOOK.choose("sdg:4.5.1", "SE_TOT_GPI", "KEN", "ratio")
    assert half is not None and (half.aim("percent").value, half.aim("percent").fold) == (50, "difference")
    assert index is not None
    assert (index.aim("ratio").band, index.aim("ratio").fold) == ((0.97, 1.03), "ratio")


# People using the Internet per 100 end at 100, though the unit alone would not; spending can pass its budget.
@pytest.mark.parametrize("indicator,unit,high", [("sdg:17.8.1", "per_100_pop", 100), ("sdg:16.6.1", "percent", None)])
def test_limits_of_what_aims_at_a_hundred(indicator: str, unit: str, high: float | None) -> None:
    found = Book.of(sdg_aims()).choose(indicator, "X", "KEN", unit)
    assert found is not None and (found.aim(unit).low, found.aim(unit).high) == (0, high)


def test_limits() -> None:
    assert limits_of("percent", "NY_GDP_PCAP") == (None, None)
    assert limits_of("a unit nobody knows") == (None, None)


def table(*rows: tuple[str, str, str, str, int, float]) -> pl.DataFrame:
    names = ("indicator", "series", "area", "unit", "year", "value")
    made = [dict(zip(names, row, strict=True)) for row in rows]
    kinds = {"year": pl.Int32, "value": pl.Float64}
    return pl.DataFrame(made, schema={n: kinds.get(n, pl.String) for n in names}).with_columns(breakdown=pl.lit(""))


def test_factors_count_from_the_base_year() -> None:
    found = aimed(
        table(
            ("sdg:1.2.1", "SI_POV_NAHC", "KEN", "percent", 2010, 50),
            ("sdg:1.2.1", "SI_POV_NAHC", "KEN", "percent", 2016, 40),
            ("sdg:1.2.1", "SI_POV_NAHC", "KEN", "percent", 2020, 35),
            ("sdg:6.3.1", "EN_WWT_WWDS", "KEN", "percent", 2015, 30),
            ("sdg:3.6.1", "SH_STA_TRAF", "KEN", "per_100000_pop", 2012, 28),
        ),
        BOOK,
    )
    # Half of 40 in 2016; half of the untreated 70 % left; no value from 2015 on, so no number.
    assert found.spans.target[:2].tolist() == [20, 65]
    assert found.spans.target[2] != found.spans.target[2]
    assert found.notes[0] == "0.5 times 40 of 2016"
    assert found.notes[2] == "agreed for 2020, counted towards 2030"
    assert found.keys["series"].to_list() == ["SI_POV_NAHC", "EN_WWT_WWDS", "SH_STA_TRAF"]


def test_another_unit_is_noted() -> None:
    found = aimed(table(("sdg:7.1.1", "S", "KEN", "number", 2016, 40)), BOOK)
    assert found.notes == ("the number is meant in percent, not in number: direction only",)


def test_units_of_one_series_have_their_own_aims() -> None:
    """The number is meant in per cent: the counts beside it, before or after, take the direction only."""
    percent, count = (
        ("sdg:17.8.1", "S", "KEN", unit, 2020, value) for unit, value in (("percent", 30), ("number", 15e6))
    )
    for rows in ((percent, count), (count, percent)):
        found = aimed(table(*rows), BOOK)
        targets = dict(zip(found.keys["unit"].to_list(), found.spans.target.tolist(), strict=True))
        assert targets["percent"] == 100 and targets["number"] != targets["number"]
        assert dict(zip(found.keys["unit"].to_list(), found.spans.high.tolist(), strict=True))["percent"] == 100


def test_an_own_number_in_another_unit_leaves_the_agreed_one() -> None:
    own = Agreed("own:1", "sdg:7.1.1", what="value", value=40e6, units=("number",), basis="own")
    book = Book.of([own], sdg_aims())
    assert book.choose("sdg:7.1.1", "S", "KEN", "number") is own
    agreed = book.choose("sdg:7.1.1", "S", "KEN", "percent")
    assert agreed is not None and agreed.value == 100


def test_an_aim_for_a_breakdown_holds_for_it_alone() -> None:
    women = Agreed("own:1", "", "S", breakdown="sex=F", what="value", value=90.0, basis="own")
    every = Agreed("own:2", "", "S", what="value", value=80.0, basis="own")
    rows = table(*[("", "S", "KEN", "percent", 2020, 30)] * 3).with_columns(breakdown=pl.Series(["", "sex=F", "sex=M"]))
    found = aimed(rows, Book((every, women)))
    assert dict(zip(found.keys["breakdown"].to_list(), found.spans.target.tolist(), strict=True)) == {
        "": 80, "sex=F": 90, "sex=M": 80,
    }  # fmt: skip


def test_another_base_year_holds_for_all_but_own_aims() -> None:
    own = Agreed("own:1", "", "S", what="value", value=80.0, base=2012, basis="own")
    rows = table(
        ("", "S", "KEN", "percent", 2010, 30),
        ("sdg:1.2.1", "P", "KEN", "percent", 2010, 50),
        ("sdg:1.2.1", "P", "KEN", "percent", 2016, 40),
        ("", "NONE", "KEN", "percent", 2010, 50),
    )
    found = aimed(rows, Book.of([own], sdg_aims()), base=2010)
    assert found.spans.base.tolist() == [2012, 2010, 2010]
    # Half of the value of 2010, not of 2016.
    assert found.spans.target[1] == 25
