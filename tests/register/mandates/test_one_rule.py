"""One rule says what is overdue: pages, filters, API, reports and the table of who waits never disagree."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from actionlines.register.core.search import Query, catch_up, counts, query
from actionlines.register.core.serialise import as_shown
from actionlines.register.mandates.actions import mark_overdue
from actionlines.register.mandates.models import Force, Mandate, MandateStatus, overdue, shown_status
from actionlines.register.mandates.queue import waited_on
from actionlines.register.reports.account import gather
from tests.effort import examples
from tests.indexed import reindex
from tests.register.mandates.samples import mandate

pytestmark = pytest.mark.django_db
DAYS = st.sampled_from((None, *range(-400, 400, 57), -1, 0, 1))


def reset(one: Mandate, status: str, force: str, days: int | None) -> Mandate:
    """Write a status, force and last day, counted from today, past all actions."""
    due = None if days is None else timezone.now().date() + timedelta(days=days)
    Mandate.objects.filter(pk=one.pk).update(status=status, force=force, due_on=due)
    one.refresh_from_db()
    return one


@given(status=st.sampled_from(MandateStatus.values), force=st.sampled_from(Force.values), days=DAYS)
@examples(200)
def test_rows_records_and_what_is_serialised_agree_on_any_day(django_db_blocker, status, force, days):
    with django_db_blocker.unblock():
        one = Mandate.objects.first() or mandate("2", "confirmed")
        reset(one, status, force, days)
        late = Mandate.objects.filter(overdue(), pk=one.pk).exists()
        assert late == one.is_overdue == (one.shown_status == "overdue")
        assert late == (force == "decided" and status in ("confirmed", "under_way", "overdue") and (days or 0) < 0)
        row = Mandate.objects.annotate(shown=shown_status()).get(pk=one.pk)
        assert row.shown == one.shown_status == as_shown(one)["status"]
        assert one.get_status_display().startswith(str(MandateStatus(row.shown).label))


@pytest.mark.parametrize("days", [-1, 0, 1])
@pytest.mark.parametrize("held", ["confirmed", "under_way", "overdue"])
def test_filter_facet_table_and_report_count_the_same_before_and_after_the_nightly_job(days, held):
    late = int(days < 0)
    one = reset(mandate("2"), held, "decided", days)
    for _run in range(2):
        reindex()
        found = query(Query(kind="mandate", filters={"status": ["overdue"]}, facets=("status",)))
        assert found.total == late == dict(found.facets["status"]).get("overdue", 0)
        rest = query(Query(kind="mandate", filters={"status": ["confirmed", "under_way"]}))
        assert rest.total == 1 - late
        assert counts("status", "", {"force": ()}, "mandate").get(("overdue", ""), 0) == late
        assert counts("kind", "status").get(("mandate", "overdue"), 0) == late
        assert {row.overdue for row in waited_on()} == {late}
        held_late = [row.id for row in gather(standings=False).mandates if row.status == "overdue"]
        assert held_late == [one.pk] * late
        mark_overdue()
        catch_up()


def test_a_day_that_passes_needs_no_job_and_no_new_index(monkeypatch):
    one = reset(mandate("2"), "confirmed", "decided", 0)
    reindex()
    late = Query(kind="mandate", filters={"status": ["overdue"]}, facets=("status",))
    assert (query(late).total, one.is_overdue) == (0, False)
    tomorrow = timezone.now() + timedelta(days=1)
    monkeypatch.setattr("actionlines.register.mandates.life.timezone.now", lambda: tomorrow)
    assert (query(late).total, one.is_overdue) == (1, True)
    assert dict(query(late).facets["status"])["overdue"] == 1


def test_what_falls_due_next_is_not_past():
    from actionlines.papers.sections.draft import Draft
    from actionlines.papers.sections.evidence import report_words
    from actionlines.papers.sections.records import find_due_next

    reset(mandate("2"), "confirmed", "decided", -1)
    reset(mandate("1"), "proposed", "decided", -1)
    ahead = reset(mandate("5"), "confirmed", "decided", 1)
    before = timezone.now().date()
    account = gather(standings=False)
    found = find_due_next(Draft(account, report_words("en")), account.mandates, 5)
    assert found[0].id == ahead.pk
    assert all(one.due_on >= account.day for one in found)
    assert before <= date.fromisoformat(account.day) <= timezone.now().date()


def test_proposals_whose_day_is_past_come_after_what_is_waited_for():
    past = reset(mandate("2"), "proposed", "decided", -3)
    late = reset(mandate("1"), "confirmed", "decided", -2)
    ahead = reset(mandate("5"), "proposed", "decided", 1)
    reindex()
    found = [hit.id for hit in query(Query(kind="mandate", sort="due")).hits]
    assert (found[0], found[1], found[-1]) == (late.pk, ahead.pk, past.pk)


def test_the_years_of_the_filter_follow_the_order_by_deadline_and_name_what_is_long_past(client):
    long_past, late, ahead = Mandate.objects.filter(instrument=mandate().instrument).order_by("pk")[:3]
    for one, days in ((long_past, -6 * 365), (late, -20), (ahead, 3 * 365)):
        reset(one, "confirmed", "decided", days)
    reindex()
    answer = client.get("/mandates/?status=confirmed&status=under_way&status=overdue&sort=due")
    html = " ".join(answer.content.decode().split())
    years = html[html.index("Year it is due") :]
    places = [years.index(f">{one.due_on.year}") for one in (late, ahead)] + [
        years.index(f"{long_past.due_on.year} (long past)")
    ]
    assert places == sorted(places)
    listed = [html.index(f'href="{one.get_absolute_url()}"') for one in (late, ahead, long_past)]
    assert listed == sorted(listed)
    assert html.count("Date long past") == 1
