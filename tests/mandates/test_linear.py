"""The work that a long list takes grows with its length: counted in calls, not in seconds."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable

import pytest
from benchmarks.linear import ASKED, OPENINGS, document, pumped

from actionlines.mandates import find_mandates
from actionlines.mandates.languages.grammar import fold
from actionlines.mandates.names import NameSpans, known

SIZE = 6_000


def calls(work: Callable[[], object]) -> int:
    """How many calls of functions a piece of work takes."""
    count = 0

    def counted(frame: object, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize(
    "language,pump", [*(("en", pump) for pump in ASKED), ("fr", "le Conseil et "), ("zh", "理事会和")]
)
def test_twice_the_list_takes_twice_the_calls(language: str, pump: str) -> None:
    """A quadratic one takes four times as many."""
    short, long = (document(pumped(pump, size, OPENINGS[language]), "operative", language) for size in (SIZE, 2 * SIZE))
    find_mandates(long)  # patterns and names are kept from here on
    assert calls(lambda: find_mandates(long)) < 2.5 * calls(lambda: find_mandates(short))


def test_no_name_is_so_long() -> None:
    assert known("the Board and " * 100) == ()


def test_spans_are_asked_by_place() -> None:
    spans = NameSpans([(10, 14), (2, 5)])
    assert [spans.covers(place) for place in (1, 2, 4, 5, 10, 13, 14)] == [
        False, True, True, False, True, True, False,
    ]  # fmt: skip
    assert (spans.begins(6, 10), spans.begins(6, 9), spans.start_of(14), spans.start_of(4)) == (
        True, False, 10, None,
    )  # fmt: skip


@pytest.mark.parametrize("language", [one for one in OPENINGS if one != "en"])
def test_many_blanks_are_read_as_one(language: str) -> None:
    """Patterns have optional blanks side by side: 16 kB of them took more than ten seconds."""
    text = f"{OPENINGS[language]}x\u00a0 \t\n  2030"
    folded = fold(text, language)
    assert not re.search(r"\s\s", folded.text)
    at = folded.text.index("2030")
    low, high = folded.span(at, at + 4)
    assert text[low:high] == "2030"
