"""A joint road map (A/RES/80/173, paragraph 122): what two or more of its lines have in common."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from actionlines.framework import load
from actionlines.papers.account.filters import lines_in
from actionlines.papers.model import Inlines, Text
from actionlines.papers.roadmap.writing import Writing
from actionlines.papers.sections import evidence
from actionlines.papers.sections.draft import name
from actionlines.papers.sections.evidence import clipped
from actionlines.papers.sections.labels import concept, entity
from actionlines.papers.sections.mandates import place

PAIRS = 60
SHOWN = 40


def overlaps(w: Writing) -> None:
    """Write the section; nothing for a road map of one line."""
    lines = w.lens.lines
    if len(lines) < 2:
        return
    w.section("s-overlaps", "overlaps.title")
    columns = (
        ("col.lines", 16, False), ("col.mandates", 10, True), ("col.activities", 10, True),
        ("col.organisations", 10, True),
    )  # fmt: skip
    nouns = ("mandates", "activities", "organisations")
    pairs = list(combinations(lines, 2))[:PAIRS]
    counts = (
        (f"{one} – {two}", *(w.ask(f"{noun}?line={one}+{two}") for noun in nouns)) for one, two in pairs
    )
    w.table("t-overlaps", "overlaps.pairs", columns, counts)
    mandates = [one for one in w.account.mandates if len(lines_in(one.links, lines)) > 1]
    rows = (
        (
            place(w, one, symbol=True),
            name(clipped(one.action, 200), one.language),
            ", ".join(lines_in(one.links, lines)),
        )
        for one in mandates[:SHOWN]
    )
    heads = (("col.where", 16, False), ("col.requested", 34, False), ("col.lines", 12, False))
    rest = "overlaps.rest" if len(mandates) > SHOWN else ""
    w.table("t-overlap-mandates", "overlaps.mandates", heads, rows, note=rest, empty="overlaps.none")
    shared = [
        (concept(one.concept, w.words), _on(one.lines))
        for one in w.lens.spoken
        if one.level == "target" and one.matrix and len(one.lines) > 1 and w.kept(one)
    ]
    _listed(w, "targets", shared)
    activities = [
        (name(clipped(one.title, 200), one.language), _on(held), *w.cite(evidence.speaking(one, w, held)))
        for one in w.lens.activities
        if len(held := lines_in(one.links, lines)) > 1
    ]
    _listed(w, "activities", activities[:SHOWN])
    _listed(w, "partners", list(_partners(w)))


def _on(lines: Sequence[str]) -> Text:
    return name(f" ({', '.join(lines)})", muted=True)


def _listed(w: Writing, what: str, items: Sequence[Inlines]) -> None:
    w.section(f"s-overlap-{what}", f"overlaps.{what}", 2)
    if items:
        w.listing(items)
    else:
        w.lacks(f"overlap-{what}")


def _partners(w: Writing) -> Iterator[Inlines]:
    """Facilitators of several of the lines, and organisations with activities on several."""
    bodies: dict[str, list[str]] = {}
    for one in load().facilitators:
        if one.action_line in w.lens.lines and "former" not in one.role:
            bodies.setdefault(one.body, []).append(one.action_line)
    for body, lines in bodies.items():
        if len(held := list(dict.fromkeys(lines))) > 1:
            yield entity(body, w.words), _on(held)
    on: dict[int, dict[str, None]] = {}
    for activity in w.lens.activities:
        for line in lines_in(activity.links, w.lens.lines):
            for number in (activity.organisation, *activity.partners):
                if number is not None:
                    on.setdefault(number, {})[line] = None
    known = w.account.organisation
    for number, there in sorted(on.items()):
        if len(there) > 1 and number in known:
            yield name(known[number].name), _on([line for line in w.lens.lines if line in there])
