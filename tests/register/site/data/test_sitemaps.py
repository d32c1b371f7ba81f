"""The sitemap names every public record and page once, each address answers, and nothing else is in it."""

from __future__ import annotations

import re

import pytest
from lxml import etree

from actionlines.register.activities.actions import WithdrawActivity
from actionlines.register.activities.models import Activity
from actionlines.register.doors import sitemaps
from tests.people import organisation, person
from tests.register.activities.samples import draft, in_status
from tests.register.mandates.samples import mandate

pytestmark = pytest.mark.django_db
_NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def read(client, address: str) -> list[str]:
    """Return the addresses in a part of the sitemap, or of its parts."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    assert answer["Content-Type"].startswith("application/xml")
    return etree.fromstring(answer.content).xpath("//s:loc/text()", namespaces=_NAMES)


def path(address: str) -> str:
    return re.sub(r"^https?://[^/]+", "", address)


def test_robots_find_the_sitemap_and_its_parts(client, settings):
    settings.ADDRESS = "https://register.example"
    answer = client.get("/robots.txt")
    assert answer["Content-Type"].startswith("text/plain")
    assert "Sitemap: https://register.example/sitemap.xml\n" in answer.content.decode()
    parts = [path(one) for one in read(client, "/sitemap.xml")]
    assert parts == [f"/sitemap-{one}.xml" for one in sitemaps.SITEMAPS]
    assert client.get("/sitemap-nothing.xml").status_code == 404


@pytest.mark.long
def test_every_page_that_is_always_there_answers(client):
    found = read(client, "/sitemap-pages.xml")
    assert len(set(found)) == len(found) > 500
    # From several addresses: one alone would be told on a quick machine that it asks too much.
    statuses = {
        one: client.get(path(one), REMOTE_ADDR=f"198.18.{number // 500}.1").status_code
        for number, one in enumerate(found)
    }
    assert not {one: status for one, status in statuses.items() if status != 200}


def test_public_records_are_named_and_no_others(client):
    shown, hidden = in_status("published"), draft()
    gone = in_status("published")
    WithdrawActivity(person("reviewer"), gone, reason="It was a test.").do()
    asked = mandate()
    named = organisation(name="Lake Trust")
    assert [path(one) for one in read(client, "/sitemap-activity.xml")] == [shown.get_absolute_url()]
    assert asked.get_absolute_url() in [path(one) for one in read(client, "/sitemap-mandate.xml")]
    assert named.get_absolute_url() in [path(one) for one in read(client, "/sitemap-organisation.xml")]
    assert Activity.objects.filter(pk=hidden.pk).exists()
    answers = {
        one: client.get(path(one)).status_code
        for kind in sitemaps.SITEMAPS
        if kind != "pages"
        for one in read(client, f"/sitemap-{kind}.xml")
    }
    assert set(answers.values()) == {200}, answers


def test_long_lists_come_in_pages(client, monkeypatch):
    monkeypatch.setattr(sitemaps.Records, "limit", 2)
    held = [in_status("published") for _ in range(3)]
    parts = [path(one) for one in read(client, "/sitemap.xml")]
    assert {"/sitemap-activity.xml", "/sitemap-activity.xml?p=2"} <= set(parts)
    found = [path(one) for part in parts if "activity" in part for one in read(client, part)]
    assert found == [one.get_absolute_url() for one in held]
