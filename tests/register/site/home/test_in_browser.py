"""The head and the chooser in a real browser: within the page on every width and in both directions."""

import pytest

from tests.indexed import reindex

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(
    "width,language", [(1280, "en"), (768, "ru"), (375, "ar"), pytest.param(800, "fr", marks=pytest.mark.long)]
)
def test_the_head_has_one_row_or_two_on_a_phone_and_its_menus_open_within_the_page(visit, live_server, width, language):
    reindex()
    page = visit("administrator", "/regions/", viewport={"width": width, "height": 800})
    page.context.add_cookies([{"name": "django_language", "value": language, "url": live_server.url}])
    for address in ("/", "/explore/", "/itu/"):
        page.goto(live_server.url + address)
        assert page.locator("header.top").bounding_box()["height"] <= (112 if width < 768 else 66)
        assert page.evaluate("(row => row.scrollWidth - row.clientWidth)(document.querySelector('.top-row'))") <= 0
        for menu in page.locator("header.top .menu > summary").all():
            menu.click()
            assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
            assert page.locator("header.top .menu[open] li").count() <= 7
        page.keyboard.press("Escape")
        assert page.locator(".menu[open]").count() == 0


def test_a_stranger_with_a_phone_sees_name_language_and_sign_in_in_one_row(visit, live_server):
    page = visit("", "/", viewport={"width": 375, "height": 800})
    for language in ("en", "fr", "es", "ru", "ar", "zh-hans"):
        page.context.add_cookies([{"name": "django_language", "value": language, "url": live_server.url}])
        page.goto(live_server.url)
        boxes = [page.locator(f"header.top {part}").bounding_box() for part in (".brand", ".language", ".sign-in")]
        assert max(box["y"] for box in boxes) < min(box["y"] + box["height"] for box in boxes), language


def test_the_chooser_suggests_and_leads_by_keyboard(visit):
    page = visit("", "/")
    page.locator("#who").press_sequentially("sene")
    page.locator("#who-list [role=option]").first.wait_for()
    page.locator("#who").press("ArrowDown")
    page.locator("#who").press("Enter")
    page.wait_for_url("**/SEN/")
    page.goto(page.url.removesuffix("SEN/"))
    assert page.locator(".chooser-mine a[href='/SEN/']").is_visible()


@pytest.mark.parametrize(("width", "language"), [(1280, "en"), (375, "ar")])
def test_the_search_suggests_the_thing_and_leads_by_keyboard(visit, live_server, width, language):
    page = visit("", "/", viewport={"width": width, "height": 800})
    page.context.add_cookies([{"name": "django_language", "value": language, "url": live_server.url}])
    page.goto(live_server.url)
    box, options = page.locator("#find"), page.locator("#find-list [role=option]")
    box.press_sequentially("UIT")
    options.first.wait_for()
    assert box.get_attribute("aria-expanded") == "true" and box.get_attribute("aria-activedescendant") is None
    box.press("ArrowDown")
    assert box.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
    assert options.first.get_attribute("aria-selected") == "true"
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    box.press("ArrowUp")
    assert box.get_attribute("aria-activedescendant") is None
    box.press("Escape")
    assert options.count() == 0 and box.get_attribute("aria-expanded") == "false"
    assert box.input_value() == "UIT"
    box.fill("")
    box.press_sequentially("МСЭ")
    options.first.wait_for()
    box.press("ArrowDown")
    box.press("Enter")
    page.wait_for_url("**/itu/")


def test_enter_shows_all_that_a_search_finds(visit):
    page = visit("", "/")
    page.locator("#find").press_sequentially("UIT")
    page.locator("#find").press("Enter")
    page.wait_for_url("**/search/?q=UIT")
    page.locator(".go-to a").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/itu/")
