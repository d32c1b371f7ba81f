"""The page on OWASP ASVS: its rows are whole, its numbers are those of the rows, what it names exists."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import pytest

from actionlines.register.site.known_passwords import WORDS

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "administer" / "asvs.md"
TEXT = PAGE.read_text("utf-8")
STATES = ("met", "not met", "does not apply")
# Of the standard, version 5.0.0: points of each level, and of each chapter from V1 to V17.
LEVELS = {1: 70, 2: 183}
CHAPTERS = (27, 11, 19, 10, 9, 35, 18, 7, 7, 29, 14, 9, 13, 9, 13, 16, 7)


class Row(NamedTuple):
    """A point of the standard."""

    chapter: int
    section: int
    number: int
    level: int
    asks: str
    state: str
    how: str

    def __str__(self) -> str:
        return f"V{self.chapter}.{self.section}.{self.number}"


with PAGE.with_suffix(".csv").open(encoding="utf-8", newline="") as table:
    ROWS = [
        Row(*map(int, re.findall(r"\d+", row["point"])), int(row["level"]), row["asks"], row["state"], row["shown_by"])
        for row in csv.DictReader(table)
    ]


def test_every_point_of_both_levels_has_one_row() -> None:
    assert len(ROWS) == sum(LEVELS.values())
    places = [row[:3] for row in ROWS]
    assert places == sorted(set(places))
    assert Counter(row.level for row in ROWS) == LEVELS
    counts = Counter(row.chapter for row in ROWS)
    assert tuple(counts[chapter] for chapter in range(1, 18)) == CHAPTERS


def test_the_numbers_are_those_of_the_rows() -> None:
    counts = Counter(row.state for row in ROWS)
    assert set(counts) == set(STATES)
    shown = dict(re.findall(r"^\| ([a-z1-9, ]+) \| ([\d.]+)(?: %)? \|$", TEXT, re.MULTILINE))
    assert shown["points of level 1 and 2"] == str(len(ROWS))
    assert [int(shown[one]) for one in ("met", "not met", "do not apply")] == [counts[one] for one in STATES]
    share = 100 * counts["met"] / (counts["met"] + counts["not met"])
    assert shown["met, of those that apply"] == f"{share:.1f}"
    assert share >= 95.5


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_a_row_says_what_shows_it_or_what_there_is_instead(row: Row) -> None:
    named = re.findall(r"`((?:src|tests|benchmarks)/[\w/.]+|pyproject\.toml)`", row.how)
    assert [one for one in named if not (ROOT / one).exists()] == []
    if row.state == "met":
        how = row.how.lower()
        run = any(one.startswith(("tests/", "benchmarks/")) for one in named)
        assert run or ("by reading: " in how and named) or ("described: [" in how)
    elif row.state == "not met":
        assert "Instead: " in row.how
        assert not (row.level == 1 and row.chapter in (4, 6, 8))
    else:
        assert row.how.strip()


def test_links_within_the_page_and_to_others_lead_to_a_heading() -> None:
    links = TEXT + " ".join(row.how for row in ROWS)
    for page, anchor in re.findall(r"\]\(([\w./-]*)#([\w-]+)\)", links):
        text = (PAGE.parent / page).read_text("utf-8") if page else TEXT
        heads = [
            re.sub(r"[^\w -]", "", one).strip().lower().replace(" ", "-")
            for one in re.findall(r"^#+ (.+)$", text, re.MULTILINE)
        ]
        assert anchor in heads, f"{page}#{anchor}"


def test_the_words_that_are_no_passwords_are_listed() -> None:
    section = TEXT.partition("### Signing in")[2].partition("###")[0]
    assert [word for word in WORDS if f"`{word}`" not in section] == []
