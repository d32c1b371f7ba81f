"""Asks in running text: (sentence, [(verb, strength, bodies, first words of the action)])."""

from __future__ import annotations

import pytest

from actionlines.documents import read
from actionlines.documents.model import Document, Metadata, Paragraph
from actionlines.mandates import Mandate, find_mandates, why_not_read

Expected = list[tuple[str, str, tuple[str, ...], str]]


def told(text: str) -> list[Mandate]:
    """The mandates of a document of one paragraph of running text."""
    paragraph = Paragraph("text-1", "text", text, 0, len(text))
    return find_mandates(Document("report", "text", Metadata(), (paragraph,), text=text))


ASKED: list[tuple[str, Expected]] = [
    # the impersonal recommendation
    (
        "It is therefore recommended that the General Assembly open a register of cables by 2031.",
        [("recommend", "encourages", ("general-assembly",), "the General Assembly open")],
    ),
    # a body that recommends, and goes on to request
    (
        "The Advisory Committee recommends that the General Assembly approve the plan and requests the "
        "Secretary-General to report on it.",
        [
            ("recommend", "encourages", ("general-assembly",), "the General Assembly approve"),
            ("request", "requests", ("secretary-general",), "report on it"),
        ],
    ),
    # persons who speak in a report
    (
        "The Inspectors urge the Secretary-General to keep better records.",
        [("urge", "requests", ("secretary-general",), "keep better records")],
    ),
    ("I call upon Member States to pay in time.", [("call upon", "requests", ("member-states",), "pay in time")]),
    ("We invite the private sector to share its maps.", [("invite", "invites", ("private-sector",), "share its maps")]),
    # a body that should act, behind what a recommendation begins with
    (
        "The Secretary-General should appoint a focal point.",
        [("should", "requests", ("secretary-general",), "appoint a focal point")],
    ),
    (
        "Recommendation 3: By 2031, Member States and civil society should not charge for maps.",
        [("should", "requests", ("member-states", "civil-society"), "not charge for maps")],
    ),
    # a view of what somebody should do
    (
        "The Board is of the view that the Secretary-General should keep better records.",
        [("should", "requests", ("secretary-general",), "keep better records")],
    ),
    # nobody is named, but it is a recommendation all the same
    (
        "It is recommended that the costs be shared.",
        [("recommend", "encourages", ("unspecified",), "the costs be shared")],
    ),
    # what an inspector recommended, and an organ that the framework does not know
    (
        "The Inspectors recommended that the Secretary-General publish a map of wells.",
        [("recommend", "encourages", ("secretary-general",), "the Secretary-General publish")],
    ),
    (
        "The Panel on Wells should, by 31 March 2031, also publish a map.",
        [("should", "requests", ("other:Panel on Wells",), "publish a map")],
    ),
    # wishes, and the ask within
    (
        "The General Assembly may wish, at its next session, to take note of the map.",
        [("may wish", "invites", ("general-assembly",), "take note of the map")],
    ),
    (
        "The General Assembly may wish to request the Secretary-General to publish a map.",
        [("request", "requests", ("secretary-general",), "publish a map")],
    ),
    # each predicate has its own verb, and pronouns point back
    (
        "Member States should appoint focal points, and are invited to publish their names.",
        [
            ("should", "requests", ("member-states",), "appoint focal points"),
            ("invite", "invites", ("member-states",), "publish their names"),
        ],
    ),
    (
        "UNESCO and UNDP are asked to draw a map, and the former is further requested to print it.",
        [("ask", "requests", ("unesco", "undp"), "draw a map"), ("request", "requests", ("unesco",), "print it")],
    ),
    (
        "UNESCO is requested to draw a map; it should also print it.",
        [("request", "requests", ("unesco",), "draw a map"), ("should", "requests", ("unesco",), "print it")],
    ),
    # two asks of one speaker
    (
        "I recommend that UNESCO draw a map, and I urge Member States to print it by 2030.",
        [
            ("recommend", "encourages", ("unesco",), "UNESCO draw a map"),
            ("urge", "requests", ("member-states",), "print it by 2030"),
        ],
    ),
    (
        "The Youth Track Committee agreed to draw a map before the end of July 2030.",
        [("agree", "commits", ("unspecified",), "draw a map")],
    ),
    # committees that advise on money
    (
        "The Advisory Committee trusts that the Secretary-General will publish a map.",
        [("trust", "encourages", ("secretary-general",), "the Secretary-General will publish")],
    ),
    (
        "The Advisory Committee recommends against the establishment of the post of Chief.",
        [("recommend", "encourages", ("unspecified",), "against the establishment")],
    ),
    # the passive of contributions
    (
        "Member States are also invited to share their maps.",
        [("invite", "invites", ("member-states",), "share their maps")],
    ),
]


@pytest.mark.parametrize(("text", "expected"), ASKED)
def test_asked(text: str, expected: Expected) -> None:
    found = [(m.verb, m.strength, m.bodies, m.action.text) for m in told(text)]
    assert len(found) == len(expected)
    for (verb, strength, bodies, action), wanted in zip(found, expected, strict=True):
        assert (verb, strength, bodies) == wanted[:3]
        assert action.startswith(wanted[3])


TOLD = [
    # no body is asked
    "The work should continue.",
    "It should be noted that the Secretary-General has left.",
    # a kind of thing, described
    "Such entities should be small. Such mechanisms should include training.",
    # what should have been
    "The Secretary-General should have left.",
    "The Secretary-General should be thanked.",
    # what resolutions ask is told of them
    "In its resolution 4/1, the General Assembly requests the Secretary-General to report.",
    "The Committee, in its resolution 4/1, urges States to act.",
    # the past of other texts, and of another year
    "In its resolution 4/1, the Committee recommended that States act.",
    "In 2021, the Panel on Wells recommended that States act.",
    "The Panel on Wells had recommended that States act.",
    # one voice of many
    "One minister called on States to lower their tariffs.",
    "Several delegations recommended that States act.",
    # a forecast outside the conclusions, and what a mandate is
    "The Secretary-General is expected to publish a map.",
    "The Joint Inspection Unit is mandated to review wells.",
    # who is asked by lenders
    "Operators are frequently requested by lenders to pledge their rights.",
    # frequency, and a clause before the subject
    "Member States are rarely invited to share their maps.",
    "Since Member States are many, users are encouraged to be brief.",
    # an instrument, not a body
    "The Convention requires States to act.",
    "The plan urges States to act.",
    # a question
    "The Secretary-General should act?",
]


@pytest.mark.parametrize("text", TOLD)
def test_told(text: str) -> None:
    assert told(text) == []


def test_items_under_a_recommendation() -> None:
    text = b"""Report of the Panel

1. The world has many cables.

2. The Panel recommends that States:

(a) Adopt strict rules;

(b) Publish their maps by 2031.

3. The Secretary-General should:

(a) Keep a register.
"""
    found = find_mandates(read(text, name="report.txt"))
    assert [(m.paragraph, m.verb, m.bodies, m.action.text, m.due) for m in found] == [
        ("2(a)", "recommend", ("member-states",), "Adopt strict rules", ()),
        ("2(b)", "recommend", ("member-states",), "Publish their maps by 2031", ("year:2031",)),
        ("3(a)", "should", ("secretary-general",), "Keep a register", ()),
    ]


def test_a_contribution_that_asks_is_read() -> None:
    text = b"Dear all,\n\nThe meeting was short. Member States are invited to share their maps of cables.\n"
    document = read(text, name="a.txt")
    assert why_not_read(document) == ""
    assert [mandate.verb for mandate in find_mandates(document)] == ["invite"]


_PAPER = b"""Purpose

This paper is about wells.

Background

Wells are deep. ITU commits to the care of wells.

Proposals

1. ITU continues to map wells. To draw up a list of pumps by 2031.

2. Members of the ITU share their maps of wells. Wells are deep.

Action required

The Council Working Group on WSIS and the SDGs is invited to consider this paper.
"""


def test_proposals_in_the_present_tense() -> None:
    found = find_mandates(read(_PAPER, name="paper.txt"))
    assert [(m.verb, m.bodies, m.action.text, m.force) for m in found] == [
        ("commit", ("itu",), "the care of wells", "proposed"),
        ("propose", ("itu",), "continues to map wells", "proposed"),
        ("propose", ("itu",), "draw up a list of pumps by 2031", "proposed"),
        ("propose", ("member-states",), "share their maps of wells", "proposed"),
        ("invite", ("itu-cwg-wsis-sdg",), "consider this paper", "proposed"),
    ]


_REPORT = b"""Wells

Report of the Panel on Wells

I. Background

1. The Panel will meet in 2029. The Panel on Pumps (hereinafter "the Pumps Panel") has met.

II. Conclusions and recommendations

2. The Secretary-General will convene a meeting in 2031. Prices will fall.

3. The Pumps Panel may wish:

(a) To take note of the present report;

(b) To request UNESCO to publish a map.

4. It is recommended that:

(a) Member States share their maps;

(b) The costs be shared.

Draft resolution

The Economic and Social Council,

Recalling its resolution 2029/1,

1. Requests the Secretary-General to publish a map;

2. Decides to meet in 2032.
"""


def test_sections_of_a_report() -> None:
    found = find_mandates(read(_REPORT, name="report.txt"))
    assert [(m.verb, m.bodies, m.action.text, m.force) for m in found] == [
        ("will", ("secretary-general",), "convene a meeting in 2031", "recommended"),
        ("may wish", ("other:Panel on Pumps",), "take note of the present report", "recommended"),
        ("request", ("unesco",), "publish a map", "recommended"),
        ("recommend", ("member-states",), "Member States share their maps", "recommended"),
        ("recommend", ("unspecified",), "The costs be shared", "recommended"),
        ("request", ("secretary-general",), "publish a map", "proposed"),
        ("decide", ("ecosoc",), "meet in 2032", "proposed"),
    ]
