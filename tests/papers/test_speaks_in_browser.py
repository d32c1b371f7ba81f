"""What the texts speak to, in a real browser: chips, the words that carried them, filters, the heat map."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

Opener = Callable[..., Page]

pytestmark = pytest.mark.browser


def chips(page: Page, row: int) -> list[str]:
    """The chips of a row of the list."""
    return page.locator("#mandates-table tr.pick").nth(row).locator(".c-aligned li").all_inner_texts()


def underline(mark: Locator) -> str:
    """How the words are underlined: the style of the line beneath them."""
    return str(mark.evaluate("node => getComputedStyle(node).borderBlockEndStyle"))


def test_a_row_shows_at_most_four_chips_with_how_sure_they_are(open_page: Opener) -> None:
    page = open_page("aligned", width=1700)
    shown = page.locator("tr.pick").first.locator(".c-aligned li:visible")
    expect(shown).to_have_count(4)
    assert all(re.search(r"[1-9][0-9]%$", one) for one in shown.all_inner_texts())
    page.locator("tr.pick").first.get_by_role("button", name="1 more").click()
    expect(shown).to_have_count(5)
    assert [one.split("\n")[-1] for one in chips(page, 1)] == ["named", "named"]
    assert chips(page, 2) == []
    chip = page.locator("tr.pick .c-aligned li").first
    assert re.fullmatch(r"C2 .*: Proposed with a probability of \d+%", chip.get_attribute("title") or "")


def test_opening_a_row_shows_all_chips_and_marks_their_words(open_page: Opener) -> None:
    page = open_page("aligned", "#open=0")
    panel = page.locator("#panel")
    expect(panel.locator("button.chip")).to_have_count(5)
    expect(panel.locator("blockquote .mk.al").first).to_be_visible()
    carried = panel.locator("blockquote .mk.al").all_inner_texts()
    assert "broadband" in carried
    assert any("clinic" in one for one in carried)
    assert underline(panel.locator("blockquote .mk.al").first) == "dotted"


def test_choosing_a_chip_by_keyboard_marks_only_its_words_and_says_them(open_page: Opener) -> None:
    page = open_page("aligned", "#open=0")
    panel = page.locator("#panel")
    chip = panel.locator("button.chip", has_text="C2")
    chip.focus()
    page.keyboard.press("Enter")
    expect(chip).to_have_attribute("aria-pressed", "true")
    assert chip.evaluate("node => node === document.activeElement")
    assert panel.locator("blockquote .mk").all_inner_texts() == ["broadband"]
    assert underline(panel.locator("blockquote .mk.strong")) == "double"  # not by colour alone
    expect(panel.get_by_role("status")).to_have_text(re.compile("^C2 .* rests on: “broadband”"))
    other = panel.locator("button.chip", has_text="C7")
    other.click()
    expect(chip).to_have_attribute("aria-pressed", "false")
    assert "clinic" in "".join(panel.locator("blockquote .mk").all_inner_texts())
    page.keyboard.press("Space")  # the same again: all marks come back
    expect(panel.locator("blockquote .mk.action").first).to_be_visible()


def test_filters_for_action_line_and_goal(open_page: Opener) -> None:
    page = open_page("aligned")
    expect(page.locator("#found")).to_have_text("4 mandates")
    page.get_by_role("checkbox", name="C7 E-health").check()
    expect(page.locator("#found")).to_have_text("1 of 4 mandates")
    assert "line=C7-ehealth" in page.url
    goals = open_page("aligned", "#goal=sdg:4&goal=sdg:9")
    expect(goals.locator("#found")).to_have_text("2 of 4 mandates")
    goals.get_by_role("button", name="Clear all filters").click()
    expect(goals.locator("#found")).to_have_text("4 mandates")
    none = open_page("aligned", "#line=C9")
    expect(none.locator("#found")).to_have_text("0 of 4 mandates")
    searched = open_page("aligned", "#q=e-health")
    expect(searched.locator("#found")).to_have_text("1 of 4 mandates")


def test_rows_taken_along_say_what_they_are_aligned_with(open_page: Opener) -> None:
    page = open_page("aligned", "#goal=sdg:4")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download these rows").click()
    text = Path(download.value.path()).read_bytes().decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text, newline=""))
    assert row["Aligned with"] == "SDG 4 (named in the text); SDG 4.a (named in the text)"


def test_the_heat_map_leads_to_its_table_and_the_table_to_the_text(open_page: Opener) -> None:
    page = open_page("aligned", "#view=speaks")
    live = page.locator("#chart-speaks .live svg")
    expect(live).to_be_visible()
    expect(page.locator("#pairs table")).to_be_hidden()
    live.locator(".layer_1_marks text").first.click()
    expect(page.locator("#pairs table")).to_be_visible()
    assert page.evaluate("document.activeElement.id").startswith("pair-C")
    rows = page.locator("#pairs tbody tr")
    expect(rows).to_have_count(4)
    known = page.locator("[id='pair-C7-ehealth~sdg:3']")
    expect(known).to_contain_text("has the link")
    expect(page.locator("[id='pair-C2~sdg:3']")).to_contain_text("new")
    known.locator("a").click()
    expect(page.locator("#text .line.at")).to_contain_text("rural clinic")


def test_what_is_not_spoken_to_is_listed_and_what_could_not_be_aligned_is_said(open_page: Opener) -> None:
    page = open_page("aligned", "#view=speaks")
    part = page.locator("#view-speaks")
    expect(part).to_contain_text("empty.txt: there is no paragraph to align.")
    expect(part).to_contain_text("A/RES/99/902: not aligned, the model does not know its language.")
    expect(part.get_by_text("SDG 14 Life below Water")).to_be_visible()
    bare = open_page("unaligned", "#view=speaks")
    expect(bare.locator("#view-speaks .empty")).to_contain_text("The texts were not aligned: AL501")
    expect(bare.locator("#chart-speaks")).to_have_count(0)
    expect(bare.locator(".c-aligned")).to_have_count(0)


def test_the_reader_has_marks_and_chips_too(open_page: Opener) -> None:
    page = open_page("aligned", "#view=read&read=0")
    line = page.locator("#text .line", has_text="rural clinic")
    expect(line.locator(".aligned")).to_be_hidden()
    page.get_by_label("alignment").check()
    expect(line.locator(".aligned")).to_contain_text("C7 E-health")
    line.locator(".margin a").click()
    panel = page.locator("#read-panel")
    panel.locator("button.chip", has_text="C2").click()
    assert line.locator(".mk").all_inner_texts() == ["broadband"]
    page.locator("#text .line", has_text="keep the minutes").locator(".margin a").click()
    expect(panel).to_contain_text("This paragraph addresses none of them.")
    assert len(line.locator(".mk").all_inner_texts()) > 1  # the paragraph left has its marks again


@pytest.mark.parametrize("name", ["aligned", "aligned-in-arabic", "unaligned"])
def test_a_phone_never_scrolls_sideways(open_page: Opener, name: str) -> None:
    page = open_page(name, width=375)
    for view in ["mandates", "speaks", "read"]:
        page.evaluate("where => { location.hash = where; }", f"view={view}&at=1&open=0")
        page.wait_for_timeout(80)
        assert page.evaluate("document.documentElement.scrollWidth") <= 375, view
        assert "undefined" not in page.locator("main").inner_text()


def test_print_opens_what_is_folded(open_page: Opener, tmp_path: Path) -> None:
    import pypdfium2

    page = open_page("aligned")
    page.pdf(path=tmp_path / "page.pdf", prefer_css_page_size=True)
    pdf = pypdfium2.PdfDocument(tmp_path / "page.pdf")
    text = "".join(one.get_textpage().get_text_bounded() for one in pdf)
    pdf.close()
    assert "4 What the text addresses" in text
    assert "has the link" in text
    assert "SDG 17.19" in text


@pytest.mark.parametrize(
    "width,scheme",
    [(375, "light"), *(pytest.param(1280, scheme, marks=pytest.mark.long) for scheme in ("dark", "light"))],
)
def test_axe_finds_nothing(open_page: Opener, width: int, scheme: str) -> None:
    module = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed"
    )
    parts = [
        ("aligned", "#open=0"),
        ("aligned", "#view=speaks"),
        ("aligned", "#view=read&read=0&at=1"),
        ("aligned-in-arabic", "#view=speaks"),
        ("unaligned", ""),
    ]
    for name, where in parts if width > 700 else parts[1:3]:
        page = open_page(name, where, width=width, scheme=scheme)
        page.wait_for_timeout(80)
        for one in page.locator("button.chip:visible").all()[:1]:
            one.click()
        if where == "#view=speaks":
            page.locator("#pairs > summary").click()
        result = module.Axe().run(page).response
        told = [(one["id"], [node["target"] for node in one["nodes"]][:3]) for one in result["violations"]]
        assert told == [], f"{name}{where}"
