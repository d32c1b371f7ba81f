"""What is past its day is marked by the system once a day."""

from datetime import date, timedelta

import pytest

from actionlines.errors import InvalidFields, WrongState
from actionlines.register.core.models import Event
from actionlines.register.mandates.actions import MarkOverdue, mark_overdue
from actionlines.register.mandates.life import calendar, reports_to
from actionlines.register.mandates.models import Mandate, Progress, is_overdue, late_days
from actionlines.register.mandates.queue import waited_on, waiting_on
from tests.people import organisation
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


def test_what_was_due_before_the_last_session_of_any_body_is_history():
    """A report of 2006 that nobody answered here leads no list, and is not called overdue."""
    first, last = late_days()
    given = {"status": "confirmed", "lead": organisation(), "due": [], "report_to": ["cstd"], "deliverable": "report"}
    old = mandate("2", due_on=first - timedelta(days=1), **given)
    new = mandate("1", due_on=last, **given)
    assert (is_overdue(old), is_overdue(new)) == (False, True)
    assert (old.shown_status, new.shown_status) == ("confirmed", "overdue")
    (waited,) = [row for row in waited_on() if row.is_lead]
    assert (waited.open, waited.overdue, waited.due) == (2, 1, last)
    assert list(waiting_on(waited.key)) == [new, old]
    assert [row.mandate for row in reports_to("cstd")[0]][:2] == [new, old]
    assert next(load.overdue for load in calendar() if load.receiver == "cstd") == 1


@pytest.mark.parametrize(("days", "expected"), [(-1, False), (0, True)])
def test_overdue_begins_and_ends_on_days_that_the_rule_says(days, expected):
    first, last = late_days(AFTER)
    one = mandate("2", "confirmed", due_on=first + timedelta(days=days))
    assert is_overdue(one, AFTER) is expected is bool(mark_overdue(AFTER))
    assert last == AFTER - timedelta(days=1) and first.year == AFTER.year - 4


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ((), "Date passed, no answer on record"),
        ((True,), "Date passed, no answer on record"),
        ((False,), "Date passed"),
    ],
)
def test_a_day_that_passed_is_no_proof_that_nothing_was_done(answers, expected):
    one = mandate("2", "confirmed", due_on=AFTER - timedelta(days=400))
    one = mandate("2", "confirmed", due_on=late_days()[1])
    for is_past in answers:
        Progress.objects.create(mandate=one, text="Masts are mapped.", evidence_kind="link", is_past=is_past)
    assert one.get_status_display() == expected
