"""The desk in a browser: a resolution is worked through by keys and choosers, without a new page."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from actionlines.register.mandates.models import Mandate
from tests.browsing import DESK, PHONE, go, shot
from tests.people import person
from tests.register.mandates.pages.hands import Hands
from tests.register.mandates.samples import mandate

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HERE = "/work/?sort=text"


def statuses() -> list[str]:
    return list(Mandate.objects.order_by("paragraph__order", "ordinal").values_list("status", flat=True))


@pytest.fixture
def hands(visit):
    for anchor in ("1", "2", "4", "5"):
        mandate(anchor)
    return Hands(visit("secretariat", HERE, viewport=DESK))


def test_a_resolution_in_one_sitting(hands):
    many = len(statuses())
    hands.correct(0, "input[name=due_year]", "2029")
    hands.reject([0], "A mere wish.")
    shot(hands.page, "desk")
    hands.confirm_all(many - 2)
    assert sorted(statuses()) == ["confirmed"] * (many - 1) + ["rejected"]
    assert hands.loads == 0
    first = Mandate.objects.order_by("paragraph__order", "ordinal").first()
    assert first.due[0] == "year:2029"
    bulk = Mandate.objects.filter(status="confirmed", accepted_with=many - 3)
    assert {one.status for row in bulk for one in row.links.all()} == {"proposed"}
    hands.press("u")
    hands.acted("Undone")
    assert statuses().count("proposed") == many - 2
    hands.confirm_all(many - 2)
    hands.click(hands.page.locator(".tabs a", has_text="Open mandates"))
    hands.page.wait_for_url("**show=open**")
    hands.lead(0, 1, "ITU")
    assert Mandate.objects.filter(lead__body="itu").count() == 2
    assert hands.loads == 1


def test_undo_within_a_second_of_a_rejection_leaves_the_many_confirmed_before(hands):
    page, held, many = hands.page, [], len(statuses())
    hands.confirm_all(many - 1, but=0)
    page.route(re.compile(r"/work/reject/"), lambda route: held.append(route))
    hands.click(hands.row(0).locator("input[name=mandate]"))
    with page.expect_request(re.compile(r"/work/reject/")):
        hands.press("r")
        hands.type("A mere wish.")
        page.keyboard.press("Enter")
    # The answer that names the rejection has not come: the button still names the many, and does nothing.
    undo = page.locator("[data-key=u]")
    expect(undo).to_be_disabled()
    page.keyboard.press("Escape")
    page.keyboard.press("u")
    held[0].continue_()
    hands.acted("1 proposal rejected")
    expect(undo).to_have_text("Undo: 1 rejected")
    hands.press("u")
    hands.acted("Undone")
    assert sorted(statuses()) == ["confirmed"] * (many - 1) + ["proposed"]


def test_a_focal_point_finds_what_waits_answers_and_sees_it_counted(visit):
    row = mandate("3(a)", "confirmed")
    person("focal").roles.update(scope="SEN")
    page = visit("focal", "/")
    go(page, "What waits for me")
    expect(page.locator(".results")).to_contain_text("You answer for: Senegal")
    page.locator(".results a.button").click()
    page.get_by_label("What was done").fill("The register of masts is open.")
    page.get_by_label("A link").check()
    page.get_by_label("Address").fill("https://example.org/masts")
    page.get_by_role("button", name="Send the answer").click()
    expect(page.locator("main")).to_contain_text("Answers: 1 of 193.")
    shot(page, "answered")
    assert row.progress.get().answers_for == "SEN"
    page.goto(page.url.partition("/mandates/")[0] + "/work/")
    expect(page.locator(".empty")).to_contain_text("or all are answered")


def test_keys_walk_select_and_show_the_text_beside(hands):
    page = hands.page
    page.locator(".desk-open").first.focus()
    for key in ("j", "x", "ArrowDown", "k", "?"):
        hands.press(key)
    second = hands.row(1)
    expect(second).to_have_class("desk-item here")
    assert second.locator("input[name=mandate]").is_checked()
    expect(page.locator("#desk-text")).to_contain_text("International Telecommunication Union")
    expect(page.locator(".keys[open]")).to_be_visible()
    hands.press("e")
    assert page.evaluate("document.activeElement.closest('#desk-facts') !== null")
    hands.press("Escape")
    hands.press("c")
    hands.acted("1 mandate")
    assert statuses()[1] == "confirmed"


def test_a_text_that_comes_late_is_not_shown_beside_another_row(hands):
    page, held = hands.page, []
    first = page.locator("#desk-text h2").inner_text()
    page.evaluate("document.addEventListener('htmx:afterOnLoad', () => document.body.classList.add('came'))")
    page.locator(".desk-open").first.focus()
    page.route(re.compile(r"/work/[0-9]+/"), lambda route: held.append(route))  # a built-in cannot be given
    with page.expect_request(re.compile(r"/work/[0-9]+/")):
        hands.press("j")
    page.keyboard.press("k")  # while the answer is held back
    expect(hands.row(0)).to_have_class("desk-item here")
    held[0].continue_()
    expect(page.locator("body.came")).to_be_attached()
    expect(page.locator("#desk-text h2")).to_have_text(first)


@pytest.mark.parametrize(
    ("show", "size"),
    [
        ("proposals", PHONE),
        ("open", DESK),
        pytest.param("proposals", DESK, marks=pytest.mark.long),
        pytest.param("open", PHONE, marks=pytest.mark.long),
    ],
)
def test_nothing_is_wrong_for_a_screen_reader_and_nothing_overflows(visit, size, show):
    for anchor, status in (("1", "proposed"), ("2", "confirmed")):
        mandate(anchor, status, checks=[{"field": "due", "reason": "two dates in the sentence"}])
    page = visit("secretariat", f"/work/?show={show}", viewport=size)
    found = Axe().run(page)
    assert [(one["id"], one["nodes"][0]["html"]) for one in found.response["violations"]] == []
    wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert not page.evaluate(wide)
