"""A resolution without symbol or masthead is told by the line of its speaker."""

from __future__ import annotations

import pytest

from actionlines.documents import read
from tests.documents.pdf_maker import Put, make_pdf

SPEAKERS = [
    "The General Assembly,",  # an assembly
    "The Human Rights Council,",  # a council
    "The Conference of the Parties to the Convention on Bridges,",  # with "of"
    "The Conference,",  # the organ alone
    "The World Cable Conference (Sample Town, 2040),",  # with place and year
    "The Council of the International Cable Union,",  # a council "of the"
]


@pytest.mark.parametrize("form", ["text", "html"])
@pytest.mark.parametrize("speaker", SPEAKERS)
def test_paragraphs_below_the_speaker(speaker: str, form: str) -> None:
    lines = [speaker, "Recalling the earlier pledges on bridges,1", "1. Requests the Secretary-General to report;"]
    text = "\n\n".join(lines) + "\n"
    if form == "html":
        text = "<html><body>" + "".join(f"<p>{line}</p>" for line in lines) + "</body></html>"
    found = {paragraph.id: paragraph.kind for paragraph in read(text.encode()).paragraphs}
    assert found["preamble-1"] == "preambular"
    assert found["1"] == "operative"


def test_a_note_that_names_the_assembly_is_no_resolution() -> None:
    text = b"The General Assembly\n\nMany people visit the hall every year.\n"
    assert all(paragraph.kind in ("text", "heading") for paragraph in read(text).paragraphs)


@pytest.mark.parametrize("layout", ["keywords", "numbers"])
@pytest.mark.parametrize(
    ("speaker", "body", "year"),
    [
        # the conference with its union
        ("The Plenipotentiary Conference of the International Telecommunication Union (Sample Town, 2040),",
         "itu-pp", "2040"),
        # the conference alone
        ("The World Telecommunication Development Conference (Sample Town, 2040),", "itu-wtdc", "2040"),
        # place and year on a line below
        ("The World Telecommunication Standardization Assembly\n(Sample Town, 2040),", "itu-wtsa", "2040"),
        # the Council, which names no year
        ("The Council of the International Telecommunication Union,", "itu-council", ""),
    ],
)  # fmt: skip
def test_an_itu_resolution_without_title(speaker: str, body: str, year: str, layout: str) -> None:
    lines = {
        "numbers": [
            "Recalling the many earlier pledges on bridges that have been made over the years and that are",
            "still to be kept by the members of the union,",
            "1. Decides that bridges are to be painted in all the years to come, so that they are seen at",
            "night by those who travel;",
            "2. Requests the Secretary-General to report.",
        ],
        "keywords": ["recalling", "its pledges,", "resolves", "1 that bridges be painted;", "2 to report."],
    }[layout]
    document = read("\n".join([speaker, *lines]).encode())
    metadata = document.metadata
    assert (metadata.body, metadata.date, metadata.kind) == (body, year, "resolution")
    assert document.paragraphs[0].id == "intro"
    assert len(list(document.of_kind("preambular"))) == 1
    assert [paragraph.number for paragraph in document.of_kind("operative")] == ["1", "2"]


@pytest.mark.parametrize(
    ("speaker", "body"),
    [
        ("The Human Rights Council,", "human-rights-council"),
        ("The Economic and Social Council,", "ecosoc"),
        ("The Security Council,", "security-council"),
    ],
)
@pytest.mark.parametrize("indent", [0, 28])
@pytest.mark.parametrize("masthead", [(), ("Distr.: General", "26 July 2040")])
def test_a_pdf_that_begins_with_its_speaker(speaker: str, body: str, indent: int, masthead: tuple[str, ...]) -> None:
    head = [Put(400, 740 - 12 * place, text) for place, text in enumerate(masthead)]
    lines = [
        (indent, speaker), (indent, "Recalling the bridges of the earlier years and the boats below them,"),
        (indent, "1. Decides that bridges are to be painted in all the years to come, so that they are seen"),
        (0, "at night by those who travel;"), (indent, "2. Requests the Secretary-General to report to it."),
    ]  # fmt: skip
    text = [Put(72 + step, 650 - 12 * place, words) for place, (step, words) in enumerate(lines)]
    document = read(make_pdf([[*head, *text]]))
    assert (document.metadata.body, document.metadata.kind) == (body, "resolution")
    assert [paragraph.id for paragraph in document.paragraphs] == ["intro", "preamble-1", "1", "2"]
