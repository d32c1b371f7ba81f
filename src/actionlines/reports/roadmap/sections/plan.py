"""The plan of people: their own metrics, milestones, and the check for gaps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from actionlines.papers.model import Block, Column, Inlines, Listing, Para, Row, Section, Table, Text
from actionlines.reports.roadmap.checks import Checked, check, flaws
from actionlines.reports.roadmap.evidence_collector import clipped, name, run
from actionlines.reports.roadmap.writing import Writing

SHOWN = 60


def plan(w: Writing) -> Iterator[Block]:
    """Yield the section on metrics, milestones and next steps."""
    words = w.words
    yield Section("s-metrics", words("metrics.title"))
    yield from _metrics(w)
    yield Section("s-milestones", words("milestones.title"))
    yield from w.narrative("next-steps")
    yield from _milestones(w)


def _metrics(w: Writing) -> Iterator[Block]:
    words = w.words
    if not w.roadmap.metrics:
        yield w.missing("metrics")
        return
    columns = (
        Column(words("col.metric"), 26), Column(words("col.baseline"), 10), Column(words("col.aim"), 10),
        Column(words("col.source"), 14), Column(words("col.frequency"), 8), Column(words("col.responsible"), 12),
        Column(words("col.serves"), 14),
    )  # fmt: skip
    language = w.roadmap.language
    rows = []
    for one in w.roadmap.metrics:
        head: Inlines = (name(one.name, language, bold=True),)
        if one.definition:
            head += (Text(" – "), name(one.definition, language))
        rows.append(
            w.row(
                head,
                _figure(one.baseline, one.unit, one.baseline_year),
                _figure(one.aim, one.unit, one.aim_year),
                *(
                    (name(said, language),) if said else ()
                    for said in (one.source, one.frequency, one.responsible)
                ),
                _served(w, one.serves),
            )
        )
    yield Table("t-metrics", words("metrics.title"), columns, tuple(rows))


def _figure(value: str, unit: str, year: str) -> Inlines:
    if not value:
        return ()
    said = f"{value} {unit}".strip()
    return (name(said), name(f" ({year})", muted=True)) if year else (name(said),)


def _served(w: Writing, serves: tuple[str, ...]) -> Inlines:
    """Return what a metric or milestone serves: mandates with their place, concepts by their number."""
    out: list[Inlines] = []
    for ref in serves:
        kind, _, number = ref.partition(":")
        if kind == "mandate":
            held = w.notes.account.mandate.get(int(number)) if number.isdecimal() else None
            if held is not None:
                out.append((name(w.notes.place(held)), w.notes.mandate(held)))
            else:
                out.append((Text(w.words("serves.gone"), italic=True),))
        else:
            out.append((name(ref.removeprefix("sdg:").replace("gdc:", "GDC ")),))
    return run(out)


def _milestones(w: Writing) -> Iterator[Block]:
    words = w.words
    if not w.roadmap.milestones:
        yield w.missing("milestones")
        return
    columns = (
        Column(words("col.due"), 12), Column(words("col.milestone"), 34), Column(words("col.lead"), 16),
        Column(words("col.serves"), 18), Column(words("col.done"), 12),
    )  # fmt: skip
    language = w.roadmap.language
    rows = tuple(
        w.row(
            w.due(one.due),
            (name(one.what, language),),
            (name(one.lead, language),) if one.lead else (),
            _served(w, one.serves),
            w.due(one.done),
        )
        for one in sorted(w.roadmap.milestones, key=lambda one: (one.due or "9999", one.id))
    )
    yield Table("t-milestones", words("milestones.title"), columns, rows)


def checked(w: Writing) -> Iterator[Block]:
    """Yield the section of the check: mandates, targets and commitments without an action, a metric or a lead."""
    words = w.words
    yield Section("s-check", words("check.title"))
    found = check(w.roadmap, w.lens, w.figures)
    lacking = [one for one in found if not one.whole]
    if not found:
        yield w.missing("check")
        return
    if not lacking and not flaws(w.roadmap):
        yield Para((Text(words("check.whole")),), numbered=True)
        return
    yield Para((Text(words("check.intro")),), numbered=True)
    if lacking:
        yield check_table(w, "t-check", lacking[:SHOWN])
        if len(lacking) > SHOWN:
            yield Para((Text(words("check.rest")),))
    items = tuple(_flaw(w, kind, id, what) for kind, id, what in _flaws(w))
    if items:
        yield Listing(items)


def check_table(w: Writing, id: str, found: list[Checked]) -> Table:
    """Return the table of the check, grouped by kind, with three marks in each row."""
    words = w.words
    rows: list[Row] = []
    kind = ""
    for one in found:
        if one.kind != kind:
            kind = one.kind
            rows.append(w.head((Text(words(f"check.{kind}"), bold=True),)))
        marks = tuple(
            (Text(words("check.yes"), muted=True),) if there else (Text(words("check.no"), bold=True),)
            for there in (one.action, one.metric, one.lead)
        )
        rows.append(w.row(_subject(w, one), *marks))
    columns = (
        Column(words("col.what"), 34), Column(words("check.action"), 9), Column(words("check.metric"), 9),
        Column(words("check.lead"), 9),
    )  # fmt: skip
    return Table(id, words("check.caption"), columns, tuple(rows), note=(Text(words("check.note")),))


def _subject(w: Writing, one: Checked) -> Inlines:
    if one.kind != "mandate":
        return w.concept(one.ref)
    held = w.notes.account.mandate[int(one.ref)]
    place = f"{w.notes.place(held)}: "
    return (name(place), name(clipped(held.action, 140), held.language), w.notes.mandate(held))


def _flaws(w: Writing) -> Iterator[tuple[str, str, str]]:
    names = {("metric", one.id): one.name for one in w.roadmap.metrics}
    names |= {("milestone", one.id): one.what for one in w.roadmap.milestones}
    for one in flaws(w.roadmap):
        yield one.kind, names[one.kind, one.id], one.what


def _flaw(w: Writing, kind: str, called: str, what: str) -> Inlines:
    words = w.words
    return (
        Text(f"{words(f'check.a-{kind}')} “"), name(clipped(called, 160), w.roadmap.language),
        Text(f"”: {words(f'check.lacks-{what}')}"),
    )  # fmt: skip


def annex(w: Writing) -> Iterator[Table]:
    """Yield the whole check, for the workbook."""
    if found := check(w.roadmap, w.lens, w.figures):
        yield replace(check_table(w, "a-check", list(found)), caption=w.words("check.annex"))
