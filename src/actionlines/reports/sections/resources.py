"""Money that plans give to action lines and money that is allocated, each currency apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from actionlines.framework import load
from actionlines.papers.concepts import full
from actionlines.papers.model import Inlines, Row, Text
from actionlines.reports.account.model import Envelope
from actionlines.reports.sections.draft import Draft

COLUMNS = (
    ("col.line", 34, False), ("col.envelopes", 10, True), ("col.amount", 18, True), ("col.allocated", 18, True),
    ("col.left", 18, True),
)  # fmt: skip


def currencies(found: Iterable[Envelope]) -> list[str]:
    """Return the currencies in which there is money, in alphabetical order."""
    return sorted({one.currency for one in found})


def by_line(draft: Draft, id: str, caption: str) -> None:
    """Add a table: a row for each line with money, under a heading for each currency."""
    rows = []
    for currency in currencies(draft.account.envelopes):
        rows.append(Row(((Text(currency, bold=True),),), head=True))
        for line in (*load().action_lines, ""):
            narrowed = f"currency={currency}" + (f"&line={line}" if line else "")
            if line and not draft.value(f"envelopes?{narrowed}"):
                continue
            name: Inlines = (
                (Text(full(line, draft.words), name=True),)
                if line
                else (Text(draft.words("all-together"), bold=True),)
            )
            cells = [
                f"envelopes?{narrowed}",
                *(f"{noun}.amount?{narrowed}" for noun in ("envelopes", "allocations", "left")),
            ]
            rows.append(Row((name, *((draft.ask(text),) for text in cells))))
    draft.table(id, draft.words(caption), COLUMNS, rows, empty="no-envelopes")


def named(draft: Draft, id: str, caption: str, found: Sequence[Envelope], **values: object) -> None:
    """Add a table of envelopes with their evidence."""
    columns = (
        ("col.objective", 44, False),
        ("col.period", 22, False),
        ("col.line", 16, False),
        ("col.amount", 18, True),
    )
    rows = []
    for one in found:
        words = draft.words
        period = words("period", since=words.date(one.starts), until=words.date(one.ends))
        rows.append(
            Row(
                (
                    (
                        Text(f"{one.plan}: {one.objective}", name=True),
                        *draft.cite(f"envelope:{one.id}@{one.version}"),
                    ),
                    (Text(period, name=True),),
                    (Text(words("comma").join(one.lines) or words("any-line"), name=True),),
                    (
                        draft.ask(f"envelopes.amount?currency={one.currency}&id={one.id}"),
                        Text(f" {one.currency}"),
                    ),
                )
            )
        )
    draft.table(id, draft.words(caption, **values), columns, rows, empty="no-envelopes")


def sentence(draft: Draft, narrowed: str = "") -> Inlines:
    """Return the sums of envelopes and of allocations in a sentence, for each currency."""
    tail = f"&{narrowed}" if narrowed else ""
    wanted = next((part.partition("=")[2] for part in narrowed.split("&") if part.startswith("line=")), "")
    held = [
        one
        for one in draft.account.envelopes
        if not wanted or any(line == wanted or line.startswith(f"{wanted}-") for line in one.lines)
    ]
    parts = [
        draft.say(
            "money-line",
            amount=draft.money(f"envelopes.amount?currency={currency}{tail}", currency),
            allocated=draft.money(f"allocations.amount?currency={currency}{tail}", currency),
        )
        for currency in currencies(held)
    ]
    return draft.list_of(parts)
