"""What an assembly arranges: sentences under "will be as follows:", who speaks, duties, decisions made again."""

from __future__ import annotations

import pytest

from tests.mandates.build import find

FOLLOWING = "Decides that the organizational arrangements of the Wells Conference will be as follows:"
ITEMS: list[tuple[str, list[str], tuple[str, ...]]] = [
    ("The Conference will be composed of three segments;", [], ("general-assembly",)),
    (
        "The opening segment, to be held from 3 to 4 p.m., will feature statements by the President of the "
        "General Assembly, the Secretary-General and a person who digs wells, selected by the President;",
        ["President of the General Assembly", "Secretary-General", "person"],
        ("pga", "secretary-general"),
    ),
    (
        "The plenary segment will comprise statements by Member States and observers of the General Assembly; a "
        "list of speakers will be established;",
        ["Member States", "observers of the General Assembly"],
        ("member-states", "ga-observers"),
    ),
    (
        "Each panel will have two Co-Chairs, to be appointed by the President of the General Assembly;",
        ["President of the General Assembly"],
        ("pga",),
    ),
    (
        "The President of the General Assembly may invite poets;",
        ["President of the General Assembly"],
        ("pga",),
    ),
]


@pytest.mark.parametrize("chapeau", [FOLLOWING, "Further decides that:"])
@pytest.mark.parametrize(("item", "addressees", "bodies"), ITEMS)
def test_each_sentence_is_decided(
    chapeau: str, item: str, addressees: list[str], bodies: tuple[str, ...]
) -> None:
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


def test_the_hour_keeps_its_stop() -> None:
    (found,) = find("Decides to meet on 3 May 2027 from 3 to 6 p.m.;")
    assert found.action.text.endswith("6 p.m.")


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


def test_the_next_budget_is_a_product_of_its_own() -> None:
    first, second = find(
        "Requests the Secretary-General to widen the well and to include the budgetary requirements in his next "
        "proposed programme budget;"
    )
    assert (first.action.text, first.due) == ("widen the well", ())
    assert second.action.text.startswith("include the budgetary requirements")
    assert (second.deliverable, second.due) == ("proposal", ("event:next-proposed-programme-budget",))


def test_a_list_goes_to_both() -> None:
    (found,) = find(
        "Requests the President to draw up a list of guests, to submit the proposed list to Member States for "
        "their consideration and to bring the list to the attention of the General Assembly;"
    )
    assert (found.deliverable, found.report_to) == ("proposal", ("member-states", "general-assembly"))
