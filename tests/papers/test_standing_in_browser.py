"""Where a country stands, in a real browser."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from actionlines.papers.follow_up.page import index_html
from actionlines.papers.words import words
from tests.papers.test_standing import FIGURES, made

pytestmark = pytest.mark.browser
# Both languages, the narrowest and the widest window at first.
OTHERS = [("en", 375), ("ar", 1280), ("en", 768), ("ar", 768)]
WAYS = [("ar", 375), ("en", 1280), *(pytest.param(*way, marks=pytest.mark.long) for way in OTHERS)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("standing")
    (path / "figures.csv").write_text(FIGURES)
    found = made(path / "figures.csv")
    for language in ("en", "ar"):
        (path / f"{language}.html").write_bytes(index_html(found, words(language)))
    return path


def test_the_number_of_an_indicator_opens_its_evidence_and_keeps_the_address(
    open_file: Callable[..., Page], folder: Path
) -> None:
    page = open_file(folder / "en.html", "#view=standing")
    link = page.locator('a[data-indicator="sdg:4.a.1"]').first
    link.focus()
    page.keyboard.press("Enter")
    evidence = page.locator('[id="ind-sdg:4.a.1"]')
    expect(evidence.get_by_role("rowheader", name="Linear projection")).to_be_visible()
    expect(evidence.locator("summary")).to_be_focused()
    assert page.url.endswith("#view=standing")
    page.locator("#view-standing a", has_text="para. 2").first.click()
    expect(page.locator("#view-read")).to_be_visible()


@pytest.mark.parametrize(("language", "width"), WAYS)
def test_it_fits_every_width_and_has_no_faults_for_assistive_technology(
    open_file: Callable[..., Page], folder: Path, language: str, width: int
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = open_file(folder / f"{language}.html", "#view=standing", width=width)
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    found = Axe().run(page)
    assert [(one["id"], [n["html"][:160] for n in one["nodes"]][:3]) for one in found.response["violations"]] == []


def test_without_scripts_the_links_lead_to_the_evidence(open_file: Callable[..., Page], folder: Path) -> None:
    page = open_file(folder / "en.html", java_script_enabled=False)
    page.locator('a[data-indicator="sdg:4.a.1"]').first.click()
    assert page.url.endswith("#ind-sdg:4.a.1")
