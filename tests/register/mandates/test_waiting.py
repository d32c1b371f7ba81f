"""Open mandates by responsible body."""

from datetime import date

import pytest

from actionlines.register.mandates.models import Mandate
from actionlines.register.mandates.queue import picture, seen, waited_on, waiting_on
from actionlines.register.preferences.schema import current
from tests.people import organisation
from tests.register.mandates.samples import TODAY, instrument

pytestmark = pytest.mark.django_db


@pytest.fixture
def confirmed():
    one = instrument()
    one.mandates.update(status="confirmed")
    return one


def test_the_oldest_due_day_stands_first_and_no_day_last(confirmed):
    found = waited_on(today=TODAY)
    days = [one.due for one in found]
    assert days == sorted(days, key=lambda day: day or date.max)
    assert found[0].key == "body:cstd"
    assert {one.key: one.open for one in found}["body:member-states"] == 2
    assert found[-1].due is None


def test_who_leads_is_waited_for_instead_of_those_who_were_asked(confirmed):
    lead = organisation()
    Mandate.objects.filter(paragraph__anchor="2").update(lead=lead)
    keys = {one.key: one.name for one in waited_on(today=TODAY)}
    assert keys[f"lead:{lead.pk}"] == lead.name
    assert "body:itu" not in keys
    assert [one.paragraph.anchor for one in waiting_on(f"lead:{lead.pk}")] == ["2"]
    assert not waiting_on("body:itu")


def test_past_their_day_are_counted_also_before_the_daily_run(confirmed):
    later = date(2027, 7, 1)
    assert {one.key: one.overdue for one in waited_on(today=later)}["body:itu"] == 1
    assert {one.key: one.overdue for one in waited_on(today=TODAY)}["body:itu"] == 0


@pytest.mark.parametrize("status", ["delivered", "superseded", "rejected"])
def test_what_is_done_with_keeps_nobody_waiting(confirmed, status):
    Mandate.objects.filter(paragraph__anchor="2").update(status=status)
    assert "body:itu" not in {one.key for one in waited_on(proposals=True)}


def test_proposals_count_only_when_they_are_asked_for(confirmed):
    Mandate.objects.filter(paragraph__anchor="2").update(status="proposed")
    assert "body:itu" not in {one.key for one in waited_on()}
    assert "body:itu" in {one.key for one in waited_on(proposals=True)}


def test_the_picture_counts_by_the_one_who_asked(confirmed):
    drawn = picture()
    assert [body for body, _numbers in drawn.rows] == ["general-assembly"]
    place = [one.key for one in drawn.columns].index("body:member-states")
    assert drawn.rows[0][1][place] == 2
    assert drawn.most == 2
    assert picture(columns=2).more == len(waited_on()) - 2


@pytest.mark.parametrize("key", ["", "lead:x", "lead:" + "9" * 40, "body:", "nothing:1", "lead:999"])
def test_odd_keys_find_nothing(confirmed, key):
    assert list(waiting_on(key)) == []


def test_queries_do_not_grow(confirmed, django_assert_num_queries):
    current()  # which the site holds for some seconds
    with django_assert_num_queries(2):
        waited, drawn = seen()
    assert waited == waited_on()
    assert drawn == picture()
