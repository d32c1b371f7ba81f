"""Names that a paper gives itself, and words that fit several bodies."""

from __future__ import annotations

import pytest

from actionlines.documents import read
from actionlines.mandates import find_mandates
from actionlines.mandates.names import Names, mentions_in
from tests.mandates.build import document, find

_DEFINED = [
    # in quotes, after "hereinafter"
    ('the Advisory Panel on Wells (hereinafter "the Panel") met', "Panel", "Advisory Panel on Wells"),
    ("the Working Group on Pumps (hereinafter referred to as “the Working Group”)", "the Working Group",
     "Working Group on Pumps"),
    # after a verb in capitals, and with an article inside
    ("Establishes the Panel on the Wells (hereinafter “the Panel”)", "Panel", "Panel on the Wells"),
    # an abbreviation
    ("the Advisory Panel on Wells (APW) met", "APW", "Advisory Panel on Wells"),
    # the full name itself
    ("the Advisory Panel on Wells (APW) met", "Advisory Panel on Wells", "Advisory Panel on Wells"),
    # an abbreviation of something that is no organ, and one of other words
    ("the Global Map of Wells (GMW) grows", "GMW", ""),
    ("the Advisory Panel on Wells (Rome) met", "Rome", ""),
    # nothing in capitals stands before
    ("a panel of experts (APW) met", "APW", ""),
]  # fmt: skip


@pytest.mark.parametrize(("text", "surface", "full"), _DEFINED)
def test_defined_names(text: str, surface: str, full: str) -> None:
    assert Names(document(text)).defined(surface) == full


def test_a_defined_name_wins_over_the_words_of_the_framework() -> None:
    found = find(
        "Establishes the Commission on Wells (hereinafter “the Commission”);", "Requests the Commission to draw a map;"
    )
    assert [mandate.bodies for mandate in found if mandate.verb == "request"] == [("other:Commission on Wells",)]


def test_two_that_fit_are_candidates() -> None:
    (mandate,) = find(
        "Recalls the maps of the Committee on Contributions and the Committee on Conferences, and requests the "
        "Committee to draw a map;"
    )
    assert mandate.bodies == ("ambiguous",)
    assert mandate.candidates == ("committee-on-contributions", "committee-on-conferences")


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        # an officer and an organ of another organization, by its short name
        ("Recalls the International Seabed Authority, and requests the Secretary-General of the Authority to act;",
         ("isa",)),
        # of one that nobody knows
        ("Requests the Secretary-General of the Wells League to act;",
         ("other:Secretary-General of the Wells League",)),
        # the United Nations' own
        ("Requests the Secretary-General of the United Nations to act;", ("secretary-general",)),
    ],
)  # fmt: skip
def test_organs_of_another(text: str, bodies: tuple[str, ...]) -> None:
    assert [mandate.bodies for mandate in find(text)] == [bodies]


def test_an_organ_that_a_resolution_of_itu_defines_acts() -> None:
    text = (
        "RESOLUTION 1999 (Council 2031)\n\nWells\n\nThe ITU Council,\n\nconsidering\n\nthat wells are deep,\n\n"
        "resolves\n\n1 to establish a Council Expert Group on Wells (hereinafter “the Expert Group”);\n\n"
        "2 that the Expert Group shall meet once a year.\n"
    )
    _, second = find_mandates(read(text.encode(), name="a.txt"))
    assert ([phrase.text for phrase in second.addressees], second.bodies) == (
        ["Expert Group"],
        ("other:Council Expert Group on Wells",),
    )


_UNLISTED = [
    # up to where another name begins
    ("the Panel on Wells and the Board of Pumps", ["panel on wells", "board of pumps"]),
    # "and" inside a name, before its noun and after "on"
    ("the Wells and Pumps Committee", ["wells and pumps committee"]),
    ("the Working Group on Wells, Pumps and Pipes met", ["working group on wells, pumps and pipes"]),
    # not the office that is held in it
    ("The Chair of the Panel on Wells", ["panel on wells"]),
    # a title alone, a short name, a convention and a month are no names of bodies
    ("the Executive Director of wells", []),
    ("the Working Group in May", []),
    ("the Convention on Wells", []),
    ("the Court of Appeal in February", ["court of appeal"]),
]


@pytest.mark.parametrize(("text", "names"), _UNLISTED)
def test_names_that_the_framework_does_not_have(text: str, names: list[str]) -> None:
    assert [text[one.start : one.end].lower() for one in mentions_in(text, 0, unlisted=True)] == names


def test_it_is_who_was_asked_before() -> None:
    found = find("Invites the Panel on Wells to dig, and requests it to keep its meetings open;")
    assert [mandate.bodies for mandate in found] == [("other:Panel on Wells",)] * 2


def test_an_organ_of_the_head_outranks_one_named_above() -> None:
    (found,) = find(
        "Notes the report of the Statistical Commission;",
        "Requests the Commission to dig;",
        title="Commission on Wells",
    )
    assert found.bodies == ("other:Commission on Wells",)


_ASKED = [
    # what is done is nobody
    ("Demands that all acts of violence against United Nations personnel cease;", []),
    ("Urges all acts of violence against United Nations personnel to cease;", [("unspecified",)]),
    # an adverb behind a name
    ("Urges all States seriously to consider a well;", [("member-states",)]),
    # an acronym besides a name, and the words before a list
    ("Requests the Panel on Wells and UNXYZ to dig;", [("other:Panel on Wells", "other:UNXYZ")]),
    ("Recommends the following for consideration by national Governments and the Statistical Commission: to dig;",
     [("governments", "statistical-commission")]),
    # a date before the subject
    ("Decides that on 14 November 2031 all States shall dig;", [("member-states",)]),
    # a mission under its short name, by the form of its full one
    ("Recalls the United Nations Mission in Wells (UMW), and requests UMW to dig;", [("peacekeeping-missions",)]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "bodies"), _ASKED)
def test_who_is_asked(text: str, bodies: list[tuple[str, ...]]) -> None:
    assert [mandate.bodies for mandate in find(text) if mandate.verb != "demand"] == bodies
