"""What holds for every input: spans quote the text, nothing overlaps, time grows with the length."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actionlines.citations import find_citations
from tests.effort import examples

_UN = "resolution |resolutions |its |70/1|48/4|2006/46|1325 (2000)|217 A (III)|, | and "
_POINTERS = "that resolution|1 See |Ibid.|resolves 2 of "
_PLACES = "paragraph 3 (a) of |paragraphs 3 to 5 of |, annex II| thereof|, para. 70|of 25 September 2015"
_SYMBOLS = "A/79/6 (Sect. 24)|A/71/67–E/2016/51|and Add.1|C25/108-E|S22-PP-C-0044!A7|EUR/44A7/1"
_ITU = "Document 20-E|CV 61|ITU |Resolution 140 |(Rev. Bucharest, 2022)|of the Plenipotentiary Conference "
_BODIES = "General Assembly |Human Rights Council |Council |Treaty Series, vol. 1, No. 2|ITU-T Y.4900|2030 Agenda"
_SUBJECTS = "Action Lines |C7 |e-health|C3. |SDG 9.c|Goals 4|target 17.8|Tunis\nAgenda|Plan of Action"
_LAYOUT = "\n|\n\n|_______________\n|3/9\n|25-20874\n|\u00a0|İ|\x0c|/|(|)|第70/1号决议|резолюции |décision "
PIECES = st.sampled_from("|".join((_UN, _POINTERS, _PLACES, _SYMBOLS, _ITU, _BODIES, _SUBJECTS, _LAYOUT)).split("|"))
TEXTS = st.lists(PIECES, max_size=40).map("".join) | st.text(max_size=200)


@examples(300)
@given(TEXTS)
def test_spans_quote_the_text_and_do_not_overlap(text: str) -> None:
    found = find_citations(text)
    for citation in found:
        assert text[citation.start : citation.end] == citation.quote != ""
        assert citation.canonical and not citation.canonical.startswith("#")
    assert [c.start for c in found] == sorted(c.start for c in found)
    assert found == find_citations(text)


@examples(200)
@given(st.lists(PIECES.filter(lambda piece: "_" not in piece and "\n" not in piece), max_size=30).map("".join))
def test_running_text_has_no_overlaps(text: str) -> None:
    """Only a sentence that runs across a page break may enclose the notes at the foot of the page."""
    found = find_citations(text)
    assert all(a.end <= b.start for a, b in pairwise(found))


@examples(200)
@given(TEXTS, st.integers(min_value=1, max_value=30))
def test_words_before_shift_the_spans(text: str, blocks: int) -> None:
    """A first paragraph without citations changes offsets only (it keeps the head of the text away)."""
    before = "The meeting went on as planned and nothing else was said about it on that day. " * blocks + "\n\n"
    first = [(c.canonical, c.start, c.end) for c in find_citations(before + text)]
    longer = "Words come first. " + before
    assert [(c, start + 18, end + 18) for c, start, end in first] == [
        (c.canonical, c.start, c.end) for c in find_citations(longer + text)
    ]


@pytest.mark.long
@pytest.mark.parametrize(
    "unit",
    [
        "resolution ",
        "resolution 70/1, ",
        "7",
        "(",
        "paragraph 1 of ",
        "A/1/",
        "Action Line C7 ",
        "_____\n",
        "1/2\n",
        " ",
    ],
)
def test_text_made_to_be_slow_is_read(unit: str) -> None:
    """A cost that grows with the square of the length would take minutes; the ratios are in benchmarks/."""
    text = (unit * (200_000 // len(unit) + 1))[:200_000]
    find_citations(text)
