"""Which action is possible in which state, by whom, and what it leaves behind."""

import pytest

from actionlines.errors import InvalidFields, NotAllowed, WrongState
from actionlines.register.activities import actions as own
from actionlines.register.activities import links, review
from actionlines.register.activities.models import Activity
from actionlines.register.core.models import Event, Outbox, Version
from tests.people import activity, person
from tests.register.activities.samples import draft, in_status

pytestmark = pytest.mark.django_db

STATUSES = ("draft", "submitted", "changes", "published", "withdrawn")
# action, what it is given, who may, statuses in which it works for something never public
VERBS = {
    "edit": (own.EditActivity, {"fields": {"title": "Other"}}, "member", {"draft", "changes", "published"}),
    "submit": (own.SubmitActivity, {}, "member", {"draft", "changes"}),
    "recall": (own.RecallActivity, {}, "member", {"submitted"}),
    "discard": (own.DiscardChanges, {}, "member", set()),
    "withdraw": (own.WithdrawActivity, {"reason": "It ended."}, "member", {"published"}),
    "delete": (own.DeleteDraft, {}, "member", {"draft", "changes"}),
    "link": (
        links.DecideLink, {"concept": "sdg:4", "decision": "confirmed"}, "member", {"draft", "changes"},
    ),
    "link in review": (
        links.DecideLink, {"concept": "sdg:4", "decision": "rejected"}, "reviewer", {"submitted"},
    ),
    "take": (review.TakeActivity, {}, "reviewer", {"submitted"}),
    "comment": (
        review.CommentOnField, {"field": "title", "text": "Shorter"}, "reviewer", {"submitted", "changes"},
    ),
    "request": (review.RequestChanges, {"reason": "Shorter"}, "reviewer", {"submitted"}),
    "publish": (review.PublishActivity, {}, "reviewer", {"submitted"}),
}  # fmt: skip


def there(status):
    if status != "withdrawn":
        return in_status(status)
    return own.WithdrawActivity(person("member"), in_status("published"), reason="It ended.").do()


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("verb", VERBS)
def test_a_verb_works_in_its_states_and_changes_nothing_in_others(verb, status):
    action, given, who, works = VERBS[verb]
    record = there(status)
    before = (record.version, Event.objects.count(), Version.objects.count())
    doing = action(person(who), record, **given)
    if status in works:
        doing.do()
        assert Event.objects.count() == before[1] + 1
        assert Outbox.objects.filter(kind="activity", record=record.pk).exists()
        return
    with pytest.raises((WrongState, NotAllowed)):
        doing.do()
    record.refresh_from_db()
    assert (record.version, Event.objects.count(), Version.objects.count()) == before


# A reviewer's scope covers the activity: what is the owner's alone is refused all the same, but for withdrawal.
OTHERS = [
    (verb, who)
    for verb, (_action, _given, rightful, _works) in VERBS.items()
    for who in ("stranger", "reviewer")
    if who != rightful and (verb, who) != ("withdraw", "reviewer")
]


@pytest.mark.parametrize(("verb", "who"), OTHERS)
def test_others_may_not(verb, who):
    action, given, _rightful, works = VERBS[verb]
    status = sorted(works or {"draft"})[0]
    with pytest.raises(NotAllowed):
        action(person(who), there(status), **given).do()


def test_a_reviewer_of_another_line_may_not_publish():
    record = in_status("submitted")
    record.links.filter(level="action_line").exclude(concept="C8").delete()
    with pytest.raises(NotAllowed):
        review.PublishActivity(person("reviewer"), record).do()


def test_submission_names_every_field_that_is_missing():
    made = own.CreateActivity(person("member"), fields={"title": "Bare", "good_practice": True}).do()
    with pytest.raises(InvalidFields) as told:
        own.SubmitActivity(person("member"), made).do()
    assert set(told.value.fields) == {
        "summary", "description", "organisation", "places", "starts_on", "contact_name", "contact_email", "links",
        "results_text", "challenges", "replicability", "sustainability",
    }  # fmt: skip
    made.refresh_from_db()
    assert made.status == "draft"


def test_what_is_published_stays_public_while_the_next_version_is_written():
    record = in_status("published")
    public = record.published_version
    assert Version.objects.get(kind="activity", record=record.pk, number=public).public
    record = own.EditActivity(person("member"), record, fields={"title": "Radio lessons, second year"}).do()
    assert (record.status, record.published_version, record.is_public()) == ("draft", public, True)
    shown = Version.objects.get(kind="activity", record=record.pk, number=public)
    assert shown.data["title"] == "Radio lessons on safe passwords"
    assert not Version.objects.get(kind="activity", record=record.pk, number=record.version).public


def test_the_day_of_publication_is_set_once():
    record = in_status("published")
    first = record.published_at
    record = own.EditActivity(person("member"), record, fields={"summary": "Village radio explains more."}).do()
    record = own.SubmitActivity(person("member"), record).do()
    record = review.PublishActivity(person("reviewer"), record).do()
    assert record.published_at == first
    assert record.published_version == record.version


def test_a_draft_of_the_next_version_can_be_dropped():
    record = in_status("published")
    record = own.EditActivity(person("member"), record, fields={"title": "Changed", "places": ["UGA"]}).do()
    record = own.DiscardChanges(person("member"), record).do()
    assert (record.status, record.title) == ("published", "Radio lessons on safe passwords")
    assert [place.area for place in record.places.all()] == ["KEN"]
    assert record.links.get(concept="C5").status == "confirmed"
    assert record.published_version == record.version


def test_withdrawal_needs_a_reason_and_reveals_no_draft():
    record = in_status("published")
    with pytest.raises(InvalidFields):
        own.WithdrawActivity(person("member"), record, reason=" ").do()
    record = own.EditActivity(person("member"), record, fields={"title": "Secret plan"}).do()
    record = own.WithdrawActivity(person("reviewer"), record, reason="It ended.").do()
    assert (record.status, record.status_reason) == ("withdrawn", "It ended.")
    public = Version.objects.filter(kind="activity", record=record.pk, public=True)
    assert all(one.data["title"] != "Secret plan" for one in public)


def test_deleting_leaves_the_trail():
    record = draft()
    number = record.pk
    own.DeleteDraft(person("member"), record).do()
    assert not Activity.objects.filter(pk=number).exists()
    assert Event.objects.filter(action="activity.delete", record=number).exists()


def test_what_is_gone_is_said_to_be_gone():
    from actionlines.errors import NoSuchRecord

    record = draft()
    own.DeleteDraft(person("member"), record).do()
    record.pk = Event.objects.get(action="activity.delete").record
    with pytest.raises(NoSuchRecord):
        own.EditActivity(person("member"), record, fields={"title": "Late"}).do()


def test_publication_settles_all_comments():
    record = in_status("changes")
    assert record.comments.get().field == "summary"
    record = own.SubmitActivity(person("member"), record).do()
    record = review.PublishActivity(person("reviewer"), record).do()
    assert not record.comments.filter(settled_at=None).exists()


def test_a_request_for_changes_says_something():
    with pytest.raises(InvalidFields):
        review.RequestChanges(person("reviewer"), in_status("submitted"), comments={"title": " "}).do()


def test_an_activity_made_without_a_trail_can_be_edited_from_its_present_version():
    record = activity()
    record = own.EditActivity(person("member"), record, version=1, fields={"title": "New"}).do()
    assert record.title == "New"
