"""Small faults that readers met: each stays mended."""

from datetime import date

import pytest

from tests.indexed import reindex
from tests.register.mandates.samples import mandate

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("wrong", ["31-12-2026", "soon", "2026-13-01"])
def test_a_day_that_is_none_is_said_beside_its_field(client, wrong):
    mandate("2", "confirmed")
    reindex()
    html = client.get("/mandates/", {"due_from": wrong, "status": "confirmed"}).content.decode()
    assert f"“{wrong}” is not a day, and does not filter. Write it as 2026-12-31." in html
    assert "Map, by 30 June 2027" in html
    assert "is not a day" not in client.get("/mandates/", {"due_from": "2026-12-31"}).content.decode()
    assert "is not a day" not in client.get("/mandates/", {"due_from": ""}).content.decode()


def test_a_calendar_holds_proposals_as_tentative(client):
    one = mandate("2", "proposed", due_on=date(2027, 6, 30))
    reindex()
    address = "/mandates/calendar.ics"
    assert b"STATUS:TENTATIVE" in client.get(address).content
    one.status = "confirmed"
    one.save()
    reindex()
    assert b"STATUS:CONFIRMED" in client.get(address).content


@pytest.mark.parametrize("address", ["/mandates/", "/mandates/A/RES/80/901/2/", "/mandates/waiting/?on=body:itu"])
def test_a_citation_runs_in_the_direction_of_the_reader(client, address):
    mandate("2", "confirmed")
    reindex()
    html = client.get(address, headers={"Accept-Language": "ar"}).content.decode()
    assert "<bdi>\u2068\u200f\u200eA/RES/80/901\u200e، الفقرة 2\u2069</bdi>" in html


def test_who_requests_a_mandate_is_named_as_such_in_chinese(client):
    html = client.get(mandate("2").get_absolute_url(), headers={"Accept-Language": "zh-hans"}).content.decode()
    assert "<dt>要求方</dt>" in html
    assert "实施方" not in html
