"""The line at a glance, its facilitators, and the organisations with activities on it."""

from __future__ import annotations

from collections import Counter

from actionlines.framework import load
from actionlines.papers.model import Evidence, Inlines, Text
from actionlines.papers.names import short
from actionlines.papers.roadmap.writing import Writing
from actionlines.papers.sections import evidence
from actionlines.papers.sections.labels import concept, entity

ACCEPTED = "confirmed,delivered,overdue,under_way"
PARTNERS = 20


def glance(w: Writing) -> None:
    """Write the purpose that people gave, then numbers, each with its question."""
    asked = w.lens.asked
    w.section("s-glance", "glance.title")
    w.written("purpose")
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
    columns = (("col.what", 30, False), ("col.number", 10, True))
    cells = ((Text(w.words(key)), w.ask(question)) for question, key in rows)
    w.table("t-glance", "glance.caption", columns, cells)


def who(w: Writing) -> None:
    """Write the facilitators of the framework, and organisations with activities on the line."""
    words = w.words
    w.section("s-who", "who.title")
    rows = []
    for line in w.lens.lines:
        wanted = [line, *(one.id for one in load().children(line))]
        found = [one for one in load().facilitators if one.action_line in wanted and "former" not in one.role]
        # A role that was not compared with its source is no statement of a paper, where another is.
        found = [one for one in found if one.verified] or found
        for one in found:
            id = f"facilitator:{one.action_line}:{one.body}:{one.role}"
            label = f"{one.action_line}: {short(one.body, words.language)}, {one.role}. {one.source}"
            w.prove(id, Evidence(id, "record", label, one.reason if one.verified else ""))
            role = Text(words.table.get(f"role.{one.role}", one.role))
            sure: Inlines = () if one.verified else (Text(f" ({words('who.unverified')})", muted=True),)
            rows.append(
                (concept(one.action_line, words), entity(one.body, words), (role, *sure, *w.cite(id)))
            )
    columns = (("col.line", 16, False), ("col.body", 14, False), ("col.role", 14, False))
    w.table("t-facilitators", "who.facilitators", columns, rows, empty="who.no-facilitators")
    _partners(w)


def _partners(w: Writing) -> None:
    words, held = w.words, w.account.organisation
    counted: Counter[int] = Counter()
    cited: dict[int, str] = {}
    for one in w.lens.activities:
        for number in dict.fromkeys((one.organisation, *one.partners)):
            if number is not None and number in held:
                counted[number] += 1
                cited.setdefault(number, evidence.speaking(one, w, w.lens.lines))
    rows = []
    for number, _count in sorted(counted.items(), key=lambda pair: (-pair[1], held[pair[0]].name))[:PARTNERS]:
        carrier = held[number]
        kind = f"stakeholder.{carrier.type}"
        own = w.ask(f"activities?line={w.lens.asked}&organisation={number}")
        called = Text(words(kind)) if kind in words.table else carrier.type
        rows.append((carrier.name, called, (own, *w.cite(cited[number]))))
    if not rows:
        w.lacks("partners")
        return
    columns = (("col.organisation", 24, False), ("col.kind", 12, False), ("col.carries", 10, True))
    w.table("t-partners", "who.partners", columns, rows, note="who.partners-note")
