"""Writing an activity in a real browser: saved as it is typed, proposals in place, by keyboard, in two tabs."""

import re

import pytest
from playwright.sync_api import expect

from actionlines.register.activities.models import Activity
from tests.people import person
from tests.register.activities.samples import draft

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SAVED = re.compile(r"^Saved at \d\d:\d\d:\d\d\.$")


def test_what_is_typed_is_saved_and_proposals_follow(visit):
    record = draft(description="", summary="")
    page = visit("member", f"/activities/{record.pk}/edit/")
    page.fill("#f-summary", "Telemedicine links rural clinics to hospitals over broadband.")
    expect(page.locator("#saved")).to_have_text(SAVED)
    record.refresh_from_db()
    assert record.summary.startswith("Telemedicine")
    health = page.locator("#links li", has_text="SDG 3").first
    expect(health).to_contain_text("proposed")
    expect(health.locator("q").first).to_contain_text(re.compile("clinics|hospitals|telemedicine", re.IGNORECASE))
    # By keyboard: the button keeps the focus after the list was made anew.
    yes = health.get_by_role("button", name=re.compile("Confirm"))
    yes.focus()
    page.keyboard.press("Enter")
    expect(page.locator("[id='yes-conceptsdg:3']")).to_have_attribute("aria-pressed", "true")
    assert page.evaluate("document.activeElement.id") == "yes-conceptsdg:3"
    assert record.links.get(concept="sdg:3").status == "confirmed"
    # The decision made a version of its own; typing goes on.
    page.fill("#f-challenges", "Power fails.")
    expect(page.locator("#saved")).to_have_text(SAVED)
    page.wait_for_function("document.getElementById('saved').textContent.length > 0")
    page.get_by_role("button", name="Save draft").last.click()
    expect(page.locator(".notice.good")).to_be_visible()
    record.refresh_from_db()
    assert record.challenges == "Power fails."


def test_a_decision_is_shown_when_a_save_ends_while_it_is_on_its_way(visit):
    record = draft()
    page = visit("member", f"/activities/{record.pk}/edit/")
    no = page.locator("#links [id^=no-]").first
    chosen = f"[id='{no.get_attribute('id')}']"
    expect(no).to_have_attribute("aria-pressed", "false")
    asked = []

    def hold(route):
        if route.request.method == "POST":
            # The save ends now: the list that it asks for would show what stood before the decision.
            page.evaluate("document.body.dispatchEvent(new Event('saved'))")
            page.wait_for_timeout(500)
        asked.append(route.request.method)
        route.continue_()

    page.route("**/links/?in-form=1", hold)
    no.click()
    expect(page.locator(chosen)).to_have_attribute("aria-pressed", "true")
    assert asked == ["POST"]


def test_a_text_as_long_as_may_be_is_saved_while_it_is_typed(visit):
    record = draft()
    page = visit("member", f"/activities/{record.pk}/edit/")
    # Three bytes a sign, nine on the way: more than a browser sends with a request that may outlive its page.
    text = "广播课程。" * 4000
    page.fill("#f-description", text)
    expect(page.locator("#saved")).to_have_text(SAVED)
    record.refresh_from_db()
    assert record.description == text


def test_a_wrong_field_is_told_beside_it_and_goes_when_it_is_right(visit):
    record = draft()
    page = visit("member", f"/activities/{record.pk}/edit/")
    page.fill("#f-contact_email", "desk@")
    expect(page.locator("#f-contact_email-wrong")).to_be_visible()
    expect(page.locator("#saved")).to_contain_text("but not")
    page.fill("#f-contact_email", "new@example.org")
    expect(page.locator("#f-contact_email-wrong")).to_be_hidden()
    expect(page.locator("#saved")).to_have_text(SAVED)


def test_the_second_of_two_tabs_is_told_and_shown_the_difference(visit):
    record = draft()
    one = visit("member", f"/activities/{record.pk}/edit/")
    two = visit("member", f"/activities/{record.pk}/edit/")
    one.fill("#f-challenges", "From the first tab")
    expect(one.locator("#saved")).to_have_text(SAVED)
    two.fill("#f-challenges", "From the second tab")
    expect(two.locator("#saved")).to_contain_text("Not saved")
    assert Activity.objects.get().challenges == "From the first tab"
    two.get_by_role("button", name="Save draft").last.click()
    expect(two.locator("#stale")).to_be_focused()
    expect(two.locator("#f-challenges-theirs")).to_contain_text("From the first tab")
    assert two.input_value("#f-challenges") == "From the second tab"


def test_rows_are_added_and_duplicates_shown_while_writing(visit):
    draft(title="Radio lessons for fishing villages")
    record = draft(title="Something else")
    page = visit("member", f"/activities/{record.pk}/edit/")
    rows = page.locator("[data-rows=results] .row")
    expect(rows).to_have_count(1)
    page.locator("[data-add=results]").click()
    expect(rows).to_have_count(2)
    assert page.evaluate("document.activeElement.name") == "results-1-what"
    page.keyboard.type("Boats")
    page.fill("#f-title", "Radio lessons for villages")
    expect(page.locator("#duplicates")).to_contain_text("Radio lessons for fishing villages")
    expect(page.locator("#saved")).to_have_text(SAVED)
    record.refresh_from_db()
    assert [row["what"] for row in record.results] == ["Boats"]


def test_a_phone_in_arabic_needs_no_sideways_scrolling(visit):
    record = draft()
    person("member")
    page = visit("member", f"/activities/{record.pk}/edit/", viewport={"width": 375, "height": 800}, locale="ar")
    assert page.evaluate("document.documentElement.dir") == "rtl"
    for address in (f"/activities/{record.pk}/edit/", f"/activities/{record.pk}/", "/mine/", "/activities/new/"):
        page.goto(page.url.split("/activities")[0].split("/mine")[0] + address)
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), address


def test_the_steps_mark_where_somebody_writes_and_lead_to_what_is_lacking(visit):
    record = draft(description="", contact_name="")
    page = visit("member", f"/activities/{record.pk}/edit/")
    here = page.locator(".steps [aria-current=step]")
    expect(here).to_have_text("What it is")
    lacks = page.locator(".steps [data-gap=description] a")
    assert page.locator("#saved a").get_attribute("href") == lacks.get_attribute("href") == "#f-description"
    page.locator(".steps [data-gap=contact_name] a").click()
    page.locator("#f-contact_name").fill("The office")
    expect(here).to_have_text("Links and contact")
    expect(page.locator(".steps [data-gap=contact_name]")).to_be_hidden()
    expect(lacks).to_be_visible()


def test_the_steps_are_the_sections_of_the_form_in_their_order(visit):
    page = visit("member", f"/activities/{draft().pk}/edit/")
    steps = page.locator(".steps ol > li > a")
    headings = page.locator("#activity section > h2")
    assert steps.all_inner_texts() == headings.all_inner_texts()
    for step in steps.all():
        assert page.locator(step.get_attribute("href")).count() == 1
