"""Fields to check and forces in the page: filters, marks with their reason, the first page."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.papers.conftest import Opener

pytestmark = pytest.mark.browser


def test_the_page_opens_on_the_first_page(open_page: Opener) -> None:
    page = open_page("doubted", "")
    assert page.title() == "At a glance · Follow-up of 2 documents"
    expect(page.locator("#owed tbody tr")).to_have_count(3)
    page.locator("#view-brief").get_by_role("link", name="Due", exact=True).click()
    expect(page.locator("#found")).to_have_text("2 of 5 mandates")


@pytest.mark.parametrize(
    "where,found",
    [
        ("#check=due", 2),  # a field to check
        ("#check=none", 3),  # nothing to check
        ("#force=proposed", 1),  # what is only proposed
        ("#force=decided&check=due", 1),  # facets narrow each other
    ],
)
def test_filters(open_page: Opener, where: str, found: int) -> None:
    expect(open_page("doubted", where).locator("#mandates-table tr.pick")).to_have_count(found)


def test_a_field_to_check_says_why_in_words(open_page: Opener) -> None:
    page = open_page("doubted", "#open=0")
    row = page.locator("#mandates-table tr.pick").first
    expect(row).to_contain_text("Due: two dates in the sentence")
    expect(row.locator(".c-asked")).to_contain_text("several bodies fit the name")
    expect(page.locator("#panel dl.facts")).to_contain_text("two dates in the sentence")
    expect(page.locator("#mandates-table tr.pick").nth(1).locator(".c-verb")).to_contain_text("proposed")
    assert "null" not in page.locator("#panel").inner_text()


def test_a_phone_shows_the_first_page_without_scrolling_sideways(open_page: Opener) -> None:
    page = open_page("doubted", "", width=375)
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
