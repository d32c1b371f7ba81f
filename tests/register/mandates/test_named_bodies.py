"""A body that a text names and the framework does not know: from the finder to record, pages and filters."""

import pytest

from actionlines.errors import InvalidFields
from actionlines.register.core.search import Query, query
from actionlines.register.mandates.actions import CorrectMandate
from actionlines.register.mandates.models import Mandate
from tests.indexed import reindex
from tests.people import person
from tests.register.imports.samples import HEAD, brought_in

pytestmark = pytest.mark.django_db

PANEL = "other:Advisory Panel on Idle Masts and Village Portals of the Districts and Harbours (APIM)"
LABEL = "other:Advisory Panel on Idle Masts"
TEXT = HEAD + (
    "1. Establishes the Advisory Panel on Idle Masts (hereinafter “the Panel”);\n"
    "2. Requests the Panel to map idle masts by 30 June 2027;\n"
)


@pytest.fixture
def asked(client):
    brought_in(TEXT)
    Mandate.objects.update(status="confirmed")
    reindex()
    return Mandate.objects.get(addressees__body=LABEL)


def test_the_record_and_its_page_name_it(asked, client):
    html = client.get(asked.get_absolute_url(), follow=True).content.decode()
    assert "Advisory Panel on Idle Masts" in html
    assert "unspecified" not in html.lower()


def test_the_filter_and_the_page_of_the_body_find_it(asked, client):
    assert query(Query(kind="mandate", filters={"body": [LABEL]})).ids == (asked.pk,)
    assert "Map idle masts" in client.get("/mandates/", {"body": LABEL}).content.decode()
    assert "Map idle masts" in client.get(f"/{LABEL}/").content.decode()
    assert client.get("/bodies/other:Nobody/").status_code == 404
    assert "Advisory Panel" in client.get("/bodies/").content.decode()


def test_a_correction_may_name_one(asked):
    CorrectMandate(person("secretariat"), asked, addressees=["itu", PANEL]).do()
    assert {one.body for one in asked.addressees.all()} == {"itu", PANEL}
    with pytest.raises(InvalidFields):
        CorrectMandate(person("secretariat"), asked, addressees=["other:"]).do()
