"""The sections of a road map on records: at a glance, mandates, organisations, activities, money, overlaps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import combinations

from actionlines.framework import load
from actionlines.papers.account.question import lines_in
from actionlines.papers.model import Evidence, Inlines, Text
from actionlines.papers.names import concept_code, short_name
from actionlines.papers.roadmap.figures import Figures
from actionlines.papers.roadmap.model import LineScope, LinkedConcept, RoadMap
from actionlines.papers.sections import evidence
from actionlines.papers.sections import figures as money
from actionlines.papers.sections import records as tables
from actionlines.papers.sections.draft import named_text, read_columns
from actionlines.papers.sections.evidence import clip_text, name_body, name_concept
from actionlines.papers.sections.narrative import ReportDraft, SectionText
from actionlines.papers.sections.records import cite_mandate, name_title
from actionlines.papers.words import Words


class Writing(ReportDraft):
    """A draft of `roadmap` over the part of an account that `lens` shows."""

    def __init__(self, roadmap: RoadMap, scope: LineScope, figures: Figures, words: Words) -> None:
        by = words("by.people")
        texts = [
            SectionText(narrative.section, narrative.text, narrative.by or by, language=roadmap.language)
            for narrative in roadmap.narratives
        ]
        # A published paper has no marks of its making.
        super().__init__(scope.account, words, texts, numbered=True, mark=roadmap.status != "published")
        self.roadmap, self.lens, self.figures = roadmap, scope, figures

    @cached_property
    def spoken(self) -> tuple[LinkedConcept, ...]:
        """Return goals, targets and commitments: linked to the lines, or taken by people."""
        return self.lens.with_taken(self.roadmap.taken)

    def lacks(self, key: str, **values: object) -> None:
        """Add a note on missing content, in a draft with advice for those who write it."""
        self.missing(f"missing.{key}", f"advice.{key}" if self.mark else "", **values)

    def kept(self, concept: LinkedConcept) -> bool:
        """Return whether people did not leave it out."""
        return self.roadmap.decision(concept.level, concept.concept) != "left"  # type: ignore[arg-type]

    def taken(self, concept: LinkedConcept) -> bool:
        """Return whether people took it."""
        return self.roadmap.decision(concept.level, concept.concept) == "taken"  # type: ignore[arg-type]

    def own(self, text: str, *, bold: bool = False) -> Inlines:
        """Return words of the people who write the road map, in its language; nothing where there are none."""
        return (named_text(text, self.roadmap.language, bold=bold),) if text else ()


ACCEPTED_STATUSES = "confirmed,delivered,overdue,under_way"
PARTNERS_SHOWN = 20


def write_glance(w: Writing) -> None:
    """Write the purpose that people gave, then numbers, each with its question."""
    question = w.lens.asked
    w.section("s-glance", "glance.title")
    w.written("purpose")
    rows = [
        (f"mandates?line={question}&status={ACCEPTED_STATUSES}", "glance.confirmed"),
        (f"mandates?line={question}&status=proposed", "glance.proposed"),
        (f"matrix?line={question}", "glance.matrix"),
        (f"activities?line={question}", "glance.activities"),
        (f"activities?line={question}&practice=yes", "glance.practices"),
        (f"organisations?line={question}", "glance.organisations"),
        (f"countries?line={question}", "glance.countries"),
        (f"envelopes?line={question}", "glance.envelopes"),
    ]
    columns = read_columns("what 30, number 10 #")
    cells = ((Text(w.words(key)), w.ask(question)) for question, key in rows)
    w.table("t-glance", "glance.caption", columns, cells)


def write_organisations(w: Writing) -> None:
    """Write the facilitators of the framework, and organisations with activities on the line."""
    words = w.words
    w.section("s-who", "who.title")
    rows = []
    for line in w.lens.lines:
        wanted = [line, *(child.id for child in load().children(line))]
        facilitators = [who for who in load().facilitators if who.action_line in wanted and "former" not in who.role]
        # A role that was not compared with its source is no statement of a paper, where another is.
        facilitators = [who for who in facilitators if who.verified] or facilitators
        for who in facilitators:
            id = f"facilitator:{who.action_line}:{who.body}:{who.role}"
            label = f"{who.action_line}: {short_name(who.body, words.language)}, {who.role}. {who.source}"
            w.prove(id, Evidence(id, "record", label, who.reason if who.verified else ""))
            role = Text(words.table.get(f"role.{who.role}", who.role))
            sure: Inlines = () if who.verified else (Text(f" ({words('who.unverified')})", muted=True),)
            rows.append((name_concept(who.action_line, words), name_body(who.body, words), (role, *sure, *w.cite(id))))
    columns = read_columns("line 16, body 14, role 14")
    w.table("t-facilitators", "who.facilitators", columns, rows, empty="who.no-facilitators")
    _add_partners(w)


def _add_partners(w: Writing) -> None:
    words, held = w.words, w.account.organisation
    counted: Counter[int] = Counter()
    cited: dict[int, str] = {}
    for activity in w.lens.activities:
        for number in dict.fromkeys((activity.organisation, *activity.partners)):
            if number is not None and number in held:
                counted[number] += 1
                cited.setdefault(number, evidence.prove_activity(activity, w, w.lens.lines))
    rows = []
    for number, _count in sorted(counted.items(), key=lambda pair: (-pair[1], held[pair[0]].name))[:PARTNERS_SHOWN]:
        carrier = held[number]
        kind = f"stakeholder.{carrier.type}"
        own = w.ask(f"activities?line={w.lens.asked}&organisation={number}")
        called = Text(words(kind)) if kind in words.table else carrier.type
        rows.append((carrier.name, called, (own, *w.cite(cited[number]))))
    if not rows:
        w.lacks("partners")
        return
    columns = read_columns("organisation 24, kind 12, carries 10 #")
    w.table("t-partners", "who.partners", columns, rows, note="who.partners-note")


CONFIRMED_SHOWN = 80  # shown in the text; the annex has all
PROPOSED_SHOWN = 25
INSTRUMENTS_SHOWN = 40


def write_mandates(w: Writing) -> None:
    """Write what people say of the mandates, then the mandates of the lines."""
    scope = w.lens
    w.section("s-mandates", "mandates.title")
    w.written("mandates")
    if scope.account.besides:
        question = f"mandates?line={scope.asked}&force=proposed,recommended,restated"
        w.para(w.say("mandates.besides", number=w.ask(question)))
    if not scope.account.mandates:
        w.lacks("mandates")
        return
    confirmed = w.ask(f"mandates?line={scope.asked}&status={ACCEPTED_STATUSES}")
    proposed = w.ask(f"mandates?line={scope.asked}&status=proposed")
    w.para(w.say("mandates.counted", confirmed=confirmed, proposed=proposed))
    _write_instruments(w)
    for key, mandates, most in (
        ("confirmed", scope.accepted, CONFIRMED_SHOWN),
        ("proposed", scope.proposed, PROPOSED_SHOWN),
    ):
        if mandates:
            w.section(f"s-mandates-{key}", f"mandates.{key}", 2)
            rows = tables.mandate_rows(w, mandates[:most], symbol=True, lines=scope.lines)
            rest = "mandates.rest" if len(mandates) > most else ""
            w.table(f"t-mandates-{key}", f"mandates.{key}", tables.MANDATE_COLUMNS, rows, note=rest)
        elif key == "confirmed":
            w.section(f"s-mandates-{key}", f"mandates.{key}", 2)
            w.lacks("confirmed")


def _write_instruments(w: Writing) -> None:
    counted = Counter(mandate.symbol for mandate in w.lens.account.mandates)
    rows = []
    for symbol in sorted(counted, key=lambda item: (-counted[item], item))[:INSTRUMENTS_SHOWN]:
        held = w.account.by_symbol.get(symbol)
        question = f"mandates?line={w.lens.asked}&symbol={symbol}&status="
        title: Inlines = (named_text(clip_text(held.title, 200), held.language),) if held and held.title else ()
        name = w.words.cite(symbol) if not symbol.startswith("file:") else "–"
        called = named_text(name, bold=True)
        rows.append((called, title, w.ask(question + ACCEPTED_STATUSES), w.ask(question + "proposed")))
    columns = read_columns("symbol 14, title 30, confirmed 8 #, proposed 8 #")
    rest = "mandates.rest" if len(counted) > INSTRUMENTS_SHOWN else ""
    w.table("t-instruments", "mandates.instruments", columns, rows, note=rest)


def annex_mandates(w: Writing) -> None:
    """Write all mandates, for the workbook."""
    tables.add_mandate_annex(w, "a-mandates", "mandates.annex", (*w.lens.accepted, *w.lens.proposed))


ACTIVITIES_SHOWN = 60
CELLS = ("title", "organisation", "places", "years")


def write_activities(w: Writing) -> None:
    """Write how many there are by region, the good practices, the activities."""
    lines, activities = w.lens.lines, w.lens.activities
    w.section("s-activities", "activities.title")
    w.written("activities")
    if not activities:
        w.lacks("activities")
        return
    question = f"line={w.lens.asked}"
    tables.add_region_table(w, "t-regions", "activities.regions", question, behind="", note="activities.regions-note")
    practices = [activity for activity in activities if activity.practice]
    others = [activity for activity in activities if not activity.practice]
    w.section("s-practices", "activities.practices", 2)
    if practices:
        tables.add_activity_table(w, "t-practices", "activities.practices", practices[:ACTIVITIES_SHOWN], CELLS, lines)
    else:
        w.lacks("practices")
    if others:
        w.section("s-others", "activities.others", 2)
        tables.add_activity_table(w, "t-activities", "activities.others", others[:ACTIVITIES_SHOWN], CELLS, lines)
    if max(len(practices), len(others)) > ACTIVITIES_SHOWN:
        w.para((Text(w.words("activities.rest")),))


def write_resources(w: Writing) -> None:
    """Write the envelopes for the lines, and what is allocated to activities."""
    w.section("s-resources", "resources.title")
    w.written("resources")
    envelopes = w.lens.envelopes
    if not envelopes:
        w.lacks("envelopes")
        return
    money.add_envelope_table(w, "t-envelopes", "resources.envelopes", envelopes, parts=True, note="resources.note")
    w.para(w.say("line.money", list=money.sum_money(w, f"line={w.lens.asked}")))


def annex_activities(w: Writing) -> None:
    """Write all activities, for the workbook."""
    tables.add_activity_annex(w, "a-activities", "activities.annex", w.lens.activities)


PAIRS_SHOWN = 60
OVERLAPS_SHOWN = 40


def write_overlaps(w: Writing) -> None:
    """Write the section; nothing for a road map of one line."""
    lines = w.lens.lines
    if len(lines) < 2:
        return
    w.section("s-overlaps", "overlaps.title")
    columns = read_columns("lines 16, mandates 10 #, activities 10 #, organisations 10 #")
    nouns = ("mandates", "activities", "organisations")
    pairs = list(combinations(lines, 2))[:PAIRS_SHOWN]
    counts = (
        (
            f"{concept_code(item, w.words)} – {concept_code(two, w.words)}",
            *(w.ask(f"{noun}?line={item}+{two}") for noun in nouns),
        )
        for item, two in pairs
    )
    w.table("t-overlaps", "overlaps.pairs", columns, counts)
    mandates = [mandate for mandate in w.account.mandates if len(lines_in(mandate.links, lines)) > 1]
    rows = (
        (cite_mandate(w, mandate, symbol=True), name_title(w, mandate), _name_lines(w, lines_in(mandate.links, lines)))
        for mandate in mandates[:OVERLAPS_SHOWN]
    )
    heads = read_columns("where 16, requested 34, lines 12")
    rest = "overlaps.rest" if len(mandates) > OVERLAPS_SHOWN else ""
    w.table("t-overlap-mandates", "overlaps.mandates", heads, rows, note=rest, empty="overlaps.none")
    shared = [
        (name_concept(label.concept, w.words), _on_lines(w, label.lines))
        for label in w.lens.spoken
        if label.level == "target" and label.matrix and len(label.lines) > 1 and w.kept(label)
    ]
    _add_list(w, "targets", shared)
    activities = [
        (
            named_text(clip_text(activity.title, 200), activity.language),
            _on_lines(w, held),
            *w.cite(evidence.prove_activity(activity, w, held)),
        )
        for activity in w.lens.activities
        if len(held := lines_in(activity.links, lines)) > 1
    ]
    _add_list(w, "activities", activities[:OVERLAPS_SHOWN])
    _add_list(w, "partners", list(_shared_partners(w)))


def _name_lines(w: Writing, lines: Sequence[str]) -> str:
    return w.words("list.comma").join(concept_code(line, w.words) for line in lines)


def _on_lines(w: Writing, lines: Sequence[str]) -> Text:
    return named_text(f" ({_name_lines(w, lines)})", muted=True)


def _add_list(w: Writing, what: str, items: Sequence[Inlines]) -> None:
    w.section(f"s-overlap-{what}", f"overlaps.{what}", 2)
    if items:
        w.listing(items)
    else:
        w.lacks(f"overlap-{what}")


def _shared_partners(w: Writing) -> Iterator[Inlines]:
    """Facilitators of several of the lines, and organisations with activities on several."""
    bodies: dict[str, list[str]] = {}
    for facilitator in load().facilitators:
        if facilitator.action_line in w.lens.lines and "former" not in facilitator.role:
            bodies.setdefault(facilitator.body, []).append(facilitator.action_line)
    for body, lines in bodies.items():
        if len(held := list(dict.fromkeys(lines))) > 1:
            yield name_body(body, w.words), _on_lines(w, held)
    on: dict[int, dict[str, None]] = {}
    for activity in w.lens.activities:
        for line in lines_in(activity.links, w.lens.lines):
            for number in (activity.organisation, *activity.partners):
                if number is not None:
                    on.setdefault(number, {})[line] = None
    known = w.account.organisation
    for number, there in sorted(on.items()):
        if len(there) > 1 and number in known:
            yield named_text(known[number].name), _on_lines(w, [line for line in w.lens.lines if line in there])
