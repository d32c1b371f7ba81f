"""The plan of people: their own metrics, milestones, and the check for gaps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from actionlines.papers.concepts import code
from actionlines.papers.model import Inlines, Row, Text
from actionlines.papers.roadmap.checks import Checked, check, flaws
from actionlines.papers.roadmap.writing import Writing
from actionlines.papers.sections.draft import Part, name
from actionlines.papers.sections.evidence import clipped
from actionlines.papers.sections.labels import concept
from actionlines.papers.sections.mandates import place

SHOWN = 60
METRICS = (
    ("col.metric", 26, False), ("col.baseline", 10, False), ("col.aim", 10, False), ("col.source", 14, False),
    ("col.frequency", 8, False), ("col.responsible", 12, False), ("col.serves", 14, False),
)  # fmt: skip
MILESTONES = (
    ("col.due", 12, False), ("col.milestone", 34, False), ("col.lead", 16, False), ("col.serves", 18, False),
    ("col.reached", 12, False),
)  # fmt: skip
CHECK = (
    ("col.what", 34, False),
    ("check.action", 9, False),
    ("check.metric", 9, False),
    ("check.lead", 9, False),
)


def plan(w: Writing) -> None:
    """Write metrics, milestones and next steps."""
    w.section("s-metrics", "metrics.title")
    if w.roadmap.metrics:
        w.table("t-metrics", "metrics.title", METRICS, _metrics(w))
    else:
        w.lacks("metrics")
    w.section("s-milestones", "milestones.title")
    w.written("next-steps")
    if w.roadmap.milestones:
        w.table("t-milestones", "milestones.title", MILESTONES, _milestones(w))
    else:
        w.lacks("milestones")


def _metrics(w: Writing) -> Iterator[Sequence[Part]]:
    for one in w.roadmap.metrics:
        head = w.own(one.name, bold=True)
        if one.definition:
            head = (*head, Text(" – "), *w.own(one.definition))
        said = map(w.own, (one.source, one.frequency, one.responsible))
        figures = (
            _figure(one.baseline, one.unit, one.baseline_year),
            _figure(one.aim, one.unit, one.aim_year),
        )
        yield head, *figures, *said, _served(w, one.serves)


def _figure(value: str, unit: str, year: str) -> Inlines:
    if not value:
        return ()
    said = name(f"{value} {unit}".strip())
    return (said, name(f" ({year})", muted=True)) if year else (said,)


def _served(w: Writing, serves: tuple[str, ...]) -> Inlines:
    """Return what a metric or milestone serves: mandates with their place, concepts by their number."""
    out: list[Part] = []
    for ref in serves:
        kind, _, number = ref.partition(":")
        held = w.account.mandate.get(int(number)) if kind == "mandate" and number.isdecimal() else None
        if held is not None:
            out.append(place(w, held, symbol=True))
        elif kind == "mandate":
            out.append(Text(w.words("serves.gone"), italic=True))
        else:
            out.append(code(ref, w.words))
    return w.apart(out)


def _milestones(w: Writing) -> Iterator[Sequence[Part]]:
    date = w.words.date
    for one in sorted(w.roadmap.milestones, key=lambda one: (one.due or "9999", one.id)):
        yield date(one.due), w.own(one.what), w.own(one.lead), _served(w, one.serves), date(one.done)


def checked(w: Writing) -> None:
    """Write the check: mandates, targets and commitments without an action, a metric or a lead."""
    w.section("s-check", "check.title")
    found = check(w.roadmap, w.lens, w.figures)
    lacking = [one for one in found if not one.whole]
    if not found:
        w.lacks("check")
        return
    if not lacking and not flaws(w.roadmap):
        w.para(w.say("check.whole"))
        return
    w.para(w.say("check.intro"))
    if lacking:
        note = "check.note check.rest" if len(lacking) > SHOWN else "check.note"
        w.table("t-check", "check.caption", CHECK, _check_rows(w, lacking[:SHOWN]), note=note)
    w.listing(_flaws(w))


def _check_rows(w: Writing, found: Sequence[Checked]) -> Iterator[Row | Sequence[Part]]:
    """Yield the rows of the check, grouped by kind, with three marks in each."""
    words = w.words
    kind = ""
    for one in found:
        if one.kind != kind:
            kind = one.kind
            yield w.head(words(f"check.{kind}"))
        marks = (
            Text(words("check.yes"), muted=True) if there else Text(words("check.no"), bold=True)
            for there in (one.action, one.metric, one.lead)
        )
        yield _subject(w, one), *marks


def _subject(w: Writing, one: Checked) -> Part:
    if one.kind != "mandate":
        return concept(one.ref, w.words)
    held = w.account.mandate[int(one.ref)]
    where, *mark = place(w, held, symbol=True)
    return (where, Text(w.words("colon")), name(clipped(held.action, 140), held.language), *mark)


def _flaws(w: Writing) -> Iterator[Inlines]:
    words = w.words
    names = {("metric", one.id): one.name for one in w.roadmap.metrics}
    names |= {("milestone", one.id): one.what for one in w.roadmap.milestones}
    for one in flaws(w.roadmap):
        called = w.own(clipped(names[one.kind, one.id], 160))
        lacks = f"{words('colon')}{words(f'check.lacks-{one.what}')}"
        yield Text(f"{words(f'check.a-{one.kind}')} “"), *called, Text(f"”{lacks}")


def annex(w: Writing) -> None:
    """Write the whole check, for the workbook."""
    w.in_annex("a-check", "check.annex", CHECK, _check_rows(w, check(w.roadmap, w.lens, w.figures)))
