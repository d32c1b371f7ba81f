"""The inbox of reviewers: what their roles cover and nothing else, the longest waiting first."""

import random
from datetime import timedelta

import pytest
from django.utils import timezone

from actionlines.register.activities.models import Activity
from actionlines.register.core.permissions import decide
from actionlines.register.core.search import catch_up
from actionlines.register.pages.inbox import Inbox, covered, papers
from actionlines.register.people.models import Role
from actionlines.register.reports.actions import CreateReport, SubmitReport
from actionlines.register.roadmaps.actions import SubmitRoadMap
from tests.people import activity, organisation, person
from tests.register.activities.samples import draft, in_status
from tests.register.roadmaps import samples
from tests.register.roadmaps.samples import complete

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_person")]
PLACES = ("KEN", "FRA", "CHN", "BRA", "world", "itu-region:AFR", "itu-region:EUR", "un-commission:ECA")
LINES = ("C5", "C7-ehealth", "C7-egov", "C8", "C1")
SCOPES = (*PLACES, *LINES, "C7", "LDC", "org:1", "org:2", "org:x", "")


def test_the_inbox_covers_what_the_table_of_permissions_allows():
    chance = random.Random(7)
    organisations = [organisation(name=f"Number {number}") for number in range(3)]
    for number in range(40):
        made = activity(title=f"Activity {number}", organisation=chance.choice([None, *organisations]))
        made.places.all().delete()
        made.links.all().delete()
        for place in chance.sample(PLACES, chance.randint(0, 2)):
            made.places.create(area=place)
        for line in chance.sample(LINES, chance.randint(0, 2)):
            made.links.create(
                concept=line, level="action_line", status=chance.choice(["confirmed", "proposed", "rejected"])
            )
    for scope in SCOPES:
        # Roles are read once for a user object: a new one for each scope.
        reviewer = person("stranger")
        reviewer.roles.all().delete()
        Role.objects.create(user=reviewer, role="reviewer", scope=scope)
        allowed = {one.pk for one in Activity.objects.all() if decide(reviewer, "activity.publish", one)}
        assert set(covered(reviewer).values_list("pk", flat=True)) == allowed, scope
    reviewer.roles.all().delete()
    assert not covered(person("stranger")).exists()


def test_the_longest_waiting_comes_first(client):
    first, second = in_status("submitted"), draft(title="Second lesson on passwords")
    Activity.objects.filter(pk=second.pk).update(status="submitted", status_since=timezone.now() - timedelta(days=9))
    client.force_login(person("reviewer"))
    shown = client.get("/review/").content.decode()
    assert shown.index("Second lesson on passwords") < shown.index(first.title)
    assert "1 week, 2 days" in shown.replace("\xa0", " ")


def test_filters_by_line_region_and_who(client):
    record = in_status("submitted")
    reviewer = person("reviewer")
    assert Inbox(reviewer, {"line": "C5"}).rows == [record]
    assert Inbox(reviewer, {"line": "C8"}).rows == []
    assert Inbox(reviewer, {"region": "itu-region:AFR"}).rows == [record]
    assert Inbox(reviewer, {"region": "itu-region:EUR"}).rows == []
    assert Inbox(reviewer, {"who": "me"}).rows == []
    assert dict(Inbox(reviewer, {}).lines)["C5"] == 1
    # What is no filter is none.
    odd = {"line": "'", "region": "x" * 500, "who": "all", "page": "9" * 30}
    assert Inbox(reviewer, odd).rows == [record]


def test_pages_and_the_number_of_queries_do_not_grow(client, django_assert_max_num_queries):
    for number in range(60):
        activity(status="submitted", title=f"Lesson {number}")
    client.force_login(person("reviewer"))
    with django_assert_max_num_queries(20):
        shown = client.get("/review/").content.decode()
    assert "Page 1 of 3" in shown
    assert "Lesson 59" not in shown
    assert "Lesson 59" in client.get("/review/?page=3").content.decode()
    client.force_login(person("member"))
    with django_assert_max_num_queries(14):
        client.get("/mine/")


@pytest.mark.parametrize("address", ["/review/", "/mine/", "/activities/new/", "/activities/{}/edit/"])
def test_a_visitor_is_sent_to_sign_in(client, address):
    assert client.get(address.format(activity().pk)).url.startswith("/account/login/")


def road_map(**given):
    made = complete(samples.road_map("secretariat", **given), "secretariat")
    return SubmitRoadMap(None, made).do()


def contribution(area="KEN"):
    made = CreateReport(person("member"), type="contribution", parameters={"area": area}).do()
    return SubmitReport(person("member"), made).do()


def waits(record, days):
    type(record).objects.filter(pk=record.pk).update(status_since=timezone.now() - timedelta(days=days))


def test_road_maps_and_reports_wait_beside_activities_with_whom_and_since_when(client):
    one, drawn, told = in_status("submitted"), road_map(title="Trust for all"), contribution()
    waits(drawn, 9)
    waits(one, 3)
    secretary = person("secretariat")
    assert Inbox(secretary, {}).rows == [drawn, one, told]
    assert Inbox(secretary, {}).total == 3
    client.force_login(secretary)
    shown = client.get("/review/").content.decode().replace("\xa0", " ")
    assert "3 submissions wait for you" in shown
    assert "Waits for a reviewer of C5</bdi>, since " in shown and "(1 week, 2 days)" in shown
    assert "Waits for a reviewer of Kenya</bdi>, since " in shown
    for record in (drawn, told):
        assert "Waits for a reviewer of " in client.get(record.get_absolute_url()).content.decode()
    # Published and sent back from here.
    client.post(f"/roadmaps/{drawn.pk}/publish/", {"version": drawn.version})
    client.post(f"/reports/{told.pk}/return/", {"version": told.version, "reason": "Name the year."})
    assert Inbox(secretary, {}).rows == [one]


def test_who_sees_which_papers():
    line, joint, other = road_map(), road_map(lines=("C2", "C6")), road_map(lines=("C7-ehealth",))
    kenya, brazil = contribution(), contribution("BRA")
    seen = {
        ("reviewer", "C5"): {line}, ("reviewer", "C6"): {joint}, ("reviewer", "C7"): {other},
        ("reviewer", ""): {line, joint, other, kenya, brazil},
        ("reviewer", "itu-region:AFR"): {kenya}, ("focal", "KEN"): {kenya}, ("focal", "C5"): set(),
        ("focal", "FRA"): set(), ("member", ""): set(), ("secretariat", ""): {line, joint, other, kenya, brazil},
    }  # fmt: skip
    for (role, scope), expected in seen.items():
        somebody = person("stranger")
        somebody.roles.all().delete()
        if role != "member":
            Role.objects.create(user=somebody, role=role, scope=scope)
        assert set(papers(somebody)) == expected, (role, scope)


@pytest.mark.parametrize(
    ("asked", "kinds"),
    [
        ({"kind": "roadmap"}, ["roadmap"]), ({"kind": "report"}, ["report"]), ({"kind": "activity"}, ["activity"]),
        ({"line": "C5"}, ["activity", "roadmap"]), ({"region": "itu-region:AFR"}, ["activity", "report"]),
        ({"line": "C5", "region": "itu-region:AFR"}, ["activity"]), ({"who": "me"}, []),
        ({"who": "nobody"}, ["activity", "report", "roadmap"]), ({"kind": "'"}, ["activity", "report", "roadmap"]),
    ],
)  # fmt: skip
def test_filters_of_road_maps_and_reports(asked, kinds):
    in_status("submitted"), road_map(), contribution()
    found = Inbox(person("secretariat"), asked)
    assert sorted(one.kind for one in found.rows) == kinds
    assert found.total == len(kinds)
    assert dict(found.lines)["C5"] == 2
    assert dict(found.kinds) == {"activity": 1, "roadmap": 1, "report": 1}


def test_pages_hold_both_in_order():
    for number in range(30):
        waits(activity(status="submitted", title=f"Lesson {number}"), 100 - number)
    early, late = road_map(title="Early"), road_map(title="Late")
    waits(early, 95.5)
    secretary = person("secretariat")
    first, second = Inbox(secretary, {}), Inbox(secretary, {"page": "2"})
    assert [str(one) for one in first.rows][:7] == [*(f"Lesson {n}" for n in range(5)), "Early", "Lesson 5"]
    assert len(first.rows) == 25 and first.pages == 2
    assert [str(one) for one in second.rows] == [*(f"Lesson {n}" for n in range(24, 30)), "Late"]
    assert Inbox(secretary, {"page": "3"}).rows == []
    assert late.waits_for() == "reviewer"


def test_a_focal_point_has_an_inbox_of_the_reports_of_the_country(client):
    made = contribution()
    in_status("submitted")
    client.force_login(person("focal"))
    shown = client.get("/review/").content.decode()
    assert made.get_absolute_url() in shown and "1 submission waits for you" in shown


def test_a_member_has_no_inbox(client):
    client.force_login(person("member"))
    assert client.get("/review/").status_code == 403


def test_record_pages_ask_a_bounded_number_of_questions(client, django_assert_max_num_queries):
    records = [in_status(status) for status in ("published", "submitted", "changes", "draft")]
    for _ in range(8):
        in_status("published")
    catch_up()  # what making the index asks is not counted
    for who in (None, "member", "reviewer"):
        if who:
            client.force_login(person(who))
        for record in records if who else records[:1]:
            with django_assert_max_num_queries(30):
                assert client.get(f"/activities/{record.pk}/").status_code == 200
    client.force_login(person("member"))
    with django_assert_max_num_queries(20):
        client.get(f"/activities/{records[3].pk}/edit/")
    with django_assert_max_num_queries(13):
        client.get("/activities/")
