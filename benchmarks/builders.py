"""What the builders of road maps and reports ask of the person who sits before them, in Chromium.

    make demo-data && python -m benchmarks.builders out/demo [--pictures FOLDER]

A facilitator opens an empty road map of C5, includes targets, writes, sets three milestones and submits;
the secretariat publishes. Counted are presses of mouse and keys besides typing. A biennial report is opened
and published. Prints height and controls of the first view, the presses, boxes with a Save of their own, and
machine text in what is published; ends with 1 where a bar is missed.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import Any

from actionlines.register.site.setup import start
from benchmarks.figure import Figure, verdict
from benchmarks.pages import serve

TARGETS, MILESTONES = 8, 3
LONGEST, MOST, PRESSES = 3_500, 45, 60  # pixels, controls, presses
_CONTROLS = """() => [...document.querySelectorAll(
  'main :is(input:not([type=hidden]), button, a, select, textarea, summary, [contenteditable])'
)].filter((one) => one.checkVisibility({ visibilityProperty: true }) && one.getClientRects().length
  && !one.closest('.vh') && one.getAttribute('contenteditable') !== 'false').length"""
_HEIGHT = "() => document.documentElement.scrollHeight"
_SAVES = """() => [...document.querySelectorAll('main form')].filter(
  (one) => one.querySelector('textarea')).length - 1"""


class Hand:
    """A person before a page: each press of a key or the mouse counts, letters do not."""

    def __init__(self, page: Any) -> None:
        self.page, self.presses = page, 0

    def click(self, what: Any) -> None:
        """Press the mouse on something."""
        what.click()
        self.presses += 1

    def write(self, what: Any, text: str) -> None:
        """Press on a field and type."""
        self.click(what)
        what.fill(text)

    def choose(self, what: Any, value: str) -> None:
        """Open a list and press on an entry."""
        what.select_option(value)
        self.presses += 2


def main() -> int:
    """1 when a bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--pictures", type=Path)
    asked = parser.parse_args()
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    os.environ.setdefault("ACTIONLINES_HOSTS", "localhost,127.0.0.1,testserver")
    start(asked.data)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"),
            args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
        )
        base = serve()
        figures = [*road_map(browser, base, asked.pictures), *report(browser, base, asked.pictures)]
        browser.close()
    return verdict(figures)


def opened(browser: Any, base: str, who: str) -> Any:
    """Return a page of the site as an account of the demonstration."""
    from django.test import Client

    from actionlines.register.people.models import User

    client = Client()
    client.force_login(User.objects.get(email=f"{who}@demo.example"))
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": base}])
    page = context.new_page()
    page.set_default_timeout(120_000)
    return page


def pictured(page: Any, folder: Path | None, name: str) -> None:
    """Write pictures of a page at two widths, where a folder for them is given."""
    if folder is None:
        return
    folder.mkdir(parents=True, exist_ok=True)
    for width in (375, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        page.screenshot(path=folder / f"{name}-{width}.png", full_page=True)


def road_map(browser: Any, base: str, pictures: Path | None) -> list[Figure]:
    """Build and publish a road map of C5."""
    page = opened(browser, base, "reviewer-c5")
    hand = Hand(page)
    page.goto(f"{base}/roadmaps/new/?line=C5")
    hand.click(page.get_by_role("button", name="Begin road map"))
    page.wait_for_selector(".sheet")
    height, controls = page.evaluate(_HEIGHT), page.evaluate(_CONTROLS)
    pictured(page, pictures, "road-map-empty")
    hand.write(page.locator("#f-purpose"), "Trust online for everybody, in every country.")
    hand.click(page.locator(".list > summary"))
    ticks = page.locator("#panel .list .item input[name=take]")
    for at in range(TARGETS):
        hand.click(ticks.nth(at))
    for at in range(MILESTONES):
        if at:
            hand.click(page.get_by_role("button", name="Add a milestone"))
        hand.write(page.locator(f"#f-milestones-{at}-what"), f"Guide {'ABC'[at]} published")
        hand.write(page.locator(f"#f-milestones-{at}-due"), f"2027-0{at + 3}-28")
        hand.write(page.locator(f"#f-milestones-{at}-lead"), "ITU")
        hand.presses += 2  # an entry of the names that are offered
        value = page.locator(f"#f-milestones-{at}-serves option").nth(1).get_attribute("value")
        hand.choose(page.locator(f"#f-milestones-{at}-serves"), value)
    page.wait_for_selector("#missing", state="hidden")
    pictured(page, pictures, "road-map-written")
    hand.click(page.get_by_role("button", name="Submit for review"))
    page.wait_for_selector(".actions")
    # Two pairs of eyes: another person publishes.
    other = Hand(opened(browser, base, "secretariat"))
    other.page.goto(page.url)
    other.click(other.page.get_by_role("button", name="Publish road map"))
    other.page.wait_for_selector("text=Published")
    pictured(other.page, pictures, "road-map-published")
    made = _held(int(page.url.rstrip("/").split("/")[-1]))
    return [
        Figure("road map of C5: height at 1280", height, "<=", LONGEST, "px"),
        Figure("road map of C5: controls in view", controls, "<=", MOST),
        Figure("road map of C5: presses to a published one", hand.presses + other.presses, "<=", PRESSES),
        Figure("road map of C5: targets included", made[0], ">=", TARGETS),
        Figure("road map of C5: milestones", made[1], ">=", MILESTONES),
        Figure("road map of C5: machine text in its files", made[2], "<=", 0),
    ]


def _held(number: int) -> tuple[int, int, int]:
    """Return targets, milestones, and machine text in the files of a published road map."""
    from actionlines.register.core.serialise import as_dict
    from actionlines.register.roadmaps.models import RoadMap
    from actionlines.register.roadmaps.papers import made

    record = RoadMap.objects.get(pk=number)
    taken = sum(one["decision"] == "taken" for one in record.items)
    files = {form: made(as_dict(record), form) for form in ("html", "docx")}
    return taken, len(record.milestones), sum(len(_machine(form, body)) for form, body in files.items())


def _machine(form: str, body: bytes) -> list[str]:
    from tests.golden.texts import of_docx, of_html
    from tests.machine_text import machine_text

    text = "\n".join(of_docx(body) if form == "docx" else of_html(body))
    return machine_text(text)


def report(browser: Any, base: str, pictures: Path | None) -> list[Figure]:
    """Open a biennial report, write in two sections, and publish it."""
    from actionlines.register.people.models import User
    from actionlines.register.reports import actions as act
    from actionlines.register.reports.builds import build, file_of
    from actionlines.register.reports.models import Report, ReportBuild

    author, other = (User.objects.get(email=f"{one}@demo.example") for one in ("secretariat", "administrator"))
    given = {"since": "2025", "until": "2026"}
    made = act.CreateReport(author, type="biennial", parameters=given, fields={"language": "en"}).do()
    _built(made, ReportBuild, build)
    page = opened(browser, base, "secretariat")
    page.goto(f"{base}/reports/{made.pk}/edit/")
    saves, boxes = page.evaluate(_SAVES), page.locator(".box").count()
    pictured(page, pictures, "biennial")
    page.locator("#f-introduction").fill("The period began with the review of twenty years.")
    page.locator("#f-line-C5").fill("Trust grew on this line.")
    page.wait_for_function("() => document.getElementById('saved').textContent.includes('Saved')")
    made = Report.objects.get(pk=made.pk)
    made = act.SubmitReport(author, made).do()
    _built(made, ReportBuild, build)
    made = act.PublishReport(other, made).do()
    held = made.published_build
    found = {form: _machine(form, file_of(held, form).read_bytes()) for form in ("html", "docx")}
    return [
        Figure("biennial report: boxes for texts", boxes, ">=", 23),
        Figure("biennial report: boxes with a Save of their own", max(0, saves), "<=", 0),
        Figure("biennial report: machine text in its files", sum(map(len, found.values())), "<=", 0),
    ]


def _built(report: Any, builds: Any, build: Any) -> None:
    """Make the paper of a report at once, as the worker would."""
    build(builds.objects.create(report=report, version=report.version, language=report.language).pk)


if __name__ == "__main__":
    sys.exit(main())
