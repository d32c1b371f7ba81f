"""The numbers that the agreed texts give, counted without the check of the framework itself."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from actionlines.framework.framework import load
from actionlines.framework.model import LANGUAGES

FRAMEWORK = load()


@pytest.mark.parametrize(
    ("goal", "targets"),
    # A/RES/70/1: so many targets has each goal, together 169.
    list(enumerate([7, 8, 13, 10, 9, 8, 5, 12, 8, 10, 10, 11, 5, 10, 12, 12, 19], 1)),
)
def test_targets_of_each_goal(goal: int, targets: int) -> None:
    assert sum(one.goal == f"sdg:{goal}" for one in FRAMEWORK.targets.values()) == targets


def test_lines_are_c1_to_c11_with_eight_in_c7() -> None:
    lines = FRAMEWORK.action_lines
    assert [name for name in lines if "-" not in name] == [f"C{n}" for n in range(1, 12)]
    assert [one.id for one in FRAMEWORK.children("C7")] == [
        "C7-egov",
        "C7-ebusiness",
        "C7-elearning",
        "C7-ehealth",
        "C7-eemployment",
        "C7-eenvironment",
        "C7-eagriculture",
        "C7-escience",
    ]


def test_listings_and_unique_indicators() -> None:
    repeats = Counter(one.repeats for one in FRAMEWORK.indicators.values() if one.repeats)
    assert len(FRAMEWORK.indicators) == 248
    assert len(FRAMEWORK.indicators) - repeats.total() == 231
    # Thirteen indicators stand under two or three targets: nine twice, four three times.
    assert Counter(repeats.values()) == {1: 9, 2: 4}


def test_every_target_has_an_indicator_but_one() -> None:
    with_indicator = {one.target for one in FRAMEWORK.indicators.values()}
    # 11.c lost its indicator in the review of 2020.
    assert set(FRAMEWORK.targets) - with_indicator == {"sdg:11.c"}


def test_matrix_has_both_tables() -> None:
    assert len(FRAMEWORK.matrix) == 203
    assert sum(link.by_line for link in FRAMEWORK.matrix) == 200
    assert sum(link.by_goal for link in FRAMEWORK.matrix) == 199


def test_compact() -> None:
    assert [one.number for one in FRAMEWORK.objectives.values()] == [1, 2, 3, 4, 5]
    kinds = Counter(one.kind for one in FRAMEWORK.commitments.values())
    assert kinds == {"commitment": 96, "follow-up": 11}


@pytest.mark.parametrize(
    ("area", "count"),
    [
        ("LDC", 44),  # after Sao Tome and Principe left, before Bangladesh, Lao PDR and Nepal do
        ("LLDC", 32),
        ("un-commission:ECA", 54),
        ("un-commission:ECE", 56),
        ("un-commission:ECLAC", 46),
        ("un-commission:ESCAP", 53),
        ("un-commission:ESCWA", 21),
        ("itu-region:CIS", 9),  # the nine that signed Council document C17/98
    ],
)
def test_members_of_areas(area: str, count: int) -> None:
    assert len(FRAMEWORK.members(area, on=date(2026, 1, 1))) == count


def test_itu_regions_hold_194_member_states_and_palestine_once_each() -> None:
    regions = [name for name in FRAMEWORK.areas if name.startswith("itu-region:")]
    found = Counter(iso for name in regions for iso in FRAMEWORK.members(name, on=date(2026, 1, 1)))
    assert len(found) == 195
    assert set(found.values()) == {1}


def test_names_in_six_languages() -> None:
    for one in (*FRAMEWORK.action_lines.values(), *FRAMEWORK.goals.values()):
        assert tuple(one.names) == LANGUAGES
        assert all(name.strip() for name in one.names.values())


def test_titles_are_short_and_our_own() -> None:
    for one in (*FRAMEWORK.targets.values(), *FRAMEWORK.indicators.values()):
        assert 1 <= len(one.title.split()) <= 11
        assert not one.title.startswith(("By 2030", "By 2020", "Proportion of"))


def test_no_id_means_two_things() -> None:
    tables = [
        FRAMEWORK.action_lines,
        FRAMEWORK.goals,
        FRAMEWORK.targets,
        FRAMEWORK.indicators,
        FRAMEWORK.objectives,
        FRAMEWORK.commitments,
        FRAMEWORK.connectivity,
        FRAMEWORK.countries,
        FRAMEWORK.areas,
        FRAMEWORK.offices,
        FRAMEWORK.bodies,
    ]
    found = Counter(name for table in tables for name in table)
    assert [name for name, times in found.items() if times > 1] == []
