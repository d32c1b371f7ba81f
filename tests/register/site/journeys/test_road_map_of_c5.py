"""A facilitator builds the road map of C5 out of what the register proposes, and publishes it; a visitor reads it
on a phone in Arabic.
"""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from actionlines.register.roadmaps.models import RoadMap
from tests.browsing import DESK, PHONE, Visit, go, shot
from tests.people import activity
from tests.register.roadmaps.samples import mandate, standings

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
_WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


def fits(page: Page) -> None:
    assert not page.evaluate(_WIDE)


def accessible(page: Page) -> None:
    """Ask axe once in a journey; test_walk.py asks for every page."""
    found = Axe().run(page).response["violations"]
    assert [one["id"] for one in found if one["impact"] in ("serious", "critical")] == []
    fits(page)


def test_from_the_proposal_to_the_reader(visit: Visit, one_person) -> None:
    asked = mandate()
    activity(status="published", published_at="2026-01-10T00:00:00Z", published_version=1)
    standings()
    page = visit("reviewer", "/", viewport=DESK)
    go(page, "Action Lines")
    page.locator("main a[href='/C5/']").first.click()
    page.get_by_role("link", name="Begin a road map").click()
    expect(page.get_by_role("checkbox", name="C5")).to_be_checked()
    # The scope of a facilitator is their line.
    expect(page.get_by_role("checkbox")).to_have_count(1)
    page.fill("#f-starts", "2026")
    page.get_by_role("button", name="Begin road map").click()
    expect(page.locator("#f-title")).to_have_value(re.compile("Road map of Action Line C5"))
    fits(page)

    # Written as it is typed; the targets of the matrix are included at once, and one is excluded.
    saved = page.locator("#saved")
    # The script puts a box in the place of each text: a text that is found before stays hidden.
    page.fill("#f-purpose.box", "Trust online for everybody. Mandates held:")
    page.locator("#f-purpose").press("End")
    page.locator("#figure").select_option("mandates?line=C5")
    page.get_by_role("button", name="Insert").click()
    expect(page.locator("#f-purpose .figure")).to_have_text("1")
    expect(saved).to_contain_text("Saved at")
    page.get_by_role("button", name="targets of the matrix").click()
    expect(page.locator("#f-purpose .figure")).to_have_text("1")
    target = page.locator("#target-sdg-17\\.8")
    expect(target.get_by_role("checkbox").first).to_be_checked()
    left = page.locator("#target-sdg-16\\.2")
    left.get_by_role("checkbox", name="Exclude").check()
    expect(left.get_by_role("checkbox").first).not_to_be_checked()
    page.fill("#f-next-steps", "Facilitators meet in June.")
    expect(page.locator("#missing")).to_contain_text("Set at least one milestone.")
    expect(page.locator("#missing")).not_to_contain_text("what the road map is for")
    page.locator("#panel summary", has_text="Indicators with data").click()
    expect(page.locator("#indicator-sdg-17\\.8\\.1")).to_contain_text("World:")

    # A metric with a bad year says so beside the field; everything else is saved.
    page.locator("summary", has_text="Add a metric").click()
    page.fill("#f-metrics-0-name", "Countries with a response team")
    page.fill("#f-metrics-0-aim_year", "MMXXX")
    expect(page.locator("#f-metrics-0-aim_year-wrong")).to_contain_text("Write a year")
    page.fill("#f-metrics-0-aim", "150")
    page.fill("#f-metrics-0-aim_year", "2030")
    page.fill("#f-metrics-0-responsible", "ITU")
    expect(page.locator("#f-metrics-0-aim_year-wrong")).to_be_hidden()
    page.select_option("#f-metrics-0-serves", "sdg:17.8")

    # Two milestones, one of which goes again; what they serve becomes a tick.
    page.fill("#f-milestones-0-what", "Guide on response teams published")
    page.fill("#f-milestones-0-due", "2026-02-28")
    page.fill("#f-milestones-0-lead", "ITU")
    page.select_option("#f-milestones-0-serves", f"mandate:{asked.pk}")
    expect(page.locator(".served input:checked")).to_have_count(2)
    page.get_by_role("button", name="Add a milestone").click()
    page.fill("#f-milestones-1-what", "A mistake")
    expect(page.locator("[name=milestones-1-id]")).to_have_value("3")
    expect(page.locator("#missing")).to_be_hidden()
    accessible(page)
    shot(page, "roadmap-builder")
    page.reload()
    expect(page.locator("#f-purpose .figure")).to_have_text("1")
    expect(page.locator("#f-milestones-0-lead")).to_have_value("ITU")
    page.locator("[name=milestones-1-out]").check()
    expect(saved).to_contain_text("Saved at")
    made = RoadMap.objects.get()
    assert [one["what"] for one in made.milestones] == ["Guide on response teams published"]
    assert made.milestones[0]["serves"] == [f"mandate:{asked.pk}"] and made.metrics[0]["aim_year"] == "2030"
    assert made.narratives["purpose"].startswith("Trust online for everybody. Mandates held: {{mandates?line=C5}}")

    page.get_by_role("button", name="Submit for review").click()
    page.get_by_role("button", name="Publish road map").click()
    expect(page.locator(".status").first).to_contain_text("Published")
    made = RoadMap.objects.get()
    assert made.status == "published" and made.tracked["values"]["sdg:17.8.1"][1:] == [2023, 67.0]
    expect(page.locator("#tracking")).to_contain_text("Date passed")
    fits(page)
    shot(page, "roadmap")
    with page.expect_download() as held:
        page.get_by_role("link", name="DOCX").click()
    assert held.value.suggested_filename == f"roadmap-C5-{made.pk}-v{made.version}.docx"
    page.get_by_role("button", name="Mark as done").click()
    expect(page.locator("#tracking")).to_contain_text("Done")

    reader = visit("", made.get_absolute_url(), locale="ar", viewport=PHONE)
    expect(reader.locator("html")).to_have_attribute("dir", "rtl")
    expect(reader.locator("h1")).to_have_attribute("lang", "en")
    expect(reader.locator("#milestones + .scroll")).to_contain_text("Guide on response teams")
    fits(reader)
    shot(reader, "roadmap-phone")
    found = visit("", "/C5/", viewport=DESK)
    expect(found.get_by_role("link", name="Road map of Action Line C5")).to_be_visible()
