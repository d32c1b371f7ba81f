"""Series that are known: where each is listed, under which indicator, in which unit."""

from __future__ import annotations

import pytest

from actionlines.framework import load
from actionlines.framework.tables import read_table
from actionlines.indicators.areas import fold_unit, unit_of
from actionlines.indicators.read.columns import DATA
from actionlines.indicators.read.mapping import indicator_of, split_code
from tests.indicators.read.conftest import Give

LISTED = read_table("known_series", DATA)


def test_the_table_names_indicators_that_exist_units_in_our_form_and_sources() -> None:
    assert all(row["source"] and (row["series"] or row["title"]) for row in LISTED)
    assert {row["indicator"] for row in LISTED} - {""} <= load().indicators.keys()
    assert all(unit_of(row["unit"])[0] == row["unit"] for row in LISTED)
    codes = [row["series"].upper() for row in LISTED if row["series"]]
    assert len(codes) == len(set(codes))
    assert not set(codes) & {row["series"].upper() for row in read_table("series_indicators", DATA)}
    titles: dict[str, set[str]] = {}
    for row in LISTED:
        titles.setdefault(fold_unit(row["title"]), set()).add(row["indicator"])
    assert all(len(found) == 1 for title, found in titles.items() if title)


@pytest.mark.parametrize(
    "code,series,group",
    [
        ("HH%U4212_HHCFemale", "HH%U4212", "sex=F"),
        ("HH%U4212_HHC25to74", "HH%U4212", "age=25-74"),
        # a group that is not known keeps the code whole, so that two groups never fall together
        ("HH%U4212_HHCEmployed", "HH%U4212_HHCEmployed", ""),
        ("_HHCRural", "_HHCRural", ""),
    ],
)
def test_codes_of_household_surveys_end_in_a_group(code: str, series: str, group: str) -> None:
    assert split_code(code) == (series, group)


def test_a_code_goes_before_a_title_and_a_title_before_nothing() -> None:
    assert indicator_of("i147dl", "Individuals using the Internet") == ""
    assert indicator_of("my-code", "individuals using  the INTERNET") == "sdg:17.8.1"
    assert indicator_of("my-code", "Individuals using the Internet at school") == ""


def test_units_that_files_give_wrongly_are_told_once(give: Give) -> None:
    head = "seriesCode,seriesName,seriesUnits,entityIso,dataYear,dataValue\n"
    body = "".join(f"i154_FBB5$,Basket,% GNI per capita,KEN,{year},12\n" for year in (2020, 2021, 2022))
    found = give(head + body + "i154_FBB5_GNI,Basket,,KEN,2022,3\n")
    assert found.table["unit"].to_list() == ["usd", "usd", "usd", "percent_gni_pc"]
    assert [(one.row, one.kind) for one in found.problems] == [(2, "unit-source")]


def test_an_indicator_that_a_file_leaves_open_is_filled_in(give: Give) -> None:
    found = give("indicator,series,area,year,value\n,i271G,KEN,2020,3\n4.4.1,i271G,UGA,2020,4\n")
    assert found.table["indicator"].to_list() == ["sdg:9.c.1", "sdg:4.4.1"]


def test_columns_of_numbers_are_named_where_the_layout_is_known(give: Give) -> None:
    assert give("Entity,Code,Year,Singers\nKenya,KEN,2020,3\n").named
    assert give("entity,code,year,it_net_user_zs\nKenya,KEN,2020,3\n").layout == "owid-short"
    assert not give("country,year,budget\nKEN,2020,3\n").named
    assert give("country,year,value\nKEN,2020,3\n").named
