"""Versions, history and JSON of a record: to each reader what is theirs to see."""

import doctest

import pytest

from actionlines.register.core.models import Event
from actionlines.register.core.pages import difference
from actionlines.register.core.pages.difference import as_html, differences, in_words
from actionlines.register.organisations.actions import EditOrganisation
from tests.people import person
from tests.register.search.samples import organisation_of, published, save

pytestmark = pytest.mark.django_db


@pytest.fixture
def edited():
    """A published activity (version 1) that is a draft of the next one (version 2)."""
    made = published("Radio lessons", "For rural women.", owner=person("member"))
    made.title, made.status = "Television lessons", "draft"
    save(made)
    for number, action in ((1, "activity.publish"), (2, "activity.edit")):
        Event.objects.create(
            action=action, kind="activity", record=made.pk, version=number, actor=person("member"),
            changes={"title": ["Radio lessons", "Television lessons"]}, reason=f"Reason {number}",
        )  # fmt: skip
    return made


def test_the_examples_hold():
    assert not doctest.testmod(difference).failed


def test_a_public_version_has_an_address_for_everybody(client, edited):
    html = client.get(f"/activity/{edited.pk}/v/1/").content.decode()
    assert "Radio lessons" in html
    assert "For rural women." in html
    assert "Television" not in html


def test_a_version_that_is_not_public_is_for_who_may_see_the_draft(client, edited):
    assert client.get(f"/activity/{edited.pk}/v/2/").status_code == 403
    assert client.get(f"/activity/{edited.pk}/v/1/?against=2").status_code == 403
    client.force_login(person("stranger"))
    assert client.get(f"/activity/{edited.pk}/v/2/").status_code == 403
    for who in ("member", "secretariat"):
        client.force_login(person(who))
        html = client.get(f"/activity/{edited.pk}/v/2/?against=1").content.decode()
        assert "<del>Radio</del><ins>Television</ins> lessons" in html


@pytest.mark.parametrize(
    "url", ["/activity/0/v/1/", "/activity/{pk}/v/99/", "/activity/{pk}/v/99999999999999999999/",
            "/activity/99999999999999999999.json", "/nothing/1/v/1/", "/organisation/77/history/"],
)  # fmt: skip
def test_what_is_not_there_is_not_found(client, edited, url):
    assert client.get(url.format(pk=edited.pk)).status_code == 404


def test_the_history_says_to_the_public_what_became_public_and_not_who(client, edited):
    html = client.get(f"/activity/{edited.pk}/history/").content.decode()
    assert "Reason 1" in html
    assert "Reason 2" not in html
    assert "Member" not in html
    client.force_login(person("secretariat"))
    html = client.get(f"/activity/{edited.pk}/history/").content.decode()
    assert "Reason 2" in html
    assert "by Member" in html
    assert "<ins>Television</ins>" in html


def test_the_history_is_paged_and_asks_a_bounded_number_of_times(client, django_assert_max_num_queries):
    made = organisation_of("A trust")
    for number in range(60):
        EditOrganisation(person("secretariat"), made, fields={"acronym": f"T{number}"}).do()
    client.force_login(person("secretariat"))
    with django_assert_max_num_queries(16):
        html = client.get(f"/organisation/{made.pk}/history/").content.decode()
    assert 'rel="next"' in html
    assert client.get(f"/organisation/{made.pk}/history/?page=2").status_code == 200


def test_json_is_the_published_version_to_the_public_and_the_draft_to_its_owner(client, edited):
    assert client.get(f"/activity/{edited.pk}.json").json()["title"] == "Radio lessons"
    client.force_login(person("member"))
    assert client.get(f"/activity/{edited.pk}.json").json()["title"] == "Television lessons"


def test_of_a_draft_there_is_no_json_for_the_public(client):
    made = published("Radio")
    made.published_at = made.published_version = None
    made.status = "draft"
    save(made)
    assert client.get(f"/activity/{made.pk}.json").status_code == 302  # to the page to sign in


def test_a_withdrawn_record_leaves_a_tombstone_at_all_its_addresses(client, edited):
    edited.status, edited.status_reason = "withdrawn", "It was a mistake."
    save(edited)
    answer = client.get(f"/activity/{edited.pk}.json")
    assert answer.status_code == 410
    assert answer.json()["status_reason"] == "It was a mistake."
    assert "title" not in answer.json()
    answer = client.get(f"/activity/{edited.pk}/v/1/")
    assert answer.status_code == 410
    assert "Radio" not in answer.content.decode()
    assert client.get(f"/activity/{edited.pk}/history/").status_code == 200
    client.force_login(person("secretariat"))
    assert client.get(f"/activity/{edited.pk}/v/1/").status_code == 200


def test_what_is_written_does_not_run_in_a_difference(client):
    made = published("Radio")
    made.title = "<script>alert(1)</script>"
    save(made)
    client.force_login(person("secretariat"))
    html = client.get(f"/activity/{made.pk}/v/2/?against=1").content.decode()
    assert "<script>alert" not in html
    assert "&lt;" in html


@pytest.mark.parametrize(
    "address", ["against=1", "against=2", "against=x", "against=-1", "against=99999999999", "page=x"]
)
def test_any_address_is_answered(client, edited, address):
    client.force_login(person("member"))
    assert client.get(f"/activity/{edited.pk}/v/2/?{address}").status_code in (200, 404)
    assert client.get(f"/activity/{edited.pk}/history/?{address}").status_code == 200


def test_fields_that_did_not_change_are_left_out():
    old = {"version": 1, "title": "A", "places": ["KEN"], "good_practice": False}
    new = {"version": 2, "title": "A", "places": ["KEN", "UGA"], "good_practice": True}
    found = {change.field: as_html(change.pieces) for change in differences("activity", old, new)}
    assert set(found) == {"places", "good_practice"}
    assert "Uganda" in found["places"]
    assert found["good_practice"] == "<del>No</del><ins>Yes</ins>"


def test_links_are_said_by_name():
    link = {"concept": "C5", "level": "action_line", "status": "confirmed", "origin": "person", "p": 1, "evidence": []}
    assert in_words("links", [link]).startswith("C5 ")
