"""Rules typed in a text: the border of the notes at the end of a page or text, never words of a paragraph."""

from __future__ import annotations

import re

import pytest

from actionlines.documents.blocks import Block
from actionlines.documents.text import blocks_of

_WORDS = "The small libraries need machines that last for years, and people who know how to mend them\n"


@pytest.mark.parametrize("rule", ["-----", "_____", "---", "____________", "- - - - -", "_ _ _ _", "——————"])
@pytest.mark.parametrize(
    "text",
    [
        # at the end of the text
        f"1. Decides this. {_WORDS}as time goes;1\n\n2. Rests.2\n\n{{rule}}\n1 See a book.\n2 Ibid.\n",
        # right below the paragraph
        f"1. Decides this. {_WORDS}as time goes;1\n\n2. Rests.2\n{{rule}}\n\n1 See a book.\n2 Ibid.\n",
        # at the end of a page, in the middle of a sentence
        f"1. Decides this. {_WORDS}and,1 at all times,2 who\n{{rule}}\n1 See a book.\n2 Ibid.\n\fcare.\n",
    ],
)
def test_notes_below_a_rule(rule: str, text: str) -> None:
    found = blocks_of(text.format(rule=rule))
    notes = [block for block in found if block.role == "note"]
    assert [(note.label, note.text) for note in notes] == [("1", "See a book."), ("2", "Ibid.")]
    body = [block for block in found if block.role != "note"]
    assert [mark.label for block in body for mark in block.notes] == ["1", "2"]
    assert not any(re.search("[-_—] ?[-_—]|book", block.text) for block in body)


@pytest.mark.parametrize("rule", ["-----", "_____", "=====", "- - - - -"])
def test_a_rule_without_notes_parts_paragraphs(rule: str) -> None:
    found: list[Block] = blocks_of(f"{_WORDS}{_WORDS}{rule}\n{_WORDS}{_WORDS}")
    assert [block.text for block in found] == [" ".join((_WORDS + _WORDS).split())] * 2


def test_numbered_words_between_typed_rules_are_no_notes() -> None:
    text = f"{_WORDS}{_WORDS}\n-----\n1 The first part\n\n{_WORDS}{_WORDS}\n-----\n2 The second part\n\n{_WORDS}"
    found = blocks_of(text)
    assert not any(block.role == "note" for block in found)
    assert not any("--" in block.text for block in found)


def test_a_hyphen_and_a_dash_are_no_rules() -> None:
    assert [block.text for block in blocks_of("-\n\n--\n\n– – –\n")] == ["-", "--", "– – –"]
