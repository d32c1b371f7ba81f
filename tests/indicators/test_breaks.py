"""Breaks in the sources, notes and values of series."""

from __future__ import annotations

import polars as pl
import pytest

from actionlines.indicators import provenance
from actionlines.indicators.model import COLUMNS
from actionlines.indicators.provenance import find_change, is_same_source

Row = tuple[int, float, str, str, str]  # year, value, status, note, source


def table(*rows: Row, unit: str = "percent") -> pl.DataFrame:
    full = [
        ("", "S", "UGA", "", year, value, unit, status, note, source, "", at)
        for at, (year, value, status, note, source) in enumerate(rows)
    ]
    return pl.DataFrame(full, {name: getattr(pl, kind) for name, kind in COLUMNS.items()}, orient="row")


def kinds(*rows: Row, unit: str = "percent") -> list[tuple[int, str]]:
    return provenance.find_breaks(table(*rows, unit=unit)).select("year", "kind").rows()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Eurostat", "Eurostat."),
        ("Rwanda Utilities Regulatory Authority (RURA)", "RURA"),
        ("Autorité Nationale de Régulation des TIC", "ANRTIC"),
        ("Institut National de la Statistique", "INSTAT"),
        ("Ministry of Information and Communication", "The Ministry for Communications and Information"),
        ("National Communications Authority", "Autoridade Nacional de Comunicações"),
        ("ITU Research; IMF", "ITU"),
        ("Central Statistics Office", "National Bureau of Statistics"),
        ("", "Eurostat"),
    ],
)
def test_other_spellings_of_a_source_are_no_change(one: str, other: str) -> None:
    assert is_same_source(one, other)
    assert is_same_source(other, one)
    assert find_change(one, other) == ""


@pytest.mark.parametrize(
    ("before", "after", "what"),
    [
        ("ITU estimate.", "Uganda Bureau of Statistics", "method"),
        ("Uganda Bureau of Statistics", "ITU Estimate", "method"),
        ("Telecom Company Ltd.", "Telecommunications Regulatory Commission", "source"),
        ("Statistical Office", "Ministry of Communications", "source"),
        ("National Communications Authority", "National Statistics Office", "source"),
        ("ITU estimate", "ITU estimate based on GSMA", ""),
    ],
)
def test_a_change_of_source_or_method(before: str, after: str, what: str) -> None:
    assert find_change(before, after) == what


def test_notes_that_say_so_and_other_ages() -> None:
    office = "Statistics office"
    assert find_change(office, office, "", "Break in comparability: new survey") == "note"
    assert find_change(office, office, "", "Due to the use of different tools") == "note"
    assert find_change(office, office, "Population age 6+", "Population age 15+") == "method"
    assert find_change(office, office, "Break in series", "Break in series") == ""


def test_an_estimate_gives_way_to_a_survey() -> None:
    found = provenance.find_breaks(
        table(
            (2021, 14.0, "E", "", "ITU estimate"),
            (2022, 15.3, "E", "", ""),
            (2024, 8.9, "", "", "Uganda Bureau of Statistics"),
        )
    )
    (row,) = found.to_dicts()
    assert (row["year"], row["kind"], row["value_before"], row["value"]) == (2024, "method", 15.3, 8.9)
    assert (row["before"], row["after"]) == ("ITU estimate", "Uganda Bureau of Statistics")


def test_a_fall_against_the_trend_but_no_roll_out() -> None:
    rising = [(2010 + at, 20.0 + 4 * at - (20 if at >= 5 else 0), "", "", "") for at in range(10)]
    assert kinds(*rising) == [(2015, "fall")]
    roll_out = [(2010 + at, value, "", "", "") for at, value in enumerate((0, 0, 2, 70, 96, 98, 99))]
    assert kinds(*roll_out) == []
    falling = [(2010 + at, 90.0 - 3 * at, "", "", "") for at in range(10)]
    assert kinds(*falling) == []


def test_a_status_marks_a_break_and_a_year_has_one() -> None:
    assert kinds((2015, 10, "", "", "A"), (2016, 30, "B", "", "A"), (2017, 31, "", "", "A")) == [(2016, "status")]
    assert kinds((2015, 10, "", "", "ITU estimate"), (2016, 9, "B", "", "Census office")) == [(2016, "status")]


def test_a_flag_alone_or_beside_a_note_marks_a_break() -> None:
    flagged = table((2010, 10, "", "", ""), (2011, 20, "", "", ""), (2012, 30, "B", "", ""), (2013, 31, "", "", ""))
    (row,) = provenance.find_breaks(flagged).to_dicts()
    assert (row["year"], row["kind"], row["value_before"], row["value"]) == (2012, "status", 20, 30)
    noted = table((2015, 10, "", "", "Office"), (2016, 30, "B", "Age 6+", "Office"))
    (row,) = provenance.find_breaks(noted).to_dicts()
    assert (row["year"], row["kind"], row["after"]) == (2016, "status", "Age 6+")


def test_another_age_group_of_one_office_is_given_by_its_notes() -> None:
    aged = table((2015, 10, "", "Age 6+", "Office"), (2016, 12, "", "Age 15+", "Office"))
    (row,) = provenance.find_breaks(aged).to_dicts()
    assert (row["kind"], row["before"], row["after"]) == ("method", "Age 6+", "Age 15+")


def test_nothing_to_find() -> None:
    assert provenance.find_breaks(table()).is_empty()
    assert kinds((2015, 1, "", "", ""), (2016, 2, "", "", "")) == []
