"""Likely duplicates: by what they share, and never somebody else's draft."""

from datetime import date

import pytest

from actionlines.errors import IndexMissing
from actionlines.register.activities import partners
from actionlines.register.activities.partners import Sketch, compare, likely_duplicates, sketch
from actionlines.register.core.search import catch_up
from tests.indexed import reindex
from tests.people import person
from tests.register.activities.samples import draft, in_status

KEN = frozenset({"KEN"})
MINE = Sketch("Radio lessons on safe passwords", 1, KEN, (date(2026, 1, 1), None), "en")


@pytest.mark.parametrize(
    ("other", "likely", "same"),
    [
        # The very same.
        (MINE, True, ("organisation", "places", "period")),
        # Inflected, of another organisation and place.
        (Sketch("A radio lesson on safe password", 2, frozenset({"UGA"}), (None, None), "en"), True, ()),
        # The same organisation does something else.
        (Sketch("Planting trees at schools", 1, KEN, (date(2026, 1, 1), None), "en"), False, ()),
        # One word in common.
        (Sketch("Radio licences for islands", 1, KEN, (date(2026, 1, 1), None), "en"), False, ()),
        # The period ended before.
        (
            Sketch("Radio lessons on safe passwords", 1, KEN, (date(2020, 1, 1), date(2021, 1, 1)), "en"),
            True,
            ("organisation", "places"),
        ),
        # Nothing to compare.
        (Sketch("", 1, KEN), False, ()),
    ],
)
def test_what_is_shared_makes_the_score(other, likely, same):
    found = compare(MINE, other, 7, other.title)
    assert (found.score >= 0.45, found.same) == (likely, same)
    assert all(word in other.title for word in found.words)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("为农村学校提供宽带接入", "农村学校宽带接入项目"),
        ("تدريب النساء على الأمن السيبراني", "التدريب على الأمن السيبراني للنساء"),
        ("Обучение учителей цифровым навыкам", "Обучение учителя цифровым навыкам"),
    ],
)
def test_other_scripts_are_compared_by_their_words(one, other):
    assert compare(Sketch(one), Sketch(other), 1, other).score > 0.3


@pytest.mark.django_db(transaction=True)
def test_published_ones_come_from_the_index_and_drafts_only_to_their_owner():
    reindex()
    public, private = in_status("published"), draft(title="Radio lessons on safe passwords again")
    catch_up()
    mine = Sketch("Radio lessons about safe passwords")
    assert [one.activity for one in likely_duplicates(mine, person("stranger"))] == [public.pk]
    assert {one.activity for one in likely_duplicates(mine, person("member"))} == {public.pk, private.pk}
    assert likely_duplicates(sketch(public), None, public.pk) == []
    assert likely_duplicates(Sketch("Ra"), person("member")) == []


@pytest.mark.django_db(transaction=True)
def test_a_draft_of_the_next_version_is_compared_by_what_is_public():
    from actionlines.register.activities.actions import EditActivity

    reindex()
    public = in_status("published")
    EditActivity(person("member"), public, fields={"title": "Secret drones over safe passwords"}).do()
    catch_up()
    found = likely_duplicates(Sketch("Radio lessons about safe passwords"), person("stranger"))
    assert [one.title for one in found] == ["Radio lessons on safe passwords"]


@pytest.mark.django_db(transaction=True)
def test_without_an_index_the_writers_own_drafts_are_compared(monkeypatch):
    def missing(_question):
        raise IndexMissing("search", "it is being built again", "Wait.")

    monkeypatch.setattr(partners, "query", missing)
    own = draft(title="Radio lessons on safe passwords again")
    found = likely_duplicates(Sketch("Radio lessons about safe passwords"), person("member"))
    assert [item.activity for item in found] == [own.pk]
