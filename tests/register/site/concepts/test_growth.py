"""More records on a page do not mean more queries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actionlines.register.resources.models import Allocation
from tests.indexed import reindex
from tests.people import organisation
from tests.register.mandates.samples import mandate
from tests.register.search.samples import published
from tests.register.site.concepts.samples import envelope, register, standing
from tests.register.site.concepts.test_all_pages import addresses

pytestmark = pytest.mark.django_db


def more(made):
    """Eight more of everything that pages list."""
    made["mandate"].links.update(status="confirmed")
    for anchor in ("1", "4", "5"):
        mandate(anchor, "confirmed", lead=organisation())
    for number in range(8):
        one = published(
            f"Masts number {number}", "Shared.", ("UGA", "KEN") if number % 2 else ("TZA",),
            (("action_line", "C5"), ("goal", "sdg:9"), ("target", "sdg:9.c"), ("commitment", "gdc:11a")),
            organisation=organisation(name=f"Trust {number}", body="itu"), good_practice=number % 3 == 0,
        )  # fmt: skip
        one.mandate_links.create(mandate=made["mandate"], status="confirmed", origin="person")
        Allocation.objects.create(envelope=made["envelope"], activity=one, amount=5)
        envelope(objective=f"Objective {number}", organisation=one.organisation)
        standing("KEN", 0.1 + number / 100, series=f"S{number}", indicator=f"sdg:4.{number}.1")


def test_pages_need_as_many_queries_for_many_records_as_for_few(client):
    made = register()
    published("Masts", "Shared.", organisation=organisation(name="A part of it", body="itu"), good_practice=True)
    reindex()
    few = {address: queries(client, address) for address in addresses(made)}
    more(made)
    reindex()
    grown = {
        address: (number, now) for address, number in few.items() if (now := queries(client, address)) > number + 2
    }
    assert grown == {}


def queries(client, address):
    with CaptureQueriesContext(connection) as held:
        assert client.get(address).status_code == 200
    return len(held)
