"""What is past its day is marked by the system once a day."""

from datetime import date

import pytest

from actionlines.errors import InvalidFields, WrongState
from actionlines.register.core.models import Event
from actionlines.register.mandates.actions import MarkOverdue, mark_overdue
from actionlines.register.mandates.models import Mandate
from tests.register.mandates.samples import mandate

pytestmark = pytest.mark.django_db

AFTER = date(2027, 7, 1)  # a day after paragraph 2 is due


@pytest.mark.parametrize("status", ["confirmed", "under_way"])
def test_an_open_mandate_past_its_day_is_overdue(status):
    one = mandate("2", status)
    assert mark_overdue(AFTER) == 1
    one.refresh_from_db()
    assert (one.status, one.version) == ("overdue", 2)
    event = Event.objects.get()
    assert (event.action, event.actor) == ("mandate.status", None)
    assert event.changes["status"] == [status, "overdue"]


def test_a_second_run_the_same_day_changes_nothing():
    mandate("2", "confirmed")
    assert [mark_overdue(AFTER), mark_overdue(AFTER)] == [1, 0]
    assert Event.objects.count() == 1


def test_on_the_last_day_itself_it_is_in_time():
    one = mandate("2", "confirmed")
    assert mark_overdue(one.due_on) == 0


@pytest.mark.parametrize("status", ["proposed", "delivered", "superseded", "rejected"])
def test_what_nobody_is_waited_for_is_left(status):
    one = mandate("2", status)
    assert mark_overdue(AFTER) == 0
    with pytest.raises(WrongState):
        MarkOverdue(None, one, today=AFTER).do()


def test_without_a_day_nothing_is_ever_late():
    one = mandate("4", "confirmed")
    assert one.due_on is None
    with pytest.raises(InvalidFields):
        MarkOverdue(None, one, today=date(2099, 1, 1)).do()


def test_all_of_one_run_are_one_group_and_go_on_beyond_a_batch(monkeypatch):
    monkeypatch.setattr("actionlines.register.mandates.actions.BATCH", 1)
    mandate("2", "confirmed")
    mandate("1", "under_way")
    assert mark_overdue(AFTER) == 2
    assert len(set(Event.objects.values_list("group", flat=True))) == 1
    assert Mandate.objects.filter(status="overdue").count() == 2
