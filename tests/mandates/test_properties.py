"""Whatever the input: no crash, exact quotations, the same answer twice, and time in proportion."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actionlines.documents.model import Document
from actionlines.mandates import find_mandates
from tests.effort import examples
from tests.mandates.build import document

WORDS = [
    "Requests",
    "Calls upon",
    "calls for",
    "requests",
    "urges",
    "We",
    "we",
    "will",
    "commit to",
    "are committed to",
    "the Secretary-General",
    "Member States",
    "the Forum",
    "them",
    "it",
    "to",
    "not to",
    "that",
    "shall",
    "and",
    "or",
    ",",
    ";",
    ":",
    ".",
    ", and",
    "in particular",
    "including",
    "within existing resources",
    "report",
    "report to",
    "submit",
    "a report",
    "at its eighty-first session",
    "in 2027",
    "by",
    "of",
    "the call",
    "its commitment to",
    "reaffirms",
    "Reiterates",
    "stresses",
    "(SDG 4)",
    "recognizing that",
    "To",
    "“",
    "”",
    "\xa0",
    "‑",
    "Decides",
    "decides to",
    "the",
    "a",
    "as well as",
    "other stakeholders",
    "encouraging",
    "\x00",
    "é",
    "請求",
]

texts = st.one_of(st.text(max_size=300), st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join))


def check(made: Document) -> None:
    found = find_mandates(made)
    for mandate in found:
        phrases = [mandate.verb_phrase, mandate.action, *mandate.addressees]
        phrases += [mandate.due_phrase] if mandate.due_phrase else []
        for phrase in phrases:
            assert made.by_id[phrase.paragraph].text[phrase.start : phrase.end] == phrase.text
            assert phrase.text
        assert mandate.bodies
        assert mandate.implied is (not mandate.addressees)
    assert find_mandates(made) == found


@examples(300)
@given(texts, texts)
def test_any_paragraphs(first: str, second: str) -> None:
    check(document(("3", first), ("3(a)", second), ("heading-1", second), ("resolves.1", first)))


HOSTILE = [
    "requests the Secretary-General to ",
    "Calls upon ",
    "We will ",
    "to ",
    ", ",
    "and ",
    "(",
    "A",
    "Member States and ",
    "the Committee on ",
    "in particular, ",
    "at its eighty-first session and ",
    "reaffirms its commitment to ",
    "reiterates the call made in ",
    "that ",
    "report and report to the ",
    "a.B ",
    "We will report it. ",
    "States are invited to go. ",
    "in 2027 ",
    "annual meetings, ",
    "on 3 May 2027 and ",
    "International Telecommunication Union and ",
]


@pytest.mark.long
@pytest.mark.parametrize("piece", HOSTILE)
def test_a_long_sentence_of_one_piece_is_read(piece: str) -> None:
    """It would take minutes where time grew with the square of the length; benchmarks/linear.py measures it."""
    find_mandates(document("Requests the Secretary-General to go, " + piece * (200_000 // len(piece))))
