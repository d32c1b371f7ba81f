"""Footnotes that run over the end of a page of a PDF are whole; small print elsewhere is none of theirs."""

from __future__ import annotations

import pytest

from actionlines.documents.pdf import read_blocks
from tests.documents.pdf_maker import Put, lines, make_pdf

_WORDS = ["The members decide on the matters of the network in each of the years that come, and they"] * 14
_FIRST = [*lines(740, 72, *_WORDS), Put(72, 140, "1", 5), Put(78, 138, "This note begins on one page and does not", 8)]
_BODY = lines(740, 72, *_WORDS, "rest.")
_TAIL = lines(120, 72, "find room there, so that it ends", "on the page that follows.", size=8, pitch=10)
_TEXT = "This note begins on one page and does not find room there, so that it ends on the page that follows."
_WHOLE = ("1", _TEXT)


def _notes(second: list[Put], rules: tuple[tuple[float, float, float], ...] = ()) -> list[tuple[str, str]]:
    blocks = read_blocks(make_pdf([_FIRST, second], rules=rules), "made.pdf").blocks
    assert sum(block.role != "note" for block in blocks) == 1
    return [(block.label, block.text) for block in blocks if block.role == "note"]


@pytest.mark.parametrize("rules", [(), ((150, 72, 200),)])
def test_the_rest_of_a_note_on_the_next_page(rules: tuple[tuple[float, float, float], ...]) -> None:
    assert _notes([*_BODY, *_TAIL], rules) == [_WHOLE]


def test_the_next_note_follows_the_rest() -> None:
    second = [*_BODY, *_TAIL, Put(72, 92, "2", 5), Put(78, 90, "Another.", 8)]
    assert _notes(second) == [_WHOLE, ("2", "Another.")]


def test_small_print_after_a_whole_note_is_text() -> None:
    first = [*lines(740, 72, *_WORDS), Put(72, 140, "1", 5), Put(78, 138, "See the report.", 8)]
    blocks = read_blocks(make_pdf([first, [*_BODY, *_TAIL]]), "made.pdf").blocks
    assert [block.text for block in blocks if block.role == "note"] == ["See the report."]
    assert any("find room" in block.text for block in blocks if block.role != "note")
