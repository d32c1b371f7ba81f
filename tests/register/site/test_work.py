"""Lists of work: what waits for an account, whatever its kind, is counted and listed; nothing else is."""

from __future__ import annotations

import re

import pytest

from actionlines.register.consultations.models import Comment
from actionlines.register.mandates.forms import list_near_names
from actionlines.register.reports.models import Report
from actionlines.register.roadmaps.models import RoadMap
from tests.people import activity, organisation, person
from tests.register.consultations.samples import comment, consultation
from tests.register.mandates.samples import mandate

pytestmark = pytest.mark.django_db
BOX = "/work/names/organisations/?lead="


def tabs(client, who: str, address: str = "/mine/") -> str:
    client.force_login(person(who))
    return " ".join(client.get(address).content.decode().split())


@pytest.mark.parametrize(
    ("status", "waits"), [("draft", True), ("changes", True), ("submitted", False), ("published", False)]
)
def test_drafts_of_papers_wait_for_whoever_began_them(client, status, waits):
    activity(status="draft")
    RoadMap.objects.create(title="Road map of boats", lines=["C5"], status=status, owner=person("member"))
    Report.objects.create(type="contribution", parameters={"area": "KEN"}, owner=person("stranger"), status="draft")
    html = tabs(client, "member")
    assert f'My activities and papers <span class="count">{1 + waits}</span>' in html
    assert ("Road map of boats" in html) == waits
    assert "Contribution" not in html.partition("<main")[2]


def test_a_draft_leads_to_where_it_is_written(client):
    made = Report.objects.create(type="contribution", parameters={"area": "KEN"}, owner=person("member"))
    assert f'href="/reports/{made.pk}/edit/"' in tabs(client, "member")


@pytest.mark.parametrize(
    ("who", "given", "count"),
    [
        ("reviewer", {}, 1),
        ("secretariat", {}, 1),
        ("focal", {}, 0),
        ("reviewer", {"disposition": "accepted"}, 0),
        ("reviewer", {"status": "held"}, 1),
        ("reviewer", {"status": "removed"}, 0),
        ("reviewer", {"by_organiser": True}, 0),
    ],
)
def test_comments_wait_for_those_who_may_answer_them(client, who, given, count):
    made = consultation("reviewer")
    Comment.objects.filter(pk=comment(made).pk).update(**given)
    html = tabs(client, who, "/work/comments/")
    assert f'Comments to answer <span class="count">{count}</span>' in html
    assert ("Connected villages" in html.partition("<main")[2]) == bool(count)


@pytest.mark.parametrize(
    ("words", "leads", "first"),
    [
        ("МСЭ", False, "International Telecommunication Union"),
        ("telecommunication un", True, "International Telecommunication Union"),
        ("village net", True, "Village Network Trust"),
        ("village net", False, ""),
    ],
)
def test_names_are_offered_near_what_is_typed(words, leads, first):
    organisation()
    assert next(iter(list_near_names(words, leads)), "") == first


def test_a_box_of_names_answers_the_signed_in_alone(client):
    assert client.get(BOX + "ITU").status_code == 302
    client.force_login(person("member"))
    assert 'value="International Telecommunication Union"' in client.get(BOX + "ITU").content.decode()
    assert client.get(BOX).content.decode().strip() == ""


def test_the_tabs_that_look_counted_add_up_to_the_number_in_the_head(client):
    activity(status="submitted")
    mandate(status="confirmed")
    html = tabs(client, "reviewer", "/review/")
    head = re.search(r'class="nav-count">(\d+)', html)
    listed = html.partition("<main")[2].partition("</nav>")[0]
    counted, sign, others = listed.partition("Other lists:")
    assert head and sign and int(head[1]) == sum(map(int, re.findall(r'class="count">(\d+)', counted))) > 0
    assert 'Links of mandates <span class="small">2</span>' in others and 'class="count"' not in others


@pytest.mark.parametrize("address", ["/mine/", "/review/", "/work/comments/", "/work/answers/"])
def test_the_head_marks_work_on_each_of_its_lists(client, address):
    header = tabs(client, "reviewer", address).partition("<header")[2].partition("</header>")[0]
    assert "aria-current" not in header.partition('href="/explore/"')[2].partition(">")[0]
