"""The page: read by a parser and in a real browser."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from tests.papers.paper.sample import ORDER

Made = dict[tuple[str, str], bytes]


@pytest.mark.parametrize("name", [*ORDER, "hostile"])
def test_every_link_within_the_page_leads_somewhere(made: Made, name: str) -> None:
    tree = HTMLParser(made[name, "html"])
    ids = Counter(node.attributes["id"] for node in tree.css("[id]"))
    assert max(ids.values()) == 1
    targets = [node.attributes["href"] for node in tree.css("a[href^='#']")]
    assert len(targets) > 20
    assert {target[1:] for target in targets if target} <= ids.keys()


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("ar", "rtl"), ("zh", "ltr")])
def test_language_and_direction(made: Made, language: str, direction: str) -> None:
    html = HTMLParser(made[language, "html"]).css_first("html")
    assert (html.attributes["lang"], html.attributes["dir"]) == (language, direction)


def test_tables_captions_and_numbers(made: Made) -> None:
    tree = HTMLParser(made["en", "html"])
    assert [node.text() for node in tree.css("figcaption b")] == ["Table 1. ", "Figure 1. ", "Table 2. "]
    assert [node.text() for node in tree.css("main h2, main h3")][:4] == [
        "1 What was asked",
        "1.1 Of Member States",
        "2 Targets, indicators and metrics",
        "2.1 Gaps",
    ]
    assert HTMLParser(made["ar", "html"]).css_first("blockquote[lang='en'][dir='ltr']") is not None


def test_nothing_hostile_becomes_markup(made: Made) -> None:
    page = made["hostile", "html"].decode()
    tree = HTMLParser(page)
    assert tree.css("script") == []
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page and "{{7*7}}" in page
    assert not re.search(r"href=\"(?!#|https?:|/)", page)
    assert "\u202e" not in page and "\x00" not in page


@pytest.fixture
def open_paper(open_file: Any, made: Made, tmp_path: Path) -> Any:
    """Open a paper by name."""

    def opened(name: str, width: int, scheme: str = "light") -> Page:
        path = tmp_path / f"{name}.html"
        path.write_bytes(made[name, "html"])
        return open_file(path, width=width, scheme=scheme)

    return opened


@pytest.mark.browser
@pytest.mark.long
@pytest.mark.parametrize(("name", "width", "scheme"), [
    ("en", 1280, "light"), ("en", 1280, "dark"), ("ar", 1280, "light"), ("ar", 375, "dark"), ("zh", 375, "light"),
    ("hostile", 375, "light"),
])  # fmt: skip
def test_axe_finds_nothing_and_nothing_sticks_out(open_paper: Any, name: str, width: int, scheme: str) -> None:
    module = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed"
    )
    page = open_paper(name, width, scheme)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    found = module.Axe().run(page).response["violations"]
    assert [(one["id"], [node["target"] for node in one["nodes"]]) for one in found] == []


@pytest.mark.browser
def test_a_number_leads_to_its_source(open_paper: Any) -> None:
    page = open_paper("en", 1280)
    page.get_by_role("link", name="12", exact=True).first.click()
    assert page.locator("#x-1").is_visible()  # the list of facts opens by itself
    page.get_by_role("link", name="1", exact=True).first.click()
    assert page.url.endswith("#e-1")


@pytest.mark.browser
def test_print_keeps_headings_of_tables(open_paper: Any) -> None:
    page = open_paper("en", 1280)
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.querySelector('thead')).display") == "table-header-group"
    assert page.evaluate("getComputedStyle(document.querySelector('tbody tr')).breakInside") == "avoid"
