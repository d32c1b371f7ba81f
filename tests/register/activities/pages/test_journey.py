"""From the first word to the public, through the pages, without a script."""

import re

import pytest
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from actionlines.register.activities.models import Activity
from tests.people import organisation, person
from tests.register.activities.samples import draft, in_status

pytestmark = pytest.mark.django_db

TEXTS = {"title": "Cours de sécurité numérique à la radio", "type": "training", "language": "fr"}


def page(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, address
    return HTMLParser(answer.content.decode())


def filled(tree):
    """The form as a browser would send it: name -> value or values."""
    data = {}
    for field in tree.css("#activity input, #activity textarea, #activity select"):
        name, kind = field.attributes.get("name"), field.attributes.get("type")
        if not name or (kind == "checkbox" and "checked" not in field.attributes):
            continue
        if field.tag == "textarea":
            # A browser drops one line break after the tag.
            value = re.sub(r"^\n", "", field.text())
        elif field.tag == "select":
            chosen = field.css_first("option[selected]") or field.css_first("option")
            value = chosen.attributes["value"]
        else:
            value = field.attributes.get("value") or ("on" if kind == "checkbox" else "")
        data.setdefault(name, []).append(value)
    return data


def test_a_member_writes_a_reviewer_asks_and_publishes_a_visitor_reads(client):
    organisation()
    client.force_login(person("member"))
    made = client.post("/activities/new/", TEXTS)
    number = Activity.objects.get().pk
    assert made.url == f"/activities/{number}/edit/"

    data = filled(page(client, made.url))
    data |= {
        "summary": "Une radio explique comment choisir un mot de passe et éviter la fraude.",
        "description": "Deux fois par semaine, une formatrice répond aux questions sur la cybersécurité.",
        "organisation": "village network trust",
        "places-0-name": "Kenya", "places-1-name": "Région Afrique introuvable",
        "starts_on": "2026-02-01", "contact_name": "Rédaction", "contact_email": "radio@example.org",
        "results-0-what": "Auditeurs", "results-0-value": "1 500", "results-0-year": "2026",
        "go": "submit",
    }  # fmt: skip
    # What cannot be read is named; the rest is saved, and nothing typed is lost.
    answer = client.post(made.url, data)
    assert answer.status_code == 422
    tree = HTMLParser(answer.content.decode())
    assert [one.attributes["href"] for one in tree.css("#wrong a")] == ["#f-places", "#links"]
    assert tree.css_first("[name=places-1-name]").attributes["value"] == "Région Afrique introuvable"
    assert Activity.objects.get().organisation == organisation()

    data = {**filled(tree), "places-1-name": "", "go": "submit"}
    answer = client.post(made.url, data)
    tree = HTMLParser(answer.content.decode())
    # All is there but an Action Line that a person confirmed.
    assert [one.attributes["href"] for one in tree.css("#wrong a")] == ["#links"]

    data = {**filled(tree), "decide": "concept C5 confirmed"}
    answer = client.post(made.url, data)
    assert answer.url.endswith("#links")
    answer = client.post(made.url, {**filled(page(client, made.url)), "go": "submit"})
    assert answer.url == f"/activities/{number}/"
    assert Activity.objects.get().status == "submitted"
    assert "Waits for a reviewer" in client.get("/mine/").content.decode()

    client.force_login(person("reviewer"))
    assert TEXTS["title"] in client.get("/review/").content.decode()
    asked = {"say-summary": "Dites qui écoute.", "version": Activity.objects.get().version, "go": "send"}
    assert client.post(f"/activities/{number}/changes/", asked).url == "/review/"

    client.force_login(person("member"))
    tree = page(client, made.url)
    assert "Dites qui écoute." in tree.css_first("#f-summary-comments").text()
    data = {**filled(tree), "go": "submit"}
    data["summary"] = "Une radio explique aux agriculteurs comment choisir un mot de passe et éviter la fraude."
    assert client.post(made.url, data).url == f"/activities/{number}/"

    client.force_login(person("reviewer"))
    tree = page(client, f"/activities/{number}/")
    assert tree.css_first("dl.changed ins").text().strip() == "aux agriculteurs"
    button = tree.css_first(f"form[action='/activities/{number}/publish/']")
    version = button.css_first("[name=version]").attributes["value"]
    client.post(f"/activities/{number}/publish/", {"version": version})

    client.logout()
    tree = page(client, f"/activities/{number}/")
    assert tree.css_first("h1").text() == TEXTS["title"]
    assert tree.css_first("h1").attributes["lang"] == "fr"
    assert tree.css_first("caption").text() == "Results in figures"
    assert not tree.css("form[action*=activities]")


def test_a_stale_form_is_told_shown_the_difference_and_keeps_what_was_typed(client):
    client.force_login(person("member"))
    record = draft()
    address = f"/activities/{record.pk}/edit/"
    mine, theirs = filled(page(client, address)), filled(page(client, address))
    client.post(address, {**theirs, "title": "Written by the other", "challenges": "Their challenge"})
    answer = client.post(address, {**mine, "title": "Written by me", "sustainability": "My plan"})
    assert answer.status_code == 409
    tree = HTMLParser(answer.content.decode())
    record.refresh_from_db()
    assert (record.title, record.sustainability) == ("Written by the other", "")
    # What I typed is in the form; what I did not touch shows what they wrote.
    assert tree.css_first("#f-title").attributes["value"] == "Written by me"
    assert tree.css_first("#f-sustainability").text().strip() == "My plan"
    assert tree.css_first("#f-challenges").text().strip() == "Their challenge"
    assert "Written by the other" in tree.css_first("#f-title-theirs").text()
    assert "Written by the other" in "".join(one.text() for one in tree.css("#stale ins"))
    # Looked over and saved again: mine stands, and so does what only they wrote.
    assert client.post(address, filled(tree)).status_code == 302
    record.refresh_from_db()
    assert (record.title, record.challenges, record.sustainability) == ("Written by me", "Their challenge", "My plan")


def test_a_form_sent_back_as_it_came_changes_nothing(client):
    client.force_login(person("member"))
    record = draft(
        web_links=["https://example.org"], results=[{"what": "Listeners", "value": 12.5}], budget="100",
        currency="KES", beneficiaries=["women"], good_practice=True, partners=[organisation(name="Partner").pk],
        places=["KEN", "itu-region:AFR", "world"], description="  One.\n\n\nTwo. ",
    )  # fmt: skip
    address = f"/activities/{record.pk}/edit/"
    client.post(address, filled(page(client, address)))
    before = record.version
    record.refresh_from_db()
    assert record.version == before


def test_another_row_is_there_after_add_without_a_script(client):
    client.force_login(person("member"))
    record = draft()
    address = f"/activities/{record.pk}/edit/"
    data = {**filled(page(client, address)), "results-0-what": "Listeners", "add": "results"}
    assert client.post(address, data).url == f"{address}#f-results"
    assert page(client, address).css_first("[name=results-1-what]").attributes["value"] == ""


def test_a_draft_of_the_next_version_is_hidden_from_the_public(client):
    record = in_status("published")
    client.force_login(person("member"))
    address = f"/activities/{record.pk}/edit/"
    client.post(address, {**filled(page(client, address)), "title": "Radio lessons, second year"})
    assert "second year" in client.get(f"/activities/{record.pk}/").content.decode()
    assert "second year" not in client.get(f"/activities/{record.pk}/?published=1").content.decode()
    client.logout()
    public = client.get(f"/activities/{record.pk}/").content.decode()
    assert "second year" not in public
    assert "Radio lessons on safe passwords" in public


def test_withdrawn_is_a_tombstone_with_its_reason(client):
    record = in_status("published")
    client.force_login(person("member"))
    assert client.post(f"/activities/{record.pk}/withdraw/", {"reason": ""}).status_code == 422
    client.force_login(person("reviewer"))
    client.post(f"/activities/{record.pk}/withdraw/", {"reason": "The station closed."})
    client.logout()
    answer = client.get(f"/activities/{record.pk}/")
    assert answer.status_code == 410
    assert "The station closed." in answer.content.decode()
    assert "Radio lessons" not in answer.content.decode()


def test_comments_can_be_kept_and_settled_before_the_decision(client):
    record = in_status("submitted")
    client.force_login(person("reviewer"))
    client.post(f"/activities/{record.pk}/changes/", {"say-title": "Shorter?", "go": "keep"})
    comment = record.comments.get()
    assert Activity.objects.get().status == "submitted"
    client.post(f"/activities/{record.pk}/settle/", {"comment": comment.pk})
    comment.refresh_from_db()
    assert comment.settled_at


def test_take_names_the_reviewer(client):
    record = in_status("submitted")
    client.force_login(person("reviewer"))
    assert client.post(f"/activities/{record.pk}/take/", {"next": "inbox"}).url == "/review/"
    assert "Taken by you" in client.get("/review/").content.decode()
    assert client.get("/review/?who=nobody").content.decode().count("Nothing waits with these filters") == 1


def test_deleting_asks_first(client):
    record = draft()
    client.force_login(person("member"))
    assert Activity.objects.exists() and client.get(f"/activities/{record.pk}/delete/").status_code == 200
    assert client.post(f"/activities/{record.pk}/delete/").url == "/mine/"
    assert not Activity.objects.exists()


@pytest.mark.parametrize("number", ["0", "99999999999999999999999", "9223372036854775808"])
def test_no_such_activity(client, number):
    assert client.get(f"/activities/{number}/").status_code == 404


def test_what_is_submitted_elsewhere_while_somebody_types_keeps_what_was_typed(client):
    from actionlines.register.activities.actions import SubmitActivity

    client.force_login(person("member"))
    record = draft()
    address = f"/activities/{record.pk}/edit/"
    data = filled(page(client, address))
    SubmitActivity(person("member"), record).do()
    answer = client.post(address, {**data, "challenges": "Half an hour of typing"})
    assert answer.status_code == 409
    assert "Half an hour of typing" in answer.content.decode()
    assert client.get(address).url == f"/activities/{record.pk}/"


def test_the_review_page_shows_each_field_once_and_no_data_of_ours(client):
    record = in_status("submitted")
    client.force_login(person("reviewer"))
    tree = page(client, f"/activities/{record.pk}/changes/")
    assert "evidence" not in tree.css_first("#f-links").text()
    assert len(tree.css("textarea")) == 1 + 24
