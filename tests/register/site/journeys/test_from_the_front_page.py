"""People with a question begin at the front page and type no address: an officer of ITU, a ministry, a delegate
with a phone, an administrator. The analyst, the facilitator of C5 and the company have journeys of their own.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from actionlines.register.instruments.models import Instrument
from actionlines.register.mandates.batches import confirm_all
from actionlines.register.people.models import User
from tests.browsing import DESK, PHONE, Visit, go, shot
from tests.people import person
from tests.register.mandates.samples import instrument, text

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WORDS = (
    "1. Requests the WSIS action line facilitators to develop road maps for their action lines by 30 June 2027;\n"
    "2. Invites Member States to connect every school to the Internet by 31 December 2030;\n"
)


@pytest.fixture
def resolution() -> Instrument:
    made = instrument(text("80/903", "Road maps of the action lines", WORDS))
    confirm_all(person("secretariat"), [(one, None) for one in made.mandates.all()])
    return made


def find(page: Page, words: str) -> None:
    """Search from the head of the front page."""
    page.locator("#find").fill(words)
    page.keyboard.press("Enter")


def test_an_officer_of_itu_finds_what_itu_is_asked_as_a_facilitator(visit: Visit, resolution: Instrument) -> None:
    page = visit("", "/", viewport=DESK)
    page.get_by_label("I follow up for").fill("ITU")
    page.get_by_role("button", name="Show my page").click()
    page.wait_for_url("**/itu/")
    expect(page.locator("main")).to_contain_text("Develop road maps for their action lines")
    expect(page.locator("main")).to_contain_text("30 June 2027")
    shot(page, "officer-asked")
    page.locator("main h3").get_by_role("link").first.click()
    page.wait_for_url("**/mandates/A/RES/80/903/1/")
    expect(page.locator("main")).to_contain_text("develop road maps")
    shot(page, "officer-mandate")


def test_a_ministry_finds_what_members_are_asked(visit: Visit, resolution: Instrument) -> None:
    page = visit("", "/", viewport=DESK)
    go(page, "Countries", "Kenya")
    expect(page.locator("main")).to_contain_text("Connect every school to the Internet")
    shot(page, "ministry-country")
    page.locator("main h3").get_by_role("link").first.click()
    page.wait_for_url("**/mandates/A/RES/80/903/2/")


def test_a_delegate_finds_a_paragraph_on_a_phone(visit: Visit, resolution: Instrument) -> None:
    page = visit("", "/", viewport=PHONE)
    find(page, "schools Internet 2030")
    page.locator("main").get_by_role("link", name="Member States").first.click()
    page.locator("main h3").get_by_role("link").first.click()
    expect(page.locator("main")).to_contain_text("connect every school")
    expect(page.locator("main")).to_contain_text("31 December 2030")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    shot(page, "delegate-mandate")


def test_an_administrator_sees_the_state_and_invites_somebody(visit: Visit) -> None:
    page = visit("administrator", "/", viewport=DESK)
    go(page, "State of the server")
    expect(page.locator("main")).to_contain_text("Search index")
    shot(page, "administrator-state")
    go(page, "People and roles")
    page.get_by_label("E-mail address").fill("new.officer@example.org")
    page.get_by_label("Role", exact=True).select_option("reviewer")
    page.get_by_label("Limited to").fill("Kenya")
    page.get_by_role("button", name="Send invitation").click()
    expect(page.get_by_role("status")).to_contain_text("new.officer@example.org")
    assert User.objects.get(email="new.officer@example.org").roles.get().scope == "KEN"
    go(page, "Settings")
    page.get_by_label("Name of the site").fill("Follow-up of the WSIS")
    page.get_by_role("button", name="Save the settings").click()
    expect(page.get_by_role("banner")).to_contain_text("Follow-up of the WSIS")
    shot(page, "administrator-settings")
