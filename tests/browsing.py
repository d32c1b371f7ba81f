"""A real headless Chromium for all tests of pages: one for the session, since two do not live in one process.

`browser` opens pages of files; `visit` opens addresses of the running site as somebody. Screenshots for docs/ are
written by `shot` where ACTIONLINES_SCREENSHOTS names their folder.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

Visit = Callable[..., Page]
DESK, PHONE = {"width": 1100, "height": 780}, {"width": 375, "height": 800}
LARGEST = 150_000  # bytes of a screenshot
PATIENCE = 60_000  # milliseconds until what is expected must be there: machines that test are busy
# No faults: the browser reports an answer of 409 or 422, whose page says what it means; htmx reports a request
# that ends because somebody leaves the page, as a draft that is being saved when its form is sent.
EXPECTED = re.compile(r"status of 4|htmx:(sendAbort|afterRequest)")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium from the system. Absent on a developer's machine it skips; in CI it must be there."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None and not os.environ.get("CI"):
        pytest.skip("no chromium on the path: install it to test the pages")
    assert path, "CI must have chromium on the path"
    with pytest.MonkeyPatch.context() as patch:
        # Playwright runs a loop of its own in this thread; Django then refuses its database without this.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        with sync_playwright() as playwright:
            opened = playwright.chromium.launch(
                executable_path=path, args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
            )
            expect.set_options(timeout=PATIENCE)
            yield opened
            opened.close()


class Tab:
    """A tab for files: what its page said in the console, its errors, and its requests for anything else."""

    def __init__(self, browser: Browser, width: int, scheme: Any, **options: Any) -> None:
        self.wrong: list[str] = []
        size = {"width": width, "height": 900}
        self._context = browser.new_context(viewport=size, color_scheme=scheme, **options)
        self.page = self._context.new_page()
        self.page.on("console", lambda one: self.wrong.append(f"console {one.type}: {one.text}"))
        self.page.on("pageerror", lambda error: self.wrong.append(f"error: {error}"))
        self._context.route("**/*", self._only_the_page)

    def _only_the_page(self, one: Any) -> None:
        url = one.request.url
        if url.startswith(("blob:", "data:")) or (url.startswith("file:") and one.request.is_navigation_request()):
            one.continue_()
        else:
            self.wrong.append(f"request: {url}")
            one.abort()

    def leave(self) -> None:
        """Leave the page, with nothing that was done to it."""
        self.page.emulate_media(media="null")
        self.page.goto("about:blank")
        self._context.clear_cookies()


@pytest.fixture(scope="session")
def tabs() -> dict[tuple[Any, ...], list[Tab]]:
    """Tabs that no test uses, by their options: a new one takes half a second of the processor."""
    return {}


@pytest.fixture
def open_file(browser: Browser, tabs: dict[tuple[Any, ...], list[Tab]]) -> Iterator[Callable[..., Page]]:
    """`open_file(path, "#part", width=375, scheme="dark")`: the page of a file, in a tab of its own, options as
    for a context. Fails at the end on a message of the console, an error or a request for anything else.
    """
    used: list[tuple[tuple[Any, ...], Tab]] = []

    def opened(path: Path, where: str = "", *, width: int = 1280, scheme: str = "light", **options: Any) -> Page:
        key = (width, scheme, *sorted(options.items()))
        free = tabs.get(key)
        tab = free.pop() if free else Tab(browser, width, scheme, **options)
        used.append((key, tab))
        tab.page.goto(path.as_uri() + where)
        return tab.page

    yield opened
    for _key, tab in used:
        tab.leave()
    wrong = [one for _key, tab in used for one in tab.wrong]
    for key, tab in used:
        tab.wrong.clear()
        tabs.setdefault(key, []).append(tab)
    assert wrong == []


@pytest.fixture
def visit(browser: Browser, live_server: Any) -> Iterator[Visit]:
    """`visit("member", "/mine/")`: the page as somebody ("" is a visitor), options as for a context. Fails at the
    end on a message of the console, which tells of broken policies too, or an error of a script.
    """
    from django.test import Client

    from tests.people import person

    wrong: list[str] = []
    contexts: list[Any] = []

    def opened(who: str, address: str, **options: Any) -> Page:
        context = browser.new_context(**options)
        contexts.append(context)
        if who:
            client = Client()  # one of its own: a second person's sign-in ends the session of the first
            client.force_login(person(who))
            context.add_cookies(
                [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
            )
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda said: None if EXPECTED.search(said.text) else wrong.append(said.text))
        page.goto(live_server.url + address)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert wrong == [], wrong


def go(page: Page, *names: str) -> None:
    """Follow links by their names, in the order given; the first stands on the page of places."""
    page.locator("header a[href='/explore/']").click()
    for name in names:
        # The inbox says after its name how much waits there.
        page.get_by_role("link", name=re.compile(rf"^{re.escape(name)}( \d+ .*)?$")).first.click()


# Waits for every picture on the screen.
_LOADED = """Promise.all([...document.images].filter((one) => one.getBoundingClientRect().top < innerHeight)
  .map((one) => one.complete || new Promise((come) => { one.onload = one.onerror = () => come(true); })))"""
# What a screenshot leaves behind: a swap of htmx would copy it, which the policy of the page refuses.
_TIDY = "document.querySelectorAll('[style=\"\"]').forEach((one) => one.removeAttribute('style'))"


def shot(page: Page, name: str) -> None:
    """A picture of what is on the screen for docs/, where they are asked for: see ACTIONLINES_SCREENSHOTS."""
    folder = os.environ.get("ACTIONLINES_SCREENSHOTS")
    if not folder:
        return
    page.evaluate(_LOADED)
    taken = page.screenshot(animations="disabled")
    page.evaluate(_TIDY)
    assert len(taken) < LARGEST, f"{name} has {len(taken)} bytes"
    path = Path(folder) / f"{name}.png"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(taken)
