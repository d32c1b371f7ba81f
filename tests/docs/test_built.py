"""The built site: search works in pages that are opened from a folder, and finds the how-to first."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.long
@pytest.mark.browser
def test_search_works_from_the_folder(browser: Browser, tmp_path: Path) -> None:
    mkdocs = [Path(sys.executable).with_name("mkdocs"), "build", "--quiet", "--strict", "--site-dir", tmp_path]
    subprocess.run(mkdocs, cwd=ROOT, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"}, check=True, timeout=600)
    page = browser.new_page()
    try:
        foreign: list[str] = []
        page.on("request", lambda request: foreign.append(request.url) if "file:" not in request.url else None)
        page.goto((tmp_path / "index.html").as_uri())
        guides = {"confirm a mandate": "how-to/follow-up-a-resolution", "road map": "how-to/write-a-road-map"}
        for question, first in guides.items():
            page.click(".md-search__input")
            page.fill(".md-search__input", "")
            page.keyboard.type(question)
            link = page.locator("a.md-search-result__link").first
            link.wait_for()
            page.wait_for_function(
                "start => document.querySelector('a.md-search-result__link').href.includes(start)", arg=first
            )
        assert foreign == []
    finally:
        page.close()
