"""Tables of mandates: addressee, action, due date and status."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from actionlines.framework.bodies import LEFT_OPEN
from actionlines.papers.account.filters import activities as asked_activities
from actionlines.papers.account.filters import strength
from actionlines.papers.account.model import Activity, Mandate
from actionlines.papers.account.question import question
from actionlines.papers.model import Inlines, Proposal, Text
from actionlines.papers.names import due as due_of
from actionlines.papers.names import short
from actionlines.papers.sections import evidence
from actionlines.papers.sections.activities import title
from actionlines.papers.sections.draft import Draft, Part, name
from actionlines.papers.sections.labels import entity

COLUMNS = (
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


def rows(
    draft: Draft, mandates: Iterable[Mandate], *, symbol: bool = False, lines: tuple[str, ...] = ()
) -> Iterator[Sequence[Part]]:
    """Yield one row for each mandate.

    symbol  its instrument is named beside the paragraph
    lines   action lines: a link to them that nobody confirmed is marked as a proposal
    """
    by_mandate = answers(draft)
    for one in mandates:
        yield (
            place(draft, one, symbol=symbol),
            _asked_for(draft, one),
            _entities(draft, one),
            _when(draft, one),
            _status(draft, one, lines),
            _done(draft, one, by_mandate.get(one.id, ())),
        )


def answers(draft: Draft) -> dict[int, list[Activity]]:
    """Return mandate -> activities that were confirmed to answer it."""
    found: dict[int, list[Activity]] = {}
    for activity in draft.account.activities:
        for mandate, status in activity.mandates:
            if status == "confirmed":
                found.setdefault(mandate, []).append(activity)
    return found


def place(draft: Draft, one: Mandate, *, symbol: bool = False) -> Inlines:
    """Return the paragraph of a mandate with the mark of its evidence; `symbol`: with its instrument."""
    words = draft.words
    said = words.place(one.anchor)
    if symbol:
        held = words.apart(evidence.clipped(evidence.named(one.symbol, draft), 80))
        said = words("place.in", symbol=held, place=said)
    return (name(said), *draft.cite(evidence.mandate(one, draft)))


def _asked_for(draft: Draft, one: Mandate) -> Inlines:
    strength = draft.words.table.get(f"strength.{one.strength}", one.strength)
    made = draft.words.deliverable(one.deliverable)
    product: Inlines = (Text(f" ({made})", muted=True),) if made else ()
    return (
        Text(strength, bold=True), Text(draft.words("colon")),
        name(one.action, one.language), *product,
    )  # fmt: skip


def _entities(draft: Draft, one: Mandate) -> Inlines:
    """Return addressees in the words of the framework, else in those of the text."""
    names = [
        entity(body, draft.words)
        if body and body not in LEFT_OPEN
        else name(said, one.language)
        if said
        else Text(draft.words("nobody-named"), muted=True)
        for body, said in one.addressees
    ]
    unique = tuple(dict.fromkeys(names))
    return draft.list_of(unique) if unique else (Text(draft.words("nobody-named"), muted=True),)


def _when(draft: Draft, one: Mandate) -> Inlines:
    instrument = draft.account.by_symbol.get(one.symbol)
    date = instrument.date if instrument else ""
    said = [draft.words.due(due_of(raw, date)) for raw in one.due]
    if one.report_to:
        names = dict.fromkeys(short(body, draft.words.language) for body in one.report_to)
        said.append(draft.words("reports-to", list=draft.words("list.comma").join(names)))
    return draft.apart(said)


def _status(draft: Draft, one: Mandate, lines: tuple[str, ...]) -> Inlines:
    words = draft.words
    status: Inlines = (Text(words(f"status.{one.status}"), bold=True),)
    sure, p = strength(one.links, lines)
    if one.status == "proposed":
        status = (*status, Text(" "), draft.proposed(p) if lines else Proposal())
    elif one.status_since:
        status = (*status, name(f" ({words.date(one.status_since)})"))
    said: list[Part] = [Text(words(f"force.{one.force}"), bold=True)] if one.force != "decided" else []
    said.append(status)
    if lines and not sure and one.status != "proposed":
        said.append((Text(f"{words('mandates.link')} "), draft.proposed(p)))
    lead = draft.account.organisation.get(one.lead) if one.lead is not None else None
    if lead:
        said.append(words("lead-is", name=words.apart(lead.name)))
    return draft.apart((*said, one.status_reason))


def _done(draft: Draft, one: Mandate, answering: Sequence[Activity]) -> Inlines:
    """Return progress on record with its evidence, then activities that answer the mandate."""
    words = draft.words
    said: list[Inlines] = []
    cited: set[str] = set()
    for note in one.progress:
        id = evidence.progress(note, draft)
        cited.add(id)
        date = f"{words.date(note.at)}{words('colon')}" if note.at else ""
        said.append((name(f"{date}{note.text}"), *draft.cite(*([id] if id else ()))))
    titles = (title(draft, held) for held in answering if evidence.id_of(held) not in cited)
    return draft.apart((*said, *titles)) or (Text(words("nothing-on-record"), muted=True),)


def table(draft: Draft, id: str, caption: str, mandates: Sequence[Mandate], **values: str) -> None:
    """Add the table of mandates of one instrument."""
    draft.table(id, caption, COLUMNS, rows(draft, mandates), empty="no-mandates", **values)


def annex(draft: Draft, id: str, caption: str, mandates: Iterable[Mandate]) -> None:
    """Add all mandates for the workbook, without marks."""
    words = draft.words
    heads = ("document", "paragraph", "requested", "entities", "when", "status", "aligned")
    found = (
        (
            one.symbol, words.place(one.anchor), _asked_for(draft, one), _entities(draft, one),
            _when(draft, one), Text(words(f"status.{one.status}")),
            words("list.comma").join(link.concept for link in one.links),
        )
        for one in mandates
    )  # fmt: skip
    draft.in_annex(id, caption, [(f"col.{key}", 10, False) for key in heads], found)


def statuses(draft: Draft, narrowed: str) -> Inlines:
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


def due_next(draft: Draft, mandates: Iterable[Mandate], most: int) -> list[Mandate]:
    """Return dated mandates that are neither delivered nor superseded nor past their day, the first due first."""
    open_ = [
        one
        for one in mandates
        if one.due_on and one.due_on >= draft.account.day and one.status not in _NOT_NEXT
    ]
    return sorted(open_, key=lambda one: (one.due_on, one.symbol, one.id))[:most]


def weightiest(mandates: Iterable[Mandate], concept: str, most: int) -> list[Mandate]:
    """Return `most` mandates, those with progress and the surest links to a concept, in the order of the texts."""

    def unsure(one: Mandate) -> tuple[bool, bool, float, int]:
        """Return the sort key of a mandate: with progress first, then confirmed, then likely links."""
        link = max(
            (link for link in one.links if link.concept == concept or link.concept.startswith(f"{concept}-")),
            key=lambda link: (link.status == "confirmed", link.p), default=None,
        )  # fmt: skip
        confirmed = link is not None and link.status == "confirmed"
        return not one.progress, not confirmed, -(link.p if link else 0.0), one.id

    held = list(mandates)
    best = {one.id for one in sorted(held, key=unsure)[:most]}
    return [one for one in held if one.id in best]


def activities_of(draft: Draft, text: str) -> list[Activity]:
    """Return the activities that a question counts, the newest first."""
    found = asked_activities(draft.account, question(text))
    return sorted(found, key=lambda one: (one.published, one.id), reverse=True)
