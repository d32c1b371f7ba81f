"""Forms in a real browser: sent once, rows added, what was done is said where it was done."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from actionlines.register.activities.models import Activity
from actionlines.register.consultations.models import Consultation
from tests.browsing import Visit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def _titled(visit: Visit) -> Page:
    """The form with a title, its hint on duplicates read: the tests' database, in memory, locks whole tables."""
    page = visit("member", reverse("activity-new"))
    with page.expect_response("**/activities/duplicates/**"):
        page.fill("[name=title]", "Radio by night")
    return page


def test_a_double_click_makes_one_draft_and_the_button_says_that_it_waits(visit: Visit):
    page = _titled(visit)
    page.evaluate(
        """() => { const form = document.getElementById("activity");
        globalThis.refused = [0, 1].map(() => form.dispatchEvent(new SubmitEvent("submit",
          { bubbles: true, cancelable: true, submitter: form.querySelector("button.primary") }))); }"""
    )
    assert page.evaluate("globalThis.refused") == [True, False]
    expect(page.locator("button[aria-busy=true]")).to_have_text("Sending…")
    page = _titled(visit)
    page.dblclick("#activity button.primary")
    page.wait_for_url("**/edit/")
    expect(page.locator("main .notice[role=status]")).to_be_focused()
    assert Activity.objects.count() == 1


def test_phases_are_added_one_by_one_and_a_wrong_form_keeps_them(visit: Visit):
    page = visit("secretariat", reverse("consultation-new"))
    page.click("text=Add a phase")
    expect(page.locator("[name=phase-1-kind]")).to_be_focused()
    page.fill("[name=phase-1-starts_on]", "2027-05-01")
    page.select_option("[name=phase-1-kind]", "reply")
    page.fill("[name=title]", "Which skills?")
    page.eval_on_selector("form.record", "form => { form.noValidate = true; }")
    page.fill("[name=phase-0-ends_on]", "2027-01-01")
    page.click("button.primary")
    expect(page.locator("main .notice[role=alert]")).to_be_focused()
    assert page.input_value("[name=phase-1-starts_on]") == "2027-05-01"
    assert page.input_value("[name=phase-1-kind]") == "reply"
    page.click("main .notice[role=alert] a")
    assert not Consultation.objects.exists()
