"""The first sections of a road map: numbers at a glance, facilitators and organisations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from actionlines.framework import load
from actionlines.papers.model import Block, Cite, Column, Inlines, Section, Table, Text
from actionlines.papers.names import short
from actionlines.reports.roadmap.evidence_collector import name
from actionlines.reports.roadmap.writing import Writing

ACCEPTED = "confirmed,delivered,overdue,under_way"
PARTNERS = 20


def glance(w: Writing) -> Iterator[Block]:
    """Yield the section at a glance: the purpose that people wrote, then numbers, each with its question."""
    words, asked = w.words, w.lens.asked
    yield Section("s-glance", words("glance.title"))
    yield from w.narrative("purpose")
    rows = [
        (f"mandates?line={asked}&status={ACCEPTED}", "glance.confirmed"),
        (f"mandates?line={asked}&status=proposed", "glance.proposed"),
        (f"matrix?line={asked}", "glance.matrix"),
        (f"activities?line={asked}", "glance.activities"),
        (f"activities?line={asked}&practice=yes", "glance.practices"),
        (f"organisations?line={asked}", "glance.organisations"),
        (f"countries?line={asked}", "glance.countries"),
        (f"envelopes?line={asked}", "glance.envelopes"),
    ]
    yield Table(
        "t-glance",
        words("glance.caption"),
        (Column(words("col.what"), 30), Column(words("col.number"), 10, True)),
        tuple(w.row((Text(words(key)),), (w.notes.count(question),)) for question, key in rows),
    )


def who(w: Writing) -> Iterator[Block]:
    """Yield the facilitators of the framework, and organisations with activities on the line."""
    words = w.words
    yield Section("s-who", words("who.title"))
    rows = []
    for line in w.lens.lines:
        wanted = [line, *(one.id for one in load().children(line))]
        found = [one for one in load().facilitators if one.action_line in wanted and "former" not in one.role]
        for one in found:
            cite = w.notes.record(
                f"facilitator:{one.action_line}:{one.body}:{one.role}",
                f"{one.action_line}: {short(one.body, words.language)}, {one.role}. {one.source}", one.reason,
            )  # fmt: skip
            key = f"role.{one.role}"
            role = words(key) if key in words.table else one.role
            sure: Inlines = () if one.verified else (Text(f" ({words('who.unverified')})", muted=True),)
            rows.append(w.row(w.concept(one.action_line), (w.body(one.body),), (Text(role), *sure, cite)))
    yield Table(
        "t-facilitators",
        words("who.facilitators"),
        (Column(words("col.line"), 16), Column(words("col.body"), 14), Column(words("col.role"), 14)),
        tuple(rows),
        empty=words("who.no-facilitators"),
    )
    yield from _partners(w)


def _partners(w: Writing) -> Iterator[Block]:
    words, held = w.words, w.notes.account.organisation
    counted: Counter[int] = Counter()
    cited: dict[int, Cite] = {}
    for one in w.lens.activities:
        for number in dict.fromkeys((one.organisation, *one.partners)):
            if number in held:
                counted[number] += 1  # type: ignore[index]
                cited.setdefault(number, w.notes.activity(one, w.lens.lines))  # type: ignore[arg-type]
    rows = []
    for number, _count in sorted(counted.items(), key=lambda pair: (-pair[1], held[pair[0]].name))[:PARTNERS]:
        carrier = held[number]
        kind = f"stakeholder.{carrier.type}"
        own = w.notes.count(f"activities?line={w.lens.asked}&organisation={number}")
        rows.append(
            w.row(
                (name(carrier.name),),
                (Text(words(kind)) if kind in words.table else name(carrier.type),),
                (own, cited[number]),
            )
        )
    if not rows:
        yield w.missing("partners")
        return
    yield Table(
        "t-partners",
        words("who.partners"),
        (Column(words("col.organisation"), 24), Column(words("col.kind"), 12),
         Column(words("col.carries"), 10, True)),
        tuple(rows),
        note=(Text(words("who.partners-note")),),
    )  # fmt: skip
