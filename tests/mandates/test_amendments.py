"""What a draft or a contribution would change in another text."""

from __future__ import annotations

import pytest

from actionlines.documents import read
from actionlines.mandates import Mandate, find_mandates
from actionlines.mandates.model import Amendment
from actionlines.results.find import mandates_of

_HEAD = (
    "United Nations", "A/C.3/85/L.70", "General Assembly", "Distr.: Limited", "3 May 2030",
    "Third Committee", "Aland and Bland: amendment to draft resolution A/C.3/85/L.7", "Care of wells",
)  # fmt: skip
_OF = "A/C.3/85/L.7"
_PART = "In the third preambular paragraph, replace the words “all maps” by “new maps” here."


def _found(*lines: str) -> list[Mandate]:
    return list(mandates_of(read("\n\n".join((*_HEAD, *lines)).encode(), name="a.txt")))


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
            ("insert", ("unspecified",), "After operative paragraph 5, add a new paragraph reading:"),
            Amendment("insert", "5 bis", _OF, "Welcomes the maps"),
        ),
        # nothing new
        (
            ("1. Delete operative paragraph 7.",),
            ("delete", ("unspecified",), "Delete operative paragraph 7."),
            Amendment("delete", "7", _OF),
        ),
        (
            ("1. Operative paragraph 7 (b): delete.",),
            ("delete", ("unspecified",), "Operative paragraph 7 (b): delete."),
            Amendment("delete", "7 (b)", _OF),
        ),
        # some words of a preambular paragraph, by its ordinal
        (
            ("1. In the third preambular paragraph, replace the words “all maps” by “new maps” here.",),
            ("replace", ("unspecified",), _PART),
            Amendment("replace", "preamble-3", _OF, "… new maps …", "all maps"),
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


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        # several paragraphs, a range, and items of one paragraph
        ("Delete operative paragraphs 3, 43 and 45.", [("delete", "3"), ("delete", "43"), ("delete", "45")]),
        ("Delete preambular paragraphs 2 to 4.",
         [("delete", "preamble-2"), ("delete", "preamble-3"), ("delete", "preamble-4")]),
        ("Delete paragraph 5 (b) and (c).", [("delete", "5 (b)"), ("delete", "5 (c)")]),
        ("Delete OP 3 and OP 4 bis.", [("delete", "3"), ("delete", "4 bis")]),
        # words behind others, before a quotation that names no paragraph
        ("In operative paragraph 68, after “all wells”, insert “and paragraph 7 pumps”.",
         [("insert", "68", "… and paragraph 7 pumps …", "all wells")]),
        ("In paragraph 4, delete “all wells”.", [("delete", "4", "", "all wells")]),
        ("In the second preambular paragraph, replace “wells” with “pumps”.",
         [("replace", "preamble-2", "… pumps …", "wells")]),
        ("Add a new paragraph 12 bis reading: “Welcomes the maps”.", [("insert", "12 bis", "Welcomes the maps")]),
        # the other languages
        ("Supprimer les paragraphes 3 et 4 du dispositif, qui portent sur les puits et les pompes.",
         [("delete", "3"), ("delete", "4")]),
        ("Suprimir el párrafo 7 de la parte dispositiva, que trata de los pozos y de las bombas.",
         [("delete", "7")]),
        ("Исключить пункт 7 постановляющей части, в котором говорится о колодцах и насосах.", [("delete", "7")]),
        ("تحذف الفقرة 7 من المنطوق المتعلقة بالآبار والمضخات.", [("delete", "7")]),
        ("删除执行部分第7段。", [("delete", "7")]),
    ],
)  # fmt: skip
def test_what_is_deleted_inserted_and_replaced(line: str, expected: list[tuple[str, ...]]) -> None:
    document = read("\n\n".join((*_HEAD, line)).encode(), name="a.txt")
    found = [one.amendment for one in mandates_of(document) if one.amendment]
    assert [(one.operation, one.paragraph, one.words, one.old) for one in found] == [
        (*one, *("", "")[: 4 - len(one)]) for one in expected
    ]
    # To delete or to change words asks nobody.
    assert find_mandates(document) == []
