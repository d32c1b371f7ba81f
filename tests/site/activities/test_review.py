"""The inbox of reviewers: what their roles cover and nothing else, the longest waiting first."""

import random
from datetime import timedelta

import pytest
from django.utils import timezone

from actionlines.registry.models import Activity, Role
from actionlines.registry.permissions import decide
from actionlines.site.views.review.inbox import Inbox, covered
from tests.people import activity, organisation, person
from tests.registry.activities.samples import draft, in_status

pytestmark = pytest.mark.django_db
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
    Activity.objects.filter(pk=second.pk).update(
        status="submitted", status_since=timezone.now() - timedelta(days=9)
    )
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
    with django_assert_max_num_queries(12):
        shown = client.get("/review/").content.decode()
    assert "Page 1 of 3" in shown
    assert "Lesson 59" not in shown
    assert "Lesson 59" in client.get("/review/?page=3").content.decode()
    client.force_login(person("member"))
    with django_assert_max_num_queries(10):
        client.get("/mine/")


@pytest.mark.parametrize("address", ["/review/", "/mine/", "/activities/new/", "/activities/{}/edit/"])
def test_a_visitor_is_sent_to_sign_in(client, address):
    assert client.get(address.format(activity().pk)).url.startswith("/account/login/")


def test_a_member_has_no_inbox(client):
    client.force_login(person("member"))
    assert client.get("/review/").status_code == 403


def test_record_pages_ask_a_bounded_number_of_questions(client, django_assert_max_num_queries):
    records = [in_status(status) for status in ("published", "submitted", "changes", "draft")]
    for _ in range(8):
        in_status("published")
    for who in (None, "member", "reviewer"):
        if who:
            client.force_login(person(who))
        for record in records if who else records[:1]:
            with django_assert_max_num_queries(24):
                assert client.get(f"/activities/{record.pk}/").status_code == 200
    client.force_login(person("member"))
    with django_assert_max_num_queries(20):
        client.get(f"/activities/{records[3].pk}/edit/")
    with django_assert_max_num_queries(12):
        client.get("/activities/")
