"""Versions side by side."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actionlines.lineage.changes import ChangePiece, compare_paragraphs
from actionlines.register.instruments.compare import blocks
from tests.register.mandates.samples import PORTALS, instrument, text

texts = st.lists(
    st.sampled_from(["open the masts", "open the old masts", "lend them", "count every mast in each village", ""]),
    max_size=12,
)


def pieces(found):
    return [ChangePiece(str(n), str(n), words) for n, words in enumerate(found, 1)]


@given(texts, texts)
def test_blocks_hold_every_pair_and_fold_only_what_is_unchanged(left, right):
    found = compare_paragraphs(pieces(left), pieces(right))
    made = blocks(found)
    assert [row.pair for block in made for row in block.rows] == list(found)
    assert all(row.pair.kind == "same" for block in made if block.folded for row in block.rows)


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
        with django_assert_max_num_queries(7):  # one for the settings of the site
            self.shown(client, a="itu:PP/RES/901@2018", b="itu:PP/RES/901@2022")
