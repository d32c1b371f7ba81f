"""What was done stays on record."""

import pytest
from django.db import DatabaseError, transaction

from actionlines.errors import NotAllowed, StaleRecord
from actionlines.register.core.action import Action
from actionlines.register.core.models import Event, Outbox, Version
from actionlines.register.organisations.models import Organisation
from actionlines.register.people.models import Role, User

pytestmark = pytest.mark.django_db


class Rename(Action):
    code = "organisation.edit"

    def effect(self):
        self.record.name = self.given["name"]


@pytest.fixture
def organisation():
    return Organisation.objects.create(name="Village Network Trust", type="civil-society", country="KEN")


@pytest.fixture
def secretary():
    user = User.objects.create_user("secretary@example.org")
    Role.objects.create(user=user, role="secretariat")
    return user


def test_an_action_leaves_an_event_a_version_and_work_for_the_index(organisation, secretary):
    Rename(secretary, organisation, name="Village Networks", version=1).do()
    event = Event.objects.get()
    assert (event.action, event.actor, event.version) == ("organisation.edit", secretary, 2)
    assert event.changes == {"name": ["Village Network Trust", "Village Networks"]}
    assert Version.objects.get(kind="organisation", number=2).data["name"] == "Village Networks"
    assert Outbox.objects.filter(kind="organisation", record=organisation.pk).exists()


def test_who_saw_an_older_version_is_told_and_nothing_changes(organisation, secretary):
    Rename(secretary, organisation, name="First", version=1).do()
    with pytest.raises(StaleRecord) as told:
        Rename(secretary, organisation, name="Second", version=1).do()
    assert (told.value.seen, told.value.current) == (1, 2)
    organisation.refresh_from_db()
    assert organisation.name == "First"


def test_who_may_not_is_refused_and_nothing_is_left(organisation):
    stranger = User.objects.create_user("stranger@example.org")
    with pytest.raises(NotAllowed):
        Rename(stranger, organisation, name="Mine now").do()
    assert not Event.objects.exists()
    assert not Outbox.objects.exists()


@pytest.mark.parametrize("change", ["update", "delete"])
def test_the_database_refuses_to_change_an_event(organisation, secretary, change):
    Rename(secretary, organisation, name="First").do()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        rows = Event.objects.all()
        rows.update(reason="never happened") if change == "update" else rows.delete()
    assert Event.objects.get().reason == ""
