"""Messages: one for many comments, one for each author, and none to who does not want them."""

from __future__ import annotations

import pytest
from django.core import mail

from actionlines.register.consultations.actions.comments import ReplyToComment, dispose_all, moderate_all
from actionlines.register.consultations.models import Comment, Muted
from actionlines.register.consultations.tasks import align, digest
from tests.people import person
from tests.register.consultations.samples import comment, consultation

pytestmark = pytest.mark.django_db


def test_the_organiser_gets_one_message_about_many_comments():
    made = consultation(premoderated=True)
    for n in range(30):
        comment(made, text=f"Comment {n} says something.")
    assert digest.call(made.pk) == 30
    (sent,) = mail.outbox
    assert sent.to == ["reviewer@example.org"]
    assert "30 new or corrected comments" in sent.subject and "30 wait for moderation" in sent.body
    assert sent.body.count("says something") == 20
    assert "/consultations/stop/" in sent.body and "/consultations/stop/" in sent.extra_headers["List-Unsubscribe"]
    assert digest.call(made.pk) == 0
    assert len(mail.outbox) == 1


def test_who_wants_no_messages_gets_none():
    made = consultation()
    Muted.objects.create(user=made.owner, consultation=made)
    comment(made)
    digest.call(made.pk)
    assert mail.outbox == []


def test_authors_hear_of_answers_in_their_language(django_capture_on_commit_callbacks):
    made, author = consultation(), person("member")
    author.language = "fr"
    author.save()
    some = [(comment(made, text=f"Point {n} of mine."), 1) for n in range(3)]
    with django_capture_on_commit_callbacks(execute=True):
        dispose_all(person("reviewer"), some, "not", "Outside of the text.", "")
    (sent,) = mail.outbox
    assert sent.to == ["member@example.org"]
    assert sent.body.count("Outside of the text.") == 3
    with django_capture_on_commit_callbacks(execute=True):
        fields = {"text": "Thank you.", "stakeholder": "government"}
        ReplyToComment(person("reviewer"), parent=Comment.objects.get(pk=some[0][0].pk), fields=fields).do()
    assert len(mail.outbox) == 2
    with django_capture_on_commit_callbacks(execute=True):
        moderate_all(person("reviewer"), [(Comment.objects.get(pk=some[1][0].pk), None)], "remove", "Off topic.")
    assert "Off topic." in mail.outbox[-1].body


def test_nobody_is_told_of_what_they_did_themselves(django_capture_on_commit_callbacks):
    made = consultation("secretariat")
    own = comment(made, "secretariat")
    with django_capture_on_commit_callbacks(execute=True):
        dispose_all(person("secretariat"), [(own, 1)], "accepted")
    assert mail.outbox == []


def test_comments_are_aligned_as_proposals():
    one = comment(
        consultation(),
        text="Teach teachers and pupils cybersecurity, safe passwords and how to recognise fraud on the internet.",
    )
    short = comment(one.consultation, text="Yes.")
    assert align.call(one.consultation_id) == 2
    found = {link.concept: link for link in one.links.all()}
    assert "C5" in found and found["C5"].status == "proposed" and 0 < found["C5"].p <= 1
    quote = found["C5"].evidence[0]
    assert one.text[quote["start"] : quote["end"]] == quote["quote"]
    assert not short.links.exists()
    assert align.call(one.consultation_id) == 0
