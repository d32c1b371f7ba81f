"""The whole way of a member in a real browser: once by keyboard alone, once without scripts."""

import pytest
from playwright.sync_api import expect

from actionlines.register.activities.models import Activity
from tests.people import organisation, person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WORDS = {
    "f-summary": "Village radio explains how to choose passwords, spot fraud and keep accounts secure.",
    "f-description": "A cybersecurity trainer answers questions about fraud on mobile phones.",
    "f-organisation": "Village Network Trust",
    "f-contact_name": "Radio desk",
    "f-contact_email": "desk@example.org",
}


def tab_to(page, wanted, most=120):
    """Press Tab until the element with this id, name or words has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        here = page.evaluate(
            "[document.activeElement.id, document.activeElement.name, document.activeElement.textContent.trim()]"
        )
        if wanted in here:
            return
    raise AssertionError(f"Tab does not reach {wanted}")


def test_by_keyboard_alone(visit):
    organisation()
    page = visit("member", "/activities/new/")
    tab_to(page, "f-title")
    page.keyboard.type("Radio lessons on safe passwords")
    tab_to(page, "Begin")
    page.keyboard.press("Enter")
    page.wait_for_url("**/edit/")
    for name, words in list(WORDS.items())[:3]:
        tab_to(page, name)
        page.keyboard.type(words)
    tab_to(page, "places-0-name")
    page.keyboard.type("Kenya")
    tab_to(page, "f-starts_on")
    page.keyboard.type("02012026")
    for name, words in list(WORDS.items())[3:]:
        tab_to(page, name)
        page.keyboard.type(words)
    expect(page.locator("#saved")).to_contain_text("Saved at")
    expect(page.locator("[id='yes-conceptC5']")).to_be_visible()
    tab_to(page, "yes-conceptC5")
    page.keyboard.press("Space")
    expect(page.locator("[id='yes-conceptC5']")).to_have_attribute("aria-pressed", "true")
    tab_to(page, "Submit for review")
    page.keyboard.press("Enter")
    page.wait_for_url("**/activities/*/")
    expect(page.locator(".status").first).to_contain_text("Submitted")
    assert Activity.objects.get().status == "submitted"


def test_without_scripts(visit):
    organisation()
    page = visit("member", "/activities/new/", java_script_enabled=False)
    page.fill("#f-title", "Radio lessons on safe passwords")
    page.get_by_role("button", name="Begin").click()
    for name, words in WORDS.items():
        page.fill(f"#{name}", words)
    page.fill("[name=places-0-name]", "Kenya")
    page.fill("#f-starts_on", "2026-02-01")
    page.fill("[name=results-0-what]", "Listeners")
    page.fill("[name=results-0-value]", "many")
    page.locator("[data-add=results]").click()
    # A number that is none is told; the words are still there.
    expect(page.locator("#wrong")).to_contain_text("is not a number")
    assert page.input_value("[name=results-0-value]") == "many"
    page.fill("[name=results-0-value]", "1 500")
    page.locator("[data-add=results]").click()
    page.fill("[name=results-1-what]", "Calls")
    page.locator("[id='yes-conceptC5']").click()
    expect(page.locator("[id='yes-conceptC5']")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="Submit for review").click()
    expect(page.locator(".status").first).to_contain_text("Submitted")
    assert [row["what"] for row in Activity.objects.get().results] == ["Listeners", "Calls"]
    person("reviewer")
    page = visit("reviewer", "/review/", java_script_enabled=False)
    page.get_by_role("button", name="Publish").click()
    expect(page.locator(".notice.good")).to_be_visible()
    assert Activity.objects.get().status == "published"
