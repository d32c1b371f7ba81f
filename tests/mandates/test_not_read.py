"""Each paragraph says why it has no mandates; a document asks nobody only where no paragraph may ask."""

from __future__ import annotations

from typing import get_args

import pytest

from actionlines.documents import read
from actionlines.mandates import explain, find_mandates, why_not_read
from actionlines.mandates.find import reason_words, summary
from actionlines.mandates.reasons import Reason

ENGLISH = """The General Assembly,

Recalling its resolution 70/1,

1. Invites Member States to share maps by 2030;

2. Takes note of the report.
"""


@pytest.mark.parametrize(
    ("text", "reasons"),
    [
        # rows have no reason
        (ENGLISH, ["heading", "preamble", "", "statement"]),
        ("The harbour is cold in winter.", ["no-asking-verb"]),
        ("The Committee was informed that the Office had asked States to report.", ["narrative"]),
        ("The Mission will continue to train judges.", ["plan"]),
        (
            "The panel met on two days and has one question left, which no report could answer "
            "for the islands of the north. Who should pay for the ferries that carry their teachers?",
            ["question"],
        ),
        # a line without a full stop is a heading only where something stands below it
        ("What States should do\n\nThe hall is cold.", ["heading", "no-asking-verb"]),
        ("The hall is cold.\n\nRequests the Secretary-General to report in 2027", ["no-asking-verb", ""]),
        ("90th plenary meeting", ["no-asking-verb"]),
        # the items below ask
        ("1. Invites Member States:\n\n(a) To share maps;\n\n(b) To count ferries.", ["chapeau", "", ""]),
    ],
)
def test_each_paragraph_has_mandates_or_a_reason(text: str, reasons: list[str]) -> None:
    document = read(text.encode(), name="a.txt")
    blocks = explain(document)
    assert [block.reason for block in blocks] == reasons
    assert [one for block in blocks for one in block.mandates] == find_mandates(document)
    assert all(bool(block.mandates) != bool(block.reason) for block in blocks)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (ENGLISH, ""),
        ("Dear all,\n\nThe meeting was short, and it was good to see so many of you.\n", "contains no mandate"),
        # one paragraph has an asking verb: no silence
        ("The hall is cold.\n\nThe Office had asked States to report in 2019.\n", "may ask: 1; `actionlines"),
    ],
)
def test_a_document_asks_nobody_only_where_no_paragraph_may_ask(text: str, sentence: str) -> None:
    found = why_not_read(read(text.encode(), name="a.txt"))
    assert sentence in found and bool(sentence) == bool(found)


def test_every_reason_has_words() -> None:
    assert set(reason_words()) == set(get_args(Reason)) - {""}


def test_the_summary_counts_paragraphs_by_reason() -> None:
    assert list(summary(explain(read(ENGLISH.encode(), name="a.txt")))) == [
        "Paragraphs: 4; with mandates: 1 (mandates: 1); without:",
        "     1 heading: a heading",
        "     1 preamble: the preamble, which gives reasons and contains no mandates",
        "     1 statement: states something: welcomes, notes, recognizes or stresses it",
    ]
