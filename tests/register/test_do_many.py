"""Many records are written by the same rules as one."""

from __future__ import annotations

from uuid import uuid4

import pytest

from actionlines.errors import NotAllowed, WrongState
from actionlines.register.activities.imports.plan import ImportActivity
from actionlines.register.activities.models import Activity
from actionlines.register.core.models import Event, Outbox, Version
from actionlines.register.core.serialise import as_dict
from tests.people import activity, person

pytestmark = pytest.mark.django_db


def test_new_and_changed_records_get_versions_events_and_marks():
    held = activity()
    owner, before = held.owner, {held.pk: as_dict(held)}
    new = Activity(title="Radio lessons", owner=owner)

    def effect():
        held.title = "Lessons by radio"

    held = Activity.objects.get(pk=held.pk)
    Outbox.objects.all().delete()
    ImportActivity.do_many(owner, [new, held], group=uuid4(), reason="Import 1", before=before, effect=effect)

    for record, version, changes in (
        (new, 1, {}),
        (held, 2, {"title": [before[held.pk]["title"], "Lessons by radio"]}),
    ):
        saved = Activity.objects.get(pk=record.pk)
        assert Version.objects.get(kind="activity", record=record.pk, number=version).data == as_dict(saved)
        event = Event.objects.get(record=record.pk, action="activity.import")
        assert (event.version, event.changes, event.reason, event.actor) == (version, changes, "Import 1", owner)
        assert Outbox.objects.filter(kind="activity", record=record.pk).exists()


@pytest.mark.parametrize(
    ("role", "status", "error"),
    [
        ("stranger", "draft", NotAllowed),  # the draft of another
        ("secretariat", "submitted", WrongState),
    ],
)
def test_a_record_that_the_actor_may_not_change_stops_all(role, status, error):
    held, new = activity(status=status), Activity(title="Radio lessons")
    with pytest.raises(error):
        ImportActivity.do_many(person(role), [new, held], group=uuid4(), before={held.pk: as_dict(held)})
    assert Activity.objects.count() == 1
    assert not Event.objects.filter(action="activity.import").exists()
