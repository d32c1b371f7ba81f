"""Who could be a partner: elsewhere, for what is shared, the best reason first, one for each organisation."""

import pytest

from actionlines.register.activities.partners import for_activity, for_gaps
from actionlines.register.core.serialise import as_dict
from tests.indexed import reindex
from tests.people import organisation
from tests.register.mandates.samples import mandate
from tests.register.search.samples import published, save

pytestmark = pytest.mark.django_db

TARGET = (("target", "sdg:9.c"),)


def other(name, places=("FRA",), links=TARGET, **given):
    return published(f"Work of {name}", places=places, links=links, organisation=organisation(name=name), **given)


def names(found):
    return [one.activity.organisation.name for one in found]


def test_those_elsewhere_who_address_the_same_target_the_best_reasons_first():
    other("Home", places=("KEN",))
    other("Far")
    other("Far and good", good_practice=True)
    other("Near", places=("UGA",))
    other("Near and good", places=("TZA",), good_practice=True)
    other("Other target", links=(("target", "sdg:4.4"),))
    reindex()
    found = for_gaps("KEN", ("sdg:9.c",))
    assert names(found) == ["Near and good", "Far and good", "Near", "Far"]
    words = " | ".join(found[0].reasons)
    assert "addresses the same: 9.c" in words and "is a good practice" in words and "Africa" in words
    assert found[0].shared == (("sdg:9.c", True),)


def test_a_proposed_link_counts_less_and_is_told(settings):
    settings.PUBLIC_PROPOSALS = frozenset({"activity"})
    sure, maybe = other("Sure"), other("Maybe")
    maybe.links.update(status="proposed", p=0.7)
    save(maybe)
    reindex()
    found = for_gaps("KEN", ("sdg:9.c",))
    assert [one.activity.pk for one in found] == [sure.pk, maybe.pk]
    assert "proposed" in found[1].reasons[0]


def test_a_group_of_countries_is_a_reason():
    other("Island", places=("FJI",))
    other("Mainland", places=("AUS",))
    reindex()
    found = for_gaps("WSM", ("sdg:9.c",))
    assert names(found)[0] == "Island"
    assert any("Small island developing States" in one for one in found[0].reasons)


def test_an_activity_is_no_partner_of_itself_nor_of_its_organisation():
    mine = other("Mine", places=("KEN",))
    other("Mine", places=("UGA",))
    twice = other("Twice", good_practice=True)
    other("Twice")
    reindex()
    found = for_activity(as_dict(mine))
    assert [one.activity.pk for one in found] == [twice.pk]


def test_a_mandate_in_common_is_a_reason():
    asked = mandate("2", "confirmed")
    mine, peer = other("Mine", places=("KEN",)), other("Peer", links=(("action_line", "C5"),))
    for one in (mine, peer):
        one.mandate_links.create(mandate=asked, status="confirmed", origin="person")
        save(one)
    reindex()
    found = for_activity(as_dict(mine))
    assert names(found) == ["Peer"]
    assert "answers the same mandate" in found[0].reasons


def test_nothing_is_said_of_what_shares_nothing():
    reindex()
    assert for_gaps("KEN", ()) == []
    assert for_gaps("KEN", ("sdg:9.c",)) == []
    assert for_activity(as_dict(published("Bare"))) == []


def test_queries_do_not_grow_with_the_candidates(django_assert_max_num_queries):
    for number in range(12):
        other(f"Number {number}", places=("UGA",))
    reindex()
    with django_assert_max_num_queries(6):
        assert len(for_gaps("KEN", ("sdg:9.c",))) == 6
