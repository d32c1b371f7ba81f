"""The navigation in a real browser: open, it stays within the page on every width and in both directions."""

import pytest

from tests.indexed import reindex

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("width,language", [(1280, "en"), (375, "ar"), pytest.param(800, "fr", marks=pytest.mark.long)])
def test_all_pages_open_within_the_page(visit, live_server, width, language):
    reindex()
    page = visit("secretariat", "/regions/", viewport={"width": width, "height": 800})
    page.context.add_cookies([{"name": "django_language", "value": language, "url": live_server.url}])
    for address in ("/", "/regions/"):
        page.goto(live_server.url + address)
        page.click(".nav-all summary")
        assert page.locator(".nav-groups a[href='/checks/']").is_visible()
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
