"""Activities and good practices by region, and the money behind them."""

from __future__ import annotations

from collections.abc import Iterator

from actionlines.follow_up.standing.evidence import area_title
from actionlines.indicators.groups import areas_of_kind
from actionlines.papers.model import Block, Column, Inlines, Para, Proposal, Row, Section, Table, Text
from actionlines.reports.account.model import Activity, Envelope
from actionlines.reports.roadmap.evidence_collector import clipped, name
from actionlines.reports.roadmap.line_scope import strength
from actionlines.reports.roadmap.writing import Writing

SHOWN = 60
KINDS = ("itu-region", "un-commission")
PLACES = 6


def activities(w: Writing) -> Iterator[Block]:
    """Yield the section: how many by region, the good practices, the activities."""
    words = w.words
    yield Section("s-activities", words("activities.title"))
    yield from w.narrative("activities")
    found = w.lens.activities
    if not found:
        yield w.missing("activities")
        return
    yield _regions(w)
    practices = [one for one in found if one.good_practice]
    others = [one for one in found if not one.good_practice]
    yield Section("s-practices", words("activities.practices"), 2)
    if practices:
        yield activity_table(w, "t-practices", words("activities.practices"), practices[:SHOWN])
    else:
        yield w.missing("practices")
    if others:
        yield Section("s-others", words("activities.others"), 2)
        yield activity_table(w, "t-activities", words("activities.others"), others[:SHOWN])
    if max(len(practices), len(others)) > SHOWN:
        yield Para((Text(words("activities.rest")),))


def _regions(w: Writing) -> Table:
    words, asked = w.words, w.lens.asked
    rows: list[Row] = []
    for kind in KINDS:
        rows.append(w.head((Text(words(f"region.{kind}"), bold=True),)))
        for area in areas_of_kind(kind):
            counts = (
                w.notes.count(f"activities?line={asked}&area={area}"),
                w.notes.count(f"activities?line={asked}&area={area}&practice=yes"),
                w.notes.count(f"countries?line={asked}&area={area}"),
            )
            rows.append(w.row((Text(area_title(area, words)),), *((one,) for one in counts)))
    return Table(
        "t-regions",
        words("activities.regions"),
        (
            Column(words("col.region"), 26), Column(words("col.activities"), 9, True),
            Column(words("col.practices"), 9, True), Column(words("col.countries"), 9, True),
        ),
        tuple(rows),
        note=(Text(words("activities.regions-note")),),
    )  # fmt: skip


def activity_table(
    w: Writing, id: str, caption: str, found: list[Activity] | tuple[Activity, ...], *, cited: bool = True
) -> Table:
    """Return activities as a table: title, who, where, when."""
    words = w.words
    rows = []
    for one in found:
        title: Inlines = (name(clipped(one.title, 220), one.language),)
        if cited:
            title += (w.notes.activity(one, w.lens.lines),)
        sure, p = strength(one.links, w.lens.lines)
        if not sure:
            title += (Proposal(f"{round(100 * p)} %"),)
        places = [
            area_title(place, words) if place != "world" else area_title("m49:001", words)
            for place in one.places
        ]
        more = " …" if len(places) > PLACES else ""
        when = " – ".join(filter(None, (one.starts[:4], one.ends[:4])))
        rows.append(
            w.row(
                title,
                (name(one.organisation_name),) if one.organisation_name else (),
                (name(", ".join(places[:PLACES]) + more),) if places else (),
                (name(when),) if when else (),
            )
        )
    columns = (
        Column(words("col.title"), 30), Column(words("col.organisation"), 20),
        Column(words("col.places"), 16), Column(words("col.years"), 10),
    )  # fmt: skip
    return Table(id, caption, columns, tuple(rows))


def resources(w: Writing) -> Iterator[Block]:
    """Yield envelopes for the lines, and what is allocated to activities."""
    words = w.words
    yield Section("s-resources", words("resources.title"))
    yield from w.narrative("resources")
    found = w.lens.envelopes
    if not found:
        yield w.missing("envelopes")
        return
    columns = (
        Column(words("col.plan"), 18), Column(words("col.objective"), 24), Column(words("col.period"), 10),
        Column(words("col.amount"), 12, True), Column(words("col.allocated"), 12, True),
    )  # fmt: skip
    yield Table(
        "t-envelopes", words("resources.envelopes"), columns,
        tuple(row for one in found for row in _envelope(w, one)), note=(Text(words("resources.note")),),
    )  # fmt: skip
    for currency in dict.fromkeys(one.currency for one in found):
        asked = f"line={w.lens.asked}&currency={currency}"
        amount, allocated = (
            w.notes.amount(f"{noun}.amount?{asked}") for noun in ("envelopes", "allocations")
        )
        yield w.say("resources.total", amount=amount, allocated=allocated)


def _envelope(w: Writing, one: Envelope) -> Iterator[Row]:
    held = w.notes.account.activity
    period = " – ".join(filter(None, (one.starts[:4], one.ends[:4])))
    yield w.row(
        (name(one.plan),),
        (name(one.objective), w.notes.envelope(one)),
        (name(period),) if period else (),
        (w.notes.amount(f"envelope.amount?id={one.id}"),),
        (w.notes.amount(f"envelope.allocated?id={one.id}"),),
    )
    for activity, _amount in one.allocations:
        if activity in held:
            title = held[activity]
            yield w.row(
                (),
                (Text("→ "), name(clipped(title.title, 160), title.language), w.notes.activity(title)),
                (),
                (),
                (w.notes.amount(f"envelope.allocated?id={one.id}&activity={activity}"),),
            )


def annex(w: Writing) -> Iterator[Table]:
    """Yield all activities, for the workbook."""
    if w.lens.activities:
        yield activity_table(w, "a-activities", w.words("activities.annex"), w.lens.activities, cited=False)
