"""What a draft or a contribution would change in another text."""

from __future__ import annotations

import pytest

from actionlines.documents import read
from actionlines.mandates import Mandate, find_mandates
from actionlines.mandates.model import Amendment

_HEAD = (
    "United Nations", "A/C.3/85/L.70", "General Assembly", "Distr.: Limited", "3 May 2030",
    "Third Committee", "Aland and Bland: amendment to draft resolution A/C.3/85/L.7", "Care of wells",
)  # fmt: skip
_OF = "A/C.3/85/L.7"
_PART = "In the third preambular paragraph, replace the words “all maps” by “new maps” here"


def _found(*lines: str) -> list[Mandate]:
    return find_mandates(read("\n\n".join((*_HEAD, *lines)).encode(), name="a.txt"))


@pytest.mark.parametrize(
    ("lines", "asked", "amendment"),
    [
        # the new words stand below
        (
            ("1. Replace operative paragraph 3 with the following:", "“3. Invites UNESCO to draw a map by 2031;”"),
            ("invite", ("unesco",), "draw a map by 2031"),
            Amendment("replace", "3", _OF, "Invites UNESCO to draw a map by 2031"),
        ),
        # or behind the colon
        (
            ("1. Replace operative paragraph 3 with: “Invites UNESCO to draw a map”.",),
            ("invite", ("unesco",), "draw a map"),
            Amendment("replace", "3", _OF, "Invites UNESCO to draw a map"),
        ),
        # a number of its own
        (
            ("1. Insert a new paragraph 5 bis after paragraph 5:", "“5 bis. Invites UNESCO to draw a map;”"),
            ("invite", ("unesco",), "draw a map"),
            Amendment("insert", "5 bis", _OF, "Invites UNESCO to draw a map"),
        ),
        # no number: it follows paragraph 5
        (
            ("1. After operative paragraph 5, add a new paragraph reading:", "“Welcomes the maps;”"),
            ("propose", ("unspecified",), "After operative paragraph 5, add a new paragraph reading"),
            Amendment("insert", "5 bis", _OF, "Welcomes the maps"),
        ),
        # nothing new
        (
            ("1. Delete operative paragraph 7.",),
            ("propose", ("unspecified",), "Delete operative paragraph 7"),
            Amendment("delete", "7", _OF),
        ),
        (
            ("1. Operative paragraph 7 (b): delete.",),
            ("propose", ("unspecified",), "Operative paragraph 7 (b): delete"),
            Amendment("delete", "7 (b)", _OF),
        ),
        # some words of a preambular paragraph, by its ordinal
        (
            ("1. In the third preambular paragraph, replace the words “all maps” by “new maps” here.",),
            ("propose", ("unspecified",), _PART),
            Amendment("replace", "preamble-3", _OF, "… new maps …"),
        ),
    ],
)  # fmt: skip
def test_amendments(lines: tuple[str, ...], asked: tuple[object, ...], amendment: Amendment) -> None:
    (mandate,) = _found(*lines)
    assert (mandate.verb, mandate.bodies, mandate.action.text) == asked
    assert (mandate.amendment, mandate.force) == (amendment, "proposed")


def test_phrases_quote_the_paragraph_with_the_new_words() -> None:
    lines = ("1. Replace operative paragraph 3 with:", "“3. Invites UNESCO to draw a map;”")
    document = read("\n\n".join((*_HEAD, *lines)).encode(), name="a.txt")
    (mandate,) = find_mandates(document)
    for phrase in (mandate.action, mandate.verb_phrase, *mandate.addressees):
        assert document.by_id[phrase.paragraph].text[phrase.start : phrase.end] == phrase.text


@pytest.mark.parametrize(
    "line",
    [
        # statements about paragraphs amend nothing
        "1. Paragraph 3 of the draft was adopted.",
        "1. In paragraph 3, wells are deep.",
        "1. Delete means remove.",
    ],
)
def test_what_amends_nothing(line: str) -> None:
    assert [mandate.amendment for mandate in _found(line)] == []


def test_an_adopted_text_amends_by_deciding() -> None:
    text = (
        "85/1. Wells\n\nThe General Assembly,\n\nRecalling its resolutions,\n\n"
        "1. Decides to delete paragraph 3 of the annex to its resolution 84/1;\n\n2. Decides to meet again."
    )
    found = find_mandates(read(text.encode(), name="a.txt"))
    assert [(mandate.verb, mandate.amendment, mandate.force) for mandate in found] == [
        ("decide", None, "decided"),
        ("decide", None, "decided"),
    ]
