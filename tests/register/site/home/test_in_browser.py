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
        assert page.locator("header.top").bounding_box()["height"] <= (100 if width < 768 else 60)
        for menu in page.locator(".menu > summary").all():
            menu.click()
            assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
            assert page.locator(".menu[open] li").count() <= 7
        page.keyboard.press("Escape")
        assert page.locator(".menu[open]").count() == 0


def test_the_chooser_suggests_and_leads_by_keyboard(visit):
    page = visit("", "/")
    page.locator("#who").press_sequentially("sene")
    page.locator("#who-list [role=option]").first.wait_for()
    page.locator("#who").press("ArrowDown")
    page.locator("#who").press("Enter")
    page.wait_for_url("**/SEN/")
    page.goto(page.url.removesuffix("SEN/"))
    assert page.locator(".chooser-mine a[href='/SEN/']").is_visible()
