"""Eight people, each from the front page to the end of a task, in two of the six languages, without typing an address.

Every click is counted: MOST says how many a task may take until a moment that `Walk.reach` names.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Download, Locator, Page, expect

from actionlines.framework import load
from actionlines.register.activities.models import Activity
from actionlines.register.consultations.models import Comment, Consultation
from actionlines.register.mandates.batches import confirm_all
from actionlines.register.mandates.models import Mandate, Progress
from actionlines.register.people.models import User
from actionlines.register.standings.models import Standing
from tests.browsing import DESK, PHONE, Visit, shot
from tests.indexed import reindex
from tests.people import organisation, person
from tests.register.consultations.samples import consultation
from tests.register.mandates.samples import instrument, text

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.django_db(transaction=True)]
WORDS = """1. Requests the WSIS action line facilitators to develop road maps for their action lines by 30 June 2027;
2. Invites Member States to connect every school to the Internet by 31 December 2030;
3. Invites the International Telecommunication Union to map the villages without a mast by 31 March 2028;
"""
SYMBOL = "A/RES/80/903"
LOCALES = {"ar": "ar", "en": "en-GB", "es": "es-ES", "fr": "fr-FR", "ru": "ru-RU", "zh-hans": "zh-CN"}
# Clicks from the front page until a moment of a task.
MOST = {"asked": 2, "table": 2, "answered": 4, "form": 4, "commented": 3, "figures": 4, "cited": 6, "invited": 6}


@dataclass
class Walk:
    """A page, the language it is read in, and the clicks so far; what is typed is not counted."""

    page: Page
    language: str
    pictures: bool
    clicks: int = 0

    def click(self, target: str | Locator) -> None:
        """Click on the first that is meant; what is folded over it is opened by a click of its own."""
        item = (self.page.locator(target) if isinstance(target, str) else target).first
        folded = item.locator("xpath=ancestor::details[not(@open)]")
        while folded.count():  # the outermost first: a summary inside what is closed cannot be seen
            folded.first.locator("> summary").click()
            self.clicks += 1
        item.click()
        self.clicks += 1

    def download(self, target: str) -> Path:
        """Click on a file, and return where it is."""
        with self.page.expect_download() as waiting:
            self.click(target)
        file: Download = waiting.value
        return Path(file.path())

    def reach(self, moment: str, picture: str = "") -> None:
        """Say that a moment is reached: in so many clicks, in the reader's language, within the width of the page."""
        assert self.clicks <= MOST[moment], (moment, self.clicks)
        print(f"{moment}: {self.clicks} clicks ({self.language})")
        html = self.page.locator("html")
        expect(html).to_have_attribute("lang", self.language)
        expect(html).to_have_attribute("dir", "rtl" if self.language == "ar" else "ltr")
        assert self.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        if picture and self.pictures:
            shot(self.page, picture)


def asked_of_itu(walk: Walk) -> None:
    walk.page.fill("#who", "ITU")
    walk.click(".chooser button")
    walk.page.wait_for_url("**/itu/")
    expect(walk.page.locator("section[aria-labelledby=asked]")).to_contain_text("Map the villages without a mast")
    walk.reach("asked", "officer-asked")
    assert walk.download(".papers a[href*='as=xlsx']").read_bytes().startswith(b"PK")
    walk.reach("table")
    walk.click(walk.page.locator("main h3 a", has_text="Map the villages without a mast"))
    walk.page.wait_for_url("**/mandates/**")
    if walk.pictures:
        shot(walk.page, "officer-mandate")


def answer(walk: Walk, ask: str, first: str = "", last: str = "") -> Progress:
    walk.click(".waits a[href='/work/answers/']")
    row = walk.page.locator(".results li", has_text=ask)
    if walk.pictures and first:
        shot(walk.page, first)
    walk.click(row.locator("a[href$='/progress/']"))
    walk.page.fill("#id_text", "A first map is public, and the second is being drawn.")
    walk.click("input[name=evidence_kind][value=link]")
    walk.page.fill("#id_url", "https://example.org/map")
    walk.click("form.record button.primary")
    walk.page.wait_for_url("**/mandates/A/**")
    expect(walk.page.locator("main .note")).to_contain_text("A first map is public")
    walk.page.locator("#answers").evaluate("one => one.scrollIntoView({block: 'start'})")
    walk.reach("answered", last)
    return Progress.objects.get()


def answer_for_a_line(walk: Walk) -> None:
    bodies = {row.body for row in load().facilitators if row.action_line == "C7-elearning"}
    assert answer(walk, "Develop road maps", last="facilitator-answered").answers_for in bodies


def answer_for_a_country(walk: Walk) -> None:
    assert answer(walk, "Connect every school", first="ministry-waits").answers_for == "SEN"
    walk.click(".menu.account a[href='/for/mine/']")
    walk.page.wait_for_url("**/SEN/")
    row = walk.page.locator(".mandate-row", has_text="Connect every school")
    expect(row.locator("a[href$='/progress/']")).to_have_count(0)
    if walk.pictures:
        shot(walk.page, "ministry-country")


def submit_an_activity(walk: Walk) -> None:
    page = walk.page
    walk.click("main a[href='/activities/new/']")
    page.fill("#f-title", "Letters by boat")
    walk.click("#activity button.primary")
    page.wait_for_url("**/edit/")
    walk.reach("form", "organisation-form")
    fields = {
        "#f-summary": "A boat brings letters and a modem to the villages of the lake, and people learn to use both.",
        "#f-description": "Two teachers stay a week in each village.",
        "#f-organisation": "Village Network Trust", "[name=places-0-name]": "KEN", "#f-starts_on": "2026-02-01",
        "#f-contact_name": "Office of the boat", "#f-contact_email": "boat@example.org",
    }  # fmt: skip
    for field, words in fields.items():
        page.fill(field, words)
    page.select_option("#f-language", "en")
    page.locator("[id^='yes-concept']").first.click()
    page.wait_for_load_state("networkidle")  # what was typed is saved
    page.click(".bar button.primary")
    page.wait_for_url(lambda address: not address.endswith("/edit/"))
    assert Activity.objects.get().status == "submitted"


def comment_on_a_paragraph(walk: Walk) -> None:
    walk.click(f"main a[href='{Consultation.objects.get().get_absolute_url()}']")
    walk.click("#p1 a.say")
    walk.page.fill("#id_text", "Say in which year.")
    walk.page.select_option("#id_stakeholder", "government")
    if walk.pictures:
        walk.page.evaluate("scrollTo(0, 0)")
        shot(walk.page, "delegate-comment")
    walk.click(".say-panel button.primary")
    expect(walk.page.locator(".notice.good")).to_be_visible()
    walk.reach("commented")
    assert Comment.objects.get().place.anchor == "1"


def take_figures_along(walk: Walk) -> None:
    walk.click("main a[href='/progress/']")
    walk.click("main a[href^='/progress/series/']")
    if walk.pictures:
        shot(walk.page, "analyst-series")
    table = walk.download("main a[href*='.csv?']").read_text("utf-8-sig")
    walk.reach("figures")
    assert "68.7" in table and "2023" in table  # the value in the middle of five countries


def cite_a_mandate(walk: Walk) -> None:
    page = walk.page
    page.fill("#find", SYMBOL)
    page.keyboard.press("Enter")
    walk.click(f"main a[href^='/instruments/{SYMBOL}']")
    walk.click("main a[href^='/mandates/?instrument=']")
    walk.click(f"main h2 a[href='/mandates/{SYMBOL}/2/'], main h3 a[href='/mandates/{SYMBOL}/2/']")
    expect(page.locator("main")).to_contain_text("connect every school")
    if walk.pictures:
        shot(page, "researcher-mandate")
    assert SYMBOL in walk.download("a[href*='cite.bib']").read_text("utf-8")
    walk.reach("cited")


def invite_an_officer(walk: Walk) -> None:
    walk.click(".menu.account a[href='/explore/#g-admin']")
    walk.click("main a[href='/people/']")
    walk.click("main a[href='/people/invitations/']")
    walk.page.fill("#id_email", "new.officer@example.org")
    walk.page.locator("[name=role]").first.select_option("reviewer")
    walk.page.locator("[name=scope]").first.fill("Kenya")
    walk.click("form[action$='/invite/'] button.primary")
    expect(walk.page.locator("main table")).to_contain_text("new.officer@example.org")
    walk.reach("invited", "administrator-invitations")
    assert User.objects.get(email="new.officer@example.org").roles.get().scope == "KEN"
    for address, picture in (("/state/", "administrator-state"), ("/settings/", "administrator-settings")):
        walk.click("header a[href='/explore/']")
        walk.click(f"main a[href='{address}']")
        walk.page.wait_for_url(f"**{address}")
        if walk.pictures:
            shot(walk.page, picture)


Task = Callable[[Walk], None]
# who -> (account, its scope, task, its languages, size of the page)
PEOPLE: dict[str, tuple[str, str, Task, tuple[str, str], dict[str, int]]] = {
    "officer": ("", "", asked_of_itu, ("en", "zh-hans"), DESK),
    "facilitator": ("reviewer", "C7-elearning", answer_for_a_line, ("en", "ar"), DESK),
    "ministry": ("focal", "SEN", answer_for_a_country, ("fr", "es"), DESK),
    "organisation": ("member", "", submit_an_activity, ("es", "ru"), DESK),
    "delegate": ("stranger", "", comment_on_a_paragraph, ("ru", "zh-hans"), DESK),
    "analyst": ("", "", take_figures_along, ("zh-hans", "fr"), DESK),
    "researcher": ("", "", cite_a_mandate, ("ar", "en"), PHONE),
    "administrator": ("administrator", "", invite_an_officer, ("fr", "ru"), DESK),
}


def test_every_language_has_its_journeys() -> None:
    assert {language for *_, languages, _size in PEOPLE.values() for language in languages} == LOCALES.keys()


@pytest.fixture
def register() -> None:
    """A resolution with three asks, an open consultation, figures of five countries, an organisation."""
    made = instrument(text("80/903", "Road maps and schools", WORDS))
    confirm_all(person("secretariat"), [(row, None) for row in Mandate.objects.filter(instrument=made)])
    consultation("secretariat", lines=["C2"])
    organisation()
    for place, area in enumerate(("KEN", "SEN", "FRA", "PER", "CHN")):
        Standing.objects.create(
            area=area, series="IT_USE_ii99", indicator="sdg:17.8.1", name="People using the Internet", unit="percent",
            concepts=["sdg:17.8", "C2"], years=[2015, 2019, 2023], values=[17.6, 40.0 + place, 66.7 + place], aim=100.0,
            lag=0.4, source="ITU",
        )  # fmt: skip
    reindex()


@pytest.mark.parametrize(
    ("who", "language"), [(who, language) for who, (*_, languages, _) in PEOPLE.items() for language in languages]
)
def test_a_journey_from_the_front_page_to_the_end_of_a_task(visit: Visit, register: None, who: str, language: str):
    account, scope, task, languages, size = PEOPLE[who]
    if scope:
        person(account).roles.update(scope=scope)
    page = visit(account, "/", locale=LOCALES[language], viewport=size)
    task(Walk(page, language, pictures=language == languages[0]))
