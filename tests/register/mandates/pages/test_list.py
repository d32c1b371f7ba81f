"""The list of mandates: it opens on those that are open; one click leads to all."""

import pytest

from actionlines.register.mandates.models import Mandate
from tests.indexed import reindex
from tests.register.mandates.samples import instrument

pytestmark = pytest.mark.django_db


def tabs(client, address):
    """The name, number and address of each tab, and how many records the list has."""
    context = client.get(address).context
    return [(str(name), many, url, on) for name, many, url, on in context["shown"].tabs], context["hits"].total


@pytest.fixture
def states():
    """One mandate that is delivered, one that is proposed, the others confirmed."""
    instrument()
    rows = list(Mandate.objects.order_by("pk"))
    Mandate.objects.update(status="confirmed")
    Mandate.objects.filter(pk=rows[0].pk).update(status="delivered")
    Mandate.objects.filter(pk=rows[1].pk).update(status="proposed")
    reindex()
    return len(rows)


def test_the_list_opens_on_what_is_open_and_every_count_is_that_of_its_list(states, client):
    parts, total = tabs(client, "/mandates/")
    assert total == states - 2
    assert [(name, many, on) for name, many, _url, on in parts] == [
        ("Open", states - 2, True), ("Awaiting confirmation", 1, False), ("All, also ended", states, False),
    ]  # fmt: skip
    for name, many, url, _on in parts:
        now, found = tabs(client, url)
        assert found == many and [tab[0] for tab in now if tab[3]] == [name]


def test_a_list_that_is_asked_for_something_is_not_narrowed(states, client):
    for address in ("/mandates/?q=masts", "/mandates/?force=decided", "/mandates/?body=itu"):
        found = client.get(address).context["shown"].address.filters
        assert "status" not in found, address
    kept = b"".join(client.get("/mandates/?as=csv").streaming_content).decode()
    assert kept.count("A/RES/80/901") >= states


def test_where_nothing_is_open_the_list_opens_on_all(client):
    instrument()
    reindex()
    assert tabs(client, "/mandates/")[1] == Mandate.objects.count()


def test_only_facets_with_a_choice_are_shown_and_none_repeats_the_tabs(states, client):
    for address, has_status in (
        ("/mandates/", False),
        ("/mandates/?q=masts", True),
        ("/mandates/?status=delivered", True),
    ):
        answer = client.get(address)
        facets = {facet.id: facet for facet in answer.context["shown"].facets}
        assert min(len(facet.values) for facet in facets.values()) > 1
        assert ("status" in facets) == has_status, address
        assert not {"force", "instrument", "language"} & facets.keys()
    opened = client.get("/mandates/").content.decode()
    # The filters go on with what the tab shows.
    assert '<input type="hidden" name="status" value="confirmed">' in opened
