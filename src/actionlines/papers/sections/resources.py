"""Money that plans give to action lines and money that is allocated, each currency apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from actionlines.framework import load
from actionlines.papers.account.model import Envelope
from actionlines.papers.account.query import ask
from actionlines.papers.concepts import full
from actionlines.papers.model import Inlines, Row, Text
from actionlines.papers.sections import evidence
from actionlines.papers.sections.activities import title
from actionlines.papers.sections.draft import Draft, Part, name

COLUMNS = (
    ("col.line", 34, False), ("col.envelopes", 10, True), ("col.amount", 18, True), ("col.allocated", 18, True),
    ("col.left", 18, True),
)  # fmt: skip

NAMED = (
    ("col.objective", 40, False), ("col.period", 18, False), ("col.line", 12, False), ("col.amount", 15, True),
    ("col.allocated", 15, True),
)  # fmt: skip


def currencies(found: Iterable[Envelope]) -> list[str]:
    """Return the currencies in which there is money, in alphabetical order."""
    return sorted({one.currency for one in found})


def by_line(draft: Draft, id: str, caption: str) -> None:
    """Add a table: a row for each line with money, under a heading for each currency."""
    rows: list[Row | Sequence[Part]] = []
    for currency in currencies(draft.account.envelopes):
        rows.append(draft.head(currency))
        for line in (*load().action_lines, ""):
            narrowed = f"currency={currency}" + (f"&line={line}" if line else "")
            if line and not draft.value(f"envelopes?{narrowed}"):
                continue
            called = full(line, draft.words) if line else Text(draft.words("all-together"), bold=True)
            sums = (draft.ask(f"{noun}.amount?{narrowed}") for noun in ("envelopes", "allocations", "left"))
            rows.append((called, draft.ask(f"envelopes?{narrowed}"), *sums))
    draft.table(id, caption, COLUMNS, rows, empty="no-envelopes")


def named(
    draft: Draft, id: str, caption: str, found: Iterable[Envelope], *, parts: bool = False, note: str = "",
    **values: str,
) -> None:  # fmt: skip
    """Add a table of envelopes with their evidence; `parts`: each with the activities that it pays."""
    rows = (row for one in found for row in _rows(draft, one, parts))
    draft.table(id, caption, NAMED, rows, empty="no-envelopes", note=note, **values)


def _rows(draft: Draft, one: Envelope, parts: bool) -> Iterator[Sequence[Part]]:
    words, asked = draft.words, f"id={one.id}"
    yield (
        (name(f"{one.plan}: {one.objective}"), *draft.cite(evidence.envelope_id(one))),
        evidence.period(one, words),
        words("list.comma").join(one.lines) or words("any-line"),
        draft.money(f"envelope.amount?{asked}", one.currency),
        draft.money(f"envelope.allocated?{asked}", one.currency),
    )
    for number, _amount in one.allocations if parts else ():
        if activity := draft.account.activity.get(number):
            head = (Text("→ "), *title(draft, activity))
            yield head, "", "", "", draft.money(f"envelope.allocated?{asked}&activity={number}", one.currency)


def sentence(draft: Draft, narrowed: str = "") -> Inlines:
    """Return the sums of envelopes and of allocations in a sentence, for each currency."""
    tail = f"&{narrowed}" if narrowed else ""
    parts = [
        draft.say(
            "money-line",
            amount=draft.money(f"envelopes.amount?currency={currency}{tail}", currency),
            allocated=draft.money(f"allocations.amount?currency={currency}{tail}", currency),
        )
        for currency in currencies(draft.account.envelopes)
        if ask(draft.account, f"envelopes?currency={currency}{tail}").value
    ]
    return draft.list_of(parts)
