"""The reader in a real browser: walked by keyboard, marks switched, proposals confirmed with one key."""

import pytest
from playwright.sync_api import expect

from actionlines.register.mandates.models import Mandate
from tests.register.mandates.samples import instrument, text

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def focused(page):
    return page.evaluate("document.activeElement.id")


def test_paragraphs_are_walked_opened_and_confirmed_by_keyboard(visit):
    one = instrument()
    page = visit("secretariat", one.get_absolute_url())
    page.keyboard.press("n")
    assert focused(page) == "p1"
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    assert focused(page) == "p2"
    page.keyboard.press("Enter")
    expect(page.locator("#p2 details.ask")).to_have_attribute("open", "")
    asked = one.mandates.get(paragraph__anchor="2")
    expect(page.locator(f"mark.lit[data-of='m{asked.pk}']").first).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator("#p2 details.ask")).not_to_have_attribute("open", "")
    page.keyboard.press("c")
    expect(page.locator("#p2 .status.confirmed")).to_be_visible()
    assert Mandate.objects.get(pk=asked.pk).status == "confirmed"
    # It stays where it was, and the next proposal is one key away.
    assert focused(page) == "p2"
    page.keyboard.press("n")
    assert focused(page) == "p3(a)"
    page.keyboard.press("c")
    expect(page.locator("[id='p3(a)'] .status.confirmed")).to_be_visible()


def test_keys_are_off_when_they_are_switched_off_or_somebody_types(visit):
    one = instrument()
    page = visit("secretariat", one.get_absolute_url())
    page.locator("#use-keys").uncheck()
    page.locator("#p1").focus()
    page.keyboard.press("j")
    assert focused(page) == "p1"
    page.keyboard.press("c")
    page.locator("#use-keys").check()
    page.locator("header input[name=q]").fill("")
    page.locator("header input[name=q]").press("c")
    assert page.locator("header input[name=q]").input_value() == "c"
    assert not Mandate.objects.exclude(status="proposed").exists()


def test_marks_are_switched_on_one_at_a_time_and_are_in_the_address(visit):
    page = visit("member", instrument().get_absolute_url())
    line = page.locator("#p2 mark.verb")
    expect(line).to_have_count(0)
    page.locator("#use-keys").uncheck()
    page.locator(".legend").get_by_role("link", name="Mandates").click()
    expect(line).to_have_text("Invites")
    expect(page.locator(".legend [aria-current]")).to_have_text("Mandates")
    expect(page.locator("#use-keys")).not_to_be_checked()
    page.reload()
    expect(line).to_have_text("Invites")
    page.locator(".legend").get_by_role("link", name="Citations").click()
    expect(line).to_have_count(0)


def test_without_script_marks_are_chosen_by_links(visit):
    page = visit("secretariat", instrument().get_absolute_url(), java_script_enabled=False)
    expect(page.locator("#p2 mark.verb")).to_have_count(1)
    expect(page.locator(".legend .keys")).to_be_hidden()
    page.locator(".legend").get_by_role("link", name="Text alone").click()
    expect(page.locator("#p2 mark.verb")).to_have_count(0)
    expect(page.locator("#p2 .ask")).to_be_visible()
    page.get_by_role("button", name="Confirm paragraph 2").click()
    expect(page.locator("#p2 .status.confirmed")).to_have_count(1)


def test_a_link_into_another_part_is_followed(visit, monkeypatch):
    monkeypatch.setattr("actionlines.register.instruments.views.cut.__defaults__", (10,))
    many = "".join(f"{n}. Requests the Secretary-General to report in {2030 + n};\n" for n in range(1, 61))
    one = instrument(text("80/903", "Many reports", many))
    page = visit("member", f"{one.get_absolute_url()}#p60")
    expect(page.locator("#p60")).to_be_in_viewport()
