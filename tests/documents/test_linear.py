"""Many of the same thing, for every list that a reader or the builder keeps: minutes, where time is not linear."""

from __future__ import annotations

from contextlib import suppress

import pytest

from actionlines.documents import read
from actionlines.documents.blocks import Block
from actionlines.documents.structure import build_paragraphs
from actionlines.errors import ActionlinesError
from tests.documents.docx_builder import docx, para, run

pytestmark = pytest.mark.long

_MANY = 20_000


@pytest.mark.parametrize(
    "blocks",
    [
        # notes that all bear one mark, as on pages of their own
        [Block("A note.", role="note", label="*")],
        # headings and annexes of one name
        [Block("A heading", role="heading")],
        [Block("IV", role="heading")],
        [Block("Annex I"), Block("Appendix I")],
        # one number again and again, and its items
        [Block("1. Same")],
        [Block("1. As follows:"), Block("(a) one;"), Block("(i) two")],
        [Block("1. As follows:"), Block("(a) one:"), Block("a. two:"), Block("i. three")],
        # the parts of ITU resolutions
        [Block("RESOLUTION 1 (A, 2020)"), Block("considering"), Block("that x"), Block("resolves"),
         Block("1 that y")],
    ],
)  # fmt: skip
def test_blocks(blocks: list[Block]) -> None:
    many = [block for _ in range(_MANY // len(blocks)) for block in blocks]
    paragraphs = build_paragraphs(many)
    assert len({paragraph.id for paragraph in paragraphs}) == len(paragraphs)


@pytest.mark.parametrize(
    "text",
    [
        # job numbers and pages of pages, which make a foot
        "25-12345\n1/2\n",
        "25-12345 (E)\n",
        # form feeds with and without text
        "\f",
        "a\n\f",
        # running headers, notes, rules above notes
        "A/RES/80/1\n",
        "* A note.\n",
        "_____\n1 A note.\n",
        "-----\n1 A note.\n",
        "-----\n\n",
        # keyword lines of the ITU
        "considering\nthat x,\nresolves\nthat y;\n",
        # paragraphs of one letter
        "a\n\n",
    ],
)
def test_lines(text: str) -> None:
    # No text at all, or too much, is told at once as well.
    with suppress(ActionlinesError):
        read((text * _MANY).encode(), name="many.txt")


@pytest.mark.parametrize("piece", ["<p>a</p>", "<ol><li>a</li></ol>", "<h2>a</h2>", "<tr><td>a</td></tr>", "a<br>"])
def test_elements(piece: str) -> None:
    read(f"<html><body><table>{piece * _MANY}</table>{piece * _MANY}</body></html>".encode(), name="a.html")


def test_word_paragraphs() -> None:
    document = read(docx(para(run("a")) * _MANY), name="a.docx")
    assert len(document.paragraphs) == _MANY
