"""Who is told, when, and in which language."""

import pytest
from django.core import mail

from actionlines.register.activities.actions import SubmitActivity
from actionlines.register.activities.review import PublishActivity, RequestChanges
from actionlines.register.core.notices import reviewers_of
from tests.people import person
from tests.register.activities.samples import draft, in_status

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_person")]


def told(capture, action):
    mail.outbox.clear()
    with capture(execute=True):
        action.do()
    return {to: one for one in mail.outbox for to in one.to}


def test_reviewers_of_its_scope_are_told_of_a_submission(django_capture_on_commit_callbacks):
    person("reviewer"), person("secretariat")
    messages = told(django_capture_on_commit_callbacks, SubmitActivity(person("member"), draft()))
    assert list(messages) == ["reviewer@example.org"]
    assert "/activities/" in messages["reviewer@example.org"].body


def test_where_no_reviewer_covers_it_the_secretariat_is_told():
    person("reviewer"), person("secretariat")
    record = draft(places=["FRA"])
    record.links.all().delete()
    assert [one.email for one in reviewers_of(record)] == ["secretariat@example.org"]


def test_the_owner_reads_what_to_change_in_their_language(django_capture_on_commit_callbacks):
    owner = person("member")
    owner.language = "zh"
    owner.save()
    record = in_status("submitted")
    action = RequestChanges(person("reviewer"), record, comments={"summary": "Say who listens."}, reason="Nearly.")
    messages = told(django_capture_on_commit_callbacks, action)
    assert list(messages) == ["member@example.org"]
    assert "Say who listens." in messages["member@example.org"].body
    assert "Nearly." in messages["member@example.org"].body


def test_the_owner_is_told_of_publication(django_capture_on_commit_callbacks):
    action = PublishActivity(person("reviewer"), in_status("submitted"))
    assert list(told(django_capture_on_commit_callbacks, action)) == ["member@example.org"]


def test_nobody_is_told_of_what_they_did_themselves(django_capture_on_commit_callbacks):
    record = in_status("submitted", owner="secretariat")
    action = PublishActivity(person("secretariat"), record)
    assert told(django_capture_on_commit_callbacks, action) == {}


def test_a_line_break_in_a_title_makes_no_header(django_capture_on_commit_callbacks):
    record = draft()
    type(record).objects.filter(pk=record.pk).update(title="A\r\nBcc: everybody@example.org")
    person("reviewer")
    messages = told(django_capture_on_commit_callbacks, SubmitActivity(person("member"), record))
    assert messages["reviewer@example.org"].subject.endswith("A Bcc: everybody@example.org")
