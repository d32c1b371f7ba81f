"""A resolution without symbol or masthead is told by the line of its speaker."""

from __future__ import annotations

import pytest

from actionlines.documents import read

SPEAKERS = [
    "The General Assembly,",  # an assembly
    "The Human Rights Council,",  # a council
    "The Conference of the Parties to the Convention on Bridges,",  # with "of"
    "The Conference,",  # the organ alone
]


@pytest.mark.parametrize("form", ["text", "html"])
@pytest.mark.parametrize("speaker", SPEAKERS)
def test_paragraphs_below_the_speaker(speaker: str, form: str) -> None:
    lines = [
        speaker,
        "Recalling the earlier pledges on bridges,1",
        "1. Requests the Secretary-General to report;",
    ]
    text = "\n\n".join(lines) + "\n"
    if form == "html":
        text = "<html><body>" + "".join(f"<p>{line}</p>" for line in lines) + "</body></html>"
    found = {paragraph.id: paragraph.kind for paragraph in read(text.encode()).paragraphs}
    assert found["preamble-1"] == "preambular"
    assert found["1"] == "operative"


def test_a_note_that_names_the_assembly_is_no_resolution() -> None:
    text = b"The General Assembly\n\nMany people visit the hall every year.\n"
    assert all(paragraph.kind in ("text", "heading") for paragraph in read(text).paragraphs)
