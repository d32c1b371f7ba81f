"""The driver of verbs: what a press of a button does, what is asked first, what is told when it cannot be."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse

from actionlines.register.activities.models import Activity
from actionlines.register.core.kinds import kinds
from actionlines.register.core.pages.records import seen
from actionlines.register.reports.actions import CreateReport, SubmitReport
from actionlines.register.reports.models import Report
from actionlines.register.roadmaps.actions import SubmitRoadMap
from actionlines.register.roadmaps.models import RoadMap
from tests.people import person
from tests.register.activities.samples import draft, in_status
from tests.register.roadmaps.samples import complete, road_map

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_person")]
ALL = [(kind, one) for kind in ("activity", "roadmap", "report") for one in kinds()[kind].verbs]


def made(kind: str) -> Any:
    if kind == "activity":
        return draft()
    if kind == "roadmap":
        return road_map("secretariat")
    return CreateReport(person("secretariat"), type="contribution", parameters={"area": "KEN"}).do()


def signed_in(who: str = "secretariat") -> Client:
    client = Client()
    client.force_login(person(who))
    return client


@pytest.mark.parametrize(("given", "version"), [
    ({}, None), ({"version": "3"}, 3), ({"version": ""}, 0), ({"version": "x"}, 0), ({"version": "٣"}, 0),
    ({"version": "9" * 40}, 0), ({"version": "-1"}, 0),
])  # fmt: skip
def test_the_version_that_was_seen(given, version):
    assert seen(RequestFactory().post("/", given)) == version


@pytest.mark.parametrize(("kind", "verb"), ALL)
def test_a_page_asks_or_there_is_none(kind, verb):
    record = made(kind)
    person("administrator")
    # A draft is deleted by its owner alone.
    client = signed_in("member" if verb.name == "delete" else "secretariat")
    answer = client.get(reverse(f"{kind}-{verb.name}", args=[record.pk]))
    assert answer.status_code == (200 if verb.asks else 405)
    if verb.asks:
        text = answer.content.decode()
        assert str(verb.asks.title) in text and str(record) in text
        assert ('name="reason"' in text) == bool(verb.asks.help)


@pytest.mark.parametrize("kind", ["roadmap", "report"])
def test_sent_back_with_a_reason_and_not_without(kind):
    if kind == "roadmap":
        record, name = SubmitRoadMap(None, complete(made(kind), "secretariat")).do(), "roadmap-changes"
    else:
        record, name = SubmitReport(None, made(kind)).do(), "report-return"
    client, address = signed_in(), reverse(name, args=[record.pk])
    answer = client.post(address, {"version": record.version, "reason": " "})
    assert answer.status_code == 422 and "Say what should change." in answer.content.decode()
    assert client.post(address, {"version": record.version, "reason": "<b>Name the year.</b>"}).url == "/review/"
    record.refresh_from_db()
    assert record.status_reason == "<b>Name the year.</b>"
    assert "<b>Name" not in client.get(record.get_absolute_url()).content.decode()


@pytest.mark.parametrize(("kind", "onward"), [("activity", "/edit/"), ("roadmap", "/edit/")])
def test_where_something_is_missing_the_form_is_shown(kind, onward):
    record = made(kind)
    if kind == "activity":
        Activity.objects.update(summary="")
    answer = signed_in().post(reverse(f"{kind}-submit", args=[record.pk]), {"version": record.version})
    assert answer.url.endswith(onward)
    assert type(record).objects.get().status == "draft"


def test_a_report_that_was_not_built_says_so_on_its_page():
    record = SubmitReport(None, made("report")).do()
    Report.objects.get().builds.all().delete()
    answer = signed_in().post(reverse("report-publish", args=[record.pk]), {"version": record.version}, follow=True)
    assert "Build this version first" in answer.content.decode()
    assert Report.objects.get().status == "submitted"


def test_what_was_never_public_is_gone_with_its_draft():
    record = made("roadmap")
    assert signed_in().post(reverse("roadmap-discard", args=[record.pk])).url == "/roadmaps/"
    assert not RoadMap.objects.exists()


@pytest.mark.parametrize(("onward", "to"), [("inbox", "/review/"), ("https://elsewhere.example/", None), ("", None)])
def test_after_taking_one_goes_on_in_this_site_alone(onward, to):
    record = in_status("submitted")
    answer = signed_in().post(reverse("activity-take", args=[record.pk]), {"next": onward})
    assert answer.url == (to or record.get_absolute_url())


@pytest.mark.parametrize("kind", ["activity", "roadmap", "report"])
def test_an_older_version_is_told(kind):
    record = made(kind)
    name = {"activity": "delete", "roadmap": "discard", "report": "withdraw"}[kind]
    client = signed_in("member" if kind == "activity" else "secretariat")
    assert client.post(reverse(f"{kind}-{name}", args=[record.pk]), {"version": "99", "reason": "x"}).status_code == 409
    assert type(record).objects.exists()
