"""Activities, good practices and mandates: lists with evidence, tables, tables for the workbook."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from actionlines.framework.bodies import LEFT_OPEN
from actionlines.framework.starter import summary_in
from actionlines.indicators.areas import areas_of_kind
from actionlines.papers.account.model import ActivityRecord, MandateRecord
from actionlines.papers.account.question import find_activities as asked_activities
from actionlines.papers.account.question import link_strength, parse_question
from actionlines.papers.model import Inlines, Proposal, TableRow, Text
from actionlines.papers.names import concept_code, short_name
from actionlines.papers.names import describe_form as due_of
from actionlines.papers.sections import evidence
from actionlines.papers.sections.draft import Draft, Part, named_text, read_columns
from actionlines.papers.sections.evidence import name_area, name_body

ACTIVITY_COLUMNS: Mapping[str, tuple[str, int, bool]] = {
    "title": ("col.activity", 36, False),
    "organisation": ("col.organisation", 22, False),
    "places": ("col.places", 18, False),
    "years": ("col.years", 10, False),
    "money": ("col.amount", 12, True),
    "results": ("col.results", 24, False),
}
ACTIVITY_CELLS = ("title", "organisation", "places", "results")
_PLACES = 4  # of one activity, named


def cite_activity(draft: Draft, activity: ActivityRecord) -> Inlines:
    """Return the title of an activity with the mark of its evidence."""
    return (named_text(activity.title, activity.language), *draft.cite(evidence.activity_id(activity)))


def activity_item(draft: Draft, activity: ActivityRecord) -> Inlines:
    """Return an entry of a list: title, who, where, evidence."""
    tail = [part for part in (activity.organisation_name, name_places(draft, activity)) if part]
    text = f" ({draft.words('semicolon').join(tail)})" if tail else ""
    return (
        named_text(activity.title, activity.language),
        named_text(text, muted=True),
        *draft.cite(evidence.activity_id(activity)),
    )


def list_activities(draft: Draft, activitys: Iterable[ActivityRecord]) -> None:
    """Add a list of activities to the draft; nothing where there are none."""
    draft.listing(activity_item(draft, activity) for activity in activitys)


def name_places(draft: Draft, activity: ActivityRecord) -> str:
    """Return the places of an activity in words."""
    names = [name_area(place, draft.words) for place in activity.places]
    return draft.words("list.comma").join(names[:_PLACES]) + (" …" if len(names) > _PLACES else "")


def add_activity_table(
    draft: Draft,
    id: str,
    caption: str,
    activitys: Sequence[ActivityRecord],
    cells: Sequence[str] = ACTIVITY_CELLS,
    lines: tuple[str, ...] = (),
    **values: str,
) -> None:
    """Add a table of activities with some of the cells of COLUMNS.

    lines  action lines: a link to them that nobody confirmed is marked as a proposal
    """
    rows = _activity_rows(draft, activitys, cells, lines)
    draft.table(id, caption, [ACTIVITY_COLUMNS[cell] for cell in cells], rows, empty="no-activities", **values)


def _activity_rows(
    draft: Draft, activitys: Iterable[ActivityRecord], cells: Sequence[str], lines: tuple[str, ...]
) -> Iterator[Sequence[Part]]:
    for activity in activitys:
        head: Inlines = (
            named_text(activity.title, activity.language),
            *draft.cite(evidence.prove_activity(activity, draft, lines)),
        )
        sure, p = link_strength(activity.links, lines)
        if lines and not sure:
            head = (*head, draft.proposed(p))
        made: Mapping[str, Part] = {
            "title": head,
            "organisation": _name_carriers(draft, activity),
            "places": name_places(draft, activity),
            "years": " – ".join(filter(None, (activity.starts[:4], activity.ends[:4]))),
            "money": draft.words.money(activity.budget, activity.currency),
            "results": _describe_results(draft, activity),
        }
        yield [made[cell] for cell in cells]


def add_activity_annex(draft: Draft, id: str, caption: str, activitys: Iterable[ActivityRecord]) -> None:
    """Add activities for the workbook, without marks."""
    words = draft.words
    heads = ("activity", "organisation", "places", "since", "until", "amount", "results", "aligned", "practice")
    made = (
        (
            named_text(activity.title, activity.language),
            _name_carriers(draft, activity),
            words("list.comma").join(activity.places),
            activity.starts,
            activity.ends,
            words.money(activity.budget, activity.currency),
            _describe_results(draft, activity),
            words("list.comma").join(concept_code(link.concept, words) for link in activity.links),
            words("yes") if activity.practice else "",
        )
        for activity in activitys
    )
    draft.in_annex(id, caption, [(f"col.{key}", 10, False) for key in heads], made)


def _name_carriers(draft: Draft, activity: ActivityRecord) -> str:
    names = [draft.account.organisation[id].name for id in activity.partners if id in draft.account.organisation]
    return name_with_partners(draft, activity.organisation_name, names)


def name_with_partners(draft: Draft, name: str, partners: Sequence[str]) -> str:
    """Return who carries out an activity, with its partners where it has any."""
    words = draft.words
    return words("who.with", name=name, list=words("list.comma").join(partners)) if partners else name


def _describe_results(draft: Draft, activity: ActivityRecord) -> Inlines:
    # Results are the words of the person who submitted the activity: its evidence shows them.
    text = []
    for figure in activity.results[:3]:
        year = f"({figure.year})" if figure.year else ""
        parts = (f"{figure.what}{draft.words('colon')}{figure.value}", figure.unit, year)
        text.append(" ".join(part for part in parts if part))
    results = draft.words("semicolon").join(text) or evidence.clip_text(activity.results_text)
    return (named_text(results, activity.language),) if results else ()


REGION_COLUMNS = read_columns("region 34, activities 14 #, practices 14 #, countries 14 #, behind 14 #")


def add_region_table(
    draft: Draft, id: str, caption: str, narrowed: str = "", *, behind: str = "sdg:17.8", note: str = ""
) -> None:
    """Add a table of the regions of ITU, then of regional commissions.

    narrowed  "line=C5", or "" for all
    behind    the target on which countries that are behind are counted, "" for no such column
    """
    tail = f"&{narrowed}" if narrowed else ""
    rows: list[TableRow | Sequence[Part]] = []
    for kind in ("itu-region", "un-commission"):
        rows.append(draft.head(draft.words(f"kind.{kind}")))
        for id_ in areas_of_kind(kind):
            question = [f"activities?area={id_}{tail}", f"activities?area={id_}&practice=yes{tail}"]
            question.append(f"countries?area={id_}{tail}")
            if behind:
                question.append(f"areas?area={id_}&behind=yes&kind=country&target={behind}")
            rows.append((name_area(id_, draft.words), *map(draft.ask, question)))
    columns = REGION_COLUMNS if behind else REGION_COLUMNS[:-1]
    draft.table(id, caption, columns, rows, note=note)


MANDATE_COLUMNS = read_columns("paragraph 14, requested 28, entities 14, when 14, status 18, done 23")
# What is overdue is said as its status; it does not fall due next.
_NOT_NEXT = ("delivered", "superseded", "overdue")
STATUSES = ("proposed", "confirmed", "under_way", "delivered", "overdue", "superseded")


def mandate_rows(
    draft: Draft, mandates: Iterable[MandateRecord], *, symbol: bool = False, lines: tuple[str, ...] = ()
) -> Iterator[Sequence[Part]]:
    """Yield one row for each mandate.

    symbol  its instrument is named beside the paragraph
    lines   action lines: a link to them that nobody confirmed is marked as a proposal
    """
    by_mandate = map_answers(draft)
    for mandate in mandates:
        yield (
            cite_mandate(draft, mandate, symbol=symbol),
            _requested_cell(draft, mandate),
            name_entities(draft, mandate),
            _due_cell(draft, mandate),
            describe_status(draft, mandate, lines),
            describe_done(draft, mandate, by_mandate.get(mandate.id, ())),
        )


ANSWERS_SHOWN = 3


def ask_rows(draft: Draft, mandates: Iterable[MandateRecord], lines: tuple[str, ...] = ()) -> Iterator[Sequence[Part]]:
    """Yield one short row for each mandate: the ask with its place, who is asked, by when and to whom, and what was
    done or its status. `lines` as in `mandate_rows`; a summary has the mark ≈.
    """
    by_mandate = map_answers(draft)
    for mandate in mandates:
        yield (
            (*short_title(draft, mandate, bold=True), Text(" – "), *cite_mandate(draft, mandate, symbol=True)),
            name_entities(draft, mandate),
            _due_cell(draft, mandate),
            draft.apart(
                (
                    describe_status(draft, mandate, lines, day=False),
                    describe_done(draft, mandate, by_mandate.get(mandate.id, [])[:ANSWERS_SHOWN], empty=False),
                )
            ),
        )


def short_title(draft: Draft, mandate: MandateRecord, *, bold: bool = False) -> Inlines:
    """Return what a mandate is called; a summary has the mark ≈, which a note explains."""
    title = named_text(*mandate.title_in(draft.words.language), bold=bold)
    return (title, Text(" ≈", muted=True)) if mandate.summary else (title,)


def map_answers(draft: Draft) -> dict[int, list[ActivityRecord]]:
    """Return mandate -> activities that were confirmed to answer it."""
    answers: dict[int, list[ActivityRecord]] = {}
    for activity in draft.account.activities:
        for mandate, status in activity.mandates:
            if status == "confirmed":
                answers.setdefault(mandate, []).append(activity)
    return answers


def cite_mandate(draft: Draft, mandate: MandateRecord, *, symbol: bool = False) -> Inlines:
    """Return the paragraph of a mandate with the mark of its evidence; `symbol`: with its instrument."""
    held = draft.account.by_symbol.get(mandate.symbol)
    title = held.title if held else ""
    text = draft.words.cite(mandate.symbol, mandate.anchor, title) if symbol else draft.words.place(mandate.anchor)
    return (named_text(text), *draft.cite(evidence.prove_mandate(mandate, draft)))


def _requested_cell(draft: Draft, mandate: MandateRecord) -> Inlines:
    strength = draft.words.table.get(f"strength.{mandate.strength}", mandate.strength)
    made = draft.words.deliverable(mandate.deliverable)
    product: Inlines = (Text(f" ({made})", muted=True),) if made else ()
    return (Text(strength, bold=True), Text(draft.words("colon")), *name_action(draft, mandate), *product)


def name_action(draft: Draft, mandate: MandateRecord) -> Inlines:
    """Return what a mandate asks for, with a mark where the register sums it up."""
    action = summary_in(mandate.action, draft.words.language, mandate.language)
    return _mark_summary(draft, named_text(*action), mandate.is_summary)


def name_title(draft: Draft, mandate: MandateRecord) -> Inlines:
    """Return what a mandate is called, with the same mark."""
    return _mark_summary(draft, named_text(*mandate.title_in(draft.words.language)), bool(mandate.summary))


def _mark_summary(draft: Draft, named: Text, is_summary: bool) -> Inlines:
    return (named, Text(f" (≈ {draft.words('mandates.summary')})", muted=True)) if is_summary else (named,)


def name_entities(draft: Draft, mandate: MandateRecord) -> Inlines:
    """Return addressees in the words of the framework, else in those of the text."""
    names = [
        name_body(body, draft.words)
        if body and body not in LEFT_OPEN
        else named_text(text, mandate.language)
        if text
        else Text(draft.words("nobody-named"), muted=True)
        for body, text in mandate.addressees
    ]
    unique = tuple(dict.fromkeys(names))
    return draft.list_of(unique) if unique else (Text(draft.words("nobody-named"), muted=True),)


def _due_cell(draft: Draft, mandate: MandateRecord) -> Inlines:
    instrument = draft.account.by_symbol.get(mandate.symbol)
    date = instrument.date if instrument else ""
    due = [draft.words.due(due_of(raw, date, mandate.report_to)) for raw in mandate.due]
    if mandate.report_to:
        names = dict.fromkeys(short_name(body, draft.words.language) for body in mandate.report_to)
        due.append(draft.words("reports-to", list=draft.words("list.comma").join(names)))
    return draft.apart(due)


def describe_status(draft: Draft, mandate: MandateRecord, lines: tuple[str, ...] = (), *, day: bool = True) -> Inlines:
    """Return the status with its day, how sure it is, who leads and why."""
    words = draft.words
    status: Inlines = (Text(words(f"status.{mandate.status}"), bold=True),)
    sure, p = link_strength(mandate.links, lines)
    if mandate.status == "proposed":
        status = (*status, Text(" "), draft.proposed(p) if lines else Proposal())
    elif mandate.status_since and day:
        status = (*status, named_text(f" ({words.date(mandate.status_since)})"))
    parts: list[Part] = [Text(words(f"force.{mandate.force}"), bold=True)] if mandate.force != "decided" else []
    parts.append(status)
    if mandate.accepted_with:
        parts.append(words("decision.bulk", number=mandate.accepted_with))
    if lines and not sure and mandate.status != "proposed":
        parts.append((Text(f"{words('mandates.link')} "), draft.proposed(p)))
    lead = draft.account.organisation.get(mandate.lead) if mandate.lead is not None else None
    if lead:
        parts.append(words("lead-is", name=words.apart(lead.name)))
    return draft.apart((*parts, mandate.status_reason))


def describe_done(
    draft: Draft, mandate: MandateRecord, answering: Sequence[ActivityRecord], *, empty: bool = True
) -> Inlines:
    """Return progress on record with its evidence, reports that cite the mandate, then activities that answer it."""
    words = draft.words
    cells: list[Inlines] = []
    cited: set[str] = set()
    for note in mandate.progress:
        id = evidence.prove_progress(note, draft)
        cited.add(id)
        date = f"{words.date(note.at)}{words('colon')}" if note.at else ""
        cells.append((named_text(f"{date}{note.text}"), *draft.cite(*([id] if id else ()))))
    for place in mandate.reports[:ANSWERS_SHOWN]:
        entry = evidence.paragraph_evidence(place.symbol, place.anchor, place.quote, place.language, draft)
        if entry.id not in cited and draft.prove(entry.id, entry):
            date = f"{words.date(place.date)}{words('colon')}" if place.date else ""
            cells.append((named_text(f"{date}{entry.label}"), *draft.cite(entry.id)))
    titles = (cite_activity(draft, held) for held in answering if evidence.activity_id(held) not in cited)
    nothing: Inlines = (Text(words("nothing-on-record"), muted=True),) if empty else ()
    return draft.apart((*cells, *titles)) or nothing


def add_mandate_table(draft: Draft, id: str, caption: str, mandates: Sequence[MandateRecord], **values: str) -> None:
    """Add the table of mandates of one instrument."""
    draft.table(id, caption, MANDATE_COLUMNS, mandate_rows(draft, mandates), empty="no-mandates", **values)


def add_mandate_annex(draft: Draft, id: str, caption: str, mandates: Iterable[MandateRecord]) -> None:
    """Add all mandates for the workbook, without marks."""
    words = draft.words
    by_mandate = map_answers(draft)
    heads = ("document", "paragraph", "requested", "entities", "when", "status", "done", "aligned")
    found_mandates = (
        (
            words.cite(mandate.symbol),
            words.place(mandate.anchor),
            _requested_cell(draft, mandate),
            name_entities(draft, mandate),
            _due_cell(draft, mandate),
            Text(words(f"status.{mandate.status}")),
            words("semicolon").join(
                (
                    *(note.text for note in mandate.progress),
                    *(words.cite(place.symbol, place.anchor) for place in mandate.reports),
                    *(held.title for held in by_mandate.get(mandate.id, ())),
                )
            ),
            words("list.comma").join(concept_code(link.concept, words) for link in mandate.links),
        )
        for mandate in mandates
    )
    draft.in_annex(id, caption, [(f"col.{key}", 10, False) for key in heads], found_mandates)


def count_statuses(draft: Draft, narrowed: str) -> Inlines:
    """Return bound numbers of each status that there is ("3 confirmed"). `narrowed`: "symbol=A/RES/80/173"."""
    parts = []
    for status in STATUSES:
        question = f"mandates?{narrowed}{'&' if narrowed else ''}status={status}"
        if draft.value(question):
            parts.append(
                draft.say("of-status", n=draft.ask(question), status=(Text(draft.words(f"status.{status}").lower()),))
            )
    return draft.list_of(parts)


def find_due_next(draft: Draft, mandates: Iterable[MandateRecord], most: int) -> list[MandateRecord]:
    """Return dated mandates that are neither delivered nor superseded nor past their day, the first due first."""
    open_ = [
        mandate
        for mandate in mandates
        if mandate.due_on and mandate.due_on >= draft.account.day and mandate.status not in _NOT_NEXT
    ]
    return sorted(open_, key=lambda item: (item.due_on, item.symbol, item.id))[:most]


def find_activities(draft: Draft, text: str) -> list[ActivityRecord]:
    """Return the activities that a question counts, the newest first."""
    activities = asked_activities(draft.account, parse_question(text))
    return sorted(activities, key=lambda activity: (activity.published, activity.id), reverse=True)
