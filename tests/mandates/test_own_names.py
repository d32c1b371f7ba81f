"""Short names in the documents of a body: (symbol, sentence, bodies, receivers)."""

from __future__ import annotations

import pytest

from actionlines.documents.model import Document, Metadata, Paragraph
from actionlines.mandates import Mandate, find_mandates


def found_in(symbol: str, body: str, text: str) -> list[Mandate]:
    """Return the mandates of a document of one paragraph."""
    paragraph = Paragraph("1", "operative", text, 0, len(text), number="1")
    return find_mandates(Document("x", "text", Metadata(symbol=symbol, body=body), (paragraph,)))


COUNCIL = ("S/RES/4000(2031)", "security-council")
CASES: list[tuple[tuple[str, str], str, list[tuple[tuple[str, ...], tuple[str, ...]]]]] = [
    # the committee of a resolution on sanctions, and the Council that receives
    (
        COUNCIL,
        "Requests the Committee to submit a report to the Council;",
        [(("sc-sanctions-committees",), ("security-council",))],
    ),
    # parties are those to the conflict
    (COUNCIL, "Urges all parties to keep the peace;", [(("parties-to-conflict",), ())]),
    # experts that no table has, whatever working groups there are
    (COUNCIL, "Requests the Panel of Experts to keep a list;", [(("other:Panel of Experts",), ())]),
    # what follows an aside, and gives a report of its own
    (
        COUNCIL,
        "Requests that, after a talk with the Committee, the Panel of Experts submit to the Council its report;",
        [(("other:Panel of Experts",), ("security-council",))],
    ),
    # the person whom the sentence before names, not the body
    (
        ("S/PRST/2031/1", "security-council"),
        "The Security Council thanks the Secretary-General for keeping the Council informed. It requests that he "
        "continue to report on wells to the Council;",
        [(("secretary-general",), ("security-council",))],
    ),
    # working parties are no parties to an agreement
    (("ECE/WELLS/2031/1", ""), "Requests both working parties to dig;", [(("unspecified",), ())]),
    # a name in full wins
    (
        COUNCIL,
        "Recalls the Counter-Terrorism Committee, and requests the Committee to keep a list;",
        [(("counter-terrorism-committee",), ())],
    ),
    # the parties by any word, the speaker as "it"
    (COUNCIL, "Urges all other parties to keep the peace;", [(("parties-to-conflict",), ())]),
    (
        COUNCIL,
        "Requests the Secretary-General to submit to it a report;",
        [(("secretary-general",), ("security-council",))],
    ),
    # what stands apart between a subject and its verb
    (
        ("CRC/C/XYZ/CO/1", ""),
        "Recommends that the State party, in accordance with article 4 of the Convention, dig a well;",
        [(("states-parties",), ())],
    ),
    # a government and those who fight beside it, or against it; both sides
    (
        COUNCIL,
        "Urges the Government of Mali and the armed groups to keep the peace;",
        [(("governments", "parties-to-conflict"), ())],
    ),
    # conclusions of a subsidiary body, in the past
    (("FCCC/SBI/2031/L.5", ""), "The SBI requested the secretariat to draw a map.", [(("unfccc",), ())]),
    # missions by acronym and by name
    (COUNCIL, "Calls upon UNMISS to open the road;", [(("unmiss",), ())]),
    (COUNCIL, "Calls upon the United Nations Mission in South Sudan to open the road;", [(("unmiss",), ())]),
    (COUNCIL, "Calls upon the United Nations Mission in Nowhere to open the road;", [(("peacekeeping-missions",), ())]),
    # the secretariat of a convention
    (("FCCC/CP/2031/1", ""), "Requests the secretariat to draw a map;", [(("unfccc",), ())]),
    # the executive head, the secretariat and the board of the organisation whose paper it is
    (
        ("UNEP/EA.31/RES.1", "unep"),
        "Requests the Executive Director to dig a well;",
        [(("unep-executive-director",), ())],
    ),
    (("DP/2031/1", ""), "Requests the Administrator to dig a well;", [(("undp-administrator",), ())]),
    (("DP/2031/1", ""), "Requests the Executive Board to dig a well;", [(("undp-board",), ())]),
    (
        ("FCCC/CP/2031/1", ""),
        "Requests the Executive Secretary to dig a well;",
        [(("unfccc-executive-secretary",), ())],
    ),
    (("ECE/WELLS/2031/1", ""), "Requests the secretariat to draw a map;", [(("ece-secretariat",), ())]),
    # the commission of a symbol, though another is named above
    (("E/CN.9/2031/1", "ecosoc"), "Requests the Commission to dig a well;", [(("cpd",), ())]),
    # a body that goes by a number
    (("ECE/WELLS/2031/1", ""), "Requests WP.99 to draw a map;", [(("other:WP.99",), ())]),
    # a body that no table has decides for itself
    (("UNEP/XYZ.1/2", ""), "Decides to draw a map;", [(("unspecified",), ())]),
]


@pytest.mark.parametrize(("document", "text", "expected"), CASES)
def test_own_names(
    document: tuple[str, str], text: str, expected: list[tuple[tuple[str, ...], tuple[str, ...]]]
) -> None:
    """A short name means what it means in the documents of its body."""
    assert [(m.bodies, m.report_to) for m in found_in(*document, text)] == expected


LINES: list[tuple[str, list[str]]] = [
    # to keep somebody informed, and a third report, are duties of their own
    (
        "Requests the Secretary-General to dig a well and to keep the Council informed of its depth;",
        ["dig a well", "keep the Council informed of its depth"],
    ),
    (
        "Requests the Secretary-General to dig a well and to submit a report to the Council, as well as submit "
        "updates to the Committee;",
        ["dig a well", "submit a report to the Council", "submit updates to the Committee"],
    ),
    # one report in two parts
    (
        "Requests the Secretary-General to report on wells, and to continue to report on rivers;",
        ["report on wells, and to continue to report on rivers"],
    ),
    # what others are to ask for
    (
        "Recommends that the Council request the Secretary-General to dig a well and to report on its depth;",
        ["the Council request the Secretary-General to dig a well and to report on its depth"],
    ),
    # lists that stand elsewhere
    ("Decides that the mandate of the Panel shall include the following tasks, to:", []),
    ("Decides that such acts include:", []),
]


@pytest.mark.parametrize(("text", "actions"), LINES)
def test_lines(text: str, actions: list[str]) -> None:
    """How many mandates a verb carries."""
    assert [mandate.action.text for mandate in found_in(*COUNCIL, text)] == actions
