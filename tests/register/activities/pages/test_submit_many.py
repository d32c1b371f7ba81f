"""Many drafts, as an import makes them: all are reached, and what is complete is submitted in one go."""

import pytest
from django.core import mail

from actionlines.register.activities import actions
from actionlines.register.activities.models import Activity
from actionlines.register.core.models import Event
from tests.people import activity, person

pytestmark = pytest.mark.django_db
WHOLE = {"description": "Every week on the radio, with examples from the village.", "starts_on": "2026-01-01",
         "contact_name": "A. Member", "contact_email": "member@example.org"}  # fmt: skip


def test_complete_drafts_go_to_the_reviewers_with_one_message(client, django_capture_on_commit_callbacks):
    person("reviewer")
    for number in range(3):
        activity(title=f"Lesson {number}", **WHOLE)
    bare = activity(title="No words yet", summary="")
    other = activity("stranger", title="Of somebody else")
    client.force_login(person("member"))
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post("/mine/submit/", follow=True)
    said = answer.content.decode()
    assert "3 activities were submitted" in said and "1 draft is not complete" in said
    assert "Missing most often: " in said and "Description" in said
    assert Activity.objects.filter(status="submitted").count() == 3
    assert {Activity.objects.get(pk=one.pk).status for one in (bare, other)} == {"draft"}
    assert len(set(Event.objects.filter(action="activity.submit").values_list("group", flat=True))) == 1
    assert [one.subject for one in mail.outbox] == ["Activities for review: 3"]
    assert "Lesson 2" in mail.outbox[0].body and "/review/" in mail.outbox[0].body


def test_what_is_too_many_for_one_go_is_said(client, monkeypatch):
    monkeypatch.setattr(actions, "MOST", 2)
    for number in range(3):
        activity(title=f"Lesson {number}", **WHOLE)
    client.force_login(person("member"))
    assert "submit again" in client.post("/mine/submit/", follow=True).content.decode()
    assert "1 activity was submitted" in client.post("/mine/submit/", follow=True).content.decode()


def test_all_drafts_can_be_reached(client, monkeypatch):
    monkeypatch.setattr("actionlines.register.pages.inbox.MOST", 2)
    for number in range(3):
        activity(title=f"Lesson {number}", **WHOLE)
    client.force_login(person("member"))
    first = client.get("/mine/").content.decode()
    assert "Draft (3)" in first and "?status=draft" in first and "Lesson 0" not in first
    assert "Lesson 0" in client.get("/mine/?status=draft&page=2").content.decode()
    assert client.get("/mine/?status='&page=x").status_code == 200
