"""Activities and good practices by region, and the money behind them."""

from __future__ import annotations

from actionlines.papers.model import Text
from actionlines.papers.roadmap.writing import Writing
from actionlines.papers.sections import activities as tables
from actionlines.papers.sections import resources as money

SHOWN = 60
CELLS = ("title", "organisation", "places", "years")


def activities(w: Writing) -> None:
    """Write how many there are by region, the good practices, the activities."""
    lines, found = w.lens.lines, w.lens.activities
    w.section("s-activities", "activities.title")
    w.written("activities")
    if not found:
        w.lacks("activities")
        return
    asked = f"line={w.lens.asked}"
    tables.by_region(w, "t-regions", "activities.regions", asked, behind="", note="activities.regions-note")
    practices = [one for one in found if one.practice]
    others = [one for one in found if not one.practice]
    w.section("s-practices", "activities.practices", 2)
    if practices:
        tables.table(w, "t-practices", "activities.practices", practices[:SHOWN], CELLS, lines)
    else:
        w.lacks("practices")
    if others:
        w.section("s-others", "activities.others", 2)
        tables.table(w, "t-activities", "activities.others", others[:SHOWN], CELLS, lines)
    if max(len(practices), len(others)) > SHOWN:
        w.para((Text(w.words("activities.rest")),))


def resources(w: Writing) -> None:
    """Write the envelopes for the lines, and what is allocated to activities."""
    w.section("s-resources", "resources.title")
    w.written("resources")
    found = w.lens.envelopes
    if not found:
        w.lacks("envelopes")
        return
    money.named(w, "t-envelopes", "resources.envelopes", found, parts=True, note="resources.note")
    w.para(w.say("line.money", list=money.sentence(w, f"line={w.lens.asked}")))


def annex(w: Writing) -> None:
    """Write all activities, for the workbook."""
    tables.annex(w, "a-activities", "activities.annex", w.lens.activities)
