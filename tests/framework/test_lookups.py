"""Each way of asking for one thing, and the refusal of what does not exist."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from actionlines.errors import UnknownConcept
from actionlines.framework import load as lazy_load
from actionlines.framework.find import find_concept
from actionlines.framework.framework import load

FRAMEWORK = load()


@pytest.mark.parametrize(
    ("ask", "name", "expected"),
    [
        (FRAMEWORK.action_line, "C7-ehealth", "C7-ehealth"),
        (FRAMEWORK.action_line, "c7-EHEALTH", "C7-ehealth"),  # whatever the case
        (FRAMEWORK.action_line, "al:C5", "C5"),  # as citations write it
        (FRAMEWORK.goal, "sdg:9", "sdg:9"),
        (FRAMEWORK.goal, "17", "sdg:17"),
        (FRAMEWORK.goal, 3, "sdg:3"),
        (FRAMEWORK.target, "9.c", "sdg:9.c"),
        (FRAMEWORK.target, "SDG:16.A", "sdg:16.a"),
        (FRAMEWORK.indicator, "17.8.1", "sdg:17.8.1"),
        (FRAMEWORK.commitment, "gdc:11a", "gdc:11a"),
        (FRAMEWORK.commitment, "74", "gdc:74"),
        (FRAMEWORK.objective, 5, "gdc:objective-5"),
        (FRAMEWORK.country, "ken", "KEN"),
        (FRAMEWORK.area, "un-commission:ECA", "un-commission:ECA"),
        (FRAMEWORK.body, "ungis", "ungis"),
    ],
)
def test_lookup(ask: Callable[[Any], Any], name: Any, expected: str) -> None:
    assert ask(name).id == expected


@pytest.mark.parametrize(
    ("ask", "name"),
    [
        (FRAMEWORK.action_line, "C12"),
        (FRAMEWORK.action_line, ""),
        (FRAMEWORK.goal, 18),
        (FRAMEWORK.target, "9.d"),
        (FRAMEWORK.indicator, "9.c"),
        (FRAMEWORK.commitment, "gdc:11h"),
        (FRAMEWORK.country, "XXX"),
        (FRAMEWORK.area, "ldc"),  # ids of areas keep their case
        (FRAMEWORK.body, "nobody"),
    ],
)
def test_what_does_not_exist_is_refused_by_name(ask: Callable[[Any], Any], name: Any) -> None:
    with pytest.raises(UnknownConcept, match="AL302"):
        ask(name)


def test_loaded_once_and_frozen() -> None:
    assert lazy_load() is lazy_load()
    assert FRAMEWORK.goals is FRAMEWORK.goals
    with pytest.raises(AttributeError):
        FRAMEWORK.goal(1).number = 2  # type: ignore[misc]
    with pytest.raises(TypeError):
        FRAMEWORK.goals["sdg:18"] = FRAMEWORK.goal(1)  # type: ignore[index]


@pytest.mark.parametrize(
    ("question", "lines"),
    [
        # Early warning (3.d) is served by three lines.
        ({"target": "3.d"}, ["C1", "C4", "C7-eagriculture"]),
        # A goal is asked with all its targets.
        ({"goal": "15", "action_line": "C8"}, []),
        ({"goal": "14", "action_line": "C7"}, ["C7-eenvironment", "C7-escience", "C7-escience"]),
        # The slip of the published table is a link, but a doubtful one.
        ({"goal": "16", "action_line": "C7-eenvironment"}, ["C7-eenvironment"]),
        ({"goal": "16", "action_line": "C7-eenvironment", "doubtful": False}, []),
    ],
)
def test_matrix(question: dict[str, Any], lines: list[str]) -> None:
    assert [link.action_line for link in FRAMEWORK.matrix.links(**question)] == lines


def test_lines_for_a_goal_include_those_of_its_targets() -> None:
    assert "C2" in FRAMEWORK.matrix.lines_for("sdg:9")
    assert FRAMEWORK.matrix.lines_for("9.c") == ("C2", "C5", "C6", "C7-egov", "C7-eagriculture", "C9")


def test_facilitators_by_role() -> None:
    assert [one.body for one in FRAMEWORK.facilitators_of("C7-ehealth", "lead")] == ["who"]
    assert [one.body for one in FRAMEWORK.facilitators_of("C7-eenvironment", "co-facilitator")] == ["unep", "itu"]


@pytest.mark.parametrize(
    ("name", "link", "member"),
    [
        ("C7", "lines in it", "C7-ehealth"),
        ("C2", "facilitators", "itu lead"),
        ("sdg:9.c", "indicators", "sdg:9.c.1"),
        ("sdg:9", "commitments", "gdc:11a"),
        ("sdg:12.8.1", "also listed as", "sdg:4.7.1"),  # a repetition knows the first listing
        ("KEN", "areas", "un-commission:ECA"),
        ("itu-region:CIS", "members", "KAZ"),
        ("itu", "facilitates", "C5 lead"),
        ("International Telecommunication Union", "bodies in it", "itu-council"),  # by its name
    ],
)
def test_find_shows_links(name: str, link: str, member: str) -> None:
    assert member in find_concept(FRAMEWORK, name).links[link]


def test_find_says_what_comes_near() -> None:
    with pytest.raises(UnknownConcept, match="first-committee or second-committee"):
        find_concept(FRAMEWORK, "First and Second Committees")
