"""The mandates that touch the lines: confirmed and proposed apart, by instrument, all of them in the annex."""

from __future__ import annotations

from collections import Counter

from actionlines.papers.model import Inlines, Text
from actionlines.papers.roadmap.sections.opening import ACCEPTED
from actionlines.papers.roadmap.writing import Writing
from actionlines.papers.sections import mandates as tables
from actionlines.papers.sections.draft import name
from actionlines.papers.sections.evidence import clipped

CONFIRMED = 80  # shown in the text; the rest stands in the annex
PROPOSED = 25
INSTRUMENTS = 40


def mandates(w: Writing) -> None:
    """Write what people say of the mandates, then the mandates of the lines."""
    lens = w.lens
    w.section("s-mandates", "mandates.title")
    w.written("mandates")
    if lens.account.besides:
        asked = f"mandates?line={lens.asked}&force=proposed,recommended,restated"
        w.para(w.say("mandates.besides", number=w.ask(asked)))
    if not lens.account.mandates:
        w.lacks("mandates")
        return
    confirmed = w.ask(f"mandates?line={lens.asked}&status={ACCEPTED}")
    proposed = w.ask(f"mandates?line={lens.asked}&status=proposed")
    w.para(w.say("mandates.counted", confirmed=confirmed, proposed=proposed))
    _instruments(w)
    for key, found, most in (("confirmed", lens.accepted, CONFIRMED), ("proposed", lens.proposed, PROPOSED)):
        if found:
            w.section(f"s-mandates-{key}", f"mandates.{key}", 2)
            rows = tables.rows(w, found[:most], symbol=True, lines=lens.lines)
            rest = "mandates.rest" if len(found) > most else ""
            w.table(f"t-mandates-{key}", f"mandates.{key}", tables.COLUMNS, rows, note=rest)
        elif key == "confirmed":
            w.section(f"s-mandates-{key}", f"mandates.{key}", 2)
            w.lacks("confirmed")


def _instruments(w: Writing) -> None:
    counted = Counter(one.symbol for one in w.lens.account.mandates)
    rows = []
    for symbol in sorted(counted, key=lambda one: (-counted[one], one))[:INSTRUMENTS]:
        held = w.account.by_symbol.get(symbol)
        asked = f"mandates?line={w.lens.asked}&symbol={symbol}&status="
        title: Inlines = (name(clipped(held.title, 200), held.language),) if held and held.title else ()
        called = name(symbol, bold=True) if not symbol.startswith("file:") else Text("–", bold=True)
        rows.append((called, title, w.ask(asked + ACCEPTED), w.ask(asked + "proposed")))
    columns = (
        ("col.symbol", 14, False), ("col.title", 30, False), ("col.confirmed", 8, True), ("col.proposed", 8, True),
    )  # fmt: skip
    rest = "mandates.rest" if len(counted) > INSTRUMENTS else ""
    w.table("t-instruments", "mandates.instruments", columns, rows, note=rest)


def annex(w: Writing) -> None:
    """Write all mandates, for the workbook."""
    tables.annex(w, "a-mandates", "mandates.annex", (*w.lens.accepted, *w.lens.proposed))
