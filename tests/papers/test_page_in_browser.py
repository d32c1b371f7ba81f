"""The page in a real browser: filters, paragraph beside row, keyboard, phone, dark, print, right to left."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from actionlines.papers.words import LANGUAGES, PLURALS, plural_form

Opener = Callable[..., Page]

pytestmark = pytest.mark.browser


def rows(page: Page) -> list[str]:
    """The text of each row of the list of mandates."""
    return page.locator("#mandates-table tbody tr.pick").all_inner_texts()


def test_the_list_shows_every_mandate(open_page: Opener) -> None:
    page = open_page("sample")
    assert page.title() == "Mandates · Follow-up of 2 documents"
    expect(page.locator("#found")).to_have_text("5 mandates")
    assert len(rows(page)) == 5
    assert page.locator("img").count() == 0  # the hostile words stayed words


def test_filters_narrow_the_list_and_live_in_the_address(open_page: Opener) -> None:
    page = open_page("sample")
    page.get_by_role("checkbox", name="Secretary-General").check()
    expect(page.locator("#found")).to_have_text("2 of 5 mandates")
    page.locator("#f-to").fill("2027-12-31")
    expect(page.locator("#found")).to_have_text("1 of 5 mandates")
    assert "asked=secretary-general" in page.url
    assert "to=2027-12-31" in page.url
    again = open_page("sample", "#" + page.url.partition("#")[2])
    expect(again.locator("#found")).to_have_text("1 of 5 mandates")
    again.get_by_role("button", name="Clear all filters").click()
    expect(again.locator("#found")).to_have_text("5 mandates")


@pytest.mark.parametrize(
    "where,found",
    [
        ("#q=road+map", 1),  # words of the action
        ("#q=ROAD+sécretary", 1),  # any case, accents aside, all words
        ("#strength=requests", 3),  # one choice
        ("#strength=requests&strength=invites", 4),  # choices of one facet add up
        ("#strength=requests&doc=1", 1),  # facets narrow each other
        ("#from=2028-01-01&to=2028-12-31", 1),  # between two dates
        ("#dated=1", 4),  # any due value, recurring ones too
        ("#made=report", 2),  # what is delivered
        ("#q=nothing+of+the+kind", 0),  # nothing passes
        ("#view=nonsense&page=99&open=999&strength=&sort=x", 0),  # an address made up
    ],
)
def test_addresses(open_page: Opener, where: str, found: int) -> None:
    assert len(rows(open_page("sample", where))) == found


def test_the_search_finds_addressees_as_they_are_written(open_page: Opener) -> None:
    # The report calls the body ITU by its name; the text may call it otherwise.
    page = open_page("worded", "#q=sector+bureaux")
    expect(page.locator("#found")).to_have_text("1 of 5 mandates")
    page.locator("#f-q").fill("sector of no kind")
    expect(page.locator("#found")).to_have_text("0 of 5 mandates")


def test_a_search_opens_no_text(open_page: Opener) -> None:
    page = open_page("sample")
    page.evaluate(
        "window.opened = 0; const find = document.getElementById.bind(document);"
        "document.getElementById = (id) => { opened += id.startsWith('text-') ? 1 : 0; return find(id); }; 0"
    )
    page.locator("#f-q").fill("road")
    expect(page.locator("#found")).to_have_text("1 of 5 mandates")
    assert page.evaluate("opened") == 0
    page.locator("#mandates-table [data-open]").click()
    expect(page.locator("#panel")).to_be_visible()
    assert page.evaluate("opened") > 0


@pytest.mark.parametrize(
    ("where", "part"),
    [
        ("#view=mandates&open=0", "#panel"),
        ("#view=read&read=0", "#text"),
        ("#view=citations&cited=itu:PP/RES/901@2044", "#cited-panel"),
    ],
)
def test_packed_texts_are_shown_as_those_that_are_not(open_page: Opener, where: str, part: str) -> None:
    plain = open_page("sample", where).locator(part)
    expect(plain).to_be_visible()
    expect(plain).not_to_be_empty()
    expect(open_page("packed", where).locator(part)).to_have_text(plain.inner_text(), use_inner_text=True)


def test_a_range_of_dates_that_is_reversed_says_so(open_page: Opener) -> None:
    page = open_page("sample", "#from=2030-01-01&to=2027-01-01")
    expect(page.locator("#mandates-table")).to_contain_text("The range ends before it begins")
    page.locator("#f-from").fill("2001-01-01")
    expect(page.locator("#mandates-table")).to_contain_text("No mandate passes these filters")


def test_what_was_given_twice_stands_beside_its_document(open_page: Opener) -> None:
    page = open_page("worded", "#view=documents")
    expect(page.locator("#view-documents .file").first).to_contain_text(
        "Also given as copies/sample.txt: same content, read once."
    )


def test_the_page_counts_as_the_other_files_do(open_page: Opener) -> None:
    page = open_page("sample")
    numbers = [*range(130), 200, 1001, 1011, 10003]
    rules = "([language, numbers]) => numbers.map((n) => new Intl.PluralRules(language).select(n))"
    for language in LANGUAGES:
        found = [PLURALS[language].index(one) for one in page.evaluate(rules, [language, numbers])]
        assert found == [plural_form(language, number) for number in numbers], language


def test_nothing_found_says_what_to_do(open_page: Opener) -> None:
    page = open_page("sample", "#q=zzz")
    page.locator("#mandates-table").get_by_role("button", name="Clear all filters").click()
    expect(page.locator("#found")).to_have_text("5 mandates")


def test_a_row_opens_its_paragraph_with_marks_beside_it(open_page: Opener) -> None:
    page = open_page("sample")
    page.locator("tr.pick", has_text="road map").click()
    panel = page.locator("#panel")
    expect(panel).to_be_visible()
    expect(panel.locator("h3")).to_have_text("A/RES/99/901, para. 1")
    expect(panel.locator("blockquote .verb")).to_have_text("Requests")  # after 𝒜: offsets count code points
    expect(panel.locator("blockquote .addressee")).to_have_text("Secretary-General")
    assert "".join(panel.locator("blockquote .action").all_inner_texts()) == "submit a road map by 2027"
    expect(panel.locator("blockquote .due")).to_have_text("by 2027")
    table, beside = page.locator("#mandates-table").bounding_box(), panel.bounding_box()
    assert table and beside
    assert table["x"] + table["width"] <= beside["x"]  # beside, never over
    page.go_back()
    expect(panel).to_be_hidden()


def test_a_sub_item_shows_the_words_that_lead_the_list(open_page: Opener) -> None:
    page = open_page("sample", "#q=meet+on")
    page.locator("tr.pick").click()
    lead = page.locator("#panel blockquote.lead")
    expect(lead).to_contain_text("Calls upon:")
    expect(lead.locator(".verb")).to_have_text("Calls upon")


def test_sorting_by_due_date(open_page: Opener) -> None:
    page = open_page("sample")
    page.locator("th button", has_text="Deliverable and due").click()
    expect(page.locator("th[aria-sort=ascending]")).to_have_text(re.compile("due"))
    assert "road map" in rows(page)[0]
    assert "read" in rows(page)[-1]  # no date goes last


def test_download_what_you_see(open_page: Opener) -> None:
    page = open_page("sample", "#q=read+1")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download these rows").click()
    text = Path(download.value.path()).read_bytes().decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text, newline=""))
    assert row["Document"] == "A/RES/99/901"
    assert row["Action"].startswith("read =1+1 </script>")


def test_keyboard_only(open_page: Opener) -> None:
    page = open_page("sample")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.dataset.open"):
            break
    opened = page.evaluate("document.activeElement.dataset.open")
    assert opened == "0"
    page.keyboard.press("Enter")
    expect(page.locator("#panel")).to_be_visible()
    assert page.evaluate("document.activeElement.id") == "panel"
    page.keyboard.press("Escape")
    expect(page.locator("#panel")).to_be_hidden()
    assert page.evaluate("document.activeElement.dataset.open") == opened


def test_typing_keeps_the_place(open_page: Opener) -> None:
    page = open_page("sample")
    page.locator("#f-q").press_sequentially("road map")
    assert page.evaluate("document.activeElement.id") == "f-q"
    expect(page.locator("#found")).to_have_text("1 of 5 mandates")
    page.get_by_role("checkbox", name="requests").focus()
    page.keyboard.press("Space")
    assert page.evaluate("document.activeElement.value") == "requests"


@pytest.mark.parametrize("name", ["sample", "long", "nothing", "bare", "arabic"])
def test_a_phone_never_scrolls_sideways(open_page: Opener, name: str) -> None:
    page = open_page(name, width=375)
    for view in ["mandates", "due", "asked", "citations", "documents", "read"]:
        page.evaluate("where => { location.hash = where; }", f"view={view}&at=1&open=0")
        page.wait_for_timeout(60)
        assert page.evaluate("document.documentElement.scrollWidth") <= 375, view


def test_on_a_phone_the_paragraph_opens_under_its_row(open_page: Opener) -> None:
    page = open_page("sample", width=375)
    expect(page.locator("#filter-form")).to_be_hidden()
    page.locator("#filters > summary").click()
    expect(page.locator("#f-q")).to_be_visible()
    page.locator("tr.pick").nth(1).click()
    expect(page.locator("#panel")).to_be_visible()
    row, panel = page.locator("tr.pick").nth(1).bounding_box(), page.locator("#panel").bounding_box()
    following = page.locator("tr.pick").nth(2).bounding_box()
    assert row and panel and following
    assert row["y"] + row["height"] <= panel["y"] + 1
    assert panel["y"] + panel["height"] <= following["y"] + 1


def test_the_reader_marks_and_explains(open_page: Opener) -> None:
    page = open_page("sample", "#view=read&read=0")
    line = page.locator("#text .line", has_text="keep the register")
    expect(line.locator(".margin a")).to_have_text("2")
    line.locator(".margin a").click()
    panel = page.locator("#read-panel")
    expect(panel).to_contain_text("International Telecommunication Union")
    expect(page.locator("#text table td").first).to_have_text("Year")  # tables stand after their paragraph
    mark = page.locator("#text .mk.action").first
    assert "underline" in mark.evaluate("node => getComputedStyle(node).textDecorationLine")
    page.locator("#r-mandates").uncheck()
    assert "underline" not in mark.evaluate("node => getComputedStyle(node).textDecorationLine")
    page.get_by_role("button", name="Next mandate").click()
    expect(page.locator("#text .line.at")).to_contain_text("read =1+1")
    page.get_by_role("link", name="Show it in the list").click()
    expect(page.locator("#panel h3")).to_have_text("A/RES/99/901, para. 3")


def test_notes_and_tracked_changes_stand_where_they_stood(open_page: Opener) -> None:
    page = open_page("sample", "#view=read&read=0")
    line = page.locator("#text .line", has_text="keep the register").first
    expect(line.locator("ins")).to_have_text("each")
    expect(line.locator("del")).to_have_text("every ")
    expect(line.locator("p")).to_have_text(re.compile("^Invites1 the"))
    line.locator("sup a").click()
    expect(page.locator("#text .line.at")).to_have_text(re.compile("See the register"))


def test_an_arabic_document_runs_from_right_to_left(open_page: Opener) -> None:
    page = open_page("arabic", "#view=read&read=0")
    assert page.locator("#text").evaluate("node => getComputedStyle(node).direction") == "rtl"
    margin = page.locator("#text .line .margin").nth(1).bounding_box()
    text = page.locator("#text .line p").first.bounding_box()
    assert margin and text
    assert margin["x"] >= text["x"] + text["width"] - 1  # the numbers stand on the right
    listed = open_page("arabic", "#open=0")
    assert listed.locator("#panel blockquote").evaluate("node => getComputedStyle(node).direction") == "rtl"
    assert listed.locator("#panel .due").first.evaluate("node => getComputedStyle(node).direction") == "rtl"


def test_the_whole_page_mirrors(open_page: Opener) -> None:
    page = open_page("sample", "#open=0")
    page.evaluate("document.documentElement.dir = 'rtl'")
    filters, panel = page.locator("#filters").bounding_box(), page.locator("#panel").bounding_box()
    assert filters and panel
    assert filters["x"] > panel["x"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280


def test_dark_is_dark(open_page: Opener) -> None:
    light, dark = open_page("sample"), open_page("sample", scheme="dark")
    colour = "getComputedStyle(document.documentElement).backgroundColor"
    assert light.evaluate(colour) != dark.evaluate(colour)


def test_charts_are_drawn_and_lead_to_mandates(open_page: Opener) -> None:
    page = open_page("sample", "#view=asked")
    live = page.locator("#chart-asked .live svg")
    expect(live).to_be_visible()
    live.locator(".mark-rect path").first.click()
    expect(page.locator("#found")).to_have_text("2 of 5 mandates")
    page.go_back()
    with page.expect_download() as download:
        page.locator("#chart-asked [data-take=svg]").click()
    assert b"<svg" in Path(download.value.path()).read_bytes()
    with page.expect_download() as download:
        page.locator("#chart-asked [data-take=png]").click()
    assert Path(download.value.path()).read_bytes().startswith(b"\x89PNG")


def test_without_scripts_the_page_still_tells(open_page: Opener) -> None:
    page = open_page("sample", java_script_enabled=False)
    expect(page.locator("noscript table tbody tr")).to_have_count(5)
    expect(page.locator("#chart-due .static svg")).to_be_visible()
    expect(page.locator("#filters")).to_be_hidden()


def test_long_lists_keep_the_page_small(open_page: Opener) -> None:
    page = open_page("long")
    expect(page.locator("#found")).to_have_text("100 mandates")
    assert len(rows(page)) == 50
    page.locator("[data-pager=page] button", has_text="Next").click()
    expect(page.locator("[data-pager=page]")).to_contain_text("51–100 of 100")
    assert page.evaluate("document.querySelectorAll('*').length") < 4000
    linked = open_page("long", "#open=80")  # an address leads to the right page of the list
    expect(linked.locator("tr[aria-current=true]")).to_be_visible()


def test_print_to_pdf_shows_every_row(open_page: Opener, tmp_path: Path) -> None:
    import pypdfium2

    page = open_page("long")
    page.pdf(path=tmp_path / "page.pdf", prefer_css_page_size=True)
    pdf = pypdfium2.PdfDocument(tmp_path / "page.pdf")
    text = "".join(one.get_textpage().get_text_bounded() for one in pdf)
    assert pdf[0].get_width() > pdf[0].get_height()
    pdf.close()
    assert text.count("submit a road map") >= 20  # all pages of the list, not the one shown
    for heading in ("1 Mandates", "2 What falls due", "3 Who is asked", "4 Citations and versions", "5 Documents"):
        assert heading in text


def test_versions_are_told_with_word_and_mark(open_page: Opener) -> None:
    page = open_page("sample", "#view=citations")
    expect(page.locator(".versions li").first).to_contain_text("Superseded")
    page.locator("[data-cited='A/RES/70/1']").click()
    expect(page.locator("#cited-panel")).to_contain_text("resolution 70/1")


def test_failed_inputs_are_named_on_every_page(open_page: Opener) -> None:
    page = open_page("nothing")
    expect(page.locator(".notice.fail")).to_contain_text("1 input could not be read")
    page.locator(".notice a").click()
    expect(page.locator(".failed li")).to_contain_text("AL105")


@pytest.mark.parametrize("width,scheme", [(375, "dark"), pytest.param(1280, "light", marks=pytest.mark.long)])
def test_axe_finds_nothing(open_page: Opener, width: int, scheme: str) -> None:
    module = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed"
    )
    parts = [
        ("sample", "#open=0"),
        ("sample", "#view=read&read=0&at=1"),
        ("sample", "#view=documents"),
        ("sample", "#view=due"),
        ("sample", "#view=asked"),
        ("sample", "#view=citations&cited=A/RES/70/1"),
        ("arabic", "#view=read&at=1"),
        ("nothing", "#view=documents"),
        ("bare", ""),
        ("in-arabic", "#open=0"),
    ]
    for name, where in parts if width > 700 else parts[:3]:
        page = open_page(name, where, width=width, scheme=scheme)
        page.wait_for_timeout(80)
        result = module.Axe().run(page).response
        told = [
            (one["id"], one["impact"], [node["target"] for node in one["nodes"]][:3]) for one in result["violations"]
        ]
        assert told == [], f"{name}{where}"
        assert {"color-contrast", "document-title", "label"} & {one["id"] for one in result["passes"]}


def test_the_table_shows_verb_strength_deliverable_due_and_report_to(open_page: Opener) -> None:
    row = open_page("sample").locator("tr.pick").first
    expect(row.locator(".c-verb")).to_have_text("request requests")
    expect(row.locator(".c-due")).to_contain_text(re.compile("report.*General Assembly.*Due 2027"))
    asked = row.locator(".c-asked abbr")
    assert (asked.inner_text(), asked.get_attribute("title")) == (
        "Secretary-General",
        "Secretary-General of the United Nations",
    )


def test_symbols_break_after_a_slash(open_page: Opener) -> None:
    link = open_page("sample").locator("tr.pick .c-where a").first
    assert link.inner_html().startswith("<bdi>A/<wbr>RES/<wbr>99/<wbr>901</bdi>, ")


def test_an_arabic_report_runs_from_right_to_left(open_page: Opener) -> None:
    page = open_page("in-arabic", "#open=0")
    assert page.locator("html").get_attribute("lang") == "ar"
    expect(page.locator("#found")).to_have_text("5 ولايات")
    # Names of documents keep their direction among the words of the report.
    for place in ("tr.pick .c-where bdi", "#panel-title bdi", "#next bdi"):
        expect(page.locator(place).first).to_have_text(re.compile("A/RES/99/90[12]|Secretary-General"))
    filters, panel = page.locator("#filters").bounding_box(), page.locator("#panel").bounding_box()
    assert filters and panel
    assert filters["x"] > panel["x"]
    for view in ["due", "asked", "citations", "documents", "read"]:
        page.evaluate("where => { location.hash = where; }", f"view={view}&at=1")
        page.wait_for_timeout(60)
        assert "undefined" not in page.locator("main").inner_text()
