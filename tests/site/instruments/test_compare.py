"""Versions side by side."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actionlines.site.views.instruments.aligned import MOST_PAIRS, Piece, pairs, words
from actionlines.site.views.instruments.compare import blocks
from tests.registry.mandates.samples import PORTALS, instrument, text

texts = st.lists(
    st.sampled_from(
        ["open the masts", "open the old masts", "lend them", "count every mast in each village", ""]
    ),
    max_size=12,
)


def pieces(found):
    return [Piece(str(n), str(n), words) for n, words in enumerate(found, 1)]


@given(texts, texts)
def test_every_paragraph_of_both_is_there_once_and_in_order(left, right):
    found = pairs(pieces(left), pieces(right))
    assert [pair.left for pair in found if pair.left] == pieces(left)
    assert [pair.right for pair in found if pair.right] == pieces(right)
    assert all(pair.left or pair.right for pair in found)


@given(texts)
def test_a_text_beside_itself_is_the_same_throughout(found):
    assert all(pair.same for pair in pairs(pieces(found), pieces(found)))


@given(st.text(max_size=80), st.text(max_size=80))
def test_words_joined_are_the_text(left, right):
    one, other = words(left, right)
    assert ("".join(bit.text for bit in one), "".join(bit.text for bit in other)) == (left, right)
    kept = [["".join(bit.text for bit in side if not bit.changed)] for side in (one, other)]
    assert kept[0] == kept[1]


@given(texts, texts)
def test_blocks_hold_every_pair_and_fold_only_what_is_unchanged(left, right):
    found = pairs(pieces(left), pieces(right))
    made = blocks(found)
    assert [row.pair for block in made for row in block.rows] == found
    assert all(row.pair.same for block in made if block.folded for row in block.rows)


def test_a_paragraph_put_in_moves_the_others_and_they_are_still_recognised():
    old = pieces(["Requests a report on masts", "Invites all to lend masts", "Decides to meet again"])
    new = [
        old[0],
        Piece("2", "2", "Calls upon States to count their masts"),
        Piece("3", "3", "Invites all to lend spare masts"),
        Piece("4", "4", "Decides to meet again"),
    ]
    found = [(pair.left and pair.left.number, pair.right and pair.right.number) for pair in pairs(old, new)]
    assert found == [("1", "1"), (None, "2"), ("2", "3"), ("3", "4")]


def test_chinese_words_differ_by_character():
    one, other = words("请秘书长提交报告", "请秘书长提交最新报告")
    assert [bit.text for bit in other if bit.changed] == ["最新"]
    assert not [bit for bit in one if bit.changed]


def test_very_different_long_texts_are_matched_by_number():
    size = int(MOST_PAIRS**0.5) + 1
    old = pieces([f"old words {n} {n * 7}" for n in range(size)])
    new = pieces([f"quite new {n} {n * 3} text" for n in range(size)])
    assert [(pair.left.anchor, pair.right.anchor) for pair in pairs(old, new)] == [
        (p.anchor, p.anchor) for p in old
    ]


@pytest.mark.django_db
class TestPage:
    def shown(self, client, **asked):
        answer = client.get("/instruments/compare/", asked)
        return answer.status_code, answer.content.decode()

    @pytest.fixture
    def two(self):
        instrument(symbol="itu:PP/RES/901@2018")
        newer = PORTALS.replace("the masts that stand idle", "the idle masts of each village")
        instrument(text(body=newer), symbol="itu:PP/RES/901@2022")

    def test_what_differs_is_marked_and_the_rest_folds(self, client, two):
        status, html = self.shown(client, a="itu:PP/RES/901@2018", b="itu:PP/RES/901@2022")
        assert status == 200
        assert re.search(r"<del>that stand idle</del>|<del>[^<]*stand[^<]*</del>", html)
        assert "of each village" in re.sub(r"</?ins>", "", html)
        assert "<details>" in html
        assert "1 paragraphs changed, 0 added, 0 taken out" in html

    def test_versions_are_offered_here_and_on_the_page_of_the_instrument(self, client, two):
        assert "a=itu%3APP%2FRES%2F901%402018&amp;b=itu%3APP%2FRES%2F901%402022" in self.shown(client)[1]
        html = client.get("/instruments/itu:PP/RES/901@2022/").content.decode()
        assert "/instruments/compare/?a=itu%3APP%2FRES%2F901%402018" in html

    def test_another_language_is_no_version_to_compare(self, client):
        one = instrument()
        instrument(text("80/905"), symbol="A/RES/80/901@fr", family="A/RES/80/901", language="fr")
        assert "No instrument is held in more than one version yet" in self.shown(client)[1]
        html = client.get(one.get_absolute_url()).content.decode()
        assert "/instruments/A/RES/80/901@fr/" in html
        assert "/instruments/compare/?a=" not in html

    def test_what_is_not_held_is_said(self, client, two):
        status, html = self.shown(client, a="itu:PP/RES/901@2018", b="<b>no")
        assert status == 404
        assert "does not hold “&lt;b&gt;no”" in html

    def test_an_empty_register_says_what_would_be_here(self, client):
        assert "No instrument is held in more than one version yet" in self.shown(client)[1]

    def test_queries_are_bounded(self, client, two, django_assert_max_num_queries):
        with django_assert_max_num_queries(6):
            self.shown(client, a="itu:PP/RES/901@2018", b="itu:PP/RES/901@2022")
