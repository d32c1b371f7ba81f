"""The page in Chromium: silent, self-contained, accessible, in both directions, on a phone, on paper."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from actionlines.papers.progress.model import ProgressReport
from actionlines.papers.progress.page import CARDS, index_html
from actionlines.papers.progress.summary import count_verdicts
from actionlines.papers.progress.words import words
from tests.some import first

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def files(
    report: ProgressReport, written: dict[str, Path], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Path]:
    arabic = tmp_path_factory.mktemp("measure-page") / "arabic.html"
    arabic.write_bytes(index_html(report, words("ar")))
    return {"en": written["index.html"], "ar": arabic}


# Both languages and colours, the narrowest and the widest window at first.
WAYS = [("en", "dark", 1280), ("ar", "light", 375), ("en", "light", 768)]


@pytest.fixture(params=first(WAYS, 2), ids=str)
def page(request: pytest.FixtureRequest, open_file: Callable[..., Page], files: dict[str, Path]) -> Page:
    language, scheme, width = request.param
    return open_file(files[language], width=width, scheme=scheme)


@pytest.mark.parametrize("page", [WAYS[1], pytest.param(WAYS[0], marks=pytest.mark.long)], indirect=True)
def test_axe_finds_nothing(page: Page) -> None:
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_nothing_is_wider_than_the_window(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_every_chart_has_its_table_and_can_be_taken_along(page: Page, tmp_path: Path) -> None:
    charts = page.locator("figure.chart")
    assert charts.count() >= CARDS + 3
    assert page.locator("figure.chart:not(:has(table tbody tr))").count() == 0
    assert page.locator("figure.chart:not(:has(svg))").count() == 0
    first = charts.first
    for kind, start in (("svg", b"<svg"), ("png", b"\x89PNG"), ("csv", b"\xef\xbb\xbf"), ("spec", b"{")):
        with page.expect_download() as download:
            first.locator(f"[data-take={kind}]").click()
        content = Path(download.value.path()).read_bytes()
        assert content.startswith(start) and len(content) > 200
        if kind == "svg":
            assert b"var(--" not in content
        if kind == "spec":
            assert json.loads(content)["$schema"].endswith("v6.json")


def test_a_series_is_found_by_its_words(page: Page) -> None:
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.fill("#find", "rwanda")
    shown = page.locator(".card:visible").evaluate_all("cards => cards.map((one) => one.dataset.words)")
    assert shown and all("Rwanda" in one for one in shown)
    page.fill("#find", "")
    assert page.locator(".card:visible").count() == CARDS


def test_countries_are_found_by_name_indicator_and_class(page: Page) -> None:
    every = page.locator(".country:not([hidden])").count()
    assert every > 10
    page.fill("#country", "rwanda")
    assert page.locator(".country:not([hidden])").evaluate_all("all => all.map((one) => one.id)") == ["c-RWA"]
    page.fill("#country", "")
    page.select_option("#series", index=1)
    rows = page.locator(".country:not([hidden]) tbody tr:not([hidden])")
    assert len(set(rows.evaluate_all("all => all.map((one) => one.dataset.s)"))) == 1
    page.select_option("#series", index=0)
    page.select_option("#class", "too-slow")
    found = page.locator(".country:not([hidden]) tbody tr:not([hidden])")
    assert set(found.evaluate_all("all => all.map((one) => one.dataset.c)")) == {"too-slow"}


def test_the_verdict_matrix_counts_every_country_once(page: Page, report: ProgressReport) -> None:
    for row in count_verdicts(report):
        assert sum(map(len, row.classes.values())) == row.countries
        assert all(sum(counts.values()) == row.countries for counts in row.methods.values())
    first = page.locator("#summary table").first.locator("tbody tr").first.locator("td").all_inner_texts()
    numbers = [int(one) for one in first if one.isdecimal()]
    assert numbers[0] == sum(numbers[1:6])
    assert page.locator("#summary .multiples use").count() == page.locator("#countries svg.k g").count()


def test_without_scripts_everything_can_be_read(open_file: Callable[..., Page], files: dict[str, Path]) -> None:
    page = open_file(files["en"], java_script_enabled=False)
    assert page.locator("figure.chart svg").count() == page.locator("figure.chart").count() >= CARDS + 3
    assert not page.locator("[data-take]").first.is_visible()


def test_it_prints_with_the_tables_open(open_file: Callable[..., Page], files: dict[str, Path]) -> None:
    page = open_file(files["en"])
    before = page.locator("main details[open]").count()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("main details:not([open])").count() == 0
    page.emulate_media(media="print")
    assert not page.locator(".find:visible").count() and not page.locator(".take").first.is_visible()
    assert page.pdf().startswith(b"%PDF")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("main details[open]").count() == before


def test_a_verdict_is_known_without_its_colour(open_file: Callable[..., Page], files: dict[str, Path]) -> None:
    page = open_file(files["en"])
    texts = page.locator(".verdict").all_text_contents()
    assert texts and all(len(one.split()) >= 2 for one in texts)
