"""An analyst, by keyboard alone: imports a resolution, reads it, confirms a paragraph."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import FileChooser, Page, expect

from actionlines.register.mandates.models import Mandate
from tests.browsing import DESK, PATIENCE, Visit, go, shot
from tests.conftest import SHARED
from tests.register.imports.samples import TEXT

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SAMPLE = Path(__file__).resolve().parents[4] / "examples" / "resolution.pdf"
# Each with its symbol, and a paragraph that asks for something.
FILES = [
    pytest.param(SAMPLE, "A/RES/99/901", "2", id="sample"),
    pytest.param(
        SHARED / "data/documents/pdf/A_RES_80_173.pdf", "A/RES/80/173", "113", id="A/RES/80/173", marks=pytest.mark.long
    ),
]


def tab_to(page: Page, wanted: str, most: int = 150) -> None:
    """Press Tab until the element with this id or name, or with these words, has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        said = page.evaluate(
            "(one => [one.id, one.name, one.localName, one.textContent.trim(), one.getAttribute('href')])"
            "(document.activeElement)"
        )
        if wanted in said:
            return
    raise AssertionError(f"Tab does not reach {wanted}")


def choose_by_key(page: Page, file: Path) -> None:
    """Open the dialogue for files by key and choose one: the dialogue itself cannot be typed into from here."""
    opened: list[FileChooser] = []
    page.on("filechooser", lambda chooser: opened.append(chooser))
    tab_to(page, "file")
    # A browser under load may drop the first dialogue.
    for _ in range(5):
        page.keyboard.press("Space")
        page.wait_for_timeout(200)
        if opened:
            break
        page.wait_for_timeout(2000)
    opened[0].set_files(file)


def picture(page: Page, file: Path, name: str) -> None:
    """Only of our own sample: what others wrote is not ours to show."""
    if file == SAMPLE:
        page.set_viewport_size({"width": 1100, "height": 620})
        shot(page, name)


@pytest.mark.parametrize(("file", "symbol", "paragraph"), FILES)
def test_by_keyboard(visit: Visit, file: Path, symbol: str, paragraph: str) -> None:
    if not file.is_file():
        pytest.skip(f"{file.name} is not beside the checkout")
    page = visit("secretariat", "/", viewport=DESK)
    tab_to(page, "summary")
    page.keyboard.press("Enter")
    for words, to in (("Imports", "/imports/"), ("Import files", "/imports/new/")):
        tab_to(page, words)
        page.keyboard.press("Enter")
        page.wait_for_url(f"**{to}")
    choose_by_key(page, file)
    tab_to(page, "Upload")
    page.keyboard.press("Enter")
    page.wait_for_url("**/imports/batch/*/")
    link = f"/instruments/{symbol}/"
    expect(page.locator(f"main a[href='{link}']").first).to_be_visible(timeout=60_000)
    picture(page, file, "import")
    tab_to(page, link)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{link}")
    page.goto(f"{page.url}?p={paragraph}")  # the part of a long text that holds it
    for _ in range(200):
        page.keyboard.press("n")
        if page.evaluate("document.activeElement.id") == f"p{paragraph}":
            break
    page.keyboard.press("Enter")
    place = page.locator(f"[id='p{paragraph}']")
    expect(place.locator("details.ask").first).to_have_attribute("open", "")
    picture(page, file, "reader")
    page.keyboard.press("c")
    expect(place.locator(".status.confirmed").first).to_be_visible()
    asked = Mandate.objects.filter(instrument__symbol=symbol, paragraph__anchor=paragraph)
    assert "confirmed" in {one.status for one in asked}


@pytest.mark.long
def test_twenty_files_of_a_monday(visit: Visit, tmp_path: Path) -> None:
    """An analyst drops twenty files at once, sees what each holds, and goes on to the proposals of all."""
    files = [SAMPLE]
    for number in range(1, 20):
        files.append(tmp_path / f"A_RES_80_{900 + number}.txt")
        files[-1].write_text(TEXT.replace("80/902", f"80/{900 + number}"), encoding="utf-8")
    page = visit("secretariat", "/", viewport=DESK)
    go(page, "Imports")
    page.get_by_role("link", name="Import files").first.click()
    page.locator("input[type=file]").set_input_files(files)
    # Reading twenty files keeps this server busy: its tasks run within the request.
    page.set_default_timeout(10 * PATIENCE)
    page.get_by_role("button", name="Upload").click()
    page.wait_for_url("**/imports/batch/*/")
    expect(page.get_by_role("link", name="Read the document")).to_have_count(20, timeout=10 * PATIENCE)
    for file in files:
        expect(page.locator(".batch-table")).to_contain_text(file.name)
    page.get_by_role("link", name="Check all proposals of these documents").click()
    expect(page.locator("h1")).to_be_visible()
    waiting = Mandate.objects.filter(status="proposed")
    assert len(set(waiting.values_list("instrument__symbol", flat=True))) == 20
    expect(page.locator("main")).to_contain_text(str(waiting.count()))
