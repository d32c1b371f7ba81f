"""Papers of a body or country: the meeting pack (what it is asked), and the report to an organ on its mandates.

Resolution 140 and Council Resolution 1332 ask the Secretary-General of ITU for the second, mandate by mandate: what
was done, with which evidence and resources, and what is proposed to the Council.
"""

from collections.abc import Collection, Iterator, Sequence
from datetime import date

from actionlines.framework import load
from actionlines.framework.calendar import Session, list_sessions
from actionlines.framework.groups import AskedBodies, asked_of
from actionlines.framework.starter import in_force, summary_in
from actionlines.papers.account.model import ActivityRecord, MandateRecord
from actionlines.papers.account.question import write_question
from actionlines.papers.model import Inlines, Paper, Text
from actionlines.papers.names import short_name
from actionlines.papers.reports.request import ReportRequest
from actionlines.papers.sections import figures, records
from actionlines.papers.sections.draft import Part, named_text, read_columns
from actionlines.papers.sections.evidence import clip_text, name_area
from actionlines.papers.sections.narrative import ReportDraft

PACK_SLOTS = ("introduction",)
SLOTS = ("introduction", "recommendations")
PACK_COLUMNS = read_columns("requested 44, entities 18, when 16, done 30")
ACCOUNT_COLUMNS = read_columns("requested 44, when 16, status 16, done 36")
SESSION_COLUMNS = read_columns("session 34, period 24, documents-due 18")
_SESSIONS, _ACTIVITIES, _NAMED = 8, 15, 30
CLOSED, _OPEN = ("superseded", "delivered"), ("confirmed", "under_way")


def name_subject(subject: str, draft: ReportDraft) -> str:
    """Return the name of a body or country in the language of the draft."""
    return name_area(subject, draft.words) if subject in load().countries else short_name(subject, draft.words.language)


def write_pack(draft: ReportDraft, request: ReportRequest) -> Paper:
    """Return the meeting pack: numbers, the next sessions, what is asked by name and as part of a group, activities."""
    subject, words = request.subject, draft.words
    name = name_subject(subject, draft)
    asked_as = asked_of(subject)
    held = find_asks(draft, subject)
    standing = [ask for ask in held if ask.status not in CLOSED]
    draft.section("s-brief", "h.brief")
    draft.written("introduction")
    _write_numbers(draft, subject)
    _write_sessions(draft, subject, standing)
    draft.section("s-asked", "h.asked-of", name=name)
    by_name = [ask for ask in standing if _is_named(ask, asked_as)]
    groups = [ask for ask in standing if ask not in by_name]
    if not held:
        draft.missing("no-mandates", "no-mandates-advice")
    for key, asks in (("named", by_name), ("group", groups)) if held else ():
        rest = " mandates.rest" if len(asks) > _NAMED else ""
        rows = records.ask_rows(draft, asks[:_NAMED])
        note = f"mandates.summary-mark{rest}"
        draft.table(f"t-{key}", f"cap.asked-{key}", PACK_COLUMNS, rows, empty="no-mandates", note=note)
    write_activities(draft, subject, name)
    records.add_mandate_annex(draft, "a-mandates", "cap.asked-all", held)
    title = request.title or words("title.pack", name=name)
    return draft.paper("pack", request.id, title, status=request.status, concise=True)


def write_implementation(draft: ReportDraft, request: ReportRequest) -> Paper:
    """Return the report of a body on each of its own mandates, by instrument, to the organ `body`."""
    subject, words = request.subject, draft.words
    name = name_subject(subject, draft)
    asked_as = asked_of(subject)
    held = [ask for ask in find_asks(draft, subject) if _is_named(ask, asked_as)]
    draft.section("s-brief", "h.brief")
    draft.written("introduction")
    _write_numbers(draft, subject)
    _write_sessions(draft, subject, [ask for ask in held if ask.status not in CLOSED], request.body)
    draft.section("s-mandates", "h.one-by-one")
    answered = records.map_answers(draft)
    by_instrument: dict[str, list[MandateRecord]] = {}
    for ask in held:
        if ask.status not in ("superseded", "proposed"):  # the workbook has all
            by_instrument.setdefault(ask.symbol, []).append(ask)
    if not by_instrument:
        draft.missing("no-mandates", "no-mandates-advice")
    for at, (symbol, asks) in enumerate(sorted(by_instrument.items(), key=lambda pair: -len(pair[1])), start=1):
        instrument = draft.account.by_symbol.get(symbol)
        title = summary_in(instrument.title, words.language)[0] if instrument else ""
        caption = f"{words.cite(symbol)}: {title}" if title else words.cite(symbol)
        rows = [_account_row(draft, ask, answered.get(ask.id, ())) for ask in asks]
        draft.table(f"t-{at}", "cap.one-instrument", ACCOUNT_COLUMNS, rows, name=clip_text(caption, 160))
    write_activities(draft, subject, name)
    write_money(draft, {subject}, name, agency=short_name(subject, "en"))
    receiver = short_name(request.body, words.language) if request.body else words("the-organ")
    draft.section("s-recommendations", "h.proposed-to", name=receiver)
    draft.written("recommendations")
    if proposals := [*_propose(draft, held)]:
        draft.listing(proposals)
    elif not draft.has("recommendations"):
        draft.missing("propose.nothing")
    records.add_mandate_annex(draft, "a-mandates", "cap.asked-all", held)
    key = "title.implementation-to" if request.body else "title.implementation"
    title = request.title or words(key, name=name, body=receiver)
    return draft.paper("implementation", request.id, title, status=request.status, concise=True)


def find_asks(draft: ReportDraft, subject: str) -> list[MandateRecord]:
    """Return the mandates that ask the subject: confirmed before proposed, those still to come first, by day."""
    asked_as, day = asked_of(subject), draft.account.day
    held = (ask for ask in draft.account.mandates if asked_as.is_among(body for body, _words in ask.addressees))
    return sorted(
        held, key=lambda ask: (ask.status == "proposed", not ask.due_on, ask.due_on < day, ask.due_on, ask.id)
    )


def _is_named(ask: MandateRecord, asked_as: AskedBodies) -> bool:
    """Return whether a mandate names the subject or a part of it, and not only a group that it belongs to."""
    own = {*asked_as.named, *asked_as.parts}
    return any(body in own for body, _words in ask.addressees)


def _write_numbers(draft: ReportDraft, subject: str) -> None:
    standing = "confirmed,under_way,overdue"
    rows = (
        ("glance.confirmed", {"status": standing}),
        ("pack.answered", {"status": standing, "coverage": "answered"}),
        ("pack.in_part", {"status": standing, "coverage": "in_part"}),
        ("pack.none", {"status": standing, "coverage": "none"}),
        ("pack.overdue", {"status": "overdue"}),
        ("pack.delivered", {"status": "delivered"}),
        ("pack.superseded", {"status": "superseded"}),
        ("glance.proposed", {"status": "proposed"}),
    )
    cells = [
        (Text(draft.words(key)), draft.ask(write_question("mandates", asked=subject, **narrowed)))
        for key, narrowed in rows
    ]
    draft.table("t-numbers", "cap.asked-numbers", read_columns("what 30, number 10 #"), cells)


def _write_sessions(draft: ReportDraft, subject: str, asks: Sequence[MandateRecord], receiver: str = "") -> None:
    """Write the next sessions of the bodies that receive reports, with the last day for documents."""
    bodies = dict.fromkeys((subject, receiver, *(body for ask in asks for body in ask.report_to)))
    day = date.fromisoformat(draft.account.day) if draft.account.day else date.min
    coming = [next((session for session in list_sessions(body) if session.ends >= day), None) for body in bodies]
    if sessions := sorted(filter(None, coming), key=lambda session: session.starts)[:_SESSIONS]:
        rows = (_session_row(draft, session) for session in sessions)
        draft.table("t-sessions", "cap.sessions", SESSION_COLUMNS, rows)


def _session_row(draft: ReportDraft, session: Session) -> Sequence[Part]:
    words = draft.words
    number = "" if session.number == session.starts.year else f" {session.number}"
    mark: Inlines = (Text(f" ({words('milestones.estimated')})", muted=True),) if session.estimated else ()
    head = named_text(f"{short_name(session.body, words.language)}{number}")
    place = f"{words('list.comma')}{session.place}" if session.place else ""
    period = words("period", since=words.date(session.starts.isoformat()), until=words.date(session.ends.isoformat()))
    due = words.date(session.documents_due.isoformat())
    return (head, *mark), named_text(f"{period}{place}"), named_text(due)


def _account_row(draft: ReportDraft, ask: MandateRecord, answering: Sequence[ActivityRecord]) -> Sequence[Part]:
    """Return the ask, by when, its status, and what was done about it with the resources of what answers it."""
    requested, _who, when, _done = next(records.ask_rows(draft, [ask]))
    budgets = (draft.words.money(activity.budget, activity.currency) for activity in answering if activity.budget)
    money = [named_text(budget, muted=True) for budget in budgets]
    done = records.describe_done(draft, ask, answering)
    status = records.describe_status(draft, ask, day=False), Text(draft.words(f"coverage.{ask.coverage}"), muted=True)
    return requested, when, draft.apart(status), draft.apart((done, *money))


def write_activities(draft: ReportDraft, subject: str, name: str, most: int = _ACTIVITIES) -> None:
    """Write the activities of the organisations that are this body or sit in this country."""
    owners = {row.id for row in draft.account.organisations if subject in (row.body, row.country)}
    activities = [
        activity
        for activity in draft.account.activities
        if activity.organisation in owners or owners.intersection(activity.partners) or subject in activity.places
    ]
    draft.section("s-activities", "h.activities")
    cells = ("title", "places", "years", "money", "results")
    newest = sorted(activities, key=lambda activity: (activity.published, activity.id), reverse=True)[:most]
    records.add_activity_table(draft, "t-activities", "cap.activities-of", newest, cells, name=name)
    records.add_activity_annex(draft, "a-activities", "activities.annex", activities)


def write_money(draft: ReportDraft, subjects: Collection[str], name: str, agency: str = "") -> None:
    """Write the envelopes of the bodies or countries, and what UN INFO says of an agency in cooperation frameworks."""
    account = draft.account
    owners = {row.id for row in account.organisations if row.body in subjects or row.country in subjects}
    here = {activity.id for activity in account.activities if not set(subjects).isdisjoint(activity.places)}
    envelopes = [
        envelope
        for envelope in account.envelopes
        if envelope.organisation in owners or any(activity in here for activity, _amount in envelope.allocations)
    ]
    draft.section("s-money", "h.resources")
    if envelopes:
        figures.add_envelope_table(draft, "t-money", "cap.money", envelopes, name=name)
    if agency and draft.value(write_question("funded", agency=agency)):
        figures.say_funded(draft, "pack.funded", name, agency=agency)
    elif not envelopes:
        draft.missing("no-money", "no-envelopes-advice", name=name)


def _propose(draft: ReportDraft, held: Sequence[MandateRecord]) -> Iterator[Inlines]:
    """Yield what the receiver may decide: what to note, what is late, has no answer, or is to be read again."""
    cite = draft.words.cite
    silent = (ask for ask in held if ask.status in _OPEN and ask.coverage == "none")
    read = {ask.symbol for ask in held}
    replaced = (in_force(ask.symbol) for ask in held if ask.status == "superseded")
    groups = {
        "note": [cite(ask.symbol, ask.anchor) for ask in held if ask.status == "delivered"],
        "late": [cite(ask.symbol, ask.anchor) for ask in held if ask.status == "overdue"],
        "silent": [cite(ask.symbol, ask.anchor) for ask in silent],
        "unread": [cite(symbol) for symbol in replaced if symbol not in read],
    }
    for key, places in groups.items():
        if places:
            label = Text(draft.words(f"propose.{key}"), bold=True)
            yield label, Text(draft.words("colon")), *draft.name_first(map(named_text, places), _NAMED)
