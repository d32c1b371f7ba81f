"""How many queries the actions of every day and the most-read pages ask: bounds that only fall."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actionlines.register.activities.actions import EditActivity
from actionlines.register.activities.review import PublishActivity
from actionlines.register.core.search import catch_up
from actionlines.register.mandates.actions import ConfirmMandate
from actionlines.register.roadmaps.actions import CreateRoadMap
from tests.people import activity, person
from tests.register.mandates.samples import mandate
from tests.register.roadmaps.samples import standings
from tests.register.search.samples import published

pytestmark = pytest.mark.django_db


def confirm_mandate():
    return ConfirmMandate(person("secretariat"), mandate("2"))


def save_activity():
    return EditActivity(person("member"), activity(), fields={"title": "Radio lessons on strong passwords"})


def publish_activity():
    return PublishActivity(person("secretariat"), activity(status="submitted"))


def draft_roadmap():
    mandate("2")
    standings()
    fields = {"lines": ["C5"], "starts": 2026, "ends": 2030}
    return CreateRoadMap(person("secretariat"), None, fields=fields)


@pytest.mark.parametrize(
    ("prepare", "most"), [(confirm_mandate, 15), (save_activity, 23), (publish_activity, 21), (draft_roadmap, 9)]
)
def test_an_action_asks_no_more(prepare, most):
    action = prepare()
    with CaptureQueriesContext(connection) as captured:
        action.do()
    assert len(captured) <= most, "\n".join(query["sql"][:150] for query in captured)


@pytest.mark.parametrize(
    ("address", "most"),
    [
        ("/activities/", 4),
        ("/mandates/", 4),
        ("/organisations/", 2),
        ("/search/?q=radio", 4),
        ("/C5/", 10),
        ("/goals/9/", 5),
        ("/KEN/", 9),
        ("/", 10),
        ("/itu/", 10),
        ("activity", 19),
        ("mandate", 17),
        ("instrument", 18),
    ],
)
def test_a_page_asks_no_more(client, address, most):
    asked, links = mandate("2"), (("action_line", "C5"), ("target", "sdg:9.c"))
    held = [published(f"Radio {number}", links=links, places=("KEN",)) for number in range(12)]
    catch_up()
    records = {"activity": held[0], "mandate": asked, "instrument": asked.instrument}
    address = records[address].get_absolute_url() if address in records else address
    client.get(address)  # what a process keeps is there
    with CaptureQueriesContext(connection) as captured:
        assert client.get(f"{address}{'&' if '?' in address else '?'}n=1").status_code == 200
    assert len(captured) <= most, "\n".join(query["sql"][:150] for query in captured)
