"""Invented texts and organisations: their mandates are no part of what pages count, and all is marked."""

from datetime import timedelta

import pytest
from django.utils import timezone

from actionlines.register.core.search import Query, counts, query
from actionlines.register.mandates.models import Mandate
from actionlines.register.mandates.queue import waited_on
from actionlines.register.pages import panels
from actionlines.register.preferences.actions import EditSettings
from actionlines.register.preferences.models import SiteSettings
from actionlines.register.reports.account import gather
from tests.indexed import reindex
from tests.people import organisation, person
from tests.register.mandates.samples import instrument
from tests.register.search.samples import published

pytestmark = pytest.mark.django_db
SAMPLE = "A/RES/99/901"
MARK = '<span class="sample">Sample</span>'
OURS = {"asked": ("itu",), "status": ("confirmed",)}


@pytest.fixture
def samples():
    """Return the function that sets what is invented; an invented text asks what another text asks too."""
    day = timezone.now().date() + timedelta(days=30)
    instrument()
    instrument(symbol=SAMPLE)
    Mandate.objects.update(status="confirmed", due_on=day, deliverable="report", report_to=["cstd"])

    def set_samples(*keys):
        EditSettings(person("administrator"), SiteSettings.objects.first(), fields={"samples": " ".join(keys)}).do()
        reindex()

    return set_samples


def asked():
    """Return how many mandates each of the places counts."""
    today = timezone.now().date()
    return [
        panels.number("mandate", OURS),
        panels.mandates(OURS).total,
        panels.asks({"asked": ("itu",)}).total,
        counts("body", "", kind="mandate")["itu", ""],
        next(who.open for who in waited_on() if who.key == "body:itu"),
        panels.next_deadlines("itu", today).total,
    ]


def test_pages_count_and_show_no_mandate_of_an_invented_text(client, samples):
    samples(SAMPLE)
    assert asked() == [1] * 6
    assert SAMPLE not in client.get("/itu/").content.decode()
    assert SAMPLE not in client.get("/").content.decode()


def test_a_list_counts_them_no_more_than_its_page_but_a_search_and_the_text_find_them_with_a_mark(client, samples):
    samples(SAMPLE)
    assert query(Query(kind="mandate", filters=OURS)).total == 2
    assert SAMPLE not in client.get("/mandates/").content.decode()
    for asked_for in (f"instrument={SAMPLE}", "q=Council"):
        assert MARK in client.get(f"/mandates/?{asked_for}").content.decode(), asked_for


def test_all_count_where_nothing_is_invented_or_everything_is(client, samples):
    samples()
    assert asked() == [2] * 6
    samples(SAMPLE, "A/RES/80/901")
    assert asked() == [2] * 6
    assert MARK in client.get("/itu/").content.decode()


def test_the_time_line_leaves_out_reports_of_an_invented_text(samples):
    samples(SAMPLE)
    today = timezone.now().date()
    Mandate.objects.update(
        due_on=next(row.session.starts for row in panels.meetings(today) if row.session.body == "cstd")
    )
    per_text = Mandate.objects.count() // 2
    assert max(row.due for row in panels.meetings(today) if row.session.body == "cstd") == per_text


def test_an_invented_organisation_and_its_activities_are_marked(client, samples):
    carrier, other = organisation(name="Invented Masts"), organisation(name="Real Masts")
    ours = published(title="Lend a mast", organisation=carrier, good_practice=True)
    theirs = published(title="Mend a mast", organisation=other, good_practice=True)
    samples(f"org:{carrier.pk}")
    for address in ("/activities/", "/organisations/", "/"):
        assert client.get(address).content.decode().count(MARK) == 1, address
    assert MARK in client.get(ours.get_absolute_url()).content.decode()
    assert MARK in client.get(carrier.get_absolute_url()).content.decode()
    assert MARK not in client.get(theirs.get_absolute_url()).content.decode()


def test_papers_on_lines_count_no_mandate_of_an_invented_text(samples):
    samples()
    assert {row.symbol for row in gather().mandates} == {"A/RES/80/901", SAMPLE}
    samples(SAMPLE)
    assert {row.symbol for row in gather().mandates} == {"A/RES/80/901"}
    assert {row.symbol for row in gather(symbols=[SAMPLE]).mandates} == {SAMPLE}, "who asks for a text gets it"
