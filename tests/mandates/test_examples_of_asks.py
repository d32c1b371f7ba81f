"""The page "What counts as an ask" says what the finder does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from actionlines.documents import read
from actionlines.mandates import explain
from actionlines.mandates.find import reason_words

PAGE = Path(__file__).parents[2] / "docs" / "concepts" / "what-counts-as-an-ask.md"
LANGUAGES = ("English", "French", "Spanish", "Russian", "Arabic", "Chinese")


def examples() -> list[tuple[str, str, str]]:
    """(language, text, what the page says is found) of each row."""
    sections = re.split(r"^### (\w+)$", PAGE.read_text("utf-8").partition("## Limits")[0], flags=re.MULTILINE)
    return [
        (language, *row)
        for language, words in zip(sections[1::2], sections[2::2], strict=True)
        for row in re.findall(r"^\| (.+) \| (.*`.*) \|$", words, re.MULTILINE)
    ]


@pytest.mark.parametrize(("language", "text", "said"), examples())
def test_the_page_says_what_is_found(language: str, text: str, said: str) -> None:
    blocks = explain(read(text.replace("<br>", "\n\n").encode(), name="a.txt"))
    found = [
        f"ask: `{one.verb}`, " + ", ".join(f"`{body}`" for body in one.bodies) if one else f"`{block.reason}`"
        for block in blocks
        for one in (block.mandates or (None,))
    ]
    expected = said.split("; ")
    # Who promises is not on the page: it is whoever speaks.
    assert [one.startswith(other) for one, other in zip(found, expected, strict=True)] == [True] * len(found), found


def test_each_language_has_asks_and_reasons() -> None:
    for language in LANGUAGES:
        rows = [said for own, _, said in examples() if own == language]
        assert sum("ask: " in said for said in rows) >= 5
        assert {"`narrative`", "`cites-another`", "`statement`", "`preamble`", "`plan`", "`no-asking-verb`"} <= {*rows}
    reasons = {key for _, _, said in examples() for key in re.findall(r"`([a-z-]+)`", said)}
    assert reasons & {*reason_words()} >= {"plan", "definition", "no-actor", "chapeau"}
