"""A member submits in French, a reviewer asks for changes and publishes, a visitor finds it in Arabic."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from actionlines.register.activities.models import Activity
from tests.browsing import DESK, PHONE, Visit, go, shot
from tests.people import organisation

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FRENCH = {"locale": "fr-FR", "viewport": DESK}
WORDS = {
    "#f-summary": "Un bus équipé apprend aux villages à reconnaître la fraude et à protéger leurs comptes.",
    "#f-description": "Deux formatrices en cybersécurité font halte une semaine dans chaque village.",
    "#f-organisation": "Réseau des villages",
    "[name=places-0-name]": "Madagascar",
    "#f-starts_on": "2026-02-01",
    "#f-contact_name": "Bureau du bus",
    "#f-contact_email": "bus@example.org",
}


def test_from_the_first_word_to_the_reader(visit: Visit) -> None:
    organisation(name="Réseau des villages", country="MDG")
    member = visit("member", "/", **FRENCH)
    go(member, "Soumettre une activité")
    expect(member.locator("html")).to_have_attribute("lang", "fr")
    member.fill("#f-title", "Le bus de la confiance")
    member.get_by_role("button", name="Commencer").click()
    for field, words in WORDS.items():
        member.fill(field, words)
    member.select_option("#f-language", "fr")
    expect(member.locator("#saved")).to_contain_text("Enregistré à")
    confirm = member.locator("[id='yes-conceptC5']")
    confirm.click()
    expect(confirm).to_have_attribute("aria-pressed", "true")
    member.locator("#links").scroll_into_view_if_needed()
    shot(member, "form")
    member.get_by_role("button", name="Soumettre à l’examen").click()
    expect(member.locator(".status").first).to_contain_text("Soumis")

    reviewer = visit("reviewer", "/", viewport=DESK)
    go(reviewer, "What waits for me")
    shot(reviewer, "inbox")
    reviewer.get_by_role("link", name="Le bus de la confiance", exact=True).click()
    expect(reviewer.locator("h1")).to_have_text("Le bus de la confiance")
    reviewer.get_by_role("link", name="Request changes").click()
    reviewer.fill("#say-results_text", "How many people were reached, and how do you know?")
    reviewer.get_by_role("button", name="Send back to the submitter").click()
    expect(reviewer.locator(".notice.good")).to_contain_text("Sent back")

    address = Activity.objects.get().get_absolute_url()
    member = visit("member", "/", **FRENCH)
    go(member, "En attente de ma part")
    member.locator("main a[href$='/edit/']").first.click()
    expect(member.get_by_text("How many people were reached, and how do you know?").first).to_be_visible()
    member.wait_for_load_state()  # what listens to the field is loaded last
    member.fill("#f-results_text", "Douze cents personnes en 2026, comptées dans le registre du bus.")
    expect(member.locator("#saved")).to_contain_text("Enregistré à")
    member.get_by_role("button", name="Soumettre à l’examen").click()
    expect(member.locator(".status").first).to_contain_text("Soumis")

    reviewer.goto(reviewer.url.split("/review")[0] + address)
    # What is new since the reviewer saw it is shown before the decision.
    expect(reviewer.locator("ins", has_text="Douze cents personnes").first).to_be_attached()
    reviewer.get_by_role("button", name="Publish activity").click()
    expect(reviewer.locator(".status").first).to_contain_text("Published")
    assert Activity.objects.get().status == "published"

    visitor = visit("", "/", locale="ar", viewport=PHONE)
    expect(visitor.locator("html")).to_have_attribute("dir", "rtl")
    visitor.locator("header").get_by_role("combobox", name="البحث في السجل").fill("مدغشقر")
    visitor.keyboard.press("Enter")
    found = visitor.locator("main").get_by_role("link", name="Le bus de la confiance").first
    # Content keeps its own language in a page of another.
    expect(found).to_have_attribute("lang", "fr")
    shot(visitor, "search-arabic")
    found.click()
    expect(visitor.locator("h1")).to_have_text("Le bus de la confiance")
    expect(visitor.locator("main")).to_contain_text("Douze cents personnes")
    shot(visitor, "activity-arabic")
