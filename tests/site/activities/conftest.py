"""A real headless Chromium on a running site."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.people import person


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
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
            yield opened
            opened.close()


@pytest.fixture
def visit(chromium: Browser, live_server: Any, client: Any) -> Iterator[Callable[..., Page]]:
    """Open an address as somebody; fails at the end on a message of the console or an error of a script."""
    wrong: list[str] = []
    contexts: list[Any] = []

    def opened(who: str, address: str, **options: Any) -> Page:
        client.force_login(person(who))
        context = chromium.new_context(**options)
        contexts.append(context)
        context.add_cookies(
            [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
        )
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        # The browser itself reports an answer of 409 or 422; the page says what it means.
        page.on("console", lambda said: None if "status of 4" in said.text else wrong.append(said.text))
        page.goto(live_server.url + address)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert wrong == []
