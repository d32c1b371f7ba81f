"""A facilitator builds the road map of C5 out of what the register proposes, and publishes it; a visitor reads it
on a phone in Arabic.
"""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from actionlines.registry.models import RoadMap
from tests.browsing import DESK, PHONE, Visit, shot
from tests.people import activity
from tests.registry.roadmaps.samples import mandate, standings

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PURPOSE = "Trust online for everybody. The register holds {{mandates?line=C5}} mandates on it."
_WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


def accessible(page: Page) -> None:
    found = Axe().run(page).response["violations"]
    assert [one["id"] for one in found if one["impact"] in ("serious", "critical")] == []
    assert not page.evaluate(_WIDE)


def test_from_the_proposal_to_the_reader(visit: Visit, one_person) -> None:
    asked = mandate()
    activity(status="published", published_at="2026-01-10T00:00:00Z", published_version=1)
    standings()
    page = visit("reviewer", "/lines/C5/", viewport=DESK)
    page.get_by_role("link", name="Begin a road map").click()
    expect(page.get_by_role("checkbox", name="C5")).to_be_checked()
    # The scope of a facilitator is their line.
    expect(page.get_by_role("checkbox")).to_have_count(1)
    page.fill("#f-starts", "2026")
    page.get_by_role("button", name="Begin road map").click()
    expect(page.locator("h1")).to_contain_text("Road map of Action Line C5")
    accessible(page)

    # Written as it is typed; a target taken, a weak one left, meanwhile.
    page.fill("#f-purpose", PURPOSE)
    expect(page.locator("#saved")).to_contain_text("Saved at")
    target = page.locator("#target-sdg-17\\.8")
    expect(target).to_contain_text("in the matrix")
    target.get_by_role("button", name="Take").click()
    expect(target.get_by_role("button", name="Take")).to_have_attribute("aria-pressed", "true")
    left = page.locator("#target-sdg-16\\.2")
    left.get_by_role("button", name="Leave").click()
    expect(left.get_by_role("button", name="Leave")).to_have_attribute("aria-pressed", "true")
    page.fill("#f-next-steps", "Facilitators meet in June.")
    expect(page.locator("#saved")).to_contain_text("Saved at")
    page.wait_for_function("() => !document.querySelector('#saved').classList.contains('wrong')")
    shot(page, "roadmap-builder")
    page.reload()
    expect(page.locator("#f-purpose")).to_have_value(PURPOSE)
    expect(page.locator("#indicator-sdg-17\\.8\\.1")).to_contain_text("World:")

    # A metric is put in, taken out by mistake, and comes back.
    page.locator("#metrics details.new summary").click()
    form = page.locator("#metrics details.new form")
    form.locator("[name=name]").fill("Countries with a response team")
    form.locator("[name=aim]").fill("150")
    form.locator("[name=aim_year]").fill("MMXXX")
    form.get_by_role("button", name="Add metric").click()
    expect(page.locator("#wrong")).to_contain_text("Write a year")
    form = page.locator("#metrics details.new form")
    expect(form.locator("[name=name]")).to_have_value("Countries with a response team")
    form.locator("[name=aim_year]").fill("2030")
    form.locator("[name=responsible]").fill("ITU")
    form.locator("[name=serves]").select_option("sdg:17.8")
    form.get_by_role("button", name="Add metric").click()
    row = page.locator("#metrics .rows li")
    expect(row).to_contain_text("Countries with a response team")
    row.get_by_role("button", name="Take out").click()
    expect(page.locator("#metrics .rows li")).to_have_count(0)
    page.get_by_role("button", name="Put it back").click()
    expect(page.locator("#metrics .rows li")).to_contain_text("Countries with a response team")

    page.locator("#milestones details.new summary").click()
    form = page.locator("#milestones details.new form")
    form.locator("[name=what]").fill("Guide on response teams published")
    form.locator("[name=due]").fill("2026-02-28")
    form.locator("[name=lead]").fill("ITU")
    form.locator("[name=serves]").select_option(f"mandate:{asked.pk}")
    form.get_by_role("button", name="Add milestone").click()
    expect(page.locator("#milestones .rows li")).to_contain_text("28 February 2026")
    accessible(page)

    page.get_by_role("button", name="Submit for review").click()
    page.get_by_role("button", name="Publish road map").click()
    expect(page.locator(".status").first).to_contain_text("Published")
    made = RoadMap.objects.get()
    assert made.status == "published" and made.tracked["values"]["sdg:17.8.1"][1:] == [2023, 67.0]
    expect(page.locator("#tracking")).to_contain_text("Overdue")
    accessible(page)
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
    accessible(reader)
    shot(reader, "roadmap-phone")
    found = visit("", "/lines/C5/", viewport=DESK)
    expect(found.locator("main")).to_contain_text("Road map of C5")
    expect(found.get_by_role("link", name="Road map of Action Line C5")).to_be_visible()
