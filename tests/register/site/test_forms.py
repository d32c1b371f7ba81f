"""What holds for every form: all errors at once, a form that is left and found again, a form that is sent twice."""

from __future__ import annotations

import re

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from actionlines.register.activities.models import Activity
from actionlines.register.consultations.models import Consultation
from actionlines.register.organisations.models import Organisation
from actionlines.register.site.middleware import sent_once
from tests.people import activity, person
from tests.register.consultations.samples import consultation
from tests.register.mandates.samples import mandate

pytestmark = pytest.mark.django_db


def signed_in(who: str) -> Client:
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(person(who))
    return client


def linked_errors(text: str) -> list[str]:
    """The ids that the summary of a form links to; each must be on the page."""
    ids = re.findall(r'<li><a href="#([^"]+)">', text)
    assert all(re.search(rf'id="{re.escape(one)}["-]', text) for one in ids), ids
    return ids


# Address, who sends, what is sent, fields whose errors are all said at once.
WRONG = [
    (
        "consultation-new", "secretariat", {"title": "", "phase-0-kind": "comments", "phase-0-starts_on": "tomorrow"},
        ("id_title", "id_language", "id_phases"), "Write the date",
    ),
    ("organisation-new", "member", {"name": "", "website": "no address"}, ("id_name", "id_type", "id_website"), ""),
    (
        "envelope-new", "secretariat", {"starts_on": "2027-05-01", "ends_on": "2026-01-01", "amount": "many"},
        ("id_plan", "id_ends_on", "id_amount"), "",
    ),
    ("report-new", "secretariat", {"type": "contribution", "area": "KEN", "language": "xx"}, ("id_language",), ""),
    ("roadmap-new", "secretariat", {"lines": [], "starts": "2030", "ends": "2027"}, ("f-lines", "f-ends"), ""),
]  # fmt: skip


@pytest.mark.parametrize(("name", "who", "fields", "ids", "words"), WRONG, ids=[row[0] for row in WRONG])
def test_all_errors_are_said_at_once(name, who, fields, ids, words):
    answer = signed_in(who).post(reverse(name), fields)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert set(ids) <= set(re.findall(r'href="#([^"]+)"', text))
    assert words in text


def test_a_comment_says_all_that_is_missing():
    made = consultation()
    answer = signed_in("member").post(
        reverse("consultation-comment", args=[made.pk]), {"paragraph": "1", "seen": made.text, "language": "en"}
    )
    assert {"id_stakeholder", "id_text"} <= set(linked_errors(answer.content.decode()))


def test_a_form_that_is_not_valid_changes_nothing():
    fields = {"name": "Hill Radio", "type": "civil-society", "website": "x" * 600}
    assert signed_in("member").post(reverse("organisation-new"), fields).status_code == 422
    assert not Organisation.objects.filter(name="Hill Radio").exists()


def test_an_activity_says_with_what_is_wrong_what_is_missing():
    made = activity()
    client = signed_in("member")
    fields = {"version": made.version, "title": "Radio", "starts_on": "soon", "summary": "", "go": "submit"}
    text = client.post(reverse("activity-edit", args=[made.pk]), fields).content.decode()
    assert {"f-starts_on", "f-summary"} <= set(linked_errors(text))


def test_a_phase_is_added_without_losing_what_was_typed():
    client = signed_in("secretariat")
    assert client.get(reverse("consultation-new")).content.count(b"-starts_on") == 3  # a label, an id and a name
    fields = {"title": "Draft", "phase-0-kind": "comments", "phase-0-starts_on": "2027-01-01", "add": "phase"}
    text = client.post(reverse("consultation-new"), fields).content.decode()
    assert 'value="Draft"' in text
    assert 'name="phase-1-starts_on"' in text
    assert "has-error" not in text
    assert not Consultation.objects.exists()


# Page, fields typed, the field of the organisation, text that is found again.
LEFT = [
    ("consultation-new", (), {"title": "Which skills?", "summary": "Say it."}, "organisation", "Which skills?"),
    ("envelope-new", (), {"plan": "Plan of 2027", "note": "Half."}, "organisation", "Plan of 2027"),
    ("mandate-lead", "mandate", {}, "lead", ""),
    ("activity-edit", "activity", {"title": "Radio by night"}, "organisation", "Radio by night"),
    ("activity-edit", "activity", {"title": "Radio by day"}, "partners-0-name", "Radio by day"),
]


@pytest.mark.parametrize(("name", "of", "typed", "field", "words"), LEFT)
def test_a_form_that_is_left_for_an_organisation_is_found_again_with_it(name, of, typed, field, words):
    who = "member" if of == "activity" else "secretariat"
    client = signed_in(who)
    args = [{"mandate": mandate, "activity": activity}[of]().pk] if of else []
    page = reverse(name, args=args)
    assert f'name="enter" value="organisation:{field}"' in client.get(page).content.decode()
    away = client.post(page, {**typed, field: "Hill Radio", "enter": f"organisation:{field}"})
    assert away.status_code == 302
    form = client.get(away["Location"])
    assert 'value="Hill Radio"' in form.content.decode()
    fields = {"name": "Hill Radio Network", "type": "civil-society"}
    back = client.post(away["Location"], fields)
    assert back["Location"] == f"{page}?kept=1#{field}"
    text = client.get(back["Location"]).content.decode()
    assert words in text
    assert 'value="Hill Radio Network"' in text
    assert "has-error" not in text


def test_a_form_kept_for_one_page_is_not_shown_on_another():
    client = signed_in("secretariat")
    client.post(reverse("consultation-new"), {"title": "Which skills?", "enter": "organisation:organisation"})
    assert b"Which skills?" not in client.get(reverse("envelope-new") + "?kept=1").content
    assert b"Which skills?" not in client.get(reverse("consultation-new")).content


def token(client: Client, page: str) -> str:
    return re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', client.get(page).content.decode())[1]


def test_a_form_that_is_sent_twice_does_one_thing():
    client = signed_in("member")
    page = reverse("activity-new")
    fields = {
        "title": "Radio by night",
        "type": "project",
        "language": "en",
        "csrfmiddlewaretoken": token(client, page),
    }
    first, second = client.post(page, fields), client.post(page, fields)
    assert first["Location"] == second["Location"]
    assert Activity.objects.count() == 1
    # The page that was opened again is another one.
    client.post(page, {**fields, "csrfmiddlewaretoken": token(client, page)})
    assert Activity.objects.count() == 2


def test_one_form_waits_for_the_first_and_any_other_is_told_at_once(monkeypatch):
    """Each that waits holds a thread of the pages."""
    pauses = []
    monkeypatch.setattr(sent_once, "_key", lambda request: "sent:radio")
    monkeypatch.setattr(sent_once.time, "sleep", pauses.append)
    cache.set("sent:radio", "")  # the first is still at work
    client = signed_in("member")
    answers = [client.post(reverse("activity-new"), {"title": "Radio"}).status_code for _ in range(2)]
    assert answers == [409, 409]
    assert len(pauses) == sent_once._PAUSES + 1


def test_a_form_that_was_refused_is_taken_again():
    client = signed_in("member")
    page = reverse("organisation-new")
    fields = {"name": "Hill Radio", "type": "", "csrfmiddlewaretoken": token(client, page)}
    assert [client.post(page, fields).status_code for _ in range(2)] == [422, 422]
