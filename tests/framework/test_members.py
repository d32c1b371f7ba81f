"""Groups of countries on a day."""

from __future__ import annotations

from datetime import date

import pytest

from actionlines.framework.framework import load
from actionlines.framework.model import Membership, first_day, is_in_force

FRAMEWORK = load()


@pytest.mark.parametrize(
    ("country", "last", "first_without"),
    [
        ("BWA", "1994-12-18", "1994-12-19"),
        ("CPV", "2007-12-19", "2007-12-20"),
        ("MDV", "2010-12-31", "2011-01-01"),
        ("WSM", "2013-12-31", "2014-01-01"),
        ("GNQ", "2017-06-03", "2017-06-04"),
        ("VUT", "2020-12-03", "2020-12-04"),
        ("BTN", "2023-12-12", "2023-12-13"),
        ("STP", "2024-12-12", "2024-12-13"),
        ("NPL", "2026-11-23", "2026-11-24"),  # scheduled by A/RES/76/8
    ],
)
def test_exits_from_the_least_developed_countries(country: str, last: str, first_without: str) -> None:
    assert country in FRAMEWORK.members("LDC", on=date.fromisoformat(last))
    assert country not in FRAMEWORK.members("LDC", on=date.fromisoformat(first_without))


@pytest.mark.parametrize(
    ("day", "count"),
    # 24 of the first list (and Sikkim, no State since 1975), 50 with Timor-Leste, 49 without Cabo Verde and
    # Maldives but with South Sudan, 48 without Samoa, 44 without the four that left until the end of 2024.
    [
        ("1970-12-31", 0),
        ("1971-12-31", 24),
        ("2005-01-01", 50),
        ("2013-01-01", 49),
        ("2016-01-01", 48),
        ("2024-12-31", 44),
    ],
)
def test_size_of_the_group_through_time(day: str, count: int) -> None:
    assert len(FRAMEWORK.members("LDC", on=date.fromisoformat(day))) == count


def test_postponed_exit_of_angola_leaves_it_in() -> None:
    assert "AGO" in FRAMEWORK.members("LDC", on=date(2026, 11, 24))


def test_associates_only_when_asked() -> None:
    assert "HKG" not in FRAMEWORK.members("un-commission:ESCAP", on=date(2020, 1, 1))
    assert "HKG" in FRAMEWORK.members("un-commission:ESCAP", on=date(2020, 1, 1), associates=True)
    # New Caledonia was admitted on 31 July 1992.
    assert "NCL" not in FRAMEWORK.members("un-commission:ESCAP", on=date(1992, 7, 30), associates=True)


def test_geography_needs_no_day() -> None:
    assert "KEN" in FRAMEWORK.members("m49:002")
    assert "KEN" in FRAMEWORK.members("m49:202")
    assert "EGY" not in FRAMEWORK.members("m49:202")


def test_areas_of_a_country_change_with_the_day() -> None:
    assert "LDC" in FRAMEWORK.areas_of("BGD", on=date(2026, 1, 1))
    assert "LDC" not in FRAMEWORK.areas_of("BGD", on=date(2026, 12, 31))
    assert "itu-region:ASP" in FRAMEWORK.areas_of("BGD", on=date(2026, 12, 31))


@pytest.mark.parametrize(
    ("text", "expected"),
    [("1971", date(1971, 1, 1)), ("2024-12", date(2024, 12, 1)), ("2024-12-13", date(2024, 12, 13))],
)
def test_first_day(text: str, expected: date) -> None:
    assert first_day(text) == expected


@pytest.mark.parametrize("text", ["", "71", "2024-1", "2024-13", "2024-02-30", "2024-12-13-01", "yyyy"])
def test_first_day_refuses(text: str) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        first_day(text)


def test_open_membership_holds_for_ever() -> None:
    always = Membership("LLDC", "BOL", "member", "", "", "", True, "", "", "a source")
    assert is_in_force(always, date.min)
    assert is_in_force(always, date.max)
