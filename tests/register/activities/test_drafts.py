"""What is typed is saved at once, and becomes one version of a stretch of work; nothing is lost or overwritten."""

from datetime import timedelta
from itertools import pairwise

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from actionlines.errors import StaleRecord
from actionlines.register.activities import actions as own
from actionlines.register.activities import drafts
from actionlines.register.activities.models import Activity, DraftSave
from actionlines.register.core.models import Event, Version
from actionlines.register.core.serialise import as_dict
from actionlines.register.people.models import Role
from tests.effort import examples
from tests.people import organisation, person
from tests.register.activities.samples import draft

pytestmark = pytest.mark.django_db


@pytest.fixture
def record():
    """A draft in which its owner has just written."""
    return own.EditActivity(person("member"), draft(), fields={"replicability": "Any radio."}, propose=False).do()


@pytest.fixture
def focal():
    """Somebody else who may write in it."""
    other = person("stranger")
    Role.objects.create(user=other, role="focal", scope=f"org:{organisation().pk}")
    return other


def typed(actor, record, version=None, **fields):
    return own.EditActivity(
        actor, record, version=version or record.version, fields=fields, partial=True, typed=True, propose=False
    ).do()


def versions(record):
    return list(Version.objects.filter(kind="activity", record=record.pk).values_list("number", flat=True)[::-1])


def later(minutes, monkeypatch):
    now = timezone.now() + timedelta(minutes=minutes)
    monkeypatch.setattr(drafts.timezone, "now", lambda: now)


def test_many_saves_are_one_version_with_one_event(record):
    first = versions(record)
    events = Event.objects.count()
    for end in range(1, 21):
        record = typed(person("member"), record, challenges="No power at night."[:end])
    assert versions(record) == first
    assert Event.objects.count() == events
    assert Activity.objects.get(pk=record.pk).challenges == "No power at night."
    record = own.EditActivity(person("member"), record, version=record.version, fields={}, propose=False).do()
    assert versions(record) == [*first, record.version]
    event = Event.objects.first()
    assert (event.action, event.actor, event.changes["challenges"]) == (
        "activity.edit", person("member"), ["", "No power at night."],
    )  # fmt: skip
    assert plain(Version.objects.first().data) == plain(as_dict(record))


def plain(data):
    return {name: value for name, value in data.items() if name not in ("changed_at", "links", "mandates")}


def test_after_ten_minutes_a_save_is_a_version_of_all_since(record, monkeypatch):
    first = versions(record)
    record = typed(person("member"), record, challenges="One.")
    later(11, monkeypatch)
    record = typed(person("member"), record, challenges="One. Two.")
    assert versions(record) == [*first, record.version]
    assert Event.objects.first().changes["challenges"] == ["", "One. Two."]


def test_what_is_typed_is_sealed_before_any_other_action(record):
    first = versions(record)
    record = typed(person("member"), record, challenges="One.")
    number = record.version
    own.DeleteDraft(person("member"), record).do()
    assert versions(record) == [*first, number]
    assert Version.objects.first().data["challenges"] == "One."


def test_another_person_does_not_go_into_the_version_of_the_first(record, focal):
    record = typed(person("member"), record, challenges="By one.")
    number = record.version
    record = typed(focal, record, sustainability="By two.")
    assert versions(record)[-2:] == [number, number + 1]
    latest, before = Event.objects.filter(kind="activity", record=record.pk)[:2]
    assert (before.actor, before.changes["challenges"]) == (person("member"), ["", "By one."])
    assert (latest.actor, list(latest.changes)) == (focal, ["sustainability"])


def test_who_saw_a_save_between_two_versions_is_told_and_shown_the_difference(record, focal):
    record = typed(person("member"), record, challenges="One.")
    seen = record.version
    record = typed(person("member"), record, challenges="One. Two.")
    record = typed(person("member"), record, title="Another title")
    with pytest.raises(StaleRecord):
        typed(focal, record, version=seen, challenges="Mine.")
    changed = own.since(Activity.objects.get(pk=record.pk), seen)
    assert set(changed) == {"challenges", "title"}
    assert changed["challenges"] == ("One.", "One. Two.")
    edit = own.EditActivity(focal, record, version=seen, fields={"sustainability": "Mine."}, propose=False)
    edit.do()
    assert edit.others == {"challenges", "title"}


def test_the_first_change_of_a_published_one_is_on_record_at_once():
    from tests.register.activities.samples import in_status

    record = in_status("published")
    before = versions(record)
    record = typed(person("member"), record, challenges="Changed.")
    assert versions(record) == [*before, record.version]


def test_the_worker_seals_what_is_left_alone(record, monkeypatch):
    record = typed(person("member"), record, challenges="One.")
    assert drafts.settle.call(record.pk) is False
    later(11, monkeypatch)
    assert drafts.settle.call(record.pk) is True
    assert versions(record)[-1] == record.version
    assert drafts.settle.call(record.pk) is False
    assert drafts.settle.call(10**9) is False


def test_old_saves_are_forgotten_but_never_the_last_that_is_no_version(record, monkeypatch):
    for words in ("One.", "One. Two."):
        record = typed(person("member"), record, challenges=words)
    later(3 * 24 * 60, monkeypatch)
    assert drafts.forget(timedelta(days=2)) == 1
    drafts.seal(record, as_dict(record))
    assert drafts.forget(timedelta(days=2)) == 1
    assert not DraftSave.objects.exists()


def test_what_is_no_version_yet_has_its_address_for_those_who_see_the_draft(record, client):
    record = typed(person("member"), record, challenges="No power at night.")
    address = reverse("version", args=["activity", record.pk, record.version])
    assert client.get(address).status_code in (302, 403, 404)
    client.force_login(person("member"))
    assert "No power at night." in client.get(address).content.decode()


@examples(30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["type", "save", "other"]), st.sampled_from(["challenges", "sustainability"]),
            st.sampled_from(["", "a", "b"]),
        ),
        max_size=12,
    )
)  # fmt: skip
def test_whatever_is_done_versions_follow_each_other_and_the_last_is_the_record(record, focal, steps):
    record = Activity.objects.get(pk=record.pk)
    for what, name, words in steps:
        actor = focal if what == "other" else person("member")
        edit = own.EditActivity(
            actor, record, version=record.version, fields={name: words}, typed=what != "save", propose=False
        )
        record = edit.do()
        assert getattr(Activity.objects.get(pk=record.pk), name) == words
    own.EditActivity(person("member"), record, fields={}, propose=False).do()
    rows = list(Version.objects.filter(kind="activity", record=record.pk).order_by("number"))
    assert plain(rows[-1].data) == plain(as_dict(Activity.objects.get(pk=record.pk)))
    events = {one.version: one for one in Event.objects.filter(kind="activity", record=record.pk)}
    assert set(events) == {row.number for row in rows}
    for before, after in pairwise(rows):
        for name, (old, new) in events[after.number].changes.items():
            assert (before.data[name], after.data[name]) == (old, new)
