"""Activities, good practices and mandates: lists with evidence, tables, tables for the workbook."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from actionlines.framework.bodies import LEFT_OPEN
from actionlines.indicators.groups import areas_of_kind
from actionlines.papers.account.model import Activity, Mandate
from actionlines.papers.account.question import find_activities as asked_activities
from actionlines.papers.account.question import link_strength, parse_question
from actionlines.papers.model import Inlines, Proposal, Row, Text
from actionlines.papers.names import describe_due as due_of
from actionlines.papers.names import short_name
from actionlines.papers.sections import evidence
from actionlines.papers.sections.draft import Draft, Part, named_text
from actionlines.papers.sections.labels import name_area, name_body

ACTIVITY_COLUMNS: Mapping[str, tuple[str, int, bool]] = {
    "title": ("col.activity", 36, False),
    "organisation": ("col.organisation", 22, False),
    "places": ("col.places", 18, False),
    "years": ("col.years", 10, False),
    "results": ("col.results", 24, False),
}
ACTIVITY_CELLS = ("title", "organisation", "places", "results")
_PLACES = 4  # of one activity, named


def cite_activity(draft: Draft, one: Activity) -> Inlines:
    """Return the title of an activity with the mark of its evidence."""
    return (named_text(one.title, one.language), *draft.cite(evidence.activity_id(one)))


def activity_item(draft: Draft, one: Activity) -> Inlines:
    """Return an entry of a list: title, who, where, evidence."""
    tail = [part for part in (one.organisation_name, name_places(draft, one)) if part]
    said = f" ({draft.words('semicolon').join(tail)})" if tail else ""
    return (
        named_text(one.title, one.language),
        named_text(said, muted=True),
        *draft.cite(evidence.activity_id(one)),
    )


def list_activities(draft: Draft, found: Iterable[Activity]) -> None:
    """Add a list of activities to the draft; nothing where there are none."""
    draft.listing(activity_item(draft, one) for one in found)


def name_places(draft: Draft, one: Activity) -> str:
    """Return the places of an activity in words."""
    names = [name_area(place, draft.words) for place in one.places]
    return draft.words("list.comma").join(names[:_PLACES]) + (" …" if len(names) > _PLACES else "")


def add_activity_table(
    draft: Draft,
    id: str,
    caption: str,
    found: Sequence[Activity],
    cells: Sequence[str] = ACTIVITY_CELLS,
    lines: tuple[str, ...] = (),
    **values: str,
) -> None:
    """Add a table of activities with some of the cells of COLUMNS.

    lines  action lines: a link to them that nobody confirmed is marked as a proposal
    """
    rows = _activity_rows(draft, found, cells, lines)
    draft.table(id, caption, [ACTIVITY_COLUMNS[one] for one in cells], rows, empty="no-activities", **values)


def _activity_rows(
    draft: Draft, found: Iterable[Activity], cells: Sequence[str], lines: tuple[str, ...]
) -> Iterator[Sequence[Part]]:
    for one in found:
        head: Inlines = (
            named_text(one.title, one.language),
            *draft.cite(evidence.prove_activity(one, draft, lines)),
        )
        sure, p = link_strength(one.links, lines)
        if lines and not sure:
            head = (*head, draft.proposed(p))
        made: Mapping[str, Part] = {
            "title": head,
            "organisation": one.organisation_name,
            "places": name_places(draft, one),
            "years": " – ".join(filter(None, (one.starts[:4], one.ends[:4]))),
            "results": _describe_results(draft, one),
        }
        yield [made[cell] for cell in cells]


def add_activity_annex(draft: Draft, id: str, caption: str, found: Iterable[Activity]) -> None:
    """Add activities for the workbook, without marks."""
    words = draft.words
    heads = ("activity", "organisation", "places", "since", "until", "aligned", "practice")
    made = (
        (
            named_text(one.title, one.language),
            one.organisation_name,
            words("list.comma").join(one.places),
            one.starts,
            one.ends,
            words("list.comma").join(link.concept for link in one.links),
            words("yes") if one.practice else "",
        )
        for one in found
    )
    draft.in_annex(id, caption, [(f"col.{key}", 10, False) for key in heads], made)


def _describe_results(draft: Draft, one: Activity) -> Inlines:
    # Results are the words of the person who submitted the activity: its evidence shows them.
    said = []
    for figure in one.results[:3]:
        year = f"({figure.year})" if figure.year else ""
        parts = (f"{figure.what}{draft.words('colon')}{figure.value}", figure.unit, year)
        said.append(" ".join(part for part in parts if part))
    results = draft.words("semicolon").join(said) or evidence.clip_text(one.results_text)
    return (named_text(results, one.language),) if results else ()


REGION_COLUMNS = (
    ("col.region", 34, False),
    ("col.activities", 14, True),
    ("col.practices", 14, True),
    ("col.countries", 14, True),
    ("col.behind", 14, True),
)


def add_region_table(
    draft: Draft, id: str, caption: str, narrowed: str = "", *, behind: str = "sdg:17.8", note: str = ""
) -> None:
    """Add a table of the regions of ITU, then of regional commissions.

    narrowed  "line=C5", or "" for all
    behind    the target on which countries that are behind are counted, "" for no such column
    """
    tail = f"&{narrowed}" if narrowed else ""
    rows: list[Row | Sequence[Part]] = []
    for kind in ("itu-region", "un-commission"):
        rows.append(draft.head(draft.words(f"kind.{kind}")))
        for id_ in areas_of_kind(kind):
            asked = [f"activities?area={id_}{tail}", f"activities?area={id_}&practice=yes{tail}"]
            asked.append(f"countries?area={id_}{tail}")
            if behind:
                asked.append(f"areas?area={id_}&behind=yes&kind=country&target={behind}")
            rows.append((name_area(id_, draft.words), *map(draft.ask, asked)))
    columns = REGION_COLUMNS if behind else REGION_COLUMNS[:-1]
    draft.table(id, caption, columns, rows, note=note)


MANDATE_COLUMNS = (
    ("col.paragraph", 14, False),
    ("col.requested", 28, False),
    ("col.entities", 14, False),
    ("col.when", 14, False),
    ("col.status", 18, False),
    ("col.done", 23, False),
)
# What is overdue is said as its status; it does not fall due next.
_NOT_NEXT = ("delivered", "superseded", "overdue")
STATUSES = ("proposed", "confirmed", "under_way", "delivered", "overdue", "superseded")


def mandate_rows(
    draft: Draft, mandates: Iterable[Mandate], *, symbol: bool = False, lines: tuple[str, ...] = ()
) -> Iterator[Sequence[Part]]:
    """Yield one row for each mandate.

    symbol  its instrument is named beside the paragraph
    lines   action lines: a link to them that nobody confirmed is marked as a proposal
    """
    by_mandate = map_answers(draft)
    for one in mandates:
        yield (
            cite_mandate(draft, one, symbol=symbol),
            _requested_cell(draft, one),
            _entities_cell(draft, one),
            _due_cell(draft, one),
            _status_cell(draft, one, lines),
            _done_cell(draft, one, by_mandate.get(one.id, ())),
        )


def map_answers(draft: Draft) -> dict[int, list[Activity]]:
    """Return mandate -> activities that were confirmed to answer it."""
    found: dict[int, list[Activity]] = {}
    for activity in draft.account.activities:
        for mandate, status in activity.mandates:
            if status == "confirmed":
                found.setdefault(mandate, []).append(activity)
    return found


def cite_mandate(draft: Draft, one: Mandate, *, symbol: bool = False) -> Inlines:
    """Return the paragraph of a mandate with the mark of its evidence; `symbol`: with its instrument."""
    words = draft.words
    said = words.place(one.anchor)
    if symbol:
        held = words.apart(evidence.clip_text(evidence.cite_symbol(one.symbol, draft), 80))
        said = words("place.in", symbol=held, place=said)
    return (named_text(said), *draft.cite(evidence.prove_mandate(one, draft)))


def _requested_cell(draft: Draft, one: Mandate) -> Inlines:
    strength = draft.words.table.get(f"strength.{one.strength}", one.strength)
    made = draft.words.deliverable(one.deliverable)
    product: Inlines = (Text(f" ({made})", muted=True),) if made else ()
    return (
        Text(strength, bold=True),
        Text(draft.words("colon")),
        named_text(one.action, one.language),
        *product,
    )


def _entities_cell(draft: Draft, one: Mandate) -> Inlines:
    """Return addressees in the words of the framework, else in those of the text."""
    names = [
        name_body(body, draft.words)
        if body and body not in LEFT_OPEN
        else named_text(said, one.language)
        if said
        else Text(draft.words("nobody-named"), muted=True)
        for body, said in one.addressees
    ]
    unique = tuple(dict.fromkeys(names))
    return draft.list_of(unique) if unique else (Text(draft.words("nobody-named"), muted=True),)


def _due_cell(draft: Draft, one: Mandate) -> Inlines:
    instrument = draft.account.by_symbol.get(one.symbol)
    date = instrument.date if instrument else ""
    said = [draft.words.due(due_of(raw, date)) for raw in one.due]
    if one.report_to:
        names = dict.fromkeys(short_name(body, draft.words.language) for body in one.report_to)
        said.append(draft.words("reports-to", list=draft.words("list.comma").join(names)))
    return draft.apart(said)


def _status_cell(draft: Draft, one: Mandate, lines: tuple[str, ...]) -> Inlines:
    words = draft.words
    status: Inlines = (Text(words(f"status.{one.status}"), bold=True),)
    sure, p = link_strength(one.links, lines)
    if one.status == "proposed":
        status = (*status, Text(" "), draft.proposed(p) if lines else Proposal())
    elif one.status_since:
        status = (*status, named_text(f" ({words.date(one.status_since)})"))
    said: list[Part] = [Text(words(f"force.{one.force}"), bold=True)] if one.force != "decided" else []
    said.append(status)
    if lines and not sure and one.status != "proposed":
        said.append((Text(f"{words('mandates.link')} "), draft.proposed(p)))
    lead = draft.account.organisation.get(one.lead) if one.lead is not None else None
    if lead:
        said.append(words("lead-is", name=words.apart(lead.name)))
    return draft.apart((*said, one.status_reason))


def _done_cell(draft: Draft, one: Mandate, answering: Sequence[Activity]) -> Inlines:
    """Return progress on record with its evidence, then activities that answer the mandate."""
    words = draft.words
    said: list[Inlines] = []
    cited: set[str] = set()
    for note in one.progress:
        id = evidence.prove_progress(note, draft)
        cited.add(id)
        date = f"{words.date(note.at)}{words('colon')}" if note.at else ""
        said.append((named_text(f"{date}{note.text}"), *draft.cite(*([id] if id else ()))))
    titles = (cite_activity(draft, held) for held in answering if evidence.activity_id(held) not in cited)
    return draft.apart((*said, *titles)) or (Text(words("nothing-on-record"), muted=True),)


def add_mandate_table(
    draft: Draft, id: str, caption: str, mandates: Sequence[Mandate], **values: str
) -> None:
    """Add the table of mandates of one instrument."""
    draft.table(id, caption, MANDATE_COLUMNS, mandate_rows(draft, mandates), empty="no-mandates", **values)


def add_mandate_annex(draft: Draft, id: str, caption: str, mandates: Iterable[Mandate]) -> None:
    """Add all mandates for the workbook, without marks."""
    words = draft.words
    heads = ("document", "paragraph", "requested", "entities", "when", "status", "aligned")
    found = (
        (
            one.symbol,
            words.place(one.anchor),
            _requested_cell(draft, one),
            _entities_cell(draft, one),
            _due_cell(draft, one),
            Text(words(f"status.{one.status}")),
            words("list.comma").join(link.concept for link in one.links),
        )
        for one in mandates
    )
    draft.in_annex(id, caption, [(f"col.{key}", 10, False) for key in heads], found)


def count_statuses(draft: Draft, narrowed: str) -> Inlines:
    """Return bound numbers of each status that there is ("3 confirmed"). `narrowed`: "symbol=A/RES/80/173"."""
    parts = []
    for status in STATUSES:
        asked = f"mandates?{narrowed}{'&' if narrowed else ''}status={status}"
        if draft.value(asked):
            parts.append(
                draft.say(
                    "of-status", n=draft.ask(asked), status=(Text(draft.words(f"status.{status}").lower()),)
                )
            )
    return draft.list_of(parts)


def find_due_next(draft: Draft, mandates: Iterable[Mandate], most: int) -> list[Mandate]:
    """Return dated mandates that are neither delivered nor superseded nor past their day, the first due first."""
    open_ = [
        one
        for one in mandates
        if one.due_on and one.due_on >= draft.account.day and one.status not in _NOT_NEXT
    ]
    return sorted(open_, key=lambda one: (one.due_on, one.symbol, one.id))[:most]


def choose_mandates(mandates: Iterable[Mandate], concept: str, most: int) -> list[Mandate]:
    """Return `most` mandates, those with progress and the surest links to a concept, in the order of the texts."""

    def unsure(one: Mandate) -> tuple[bool, bool, float, int]:
        """Return the sort key of a mandate: with progress first, then confirmed, then likely links."""
        link = max(
            (link for link in one.links if link.concept == concept or link.concept.startswith(f"{concept}-")),
            key=lambda link: (link.status == "confirmed", link.p),
            default=None,
        )
        confirmed = link is not None and link.status == "confirmed"
        return not one.progress, not confirmed, -(link.p if link else 0.0), one.id

    held = list(mandates)
    best = {one.id for one in sorted(held, key=unsure)[:most]}
    return [one for one in held if one.id in best]


def find_activities(draft: Draft, text: str) -> list[Activity]:
    """Return the activities that a question counts, the newest first."""
    found = asked_activities(draft.account, parse_question(text))
    return sorted(found, key=lambda one: (one.published, one.id), reverse=True)
