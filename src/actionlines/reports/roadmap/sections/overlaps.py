"""A joint road map (A/RES/80/173, paragraph 122): what two or more of its lines have in common."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from actionlines.framework import load
from actionlines.papers.model import Block, Column, Inlines, Listing, Row, Section, Table, Text
from actionlines.reports.roadmap.evidence_collector import clipped, name
from actionlines.reports.roadmap.line_scope import lines_in
from actionlines.reports.roadmap.writing import Writing

PAIRS = 60
SHOWN = 40


def overlaps(w: Writing) -> Iterator[Block]:
    """Yield the section; nothing for a road map of one line."""
    words, lines = w.words, w.lens.lines
    if len(lines) < 2:
        return
    yield Section("s-overlaps", words("overlaps.title"))
    yield _pairs(w)
    mandates = [one for one in w.lens.account.mandates if len(lines_in(one.links, lines)) > 1]
    rows = [
        w.row(
            (name(w.notes.place(one)), w.notes.mandate(one)),
            (name(clipped(one.action, 200), one.language),),
            (name(", ".join(lines_in(one.links, lines))),),
        )
        for one in mandates[:SHOWN]
    ]
    columns = (
        Column(words("col.where"), 16),
        Column(words("col.action"), 34),
        Column(words("col.lines"), 12),
    )
    note = (Text(words("overlaps.rest")),) if len(mandates) > SHOWN else ()
    yield Table(
        "t-overlap-mandates", words("overlaps.mandates"), columns, tuple(rows), note, words("overlaps.none")
    )
    shared = [
        (*w.concept(one.concept), name(f" ({', '.join(one.lines)})", muted=True))
        for one in w.lens.spoken
        if one.level == "target" and one.matrix and len(one.lines) > 1 and w.kept(one)
    ]
    yield from _listed(w, "targets", shared)
    activities = [
        (name(clipped(one.title, 200), one.language), name(f" ({', '.join(held)})", muted=True),
         w.notes.activity(one, held))
        for one in w.lens.activities
        if len(held := lines_in(one.links, lines)) > 1
    ]  # fmt: skip
    yield from _listed(w, "activities", activities[:SHOWN])
    yield from _listed(w, "partners", list(_partners(w)))


def _listed(w: Writing, what: str, items: Sequence[Inlines]) -> Iterator[Block]:
    yield Section(f"s-overlap-{what}", w.words(f"overlaps.{what}"), 2)
    if items:
        yield Listing(tuple(items))
    else:
        yield w.missing(f"overlap-{what}")


def _pairs(w: Writing) -> Table:
    words = w.words
    rows: list[Row] = []
    for one, two in list(combinations(w.lens.lines, 2))[:PAIRS]:
        asked = f"line={one}+{two}"
        counts = [w.notes.count(f"{noun}?{asked}") for noun in ("mandates", "activities", "organisations")]
        rows.append(w.row((name(f"{one} – {two}"),), *((number,) for number in counts)))
    columns = (
        Column(words("col.lines"), 16), Column(words("col.mandates"), 10, True),
        Column(words("col.activities"), 10, True), Column(words("col.organisations"), 10, True),
    )  # fmt: skip
    return Table("t-overlaps", words("overlaps.pairs"), columns, tuple(rows))


def _partners(w: Writing) -> Iterator[Inlines]:
    """Facilitators of several of the lines, and organisations with activities on several."""
    bodies: dict[str, list[str]] = {}
    for one in load().facilitators:
        if one.action_line in w.lens.lines and "former" not in one.role:
            bodies.setdefault(one.body, []).append(one.action_line)
    for body, lines in bodies.items():
        if len(held := list(dict.fromkeys(lines))) > 1:
            yield w.body(body), name(f" ({', '.join(held)})", muted=True)
    on: dict[int, dict[str, None]] = {}
    for activity in w.lens.activities:
        for line in lines_in(activity.links, w.lens.lines):
            for number in (activity.organisation, *activity.partners):
                if number is not None:
                    on.setdefault(number, {})[line] = None
    known = w.notes.account.organisation
    for number, there in sorted(on.items()):
        if len(there) > 1 and number in known:
            held = [line for line in w.lens.lines if line in there]
            yield name(known[number].name), name(f" ({', '.join(held)})", muted=True)
