"""The agenda pack: who is asked what by the documents of a meeting, and what a delegation should know."""

from __future__ import annotations

import pytest

from actionlines.documents import read
from actionlines.lineage.comparison import Comparison, compare_draft, draft_of, provisions_of
from actionlines.mandates import find_mandates
from actionlines.papers.check import check_paper
from actionlines.papers.model import Listing, Paper, Table, Text
from actionlines.papers.reports.agenda import agenda_paper
from actionlines.papers.reports.comparison import comparison_paper
from actionlines.papers.words import LANGUAGES
from actionlines.papers.write import FORMATS, render

TEXT = """United Nations
A/{symbol}
General Assembly
{session} session

Kites over marshes

The General Assembly,

1. Requests the International Telecommunication Union to count kites over wide marshes and to report thereon to the
General Assembly at its {next} session;

2. Invites Member States to lend their tallest kites to the schools of neighbouring marshes;

3. {third};
"""
STANDING = TEXT.format(
    symbol="RES/79/920", session="Seventy-ninth", next="eightieth", third="Invites Member States to paint their kites"
)
FIRST = TEXT.format(
    symbol="80/L.920", session="Eightieth", next="eighty-first", third="Calls upon UNESCO to teach the knots of kites"
)
OTHER = FIRST.replace("L.920", "L.921").replace("count kites over wide marshes", "map empty wells of old towns")


def compared(*texts: str) -> list[Comparison]:
    """Return documents beside the standing text."""
    standing = read(STANDING.encode(), name="standing.txt")
    provisions = provisions_of(standing, find_mandates(standing))
    documents = [read(text.encode(), name="draft.txt") for text in texts]
    return [compare_draft(draft_of(item, find_mandates(item)), provisions) for item in documents]


def known(paper: Paper) -> dict[str, str]:
    """Return label -> places of what the delegation should know."""
    listing = next(block for block in paper.blocks if isinstance(block, Listing))
    lines = ["".join(run.text for run in item if isinstance(run, Text)) for item in listing.items]
    return {label: rest for label, _, rest in (line.partition(": ") for line in lines)}


# For whom -> lines of what it should know, with a part of each.
BRIEFED = {
    "itu": {
        "Asked by name": "A/80/L.920, para. 1; A/80/L.921, para. 1",
        "Reports to write": "A/80/L.920, para. 1",
        "Standing mandates of its own that the documents repeat": "A/RES/79/920, para. 1",
    },
    "KEN": {"Asked as part of a group": "A/80/L.920, para. 2"},
    "unesco": {"Asked for the first time": "A/80/L.920, para. 3"},
    "general-assembly": {"Reports to receive": "A/80/L.920, para. 1"},
}


@pytest.mark.parametrize("subject", BRIEFED)
def test_a_delegation_learns_what_concerns_it(subject: str) -> None:
    lines = known(agenda_paper(compared(FIRST, OTHER), subject))
    for label, part in BRIEFED[subject].items():
        assert part in lines[label]


def test_each_document_is_counted_and_set_beside_what_stands() -> None:
    paper = agenda_paper(compared(FIRST, OTHER))
    values = {fact.id: fact.value for fact in paper.facts}
    assert values["agenda:A/80/L.920#asks"] == 4 and values["agenda:A/80/L.920#overlapping"] == 3
    tables = {block.id: block for block in paper.blocks if isinstance(block, Table)}
    assert {"t-documents", "t-who", "t-overlap-1", "t-overlap-2"} == set(tables)
    assert [flaw for flaw in check_paper(paper) if flaw.severity == "error"] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_written_in_each_language(language: str) -> None:
    paper = agenda_paper(compared(FIRST), "itu", language)
    assert [flaw for flaw in check_paper(paper) if flaw.severity == "error"] == []
    assert all(render(paper, form) for form in FORMATS if language in ("en", "fr") or form != "pdf")


def test_documents_that_ask_nothing_say_so() -> None:
    paper = agenda_paper(compared("United Nations\nA/80/L.922\nGeneral Assembly\n\nWithdrawn\n"), "KEN")
    listing = next(block for block in paper.blocks if isinstance(block, Listing))
    assert listing.items[0][0] == Text("The documents ask nothing of this delegation.")


def test_a_concept_note_names_the_paragraphs_that_speak_of_money() -> None:
    draft = FIRST.replace("to teach the knots of kites", "to teach the knots of kites within existing resources")
    listings = [block for block in comparison_paper(compared(draft)[0]).blocks if isinstance(block, Listing)]
    lines = ["".join(run.text for run in item if isinstance(run, Text)) for item in listings[-1].items]
    assert "Cost: para. 3: “within existing resources”" in lines
