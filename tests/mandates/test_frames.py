"""A paragraph is read for what it says, whatever the document around it: sentences in many frames."""

from __future__ import annotations

import pytest

from actionlines.documents import read
from actionlines.mandates import find_mandates

Row = tuple[str, str, str]


def rows(text: str) -> list[Row]:
    """The verb, the strength and the first words of each action of a text."""
    found = find_mandates(read(text.encode(), name="a.txt"))
    return [(m.verb, m.strength, " ".join(m.action.text.split()[:3])) for m in found]


MAPS = [("invite", "invites", "share their maps")]
CASES: list[tuple[str, list[Row]]] = [
    # one pasted line, without number or formula
    ("Invites Member States to share their maps by 2031;", MAPS),
    # the same in a mail
    ("Dear all,\n\nThis was agreed yesterday.\n\nInvites Member States to share their maps by 2031;\n\nYours\n", MAPS),
    # a statement in quotation marks, each paragraph opening with one
    ("“The Security Council invites Member States to share their maps.”\n", MAPS),
    # behind a statement of the same body, and with an aside
    ("“The Council welcomes the report and, in this regard, invites Member States to share their maps.\n", MAPS),
    ("“The Council, while noting the report, invites Member States to share their maps.\n", MAPS),
    # the body again as a pronoun
    ("“The Council welcomes the report. It invites Member States to share their maps.”\n", MAPS),
    # the speaker of a meeting
    ("The Meeting invites Member States to share their maps.\n", MAPS),
    # lettered decisions in the past of a session
    (
        "Report of the Board on Wells on its third session\n\n5. The Board, noting the letter, (a) took note of "
        "it; and (b) requested the secretariat to publish a map.\n",
        [("request", "requests", "publish a map")],
    ),
    # a declaration
    ("7. We will share our maps with all.\n", [("will", "commits", "share our maps")]),
    # bullets below an unnumbered line, with and without "to"
    (
        "We call on Governments:\n\n• to open wells;\n\n• Train engineers.\n",
        [("call on", "requests", "open wells"), ("call on", "requests", "Train engineers")],
    ),
    # lines that go on without any label
    (
        "We commit to:\n\nOpening wells;\n\nTraining engineers.\n\nThe meeting rose at noon.\n",
        [("commit", "commits", "Opening wells"), ("commit", "commits", "Training engineers")],
    ),
    # items of a body that should act
    (
        "12. UNCTAD should:\n\n(a) Publish a map;\n\n(b) Train engineers.\n",
        [("should", "requests", "Publish a map"), ("should", "requests", "Train engineers")],
    ),
    # imperatives and infinitives in a list of recommendations; not elsewhere, nor what tells
    (
        "Recommendations\n\n1. Open the wells by 2031.\n\n2. Member States to share their maps.\n\n"
        "3. Reports of wells were heard.\n\nBackground\n\n1. Open the wells.\n",
        [("recommend", "encourages", "Open the wells"), ("recommend", "encourages", "share their maps")],
    ),
    # a guest
    (
        "Invites the Special Adviser to an interactive dialogue on wells;\n",
        [("invite", "invites", "an interactive dialogue")],
    ),
    # once more
    ("Calls once more upon all States to open their wells;\n", [("call upon", "requests", "open their wells")]),
    # lettered participles carry asks of their own
    (
        "9. Focus on the plan, by:\n\n(a) Requesting States to open their wells;\n",
        [("request", "requests", "open their wells")],
    ),
    # each party to an instrument
    ("3. Each Party shall publish a map.\n", [("shall", "requests", "publish a map")]),
    # a product and what it is for
    (
        "Requests the Executive Director to establish a broad group of experts on wells and pumps, and to make "
        "a handbook on the care of wells to:\n\n(a) Show what works;\n",
        [("request", "requests", "establish a broad")],
    ),
    # areas of a commitment, and means
    (
        "We commit to advance these three matters of common concern to all our peoples:\n\n(a) Opening wells;\n",
        [("commit", "commits", "advance these three"), ("commit", "commits", "Opening wells")],
    ),
    # who goes on as before asks nobody
    ("The Mission continues to encourage the parties to talk.\n", []),
    # a view in a debate
    ("It was suggested that wells should be deeper.\n", []),
    # what a committee recommends that another ask; a view in a debate; a second verb of a body
    (
        "14. The Advisory Committee recommends that the General Assembly request the Secretary-General to dig.\n",
        [("request", "requests", "dig")],
    ),
    ("19. Delegations stressed that donors should dig wells.\n", []),
    # The subject of a clause in small letters; "it" after an adverb that goes on.
    (
        "12. The Working Party requested that the secretariat publish the map.\n",
        [("request", "requests", "the secretariat publish")],
    ),
    (
        "“The Security Council welcomes the wells.\n\n“Furthermore, it encourages the African Union to dig.\n",
        [("encourage", "encourages", "dig")],
    ),
    (
        "23. The Working Party agreed to continue its work and asked the secretariat to publish a map.\n",
        [("agree", "commits", "continue its work"), ("ask", "requests", "publish a map")],
    ),
    # nouns that look like verbs
    ("Requests for information were received.\n", []),
    # permission to act
    ("Authorizes the Executive Director to publish a map;\n", [("authorize", "decides", "publish a map")]),
    # insisting that somebody act
    ("Insists that all Member States open their wells;\n", [("insist", "requests", "all Member States")]),
    # a participle that opens a paragraph is of a preamble
    ("Encouraging Governments to share their maps,\n", []),
    # a wish without anybody who is asked
    ("Encourage the use of maps\n", []),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_frames(text: str, expected: list[Row]) -> None:
    assert rows(text) == expected


TABLE = """<h1>Plan</h1><p>What was agreed:</p><table><tr><th>Action</th><th>Responsible</th><th>Deadline</th></tr>
<tr><td>Publish the map</td><td>ITU and UNESCO</td><td>June 2031</td></tr></table><p>The meeting rose.</p>
<table><tr><th>Well</th><th>Depth</th></tr><tr><td>North</td><td>9</td></tr></table>"""


def test_a_row_of_a_table_of_actions_asks_whom_it_names() -> None:
    document = read(TABLE.encode(), name="a.html")
    assert all(document.text[one.start : one.end] == one.text for one in document.paragraphs)
    (found,) = find_mandates(document)
    assert (found.bodies, found.action.text, found.due) == (("itu", "unesco"), "Publish the map", ("2031-06",))
    assert (found.verb, found.verb_phrase.text) == ("task", "Responsible")
