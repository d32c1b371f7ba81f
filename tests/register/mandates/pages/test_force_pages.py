"""What pages say of drafts, recommendations and restated duties, and of fields that a person should read."""

import json
import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from actionlines.register.mandates.models import Mandate
from tests.indexed import reindex
from tests.people import person
from tests.register.mandates.samples import mandate

pytestmark = pytest.mark.django_db
MAP = "Map, by 30 June 2027, the masts that stand idle"
DOUBT = [{"field": "due", "reason": "two dates in the sentence"}]
CHANGE = {"operation": "replace", "paragraph": "4", "of": "A/RES/80/901", "words": "Encourages all to lend masts"}


@pytest.fixture
def boss(client):
    client.force_login(person("secretariat"))
    return client


@pytest.fixture
def three():
    """One of a draft, one of a report, the other three of the resolution decided."""
    mandate("2", "confirmed", force="proposed")
    mandate("4", force="recommended", checks=DOUBT)
    reindex()


def body(answer, status=200):
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()


def titles(html):
    return re.findall(r'<h2><a href="/mandates/[^"?]+/" lang="en" dir="auto">([^<]*)<', html)


def test_the_list_shows_what_is_decided_and_names_the_rest(client, three):
    html = body(client.get("/mandates/"))
    assert MAP not in titles(html) and len(titles(html)) == 4
    assert '<a href="/mandates/?force=proposed">1 draft proposal</a>' in html
    assert "1 recommendation" in html


def test_a_filter_reaches_the_rest(client, three):
    html = body(client.get("/mandates/", {"force": "proposed"}))
    assert titles(html) == [MAP]
    assert "Draft proposal" in html
    assert len(titles(body(client.get("/mandates/", {"force": "any"})))) == Mandate.objects.count()


def test_all_are_ticked_where_any_is_asked_for(client, three):
    html = body(client.get("/mandates/", {"force": "any"}))
    ticked = re.findall(r'name="force" value="(\w+)"[^>]* checked', html)
    assert ticked == ["decided", "proposed", "recommended"]


@pytest.mark.parametrize("address", ["/bodies/", "/itu/", "/C5/"])
def test_pages_count_what_is_decided_and_name_the_rest(client, three, address):
    html = body(client.get(address))
    assert "1 draft proposal" in html


def test_the_page_of_a_body_does_not_say_that_it_owes_a_draft(client, three):
    html = body(client.get("/itu/"))
    assert "<strong>0</strong> open" in html


def test_the_calendar_holds_what_is_decided_unless_it_is_asked(client, three):
    # The day of the sample passes, that of the test does not.
    day = timezone.now().date() + timedelta(days=20)
    Mandate.objects.filter(force="proposed").update(due_on=day)
    reindex()
    assert "Draft proposal" not in client.get("/mandates/calendar.ics").content.decode()
    text = client.get("/mandates/calendar.ics", {"force": "proposed"}).content.decode()
    assert "STATUS:TENTATIVE" in text
    assert "SUMMARY:Draft proposal: " in text


def test_downloads_follow_the_list(client, three):
    rows = json.loads(b"".join(client.get("/mandates/", {"as": "json"}).streaming_content))["records"]
    assert {row["force"] for row in rows} == {"decided"}
    assert all("checks" in row and "amendment" in row for row in rows)


def test_the_page_says_what_it_is_and_what_it_would_change(client):
    one = mandate("2", "confirmed", force="proposed", amendment=CHANGE)
    html = body(client.get(one.get_absolute_url()))
    assert "Nobody owes it unless it is adopted." in html
    change = html[html.index("Proposed change") :]
    assert "<ins>all</ins>" in change or "<ins>all " in change
    assert re.search(r"<del>[^<]*spare", change)
    assert 'href="/instruments/A/RES/80/901/?p=4#p4"' in change


def test_a_restated_duty_leads_to_what_it_rests_on(client):
    one = mandate("2", force="restated", rests_on=["A/RES/80/901#p4"])
    html = body(client.get(one.get_absolute_url()))
    assert "It is counted where it was decided." in html
    assert "/instruments/A/RES/80/901/?p=4#p4" in html[html.index("Rests on") :]


def test_a_doubt_stands_beside_its_field_and_a_reviewer_settles_it(boss):
    one = mandate("2", checks=DOUBT)
    html = body(boss.get(one.get_absolute_url()))
    assert "two dates in the sentence" in html
    answer = boss.post(reverse("mandate-checked", args=[one.pk]), {"version": 1, "field": "due"})
    assert answer.url == one.get_absolute_url()
    assert Mandate.objects.get(pk=one.pk).checks == []
    assert "two dates in the sentence" not in body(boss.get(one.get_absolute_url()))


def test_visitors_see_the_doubt_without_the_button(client):
    html = body(client.get(mandate("2", checks=DOUBT).get_absolute_url()))
    assert "two dates in the sentence" in html
    assert "checked/" not in html


def test_candidates_are_offered_and_take_the_place_of_what_was_open(boss):
    one = mandate("2", candidates=["itu", "cstd"])
    one.addressees.all().delete()
    one.addressees.create(body="unspecified")
    html = body(boss.get(reverse("mandate-correct", args=[one.pk])))
    assert re.findall(r'type="checkbox" name="candidates" value="(\w+)"', html) == ["itu", "cstd"]
    given = {"version": 1, "addressees": ["unspecified"], "candidates": ["cstd"], "action": one.action,
             "deliverable": one.deliverable, "strength": one.strength, "force": one.force,
             "due_keep": one.due, "due_on": "", "report_to": []}  # fmt: skip
    assert boss.post(reverse("mandate-correct", args=[one.pk]), given).url == one.get_absolute_url()
    assert [row.body for row in one.addressees.all()] == ["cstd"]


def test_the_queue_of_a_reviewer_holds_every_force_the_most_doubtful_first(boss, three):
    html = body(boss.get("/work/mandates/", {"sort": "unsure"}))
    assert 0 < html.index("Lend spare masts to schools") < html.index("Open their registers of masts")
    assert "To check" in html


def test_the_reader_says_the_force_beside_the_paragraph(client, three):
    html = body(client.get("/instruments/A/RES/80/901/"))
    assert "Draft proposal" in html
    assert "1 draft proposal" in html


def test_a_program_gets_what_is_decided_and_asks_for_the_rest(client, three):
    usual = client.get("/api/mandates").json()
    assert {one["force"] for one in usual["records"]} == {"decided"}
    every = client.get("/api/mandates?force=any&sort=checks&facets=to_check").json()
    assert every["total"] == Mandate.objects.count()
    assert every["records"][0]["checks"] == DOUBT
    assert {"value": "due", "count": 1} in every["facets"]["to_check"]


def test_the_search_says_the_force(client, three):
    assert "· Draft proposal" in body(client.get("/search/", {"q": "idle masts", "kind": "mandate"}))
