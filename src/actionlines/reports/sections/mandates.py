"""Tables of mandates: addressee, action, due date and status."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from actionlines.framework.bodies import LEFT_OPEN
from actionlines.papers.model import Inlines, Proposal, Row, Table, Text
from actionlines.papers.names import due as due_of
from actionlines.papers.names import short
from actionlines.reports.account.filters import activities as asked_activities
from actionlines.reports.account.model import Activity, Mandate
from actionlines.reports.account.question import question
from actionlines.reports.sections import evidence
from actionlines.reports.sections.draft import Draft, joined
from actionlines.reports.sections.labels import entity

COLUMNS = (
    ("col.paragraph", 12, False),
    ("col.requested", 31, False),
    ("col.entities", 15, False),
    ("col.when", 14, False),
    ("col.status", 15, False),
    ("col.done", 24, False),
)
STATUSES = ("proposed", "confirmed", "under_way", "delivered", "overdue", "superseded")
_LINE = (Text("; "),)


def rows(draft: Draft, mandates: Iterable[Mandate], *, symbol: bool = False) -> Iterator[Row]:
    """Yield one row for each mandate; `symbol`: its instrument is named beside the paragraph."""
    by_mandate = answers(draft)
    for one in mandates:
        yield Row(
            (
                _place(draft, one, symbol),
                _asked_for(draft, one),
                _entities(draft, one),
                _when(draft, one),
                _status(draft, one),
                _done(draft, one, by_mandate.get(one.id, ())),
            )
        )


def answers(draft: Draft) -> dict[int, list[Activity]]:
    """Return mandate -> activities that were confirmed to answer it."""
    found: dict[int, list[Activity]] = {}
    for activity in draft.account.activities:
        for mandate, status in activity.mandates:
            if status == "confirmed":
                found.setdefault(mandate, []).append(activity)
    return found


def _place(draft: Draft, one: Mandate, symbol: bool) -> Inlines:
    place = Text(draft.words.place(one.anchor), name=True)
    name = draft.words.apart(evidence.named(one.symbol, draft))
    named = (Text(name, name=True), Text(draft.words("comma"))) if symbol else ()
    return (*named, place, *draft.cite(evidence.mandate(one, draft)))


def _asked_for(draft: Draft, one: Mandate) -> Inlines:
    strength = draft.words.table.get(f"strength.{one.strength}", one.strength)
    made = draft.words.deliverable(one.deliverable)
    product: Inlines = (Text(f" ({made})", muted=True),) if made else ()
    return (
        Text(strength, bold=True), Text(draft.words("colon")),
        Text(one.action, language=one.language, name=True), *product,
    )  # fmt: skip


def _entities(draft: Draft, one: Mandate) -> Inlines:
    """Return addressees in the words of the framework, else in those of the text."""
    names = [
        entity(body, draft.words)
        if body and body not in LEFT_OPEN
        else Text(said, language=one.language, name=True)
        if said
        else Text(draft.words("nobody-named"), muted=True)
        for body, said in one.addressees
    ]
    unique = tuple(dict.fromkeys(names))
    return draft.list_of(unique) if unique else (Text(draft.words("nobody-named"), muted=True),)


def _when(draft: Draft, one: Mandate) -> Inlines:
    instrument = draft.account.by_symbol.get(one.symbol)
    date = instrument.date if instrument else ""
    said = [(Text(draft.words.due(due_of(raw, date)), name=True),) for raw in one.due]
    if one.report_to:
        names = dict.fromkeys(short(body, draft.words.language) for body in one.report_to)
        bodies = draft.words("comma").join(names)
        said.append((Text(draft.words("reports-to", list=bodies), name=True),))
    return joined(_LINE, said)


def _status(draft: Draft, one: Mandate) -> Inlines:
    words = draft.words
    said: Inlines = (Text(words(f"status.{one.status}"), bold=True),)
    if one.force != "decided":
        said = (Text(words(f"force.{one.force}"), bold=True), *_LINE, *said)
    if one.status == "proposed":
        said = (*said, Text(" "), Proposal())
    elif one.status_since:
        said = (*said, Text(f" ({words.date(one.status_since)})", name=True))
    lead = draft.account.organisation.get(one.lead) if one.lead is not None else None
    if lead:
        said = (*said, *_LINE, Text(words("lead-is", name=words.apart(lead.name)), name=True))
    if one.status_reason:
        said = (*said, *_LINE, Text(one.status_reason, name=True))
    return said


def _done(draft: Draft, one: Mandate, answering: Sequence[Activity]) -> Inlines:
    """Return progress on record with its evidence, then activities that answer the mandate."""
    words = draft.words
    said: list[Inlines] = []
    cited: set[str] = set()
    for note in one.progress:
        id = evidence.progress(note, draft)
        cited.add(id)
        date = f"{words.date(note.at)}{words('colon')}" if note.at else ""
        said.append((Text(f"{date}{note.text}", name=True), *draft.cite(*([id] if id else ()))))
    said += [
        (Text(one_.title, language=one_.language, name=True), *draft.cite(evidence.id_of(one_)))
        for one_ in answering
        if evidence.id_of(one_) not in cited
    ]
    return joined(_LINE, said) or (Text(words("nothing-on-record"), muted=True),)


def table(draft: Draft, id: str, caption: str, mandates: Sequence[Mandate], **values: object) -> None:
    """Add the table of mandates of one instrument."""
    draft.table(id, draft.words(caption, **values), COLUMNS, rows(draft, mandates), empty="no-mandates")


def annex(draft: Draft, id: str, caption: str, mandates: Iterable[Mandate]) -> None:
    """Add all mandates for the workbook, without marks."""
    from actionlines.papers.model import Column

    heads = (
        "col.document",
        "col.paragraph",
        "col.requested",
        "col.entities",
        "col.when",
        "col.status",
        "col.aligned",
    )
    found = []
    for one in mandates:
        linked = draft.words("comma").join(link.concept for link in one.links)
        found.append(
            Row(
                (
                    (Text(one.symbol, name=True),), (Text(draft.words.place(one.anchor), name=True),),
                    _asked_for(draft, one), _entities(draft, one), _when(draft, one),
                    (Text(draft.words(f"status.{one.status}")),), (Text(linked, name=True),),
                )
            )
        )  # fmt: skip
    draft.annex.append(
        Table(id, draft.words(caption), tuple(Column(draft.words(key)) for key in heads), tuple(found))
    )


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
    """Return dated mandates that are neither delivered nor superseded, the first due first."""
    open_ = [one for one in mandates if one.due_on and one.status not in ("delivered", "superseded")]
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
