"""Conferences at which something is due, and bodies that adopt resolutions of their own."""

from __future__ import annotations

from functools import cache

from actionlines.framework.tables import read_table
from actionlines.mandates.due_conferences import next_held
from actionlines.mandates.languages.asked import within
from actionlines.mandates.languages.dates import Due
from actionlines.mandates.languages.grammar import Grammar
from actionlines.mandates.languages.places import Place


def next_conference(grammar: Grammar, place: Place, start: int, end: int, year: int) -> Due | None:
    """Return the year of "the next plenipotentiary conference", at or for which something is due."""
    for name in within(place.names, start, end):
        words = place.text[name.start : name.end]
        held = next_held(name.bodies[0], year) if grammar.pattern("{next}").search(words) else 0
        if held:
            return Due((f"year:{held}",), name.start, name.end)
    return None


@cache
def adopting() -> frozenset[str]:
    """Return the bodies whose asks stand in resolutions of their own: running text only tells of them."""
    numbered = ("session", "year", "serial-year", "conference", "running")
    rows = read_table("series")
    return frozenset(row["body"] for row in rows if row["numbering"] in numbered and row["body"])
