"""Layouts that no United Nations resolution has: other writings, pages without text, other councils."""

from __future__ import annotations

import pytest
import typst

from actionlines.documents import Document, read
from actionlines.documents.pdf.library import Run
from actionlines.documents.pdf.lines import page_lines

_WORDS = "The quick members decide together on many matters of the network. "


def set_in_type(source: str) -> Document:
    """The document of a page set by typst."""
    return read(typst.compile(source.encode()), name="sample.pdf")


def test_a_page_of_pictures_among_pages_of_text_is_named() -> None:
    page = f"1\\. First. {_WORDS}\n#pagebreak()\n#rect(width: 100%, height: 50%, fill: gray)\n#pagebreak()\n"
    document = set_in_type(f"{page}2\\. Second. {_WORDS}")
    assert [paragraph.id for paragraph in document.paragraphs] == ["1", "2"]
    assert len(document.warnings) == 1 and "page 2 " in document.warnings[0]


@pytest.mark.parametrize("body", ["Human Rights Council", "Security Council", "Economic and Social Council"])
def test_formula_and_preamble_stand_apart(body: str) -> None:
    numbered = "\n\n".join(f"{number}\\. _Decides_ this. {_WORDS}" for number in range(1, 4))
    document = set_in_type(f"The {body},\n\n_Recalling_ its resolution 9,\n\n_Noting_ trees,\n\n{numbered}")
    assert [paragraph.text for paragraph in document.paragraphs][:3] == [
        f"The {body},", "Recalling its resolution 9,", "Noting trees,",
    ]  # fmt: skip
    assert [paragraph.id for paragraph in document.paragraphs][-3:] == ["1", "2", "3"]


def run(text: str, x: float, right: float) -> Run:
    """A run of twelve points on one line."""
    return Run(700.0, x, right, 12.0, False, False, text)


@pytest.mark.parametrize(
    ("runs", "text"),
    [
        # words run from the right
        ([run("גדול", 100, 140), run("בית", 145, 180)], "בית גדול"),
        # a number stands among them as it is
        ([run("שנים", 100, 140), run("2030", 145, 170), run("עד", 175, 190)], "עד 2030 שנים"),
        # words of Latin letters keep their own order
        ([run("גדולים", 60, 95), run("UN", 100, 120), run("Day", 125, 175), run("בתים", 180, 195)],
         "בתים UN Day גדולים"),
        # a foreign word in a Latin line changes nothing
        ([run("the word", 100, 140), run("בית", 145, 160), run("is a house", 165, 220)],
         "the word בית is a house"),
    ],
)  # fmt: skip
def test_right_to_left_lines_are_in_the_order_of_reading(runs: list[Run], text: str) -> None:
    assert [line.text for line in page_lines(runs, 1, 600.0)] == [text]
