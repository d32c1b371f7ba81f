"""The sections of a road map on records: at a glance, mandates, organisations, activities, money, overlaps."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import combinations

from actionlines.framework import load
from actionlines.framework.starter import in_force, starter_instruments, summary_in
from actionlines.papers.account.model import Funded
from actionlines.papers.account.question import lines_in, remove_repeats
from actionlines.papers.model import Evidence, Inlines, Text
from actionlines.papers.names import concept_code, short_name
from actionlines.papers.roadmap.figures import Figures
from actionlines.papers.roadmap.model import LineScope, LinkedConcept, RoadMap
from actionlines.papers.sections import evidence
from actionlines.papers.sections import figures as money
from actionlines.papers.sections import records as tables
from actionlines.papers.sections.draft import Part, named_text, read_columns
from actionlines.papers.sections.evidence import clip_text, name_area, name_body, name_concept
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

    @cached_property
    def agencies(self) -> Mapping[str, Mapping[str, None]]:
        """Return activity of UN INFO -> the agencies that share it."""
        agencies: dict[str, dict[str, None]] = {}
        for part in self.lens.account.funded:
            agencies.setdefault(part.activity, {})[part.agency] = None
        return agencies

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


def write_glance(w: Writing) -> None:
    """Write the purpose that people gave, who facilitates the lines, then numbers, each with its question."""
    question = w.lens.asked
    w.section("s-glance", "glance.title")
    w.written("purpose")
    _add_facilitators(w)
    rows = [
        (f"mandates?line={question}&status={ACCEPTED_STATUSES}", "glance.confirmed"),
        (f"mandates?line={question}&status=proposed", "glance.proposed"),
        (f"matrix?line={question}", "glance.matrix"),
        (f"activities?line={question}", "glance.activities"),
        (f"activities?line={question}&practice=yes", "glance.practices"),
        (f"organisations?line={question}", "glance.organisations"),
        (f"countries?line={question}", "glance.countries"),
        (f"funded?line={question}", "glance.funded"),
        (f"envelopes?line={question}", "glance.envelopes"),
    ]
    columns = read_columns("what 30, number 10 #")
    cells = ((Text(w.words(key)), w.ask(question)) for question, key in rows)
    w.table("t-glance", "glance.caption", columns, cells)


def _add_facilitators(w: Writing) -> None:
    """Write the facilitators of the framework, each with its source."""
    words = w.words
    names: list[Inlines] = []
    for line in w.lens.lines:
        wanted = [line, *(child.id for child in load().children(line))]
        facilitators = [who for who in load().facilitators if who.action_line in wanted and "former" not in who.role]
        # A role that was not compared with its source is no statement of a paper, where another is.
        for who in [who for who in facilitators if who.verified] or facilitators:
            id = f"facilitator:{who.action_line}:{who.body}:{who.role}"
            role = words.table.get(f"role.{who.role}", who.role)
            name = short_name(who.body, words.language)
            label = f"{who.action_line}{words('colon')}{name}{words('list.comma')}{role}. {who.source}"
            w.prove(id, Evidence(id, "record", label, who.reason if who.verified else ""))
            sure = "" if who.verified else f"{words('list.comma')}{words('who.unverified')}"
            on = f"{who.action_line}{words('list.comma')}" if len(wanted) + len(w.lens.lines) > 2 else ""
            names.append((name_body(who.body, words), named_text(f" ({on}{role}{sure})", muted=True), *w.cite(id)))
    if names:
        w.para((Text(words("who.facilitators"), bold=True), Text(words("colon")), *w.apart(names)))
    else:
        w.lacks("facilitators")


CONFIRMED_SHOWN, PROPOSED_SHOWN, INSTRUMENTS_SHOWN = 24, 6, 10  # in the text; the annex has all
ASK_COLUMNS = read_columns("requested 44, entities 18, when 16, done 30")


def write_mandates(w: Writing) -> None:
    """Write the instruments in force, then what the lines are asked: what people confirmed, then proposals."""
    scope = w.lens
    w.section("s-mandates", "mandates.title")
    w.written("mandates")
    if scope.account.besides:
        question = f"mandates?line={scope.asked}&force=proposed,recommended,restated"
        w.para(w.say("mandates.besides", number=w.ask(question)))
    if not scope.account.mandates:
        w.lacks("mandates")
        return
    _write_instruments(w)
    for key, mandates, most in (
        ("confirmed", scope.accepted, CONFIRMED_SHOWN),
        ("proposed", scope.proposed, PROPOSED_SHOWN),
    ):
        if mandates:
            rest = " mandates.rest" if len(mandates) > most else ""
            rows = tables.ask_rows(w, mandates[:most], scope.lines)
            note = f"mandates.summary-mark{rest}" if any(ask.is_summary for ask in mandates[:most]) else rest
            w.table(f"t-mandates-{key}", f"mandates.{key}", ASK_COLUMNS, rows, note=note)
        elif key == "confirmed":
            w.lacks("confirmed")


def _write_instruments(w: Writing) -> None:
    """Write the instruments, each by its revision in force, those that ask for most first."""
    open_: Counter[str] = Counter()
    replaced: dict[str, set[str]] = {}
    for mandate in w.lens.account.mandates:
        latest = in_force(mandate.symbol)
        open_[latest] += mandate.status != "superseded"
        if latest != mandate.symbol:
            replaced.setdefault(latest, set()).add(mandate.symbol)
    rows = []
    for symbol in sorted(open_, key=lambda item: (-open_[item], item))[:INSTRUMENTS_SHOWN]:
        held = w.account.by_symbol.get(symbol) or starter_instruments().get(symbol)
        held = held or w.account.by_symbol.get(min(replaced.get(symbol, {""})))
        text, language = summary_in(held.title if held else "", w.words.language, getattr(held, "language", "en"))
        title: Inlines = (named_text(clip_text(text, 160), language),) if text else ()
        if names := [w.words.cite(name) for name in sorted(replaced.get(symbol, ()))]:
            title = (*title, named_text(f" ({w.words('mandates.replaces', list=', '.join(names))})", muted=True))
        called = named_text(w.words.cite(symbol) if not symbol.startswith("file:") else "–", bold=True)
        question = f"mandates?line={w.lens.asked}&symbol={symbol}&status="
        id, url = f"instrument:{symbol}", getattr(held, "source", "") or w.account.address + getattr(held, "url", "")
        if url:
            w.prove(id, Evidence(id, "record", w.words.cite(symbol), url=url))
        rows.append(((called, *w.cite(id)), title, w.ask(question + ACCEPTED_STATUSES), w.ask(question + "proposed")))
    columns = read_columns("symbol 16, title 34, confirmed 8 #, proposed 8 #")
    rest = "mandates.rest" if len(open_) > INSTRUMENTS_SHOWN else ""
    w.table("t-instruments", "mandates.instruments", columns, rows, note=rest)


def annex_mandates(w: Writing) -> None:
    """Write all mandates, for the workbook."""
    closed = [mandate for mandate in w.lens.account.mandates if mandate.status == "superseded"]
    tables.add_mandate_annex(w, "a-mandates", "mandates.annex", (*w.lens.accepted, *w.lens.proposed, *closed))


ACTIVITIES_SHOWN, FUNDED_SHOWN, PARTNERS_SHOWN, ENVELOPES_SHOWN = 12, 8, 8, 10  # in the text; the annex has all
CELLS = ("title", "organisation", "places", "years", "money", "results")
FUNDED_COLUMNS = read_columns(
    "title 30, organisation 12, country 11, period 10, results 24, required 14 #, available 14 #"
)


def write_activities(w: Writing) -> None:
    """Write the activities of the register with partners, period, money and results, then those of UN INFO."""
    lines, activities = w.lens.lines, w.lens.activities
    w.section("s-activities", "activities.title")
    w.written("activities")
    if activities:
        first = sorted(activities, key=lambda activity: not activity.practice)[:ACTIVITIES_SHOWN]
        tables.add_activity_table(w, "t-activities", "activities.shown", first, CELLS, lines)
        if len(activities) > ACTIVITIES_SHOWN:
            w.para((Text(w.words("activities.rest")),))
        _add_partners(w)
    else:
        w.lacks("activities")
    _write_funded(w)


def _add_partners(w: Writing) -> None:
    """Name the organisations that carry out most activities."""
    counted = Counter(
        number
        for activity in w.lens.activities
        for number in dict.fromkeys((activity.organisation, *activity.partners))
        if number is not None and number in w.account.organisation
    )
    names = w.account.organisation
    ranked = sorted(counted.items(), key=lambda pair: (-pair[1], names[pair[0]].name))[:PARTNERS_SHOWN]
    who = [
        (
            named_text(names[number].name),
            Text(" ("),
            w.counted("activities", f"activities?line={w.lens.asked}&organisation={number}"),
            Text(")"),
        )
        for number, _count in ranked
    ]
    w.para((Text(w.words("who.partners"), bold=True), Text(w.words("colon")), *w.apart(who)))


def _write_funded(w: Writing) -> None:
    """Write what UN INFO holds on the lines: each activity once, those with most money first."""
    funded = sorted(remove_repeats(w.lens.account.funded), key=lambda part: (-float(part.available or 0), part.id))
    if not funded:
        w.lacks("funded")
        return
    currencies = {part.currency for part in funded}
    for currency in sorted(currencies) if len(currencies) > 1 else [""]:
        money.say_funded(w, "activities.funded", line=w.lens.asked, currency=currency)
    columns, rows = FUNDED_COLUMNS, (_funded_row(w, part) for part in funded[:FUNDED_SHOWN])
    note = "activities.rest" if len(funded) > FUNDED_SHOWN else ""
    w.table("t-funded", "activities.funded-caption", columns, rows, note=note)


def _funded_row(w: Writing, part: Funded) -> Sequence[Part]:
    """Return an activity of UN INFO; its place in the file is the evidence of its numbers."""
    years = " – ".join(filter(None, (part.starts[:4], part.ends[:4])))
    head = named_text(clip_text(part.name, 140), part.language), Text(" "), *w.cite(f"funded:{part.id}")
    amounts = money.ask_entry(w, part, ("required", "available"))
    result = named_text(clip_text(part.output, 90), part.language)
    return head, _name_agencies(w, part), name_area(part.country, w.words), years, result, *amounts


def _name_agencies(w: Writing, part: Funded) -> str:
    """Return the agency, with those that share the activity."""
    return tables.name_with_partners(
        w, part.agency, [name for name in w.agencies[part.activity] if name != part.agency]
    )


def annex_activities(w: Writing) -> None:
    """Write all activities, for the workbook: those of the register, those of UN INFO with their place in the file."""
    tables.add_activity_annex(w, "a-activities", "activities.annex", w.lens.activities)
    columns = (*FUNDED_COLUMNS, ("col.spent", 11, True), ("col.source", 20, False))
    rows = (
        [
            named_text(part.name, part.language),
            *map(named_text, (_name_agencies(w, part), name_area(part.country, w.words))),
            named_text(f"{part.starts} – {part.ends}"),
            named_text(part.output, part.language),
            *map(named_text, (part.required, part.available, part.spent, f"{part.member}#{part.place}")),
        ]
        for part in remove_repeats(w.lens.account.funded)
    )
    w.in_annex("a-funded", "activities.funded-caption", columns, rows)


def write_resources(w: Writing) -> None:
    """Write the envelopes for the lines, and what is allocated to activities."""
    w.section("s-resources", "resources.title")
    w.written("resources")
    if not (envelopes := w.lens.envelopes):
        w.lacks("envelopes")
        return
    first = envelopes[:ENVELOPES_SHOWN]
    money.add_envelope_table(w, "t-envelopes", "resources.envelopes", first, note="resources.note")
    w.para(w.say("line.money", list=money.sum_money(w, f"line={w.lens.asked}")))


PAIRS_SHOWN, OVERLAPS_SHOWN = 30, 12


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
