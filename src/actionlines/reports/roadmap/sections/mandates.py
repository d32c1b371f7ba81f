"""The mandates that touch the lines: confirmed and proposed apart, by instrument, all of them in the annex."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from actionlines.papers.model import Block, Column, Inlines, Para, Proposal, Row, Section, Table, Text
from actionlines.reports.account.model import Mandate
from actionlines.reports.roadmap.evidence_collector import clipped, name
from actionlines.reports.roadmap.line_scope import strength
from actionlines.reports.roadmap.sections.opening import ACCEPTED
from actionlines.reports.roadmap.writing import Writing

CONFIRMED = 80  # shown in the text; the rest stands in the annex
PROPOSED = 25
INSTRUMENTS = 40
ACTION = 320  # characters of an action in a table


def mandates(w: Writing) -> Iterator[Block]:
    """Yield the section on mandates: what people wrote, then the mandates of the lines."""
    words, lens = w.words, w.lens
    yield Section("s-mandates", words("mandates.title"))
    yield from w.narrative("mandates")
    if lens.account.besides:
        asked = f"mandates?line={lens.asked}&force=proposed,recommended,restated"
        yield w.say("mandates.besides", number=w.notes.count(asked))
    if not lens.account.mandates:
        yield w.missing("mandates")
        return
    confirmed = w.notes.count(f"mandates?line={lens.asked}&status={ACCEPTED}")
    proposed = w.notes.count(f"mandates?line={lens.asked}&status=proposed")
    yield w.say("mandates.counted", confirmed=confirmed, proposed=proposed)
    yield _instruments(w)
    yield Section("s-mandates-confirmed", words("mandates.confirmed"), 2)
    if lens.accepted:
        yield mandate_table(w, "t-mandates-confirmed", words("mandates.confirmed"), lens.accepted[:CONFIRMED])
        if len(lens.accepted) > CONFIRMED:
            yield Para((Text(words("mandates.rest")),))
    else:
        yield w.missing("confirmed")
    if lens.proposed:
        yield Section("s-mandates-proposed", words("mandates.proposed"), 2)
        yield mandate_table(w, "t-mandates-proposed", words("mandates.proposed"), lens.proposed[:PROPOSED])
        if len(lens.proposed) > PROPOSED:
            yield Para((Text(words("mandates.rest")),))


def _instruments(w: Writing) -> Table:
    words, notes = w.words, w.notes
    counted: dict[str, int] = {}
    for one in w.lens.account.mandates:
        counted[one.symbol] = counted.get(one.symbol, 0) + 1
    rows = []
    for symbol in sorted(counted, key=lambda one: (-counted[one], one))[:INSTRUMENTS]:
        held = notes.account.by_symbol.get(symbol)
        asked = f"mandates?line={w.lens.asked}&symbol={symbol}&status="
        rows.append(
            w.row(
                (name(symbol if not symbol.startswith("file:") else "–", bold=True),),
                (name(clipped(held.title, 200), held.language),) if held and held.title else (),
                (notes.count(asked + ACCEPTED),),
                (notes.count(asked + "proposed"),),
            )
        )
    return Table(
        "t-instruments",
        words("mandates.instruments"),
        (Column(words("col.symbol"), 14), Column(words("col.title"), 30),
         Column(words("col.confirmed"), 8, True), Column(words("col.proposed"), 8, True)),
        tuple(rows),
        note=(Text(words("mandates.rest")),) if len(counted) > INSTRUMENTS else (),
    )  # fmt: skip


def mandate_table(
    w: Writing, id: str, caption: str, found: Sequence[Mandate], *, cited: bool = True
) -> Table:
    """Return mandates as a table: where, who is asked for what, by when, where it stands, who leads."""
    words = w.words
    columns = (
        Column(words("col.where"), 14), Column(words("col.asked"), 12), Column(words("col.action"), 30),
        Column(words("col.due"), 9), Column(words("col.status"), 10), Column(words("col.lead"), 10),
    )  # fmt: skip
    return Table(id, caption, columns, tuple(_row(w, one, cited) for one in found))


def _row(w: Writing, one: Mandate, cited: bool) -> Row:
    words = w.words
    where: Inlines = (name(w.notes.place(one)),)
    if cited:
        where += (w.notes.mandate(one),)
    bodies = dict.fromkeys(body for body, _ in one.addressees if body)
    sure, p = strength(one.links, w.lens.lines)
    status: Inlines = (Text(words(f"status.{one.status}")),)
    if one.status == "proposed" or not sure:
        before = (*status, Text(f"; {words('mandates.link')} ")) if one.status != "proposed" else ()
        status = (*before, Proposal(f"{round(100 * p)} %"))
    lead = w.notes.account.organisation.get(one.lead or 0)
    return w.row(
        where,
        tuple(part for body in bodies for part in (Text("; "), w.body(body)))[1:],
        (name(clipped(one.action, ACTION), one.language),),
        w.due(one.due_on),
        status,
        (name(lead.acronym or lead.name),) if lead else (),
    )


def annex(w: Writing) -> Iterator[Table]:
    """Yield all mandates, for the workbook."""
    found = (*w.lens.accepted, *w.lens.proposed)
    if found:
        yield mandate_table(w, "a-mandates", w.words("mandates.annex"), found, cited=False)
