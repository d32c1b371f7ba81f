"""What the form asks for while somebody writes."""

import pytest
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from actionlines.register.activities.models import Activity
from tests.people import organisation, person
from tests.register.activities.samples import draft, in_status

pytestmark = pytest.mark.django_db


@pytest.fixture
def record(client):
    client.force_login(person("member"))
    return draft()


def save(client, record, version, **typed):
    return client.post(f"/activities/{record.pk}/save/", {"version": version, **typed})


def test_what_is_typed_is_saved_with_a_new_version(client, record):
    answer = save(client, record, record.version, challenges="No power at night.").json()
    assert answer["version"] == record.version + 1
    assert (answer["errors"], answer["others"], answer["read"]) == ({}, [], True)
    record.refresh_from_db()
    assert record.challenges == "No power at night."
    # The same again is no new version.
    assert save(client, record, record.version, challenges="No power at night.").json()["version"] == record.version


def test_one_wrong_field_does_not_keep_the_others_from_being_saved(client, record):
    answer = save(
        client, record, record.version, challenges="Power.", contact_email="desk@", organisation="No such name"
    ).json()
    assert set(answer["errors"]) == {"contact_email", "organisation"}
    record.refresh_from_db()
    assert (record.challenges, record.contact_email) == ("Power.", "desk@example.org")
    assert record.organisation == organisation()


def test_two_tabs_in_different_fields_are_both_saved_and_told(client, record):
    first = record.version
    save(client, record, first, challenges="From one tab")
    answer = save(client, record, first, sustainability="From the other").json()
    assert answer["others"] == ["challenges"]
    record.refresh_from_db()
    assert (record.challenges, record.sustainability) == ("From one tab", "From the other")


def test_two_tabs_in_one_field_the_second_is_refused(client, record):
    first = record.version
    save(client, record, first, challenges="From one tab")
    answer = save(client, record, first, challenges="From the other")
    assert answer.status_code == 409
    assert answer.json()["stale"]
    record.refresh_from_db()
    assert record.challenges == "From one tab"


@pytest.mark.parametrize("version", ["", "x", "0", "-1", "99999999999"])
def test_a_version_that_never_was_saves_nothing(client, record, version):
    assert save(client, record, version, challenges="Lost?").status_code == 409
    record.refresh_from_db()
    assert record.challenges == ""


def test_a_title_is_never_emptied(client, record):
    assert "title" in save(client, record, record.version, title="  ").json()["errors"]


def test_a_submitted_one_is_not_saved(client):
    record = in_status("submitted")
    client.force_login(person("member"))
    answer = save(client, record, record.version, challenges="Late")
    assert (answer.status_code, "message" in answer.json()) == (409, True)


def test_others_cannot_save(client, record):
    client.force_login(person("stranger"))
    assert save(client, record, record.version, challenges="Mine").status_code == 403


def test_saving_is_a_post(client, record):
    assert client.get(f"/activities/{record.pk}/save/").status_code == 405


def test_proposals_show_their_words_and_are_decided_in_place(client, record):
    address = f"/activities/{record.pk}/links/?in-form=1"
    tree = HTMLParser(client.get(address).content.decode())
    assert "fraud" in tree.css_first("#links").text()
    proposed = tree.css(".link-proposed [name=decide]")
    value = proposed[0].attributes["value"]
    answer = client.post(address, {"decide": value}, headers={"HX-Request": "true"})
    tree = HTMLParser(answer.content.decode())
    pressed = [one.attributes["value"] for one in tree.css("[aria-pressed=true]")]
    assert value in pressed
    assert record.links.get(concept=value.split()[1]).status == "confirmed"


def test_a_concept_can_be_added(client, record):
    answer = client.post(f"/activities/{record.pk}/links/", {"decide": "add", "add_concept": "gdc:11a"})
    assert answer.status_code == 302
    link = record.links.get(concept="gdc:11a")
    assert (link.origin, link.status, link.level) == ("person", "confirmed", "commitment")


@pytest.mark.parametrize(
    "decide", ["", "concept", "concept KEN confirmed", "concept C5 maybe", "mandate 12 confirmed", "mandate x y", "add"]
)
def test_a_decision_that_says_nothing_is_refused(client, record, decide):
    assert client.post(f"/activities/{record.pk}/links/", {"decide": decide}).status_code == 422


def test_names_of_organisations_go_on_from_what_was_typed(client, record):
    answer = client.get("/activities/organisations/", {"organisation": "village"})
    assert 'value="Village Network Trust"' in answer.content.decode()
    assert client.get("/activities/organisations/", {"organisation": "v"}).content.strip() == b""


def test_own_drafts_with_the_same_words_are_shown_while_the_title_is_written(client, record):
    answer = client.get("/activities/duplicates/", {"title": "Radio lessons on passwords"}).content.decode()
    assert f"/activities/{record.pk}/" in answer
    assert "passwords" in answer
    assert client.get("/activities/duplicates/", {"title": "Fish farming"}).content.strip() == b""
    client.force_login(person("stranger"))
    # A draft is nobody else's business.
    assert client.get("/activities/duplicates/", {"title": "Radio lessons on passwords"}).content.strip() == b""
    assert Activity.objects.count() == 1


@pytest.mark.parametrize("words", ["T/RES/1#7", " T/RES/1#p7 ", "https://example.org/mandates/{}/"])
def test_mandates_are_added_by_symbol_and_paragraph(client, record, words):
    from actionlines.register.mandates.models import Mandate
    from tests.register.activities.test_proposals import mandate

    made = mandate(action="to set standards for optical fibre", links={"C2": "action_line"})
    made.paragraph.anchor = "7"
    made.paragraph.save()
    assert not record.mandate_links.exists()
    client.post(f"/activities/{record.pk}/links/", {"decide": "add-mandate", "add_mandate": words.format(made.pk)})
    link = record.mandate_links.get()
    assert (link.mandate, link.status, link.origin) == (Mandate.objects.get(), "confirmed", "person")


@pytest.mark.parametrize("words", ["", "T/RES/1", "T/RES/1#99", "#", "/mandates/99/"])
def test_a_paragraph_without_mandates_is_said_to_have_none(client, record, words):
    answer = client.post(f"/activities/{record.pk}/links/", {"decide": "add-mandate", "add_mandate": words})
    assert answer.status_code == 422
