"""Decisions in the past tense: (text of the decision, [(verb, strength, bodies, first words of the action)])."""

from __future__ import annotations

import pytest

from actionlines.documents import read
from actionlines.documents.model import Document, Metadata, Paragraph
from actionlines.mandates import Mandate, find_mandates

Expected = list[tuple[str, str, tuple[str, ...], str]]
ASSEMBLY = ("general-assembly",)


def decided(*texts: str) -> list[Mandate]:
    """Return the mandates of a decision; a text that begins with "(a) " is an item."""
    paragraphs: list[Paragraph] = []
    for number, text in enumerate(texts):
        mark = text[:3] if text.startswith("(") else ""
        words = text.removeprefix(mark).lstrip()
        paragraphs.append(Paragraph(mark or f"text-{number}", "operative", words, 0, len(words), number=mark))
    return find_mandates(Document("decision", "text", Metadata(), tuple(paragraphs)))


def rows(found: list[Mandate]) -> Expected:
    """Return what the tables compare."""
    return [(m.verb, m.strength, m.bodies, " ".join(m.action.text.split()[:3])) for m in found]


MEETING = "At its 40th plenary meeting, on 1 December 2031, the General Assembly, "
DECISIONS: list[tuple[tuple[str, ...], Expected]] = [
    # several verbs behind recitals
    (
        (
            f"{MEETING}recalling its resolution 84/1, in which it had decided to dig a well, decided to dig a "
            "second well, requested the Secretary-General to open it, and decided to include in the "
            "provisional agenda of its eighty-seventh session the item entitled “Wells”.",
        ),
        [
            ("decide", "decides", ASSEMBLY, "dig a second"),
            ("request", "requests", ("secretary-general",), "open it"),
            ("decide", "decides", ASSEMBLY, "include in the"),
        ],
    ),
    # a later sentence of the same body, after a statement
    (
        (
            f"{MEETING}took note of the report. The Assembly also invited the Bureau of the Third Committee to "
            "shorten the list.",
        ),
        [("invite", "invites", ("third-committee",), "shorten the list")],
    ),
    # items with verbs of their own
    (
        (
            f"{MEETING}noting the drought:",
            "(a) Also decided that the Disarmament Commission would meet in 2032;",
            "(b) Requested the Secretary-General to report thereon;",
        ),
        [
            ("decide", "decides", ("disarmament-commission",), "the Disarmament Commission"),
            ("request", "requests", ("secretary-general",), "report thereon"),
        ],
    ),
    # items that go on from "decided:"
    (
        (f"{MEETING}decided:", "(a) That the Disarmament Commission would meet in 2032;", "(b) To dig a well."),
        [
            ("decide", "decides", ("disarmament-commission",), "the Disarmament Commission"),
            ("decide", "decides", ASSEMBLY, "dig a well"),
        ],
    ),
    # persons are asked in their office
    (
        (
            f"{MEETING}decided, without setting a precedent, to invite Ms. Ada Lind, Chair of the Disarmament "
            "Commission; and Mr. Bo Lind, a well digger, to speak.",
        ),
        [("decide", "decides", ("disarmament-commission",), "invite Ms. Ada")],
    ),
    # a permission asks nobody
    (
        (f"{MEETING}decided that observers and Member States might speak.",),
        [("decide", "decides", ASSEMBLY, "observers and Member")],
    ),
    # States in an office are elected, not asked
    ((f"{MEETING}decided to appoint MALI and Ms. Ada Lind as members of the Board of Wells.",), []),
    # a request among the items of a decision
    (
        (f"{MEETING}decided:", "(a) To request the Secretary-General to dig a well;", "(b) To close it."),
        [("request", "requests", ("secretary-general",), "dig a well"), ("decide", "decides", ASSEMBLY, "close it")],
    ),
    # a later sentence of the same meeting, and a body that is named twice
    (
        (f"{MEETING}took note of it. Also at the same meeting, the General Assembly decided to dig a well.",),
        [("decide", "decides", ASSEMBLY, "dig a well")],
    ),
    # items under "decided that" without a colon
    (
        (f"{MEETING}decided that", "(a) the meeting on wells would be held in 2032;", "(b) it would be short."),
        [("decide", "decides", ASSEMBLY, "the meeting on"), ("decide", "decides", ASSEMBLY, "it would be")],
    ),
    # a meeting does nothing itself
    (
        (f"{MEETING}decided that the High-level Meeting on Wells shall be postponed to 2033.",),
        [("decide", "decides", ASSEMBLY, "the High-level Meeting")],
    ),
    # a State put into an office
    ((f"{MEETING}decided to appoint Mali as a member of the Board of Wells.",), []),
    # statements among the items
    ((f"{MEETING}decided:", "(a) To welcome the report;"), []),
    # what others had decided is told
    (("The Council, in which it had decided to dig a well, was thanked by the Assembly.",), []),
]


@pytest.mark.parametrize(("texts", "expected"), DECISIONS)
def test_decisions(texts: tuple[str, ...], expected: Expected) -> None:
    """The past tense reads as the present does."""
    assert rows(decided(*texts)) == expected


def test_past_of_other_bodies() -> None:
    """A document that tells of no meeting asks nothing in the past."""
    text = "In 2031 the General Assembly requested the Secretary-General to dig a well."
    assert find_mandates(read(text.encode(), name="note.txt")) == []


REPORT = """Report of the Executive Board of the Wells Programme on its second regular session of 2031

I. Organization of the session

1. At its 4th meeting, on 3 September 2031, the Board took note of the report and requested the Secretary-General
to submit a plan at its first regular session of 2032. The Board also invited Member States to dig wells.

2. In 2029, the General Assembly requested the Secretary-General to report on wells.

3. One delegation requested the secretariat to dig a well.
"""


def test_report_of_a_session() -> None:
    """A report of a session tells what its own body decided, not what others did."""
    found = find_mandates(read(REPORT.encode(), name="report.txt"))
    assert [(m.paragraph, m.verb, m.bodies, m.due, m.force) for m in found] == [
        ("1", "request", ("secretary-general",), ("year:2032",), "decided"),
        ("1", "invite", ("member-states",), (), "decided"),
    ]
