"""The copy opened from the disk in a browser: its search finds records, its policy lets everything work."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from actionlines.register.site.static_copy import visit as visiting
from actionlines.register.site.static_copy.write import write
from tests.browsing import DESK, PHONE
from tests.indexed import reindex
from tests.register.site.api.world import published
from tests.register.site.static_copy.test_copy import FRAMEWORK
from tests.register.site.walking import wrong_with
from tests.some import first

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("language", first(["en", "ar"]))
def test_it_opens_from_the_disk_and_is_searched(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.setattr(visiting, "PAGES", visiting.PAGES - FRAMEWORK)
    published(title="Éducation numérique for islands")
    published(title="任务授权 of others")
    reindex()
    write(tmp_path / "copy", language)
    page = browser.new_page(viewport=DESK)
    said: list[str] = []
    page.on("console", lambda one: said.append(one.text))
    page.on("pageerror", lambda one: said.append(str(one)))
    page.goto((tmp_path / "copy" / "index.html").as_uri())
    page.locator("header input[type=search]").fill("EDUCATION isl")
    page.keyboard.press("Enter")
    expect(page.locator("#copy-found a")).to_have_text("Éducation numérique for islands")
    page.locator("#copy-q").fill("授")
    expect(page.locator("#copy-found a")).to_have_text("任务授权 of others")
    page.locator("#copy-q").fill("zzqxv")
    expect(page.locator("#copy-found a")).to_have_count(0)
    expect(page.locator("#copy-status")).not_to_have_text("")
    page.locator("#copy-q").fill("islands")
    page.locator("#copy-found a").click()
    expect(page.locator("h1")).to_have_text("Éducation numérique for islands")
    assert said == []  # from here on the checker asks for style sheets, which the policy refuses
    page.set_viewport_size(PHONE)
    for name in ("index.html", "search/index.html?q=islands", "activities/index.html", "copy/index.html"):
        page.goto(f"{(tmp_path / 'copy').as_uri()}/{name}")
        assert wrong_with(page, language) == [], name
    page.close()
