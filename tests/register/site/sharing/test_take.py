"""One menu of what can be taken along, on every kind of page; it works without a script and by keyboard."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from playwright.sync_api import expect
from selectolax.lexbor import LexborHTMLParser, LexborNode

from tests.browsing import PHONE
from tests.indexed import reindex
from tests.people import organisation
from tests.register.consultations.samples import consultation
from tests.register.mandates.samples import instrument
from tests.register.search.samples import published
from tests.register.site.concepts.samples import standing

pytestmark = pytest.mark.django_db


@pytest.fixture
def addresses() -> dict[str, str]:
    """Name -> address of a page of each kind."""
    made, activity, asked = instrument(), published("Radio"), consultation()
    for area in ("KEN", "NGA", "UGA", "TZA", "RWA", "world"):
        standing(area, series="USE", indicator="sdg:17.8.1", years=[2019, 2023], values=[20.0, 40.0], unit="percent")
    reindex()
    return {
        "mandates": "/mandates/?body=itu&status=proposed",
        "activities": "/activities/",
        "organisations": "/organisations/",
        "instrument": made.get_absolute_url(),
        "mandate": made.mandates.first().get_absolute_url(),
        "activity": activity.get_absolute_url(),
        "body": "/itu/",
        "line": "/C7-elearning/",
        "country": "/KEN/",
        "organisation": organisation(name="Village Trust").get_absolute_url(),
        "goal": "/goals/4/",
        "series": "/progress/series/USE/",
        "compare": "/progress/compare/?area=KEN&area=NGA",
        "consultation": asked.get_absolute_url(),
    }


def menu_of(address: str) -> LexborNode:
    page = LexborHTMLParser(Client().get(address).content.decode())
    menus = page.css("#take")
    assert len(menus) == 1, address
    return menus[0]


def test_each_kind_of_page_has_one_menu(addresses: dict[str, str]) -> None:
    for name, address in addresses.items():
        menu = menu_of(address)
        assert menu.tag == "details" and menu.css_first("summary").text() == "Download and share", name
        assert menu.css("[data-print]") and menu.css_first("#take-address").attributes["value"], name


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("mandates", {"as=xlsx", "as=docx", "as=csv", "as=json", "feeds/mandates.atom", "calendar.ics", "embed"}),
        ("activities", {"as=xlsx", "as=docx", "as=csv", "as=json", "feeds/activities.atom"}),
        ("organisations", {"as=xlsx", "as=csv", "as=json"}),
        ("mandate", {"cite.bib", "cite.ris", "cite.marcxml", ".json", "embed"}),
        ("country", {"as=xlsx", "as=docx", "figures.csv?area=KEN", "figures.parquet?area=KEN", "cite/KEN.bib"}),
        ("body", {"as=xlsx", "as=docx", "feeds/mandates.atom", "calendar.ics"}),
        ("series", {"figures.csv?series=USE", "figures.parquet?series=USE", "chart.bib"}),
        ("compare", {"as=csv", "as=xlsx", "as=json"}),
        ("consultation", {"as=docx", "as=xlsx", ".json", "feed"}),
    ],
)
def test_the_menu_holds_what_its_page_gives_and_each_address_answers(
    addresses: dict[str, str], name: str, wanted: set[str]
) -> None:
    menu = menu_of(addresses[name])
    html = menu.html or ""
    assert not [part for part in wanted if part not in html]
    for link in menu.css("a[href]:not([href^=mailto])"):
        href = str(link.attributes["href"])
        path = addresses[name].partition("?")[0] + href if href.startswith("?") else href
        answer = Client().get(path)
        assert answer.status_code == 200, path
        b"".join(answer.streaming_content if answer.streaming else [])  # reading it to the end closes it


def test_links_keep_the_filters_of_the_list(addresses: dict[str, str]) -> None:
    menu = menu_of(addresses["mandates"])
    for link in menu.css("ul a"):
        assert re.search(r"\?.*body=itu", str(link.attributes["href"])), link.html


def test_what_is_asked_of_a_body_is_two_clicks_from_the_front_page(addresses: dict[str, str]) -> None:
    answer = Client().get("/for/?q=ITU")
    assert answer["Location"] == "/itu/"
    page = LexborHTMLParser(Client().get("/itu/").content.decode())
    papers = [link.text() for link in page.css(".papers a[download]")]
    assert papers in ([], ["Table for a meeting (XLSX)", "Table for a meeting (DOCX)"])


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_on_a_phone_the_list_stays_where_it_is_and_the_menu_works_by_keyboard(visit, addresses) -> None:
    page = visit("", "/mandates/?status=proposed", viewport=PHONE)
    before = page.locator("#listing").bounding_box()["y"]
    page.locator("#take > summary").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#take .take-box")).to_be_visible()
    assert page.locator("#listing").bounding_box()["y"] == before < 280
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.keyboard.press("Escape")
    expect(page.locator("#take .take-box")).to_be_hidden()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_menu_follows_the_filters_and_what_is_folded_is_printed(visit, addresses) -> None:
    page = visit("", "/mandates/?status=proposed")
    page.get_by_label("Words").fill("masts")
    page.get_by_label("Words").press("Enter")
    page.wait_for_url("**q=masts**")
    page.locator("#take > summary").click()
    link = page.get_by_role("link", name="Table for a meeting (XLSX)")
    expect(link).to_have_attribute("href", re.compile("q=masts"))
    page.locator("#take summary", has_text="Cite").click()
    expect(page.get_by_role("button", name="Copy").first).to_be_visible()
    page.keyboard.press("Escape")
    page.goto(page.url.partition("/mandates/")[0] + addresses["country"])
    page.emulate_media(media="print")
    expect(page.locator("#take")).to_be_hidden()
    expect(page.locator("nav.nav-main")).to_be_hidden()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.evaluate("[...document.querySelectorAll('main details:not(.menu, .menu *)')].every((one) => one.open)")
