"""Somebody at the desk in a browser, whose clicks, keys and loaded pages are counted; what is typed is not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

PATIENCE = 240_000  # milliseconds


@dataclass
class Hands:
    """A page of the desk and what it took so far."""

    page: Page
    clicks: int = 0
    keys: int = 0
    loads: int = 0

    def __post_init__(self) -> None:
        self.page.on("load", self._loaded)

    def _loaded(self, *_page: object) -> None:
        self.loads += 1

    @property
    def actions(self) -> int:
        """Return the clicks and keys besides typing."""
        return self.clicks + self.keys

    def click(self, what: Locator, shift: bool = False) -> None:
        """Click once; with Shift held it is one click."""
        self.answered()
        what.click(modifiers=["Shift"] if shift else [])
        self.clicks += 1

    def press(self, key: str) -> None:
        """Press one key."""
        self.answered()
        self.page.keyboard.press(key)
        self.keys += 1

    def choose(self, what: Locator, value: str) -> None:
        """Choose from a list: a click opens it, a click takes the value."""
        what.select_option(value)
        self.clicks += 2

    def type(self, words: str) -> None:
        """Type into the box that has the focus."""
        self.page.keyboard.type(words)

    def answered(self) -> None:
        """Wait until nothing is asked of the server.

        The requests of a test share one connection to the database.
        """
        expect(self.page.locator(".htmx-request")).to_have_count(0, timeout=PATIENCE)

    def acted(self, words: str) -> None:
        """Wait until the desk says what was done."""
        expect(self.page.locator("#desk-said")).to_contain_text(words, timeout=PATIENCE)

    def row(self, place: int) -> Locator:
        """Return the row of the queue at a place from 0."""
        return self.page.locator(".desk-item").nth(place)

    def correct(self, place: int, box: str, words: str) -> None:
        """Read a row and write into one of its boxes; Enter saves it and confirms the mandate."""
        number = self.row(place).get_attribute("data-id")
        self.click(self.row(place).locator(".desk-open"))
        facts = self.page.locator(f"#desk-facts[action$='/{number}/correct/']")
        expect(facts).to_be_visible(timeout=PATIENCE)
        self.click(facts.locator(box).first)
        facts.locator(box).first.press("ControlOrMeta+a")  # a part of typing over what is there
        self.type(words)
        self.press("Enter")
        self.acted("Correction saved")

    def reject(self, places: Iterable[int], reason: str) -> None:
        """Select rows and reject them for a reason."""
        count = 0
        for place in places:
            self.click(self.row(place).locator("input[name=mandate]"))
            count += 1
        self.press("r")
        self.type(reason)
        self.press("Enter")
        self.acted(f"{count} proposal")

    def confirm_all(self, many: int, but: int | None = None) -> None:
        """Select all rows, without the one at a place (`but`), and confirm them."""
        self.press("a")
        if but is not None:
            self.click(self.row(but).locator("input[name=mandate]"))
        self.press("c")
        self.acted(f"{many} mandates confirmed")

    def lead(self, first: int, last: int, name: str) -> None:
        """Select rows from the first to the last and give them a lead."""
        self.click(self.row(first).locator("input[name=mandate]"))
        self.click(self.row(last).locator("input[name=mandate]"), shift=True)
        self.press("l")
        self.type(name)
        self.press("Enter")
        self.acted(f"{last - first + 1} lead")
