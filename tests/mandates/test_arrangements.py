"""What an assembly arranges: sentences under "will be as follows:", who speaks, duties, decisions made again."""

from __future__ import annotations

import pytest

from tests.mandates.build import find

FOLLOWING = "Decides that the organizational arrangements of the Wells Conference will be as follows:"
ITEMS: list[tuple[str, list[str], tuple[str, ...]]] = [
    ("The Conference will be composed of three segments;", [], ("general-assembly",)),
    ("The President of the General Assembly may invite poets;", ["President of the General Assembly"], ("pga",)),
]


@pytest.mark.parametrize("chapeau", [FOLLOWING, "Further decides that:"])
@pytest.mark.parametrize(("item", "addressees", "bodies"), ITEMS)
def test_each_sentence_is_decided(chapeau: str, item: str, addressees: list[str], bodies: tuple[str, ...]) -> None:
    (found,) = find(("1", chapeau), ("1(a)", item))
    assert (found.paragraph, found.verb, found.bodies) == ("1(a)", "decide", bodies)
    assert [phrase.text.split(" who ")[0] for phrase in found.addressees] == addressees
    assert found.action.text == item.rstrip(";")


def test_contents_are_no_decisions() -> None:
    """A time table has no sentences; without items the clause is all there is."""
    assert find(("1", FOLLOWING), ("1(a)", "Monday, 9 June: from 9 a.m. to 1 p.m.")) == []
    (alone,) = find(FOLLOWING)
    assert alone.action.text.endswith("will be as follows")


def test_a_clause_with_an_action_of_its_own() -> None:
    (found,) = find(
        ("1", "Decides that the meetings will be held as follows:"), ("1(a)", "Monday, 9 June: from 9 a.m.")
    )
    assert found.paragraph == "1"


def test_before_the_duty_nobody_is_asked() -> None:
    (found,) = find(
        "Decides that the meeting to be convened by the President of the General Assembly shall approve a text;"
    )
    assert found.bodies == ("general-assembly",)


DUTIES: list[tuple[str, list[str], str]] = [
    (
        "Emphasizes that all peacekeeping missions shall be given equal treatment;",
        ["all peacekeeping missions"],
        "requests",
    ),
    ("Stresses that the international community shall do more;", ["international community"], "requests"),
    # made again by the Assembly itself
    ("Reiterates its decision to dig a well;", [], "requests"),
    ("Reaffirms the decision to maintain the office;", [], "commits"),
]


@pytest.mark.parametrize(("text", "addressees", "strength"), DUTIES)
def test_said_again(text: str, addressees: list[str], strength: str) -> None:
    (found,) = find(text)
    assert ([phrase.text for phrase in found.addressees], found.strength) == (addressees, strength)


NOTHING = [
    "Emphasizes that States shall be free;",
    "Stresses that the costs of the meetings shall be met;",
    "Emphasizes that the work of the missions shall go on;",
    "Reaffirms the decision on wells;",
]


@pytest.mark.parametrize("text", NOTHING)
def test_no_duty_of_a_body(text: str) -> None:
    assert find(text) == []


def test_a_list_goes_to_both() -> None:
    (found,) = find(
        "Requests the President to draw up a list of guests, to submit the proposed list to Member States for "
        "their consideration and to bring the list to the attention of the General Assembly;"
    )
    assert (found.deliverable, found.report_to) == ("proposal", ("member-states", "general-assembly"))
