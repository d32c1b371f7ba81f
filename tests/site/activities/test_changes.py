"""What changed, word by word, so that it can be read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actionlines.site.views.activities.presentation import pieces

TEXT = st.text(alphabet="ab \n为農.", max_size=30)


@given(TEXT, TEXT)
def test_both_texts_can_be_read_off(old, new):
    found = pieces(old, new)
    assert "".join(text for kind, text in found if kind != "ins") == old
    assert "".join(text for kind, text in found if kind != "del") == new


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        # One after the other: together.
        ("red fish swim", "blue birds swim", (("del", "red fish"), ("ins", "blue birds"), ("same", " swim"))),
        # Far apart: apart.
        ("a b c", "x b y", (("del", "a"), ("ins", "x"), ("same", " b "), ("del", "c"), ("ins", "y"))),
        ("", "new", (("ins", "new"),)),
    ],
)
def test_words_that_change_together_stand_together(old, new, found):
    assert pieces(old, new) == found
