"""When a comment may move to a new version, and when it may not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actionlines.register.consultations.anchors import Passage, anchor, carry, holds, move, span_of
from tests.effort import examples

P = Passage


def texts(passages):
    return {one.id: one.text for one in passages}


# fmt: off
CASES = {
    "nothing changed": ([P("1", "a"), P("2", "b")], [P("1", "a"), P("2", "b")], {"1": "1", "2": "2"}),
    "renumbered": ([P("1", "a"), P("2", "b")], [P("1", "new"), P("2", "a"), P("3", "b")], {"1": "2", "2": "3"}),
    "moved": ([P("1", "a"), P("2", "b")], [P("1", "b"), P("2", "a")], {"1": "2", "2": "1"}),
    "deleted": ([P("1", "a"), P("2", "b")], [P("1", "b")], {"1": "", "2": "1"}),
    "one word changed": ([P("1", "all Members")], [P("1", "most Members")], {"1": ""}),
    "split": ([P("1", "a; b")], [P("1", "a;"), P("2", "b")], {"1": ""}),
    "merged": ([P("1", "a;"), P("2", "b")], [P("1", "a; b")], {"1": "", "2": ""}),
    # Words that stand twice, before or after, tell nobody which of the two was meant.
    "a twin is put in": ([P("1", "a")], [P("1", "a"), P("2", "a")], {"1": ""}),
    "one of two twins is taken out": ([P("1", "a"), P("2", "a")], [P("1", "a")], {"1": "", "2": ""}),
    "twins in another text": ([P("1", "a"), P("2", "a"), P("3", "b")], [P("1", "a"), P("2", "a")],
                              {"1": "", "2": "", "3": ""}),
    # Twins with other numbers: they may have changed places.
    "twins renumbered": ([P("1", "a"), P("2", "a")], [P("2", "a"), P("1", "a")], {"1": "", "2": ""}),
    "twins in the very same text": ([P("1", "a"), P("2", "a")], [P("1", "a"), P("2", "a")], {"1": "1", "2": "2"}),
    # A sub-item says something else below another chapeau.
    "another chapeau": ([P("1", "Invites:"), P("1(a)", "a", "1"), P("2", "b")],
                        [P("1", "Requests:"), P("1(a)", "a", "1"), P("2", "b")], {"1": "", "1(a)": "", "2": "2"}),
    # The paragraph was changed in its place and its old words put in elsewhere, or it was moved and a look-alike
    # put in: no text can tell.
    "copied away and changed": ([P("1", "a b c d"), P("2", "x"), P("3", "y")],
                                [P("1", "a b c e"), P("2", "x"), P("3", "y"), P("4", "a b c d")],
                                {"1": "", "2": "2", "3": "3"}),
    "copied beside and changed": ([P("1", "x"), P("2", "a b c d"), P("3", "y")],
                                  [P("1", "x"), P("2", "a b c e"), P("3", "a b c d"), P("4", "y")],
                                  {"1": "1", "2": "", "3": "4"}),
    "a look-alike elsewhere": ([P("1", "x"), P("2", "a b c d"), P("3", "y"), P("4", "z")],
                               [P("1", "x"), P("2", "a b c d"), P("3", "y"), P("4", "z"), P("5", "a b c e")],
                               {"1": "1", "2": "2", "3": "3", "4": "4"}),
    "blank": ([P("1", " ")], [P("1", " "), P("2", "b")], {"1": ""}),
    "white space is not the same": ([P("1", "a b"), P("2", "c")], [P("1", "a  b"), P("2", "c")],
                                    {"1": "", "2": "2"}),
}
# fmt: on


@pytest.mark.parametrize(("old", "new", "expected"), CASES.values(), ids=CASES)
def test_carrying(old, new, expected):
    assert {name: one.to for name, one in carry(old, new).items()} == expected


def test_a_person_may_say_more_and_is_believed():
    found = carry([P("1", "a"), P("2", "b")], [P("1", "c"), P("2", "b")], {"1": "1", "2": ""})
    assert (found["1"].to, found["1"].how) == ("1", "mapped")
    assert found["2"].how == "orphaned"
    with pytest.raises(KeyError):
        carry([P("1", "a")], [P("1", "c")], {"1": "9"})


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (2, 2), (3, 2), (0, 99)])
def test_no_anchor_outside_of_the_words(start, end):
    with pytest.raises(ValueError, match="not a span"):
        anchor(1, P("1", "words"), start, end)


def test_a_mapped_anchor_is_on_its_quote_or_on_all():
    one = anchor(1, P("1", "give open data"), 5, 14)
    mapped = carry([P("1", "give open data")], [P("4", "open data is given")], {"1": "4"})["1"]
    to = move(one, 2, P("4", "open data is given"), mapped, "open data")
    assert (to.paragraph, to.start, to.end) == ("4", 0, 9)
    assert span_of("data", "data and data") == (0, 13)


WORDS = st.sampled_from(["alpha", "beta", "gamma", "delta", "alpha beta", " "])


@st.composite
def documents(draw):
    """Few words, so that twins are frequent; some paragraphs hang on others."""
    found = []
    for n in range(draw(st.integers(0, 7))):
        parent = draw(st.sampled_from(["", *(one.id for one in found)])) if found else ""
        found.append(P(str(n), draw(WORDS), parent))
    return found


@examples(300)
@given(documents(), documents())
def test_what_moves_has_the_same_words_once_on_both_sides(old, new):
    before, after = texts(old), texts(new)
    equal = old == new
    for name, one in carry(old, new).items():
        if one.how != "same":
            assert not one.to
            continue
        assert after[one.to] == before[name]
        if not equal:
            assert list(before.values()).count(before[name]) == list(after.values()).count(before[name]) == 1


@examples(200)
@given(documents(), documents(), st.data())
def test_an_anchor_that_moves_still_quotes_its_words(old, new, data):
    carried = carry(old, new)
    by_id = {one.id: one for one in new}
    for passage in old:
        if not passage.text:
            continue
        start = data.draw(st.integers(0, len(passage.text) - 1))
        end = data.draw(st.integers(start + 1, len(passage.text)))
        one = anchor(1, passage, start, end)
        if carried[passage.id].to:
            to = by_id[carried[passage.id].to]
            moved = move(one, 2, to, carried[passage.id])
            assert holds(moved, to)
            assert to.text[moved.start : moved.end] == passage.text[start:end]


@examples(100)
@given(documents(), documents())
def test_no_two_paragraphs_move_to_one(old, new):
    to = [one.to for one in carry(old, new).values() if one.to]
    assert len(to) == len(set(to))
