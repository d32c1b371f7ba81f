"""A delegate, the focal point of Kenya, drafts a contribution out of what the register proposes, binds a number,
publishes and exports it; a visitor reads it on a phone in Arabic.
"""

from __future__ import annotations

import zipfile
from typing import Any

import pytest
from playwright.sync_api import expect

from actionlines.register.reports.models import Report
from actionlines.register.standings.models import Standing
from tests.browsing import DESK, PHONE, Visit, shot
from tests.people import activity
from tests.register.site.journeys.test_road_map_of_c5 import accessible, fits

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_from_the_country_page_to_the_file(visit: Visit, one_person) -> None:
    activity(status="published", published_at="2026-01-10T00:00:00Z", published_version=1)
    Standing.objects.create(
        area="KEN", series="IT_USE_ii99", indicator="sdg:17.8.1", name="People using the Internet", unit="percent",
        concepts=["sdg:17.8", "C2"], years=[2019, 2023], values=[40.0, 66.7], aim=100.0, lag=0.4,
    )  # fmt: skip
    page = visit("focal", "/KEN/", viewport=DESK)
    page.get_by_role("link", name="New: Contribution").click()
    expect(page.locator("#id_area")).to_have_value("KEN")
    page.get_by_role("button", name="Begin the report").click()
    expect(page.locator("h1")).to_contain_text("Contribution")
    accessible(page)

    # A number typed by hand is said beside the text; a figure from the list takes its place, as it is shown.
    discussion = page.locator("#f-discussion")
    saved = page.locator("#saved")
    discussion.fill("In Kenya 66 % use the Internet. The fact: ")
    expect(page.locator("#f-text-discussion-wrong")).to_have_text("Bound to no source: 66 %.")
    discussion.fill("Of the people of Kenya, so many use the Internet: ")
    discussion.press("End")
    page.locator("#figure").select_option("value?area=KEN&series=IT_USE_ii99")
    page.get_by_role("button", name="Insert").click()
    expect(discussion.locator(".figure")).to_contain_text("66.7")
    expect(discussion).not_to_contain_text("{{")
    expect(page.locator("#f-text-discussion-wrong")).to_be_hidden()
    page.locator("#f-purpose").fill("To share what we learned.")
    page.locator("#f-proposals").fill("- That others share it too.")
    page.get_by_role("checkbox", name="Radio lessons on safe passwords").check()
    page.locator("#f-mast-agenda").fill("PL 3")
    expect(saved).to_contain_text("Saved at")
    page.get_by_role("button", name="Update the figures").click()
    expect(page.locator("#state")).not_to_contain_text("Texts changed since")
    expect(page.locator("#state")).to_contain_text("Done")
    expect(page.locator("#f-mast-agenda")).to_have_value("PL 3")
    expect(page.locator("#f-discussion .figure")).to_contain_text("66.7")
    shot(page, "report-builder")

    page.get_by_role("button", name="Submit for review").click()
    page.get_by_role("button", name="Publish").click()
    expect(page.locator(".status").first).to_contain_text("Published")
    fits(page)
    shot(page, "report")
    with page.expect_download() as held:
        page.get_by_role("link", name="DOCX").click()
    made = Report.objects.get()
    assert held.value.suggested_filename == f"report-{made.pk}-en.docx"
    words = zipfile.ZipFile(held.value.path()).read("word/document.xml").decode()
    assert "PL 3" in words and "66.7" in words and "Radio lessons on safe passwords" in words

    reader = visit("", made.get_absolute_url(), locale="ar", viewport=PHONE)
    expect(reader.locator("html")).to_have_attribute("dir", "rtl")
    expect(reader.locator("h1")).to_have_attribute("lang", "en")
    fits(reader)
    reader.goto(f"{reader.url}paper/")
    expect(reader.locator("h1")).to_contain_text("Contribution by Kenya")
    accessible(reader)
    shot(reader, "report-phone")


def test_the_list_the_form_and_the_builder_fit_a_phone_in_arabic(visit: Visit, live_server: Any) -> None:
    from tests.register.reports.test_reports import contribution

    made = contribution()
    page = visit("focal", "/reports/", locale="ar", viewport=PHONE)
    for address in ("/reports/", "/reports/new/", f"/reports/{made.pk}/edit/", f"/reports/{made.pk}/withdraw/"):
        page.goto(live_server.url + address)
        expect(page.locator("html")).to_have_attribute("dir", "rtl")
        fits(page)
