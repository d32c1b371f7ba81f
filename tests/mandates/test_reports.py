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
    (
        "I call upon Member States to pay in time.",
        [("call upon", "requests", ("member-states",), "pay in time")],
    ),
    (
        "We invite the private sector to share its maps.",
        [("invite", "invites", ("private-sector",), "share its maps")],
    ),
    # a body that should act, behind what a recommendation begins with
    (
        "The Secretary-General should appoint a focal point.",
        [("should", "encourages", ("secretary-general",), "appoint a focal point")],
    ),
    (
        "Recommendation 3: By 2031, Member States and civil society should not charge for maps.",
        [("should", "encourages", ("member-states", "civil-society"), "not charge for maps")],
    ),
    # a view of what somebody should do
    (
        "The Board is of the view that the Secretary-General should keep better records.",
        [("should", "encourages", ("secretary-general",), "keep better records")],
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
    "It is recommended that the costs be shared.",
    "It should be noted that the Secretary-General has left.",
    # a kind of thing, described
    "Such entities should be small. Such mechanisms should include training.",
    # what should have been
    "The Secretary-General should have left.",
    "The Secretary-General should be thanked.",
    # what resolutions ask is told of them
    "The General Assembly requests the Secretary-General to report.",
    "The Committee, in its resolution 4/1, urges States to act.",
    # the past
    "The Committee recommended that States act.",
    # frequency, and a clause before the subject
    "Member States are rarely invited to share their maps.",
    "Since Member States are many, users are encouraged to be brief.",
    # an instrument, not a body
    "The Convention requires States to act.",
    "The plan urges States to act.",
    # a question
    "The Secretary-General should act?",
    # what the speakers do themselves
    "We will connect every school.",
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
