"""Organisations: found, shown with what they do, entered and edited."""

import pytest
from django.urls import reverse

from actionlines.register.organisations.actions import EditOrganisation, PublishOrganisation
from actionlines.register.organisations.models import Organisation
from tests.indexed import reindex
from tests.people import organisation, person
from tests.register.search.samples import organisation_of, published
from tests.register.site.concepts.samples import register

pytestmark = pytest.mark.django_db

GIVEN = {"name": "Mast Trust", "type": "academia", "country": "KEN", "website": "https://example.org"}


def page(client, address):
    return " ".join(client.get(address).content.decode().split())


def test_the_list_is_filtered_by_its_address(client):
    organisation_of("Mast Trust", country="KEN")
    organisation_of("Tower Trust", country="FRA")
    reindex()
    html = page(client, "/organisations/?country=KEN")
    assert "Mast Trust" in html and "Tower Trust" not in html


def test_the_page_of_one_has_all_that_it_does(client):
    made = register()
    peer = organisation(name="Peer Trust")
    other = published("Together", organisation=peer)
    other.partners.add(organisation())
    other.version += 1
    reindex()
    html = page(client, made["kenyan"].organisation.get_absolute_url())
    for words in ("Safe masts in villages", "Map, by 30 June 2027", "Village plan: Safe networks", 'href="/C5/"'):
        assert words in html


def test_a_member_enters_one_and_edits_it(client):
    client.force_login(person("member"))
    answer = client.post("/organisations/new/", GIVEN)
    made = Organisation.objects.get(name="Mast Trust")
    assert answer.url == made.get_absolute_url()
    assert "/edit/" in page(client, made.get_absolute_url())
    client.post(reverse("organisation-edit", args=[made.pk]), {**GIVEN, "version": 1, "acronym": "MT"})
    made.refresh_from_db()
    assert (made.acronym, made.version) == ("MT", 2)


def test_what_is_wrong_is_said_beside_the_field_and_what_was_typed_is_kept(client):
    organisation(name="Mast Trust")
    client.force_login(person("member"))
    answer = client.post("/organisations/new/", {**GIVEN, "website": "javascript:alert(1)", "acronym": "kept"})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="id_name-wrong"' in html and 'id="id_website-wrong"' in html and 'value="kept"' in html


def test_the_second_of_two_sees_what_the_first_changed_and_keeps_their_words(client):
    client.force_login(person("member"))
    client.post("/organisations/new/", GIVEN)
    address = reverse("organisation-edit", args=[Organisation.objects.get(name="Mast Trust").pk])
    client.post(address, {**GIVEN, "version": 1, "acronym": "FIRST"})
    answer = client.post(address, {**GIVEN, "version": 1, "acronym": "SECOND"})
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "<ins>FIRST</ins>" in html and 'value="SECOND"' in html
    assert client.post(address, {**GIVEN, "version": 2, "acronym": "SECOND"}).status_code == 302


def test_others_may_not(client):
    made = organisation()
    assert client.get("/organisations/new/").status_code == 302
    client.force_login(person("stranger"))
    assert client.get(reverse("organisation-edit", args=[made.pk])).status_code == 403


@pytest.mark.parametrize("address", ["/organisations/{pk}/", "/o/{pk}/", "/o/village_network_TRUST/", "/o/VNT/"])
def test_every_address_of_an_organisation_leads_to_the_one_by_its_name(client, address):
    made = organisation(name="Village Network Trust", acronym="VNT")
    answer = client.get(address.format(pk=made.pk))
    assert (answer.status_code, answer.url) == (301, "/o/Village_Network_Trust/")
    assert client.get(answer.url).status_code == 200


def test_an_address_by_an_earlier_name_leads_on(client):
    made = organisation(name="Village Network Trust")
    for name in ("Village Nets", "Network of Villages"):
        made.refresh_from_db()
        EditOrganisation(person("secretariat"), made, version=made.version, fields={"name": name}).do()
        made.refresh_from_db()
        PublishOrganisation(person("administrator"), made, version=made.version).do()
    assert client.get("/o/Village_Nets/").url == "/o/Network_of_Villages/"


@pytest.mark.parametrize("name", ["42", "A/B", "Snake_case trust"])
def test_a_name_that_an_address_cannot_hold_leaves_the_number(client, name):
    made = organisation(name=name)
    assert made.get_absolute_url() == f"/o/{made.pk}/"
    assert client.get(made.get_absolute_url()).status_code == 200


def test_a_tie_to_a_body_is_proposed_by_name_and_confirmed_by_a_person(client):
    made = organisation(name="МСЭ", type="international-organization")
    assert (made.likely_body, made.body) == ("itu", "")
    # A university may share the acronym of a body.
    assert organisation(name="Istana University", acronym="ITU", type="academia").likely_body == ""
    words = "By its name it is this body"
    assert words not in page(client, made.get_absolute_url())
    client.force_login(person("secretariat"))
    assert words in page(client, made.get_absolute_url())
    form = page(client, reverse("organisation-edit", args=[made.pk]))
    assert 'name="body" value="International Telecommunication Union"' in form
    EditOrganisation(person("secretariat"), made, fields={"body": "itu"}).do()
    made.refresh_from_db()
    assert "itu" in (made.body, made.proposed.get("body"))
