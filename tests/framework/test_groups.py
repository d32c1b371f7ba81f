"""Who is meant when a text asks a group, on a day."""

from __future__ import annotations

from datetime import date

import pytest

from actionlines.errors import UnknownConcept
from actionlines.framework.bodies import bodies
from actionlines.framework.find import find_body
from actionlines.framework.framework import load
from actionlines.framework.groups import CURRENT_ROLES, asked_of, lines_of, list_members


def test_every_facilitator_of_today_is_asked_with_the_facilitators():
    today = {one.body for one in load().facilitators if one.role in CURRENT_ROLES}
    assert today
    assert all("action-line-facilitators" in asked_of(one).groups for one in today)
    former = {one.body for one in load().facilitators} - today
    assert former
    assert all("action-line-facilitators" not in asked_of(one).groups for one in former)


def test_member_states_are_193_and_those_of_itu_194():
    countries = set(load().countries)
    assert len(list_members("member-states") & countries) == 193
    assert list_members("itu-member-states") - list_members("member-states") == {"VAT"}
    assert not {"PSE", "TWN", "HKG"} & list_members("itu-member-states")


@pytest.mark.parametrize(
    ("country", "day", "group", "asked"),
    [
        ("NPL", date(2026, 11, 23), "ldcs", True),
        ("NPL", date(2026, 11, 24), "ldcs", False),
        ("VUT", date(2015, 1, 1), "ldcs", True),
        ("VUT", date(2026, 1, 1), "ldcs", False),
        ("VUT", date(2026, 1, 1), "sids", True),
        ("KEN", date(2026, 1, 1), "lldcs", False),
    ],
)
def test_a_group_of_countries_is_that_of_the_day(country, day, group, asked):
    assert (group in asked_of(country, on=day).groups) is asked


def test_groups_hold_the_members_of_groups_in_them_and_never_themselves():
    assert {"itu", "eca", "desa", "undp"} <= list_members("un-system")
    assert "KEN" in list_members("all-stakeholders")
    assert not {"KEN", "itu-member-states"} & list_members("specialized-agencies")
    assert all(group not in list_members(group) for group in load().groups)
    assert list_members("itu") == frozenset()


def test_the_smallest_group_comes_first():
    groups = asked_of("itu").groups
    assert groups.index("action-line-facilitators") < groups.index("un-system") < groups.index("all-stakeholders")


def test_offices_and_officials_are_parts_and_members_are_not():
    asked = asked_of("itu")
    assert {"itu-bdt", "itu-tsb-director", "itu-ro-africa"} <= set(asked.parts)
    assert "itu-member-states" not in asked.all
    assert set(asked.all) <= set(bodies())


@pytest.mark.parametrize(
    ("bodies", "asked"),
    [(["itu"], True), (["un-system"], True), (["itu-bdt"], True), (["unesco", "member-states"], False), ([], False)],
)
def test_whom_a_text_asks(bodies, asked):
    assert asked_of("itu").is_among(bodies) is asked


def test_facilitators_stand_for_all_lines_and_nobody_else_does():
    assert lines_of(["action-line-facilitators"]) == tuple(load().action_lines)
    assert lines_of(["itu", "ungis", "un-system"]) == ()


def test_names_of_bodies_and_countries():
    assert find_body("International Telecommunication Union") == "itu"
    assert find_body("ken") == "KEN"
    with pytest.raises(UnknownConcept, match="neither a body nor a country"):
        find_body("C5")
