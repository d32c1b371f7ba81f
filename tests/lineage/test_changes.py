"""Two texts side by side: which paragraphs belong together, and which words differ."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actionlines.lineage.changes import OFTEN, ChangePiece, compare_paragraphs, compare_words

TEXT = st.text(alphabet="ab \n为農.", max_size=30) | st.text(max_size=200)
TEXTS = st.lists(
    st.sampled_from(["open the masts", "open the old masts", "lend them", "count every mast in each village", ""]),
    max_size=12,
)


def numbered(texts):
    return [ChangePiece(str(n), str(n), words) for n, words in enumerate(texts, 1)]


def found(old, new):
    """Return each change as (kind, old id, new id, moved, doubt)."""
    return [
        (one.kind, one.old and one.old.id, one.new and one.new.id, one.moved, one.doubt)
        for one in compare_paragraphs(old, new)
    ]


@given(TEXTS, TEXTS)
def test_every_paragraph_of_both_is_there_once_and_the_new_text_in_order(left, right):
    changes = compare_paragraphs(numbered(left), numbered(right))
    assert sorted(one.old.id for one in changes if one.old) == sorted(one.id for one in numbered(left))
    assert [one.new for one in changes if one.new] == numbered(right)
    kept = [one.old for one in changes if one.old and not one.moved]
    assert kept == sorted(kept, key=lambda one: int(one.id))


@given(TEXTS)
def test_a_text_beside_itself_is_the_same_throughout(texts):
    changes = compare_paragraphs(numbered(texts), numbered(texts))
    assert all(one.kind == "same" and one.old == one.new and not one.moved for one in changes)


@given(TEXT, TEXT)
def test_both_texts_can_be_read_off_their_difference(old, new):
    spans = compare_words(old, new)
    assert "".join(span.text for span in spans if span.kind != "ins") == old
    assert "".join(span.text for span in spans if span.kind != "del") == new


@pytest.mark.parametrize(
    ("old", "new", "spans"),
    [
        # One after the other: together.
        ("red fish swim", "blue birds swim", (("del", "red fish"), ("ins", "blue birds"), ("same", " swim"))),
        # Far apart: apart.
        ("a b c", "x b y", (("del", "a"), ("ins", "x"), ("same", " b "), ("del", "c"), ("ins", "y"))),
        ("", "new", (("ins", "new"),)),
        # Chinese has no blanks: its signs differ one by one.
        ("请秘书长提交报告", "请秘书长提交最新报告", (("same", "请秘书长提交"), ("ins", "最新"), ("same", "报告"))),
    ],
)
def test_words_that_change_together_stand_together(old, new, spans):
    assert compare_words(old, new) == spans


def test_a_text_that_is_too_long_is_shown_as_a_whole():
    old, new = "word " * 6000, "other " * 6000
    assert compare_words(old, new) == (("del", old), ("ins", new))
    assert compare_words(old, old) == (("same", old),)


def test_a_paragraph_put_in_moves_the_others_and_they_are_still_recognised():
    old = numbered(["Requests a report on masts", "Invites all to lend masts", "Decides to meet again"])
    new = numbered(
        [
            old[0].text,
            "Calls upon States to count their towers",
            "Invites all to lend spare masts",
            "Decides to meet again",
        ]
    )
    assert found(old, new) == [
        ("same", "1", "1", False, ""),
        ("new", None, "2", False, ""),
        ("changed", "2", "3", False, ""),
        ("same", "3", "4", False, ""),
    ]


def test_a_paragraph_in_another_order_has_moved():
    old = numbered(["Lend masts to islands", "Count the villages", "Meet in spring", "Publish the accounts"])
    new = numbered(["Count the villages", "Meet in spring", "Publish the accounts", "Lend masts to small islands"])
    assert found(old, new)[-1] == ("changed", "1", "4", True, "")
    assert [one[0] for one in found(old, new)] == ["same"] * 3 + ["changed"]


def test_a_pair_with_few_common_words_or_with_a_rival_is_doubtful():
    few = found(
        numbered(["Invites members to lend masts to the islands of the north"]),
        numbered(["Invites members to lend boats and sails for the coming winter"]),
    )
    assert few == [("changed", "1", "1", False, "few")]
    rival = found(
        numbered(["Welcomes the grant of Norway for masts and sails"]),
        numbered(
            ["Welcomes the grant of Sweden for masts and sails", "Welcomes the grant of Denmark for masts and sails"]
        ),
    )
    assert {one[0] for one in rival} == {"changed", "new"}
    assert {one[4] for one in rival if one[0] == "changed"} == {"rival"}


def test_texts_that_share_a_number_alone_are_two_paragraphs():
    assert [one[0] for one in found(numbered(["Lend masts"]), numbered(["Publish every account"]))] == ["new", "gone"]


def test_many_equal_paragraphs_stay_in_their_turn():
    old = numbered(["Not applicable"] * (OFTEN + 5))
    assert {(one[0], one[1] == one[2]) for one in found(old, old)} == {("same", True)}
