"""The life of a mandate: due, overdue, status, what may be done with it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import quote

from django.db.models import Count, F, Max, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from actionlines.citations.graph import version_of
from actionlines.framework.calendar import Session
from actionlines.lineage.comparison import REPORTS
from actionlines.lineage.life import Answer, AskedText, Life, ends_on, life_of
from actionlines.lineage.overlap import Duty, Index, Provision
from actionlines.mandates.amendments import says_follows
from actionlines.mandates.when import Anchor, DueDay, When, reach_of, resolve, when_of, whose_sessions
from actionlines.papers.account.model import ReportPlace
from actionlines.register.instruments.models import Instrument, ParagraphCitation
from actionlines.register.instruments.reading import held, list_places, successor_of
from actionlines.register.instruments.series import near
from actionlines.register.mandates.models import Addressee, Force, Mandate, MandateStatus, late_days
from actionlines.register.mandates.queue import open_mandates

if TYPE_CHECKING:
    from actionlines.register.mandates.models import Mandate


def last_day(
    due: str | Sequence[str], issued_on: date | None = None, today: date | None = None, receivers: Sequence[str] = ()
) -> date | None:
    """The next day by which something is due, seen from `today`; where all are past, the last of them.

    due        one form or several, as the mandate finder gives them (docs/explanation/mandates.md)
    issued_on  date of the document: periods and recurrences count from it
    today      None for today: what recurs has a next day only as seen from one. So the same forms can give a
               later day next year; compare `due`, not the day, to learn whether a mandate changed.
    receivers  bodies whose sessions give the day (`mandates.when.whose_sessions`)

    `from:` alone ends nothing; with a recurrence it says in which year or month the first of them falls. Events
    and "periodically" have no day.

    >>> last_day("year:2027"), last_day(["session:81"])
    (datetime.date(2027, 12, 31), datetime.date(2026, 12, 31))
    >>> last_day("recurring:biennial", date(2020, 5, 6), today=date(2025, 1, 1))
    datetime.date(2026, 5, 6)
    >>> last_day("recurring:annual", date(2022, 10, 14), date(2025, 1, 1), ["itu-council"])
    datetime.date(2025, 6, 17)
    """
    today = today or date.today()
    days = [due_day.day for due_day in scheduled([due] if isinstance(due, str) else due, issued_on, today, receivers)]
    return next((day for day in days if day >= today), days[-1] if days else None)


def scheduled(due: Sequence[str], issued_on: date | None, today: date, receivers: Sequence[str]) -> tuple[DueDay, ...]:
    """Return all days of due forms, earliest first, as far as the calendar reaches or ten years ahead."""
    return resolve(map(when_of, due), issued_on, receivers, reach_of(issued_on, today))


def _due_day(mandate: Mandate, receivers: Sequence[str]) -> DueDay | None:
    whens, day = map(when_of, mandate.due), mandate.due_on
    days = resolve(whens, mandate.instrument.date, receivers, day) if day else ()
    return next((due for due in reversed(days) if due.day == mandate.due_on), None)


def session_of(mandate: Mandate) -> Session | None:
    """Return the session at which a mandate is due; None where no calendar gives its day."""
    receivers = whose_sessions(mandate.deliverable, mandate.report_to, mandate.asked_bodies())
    due = _due_day(mandate, receivers)
    return due.session if due and receivers else None


def deadline_of(mandate: Mandate) -> tuple[str, bool]:
    """Return the year, month or day by which a mandate is due, as its text sets it, and whether it is estimated.

    "" where no day follows. Of a day that a rule gives and nobody has set, the month is returned.
    """
    receivers = whose_sessions(mandate.deliverable, mandate.report_to, mandate.asked_bodies())
    day, due = str(mandate.due_on or ""), _due_day(mandate, receivers)
    if due and (due.estimated or due.form.startswith("session:")):
        return day[:7], True
    form = due.form.removeprefix("year:") if due and not due.session else day
    return (form if day.startswith(form) else day), False


_GONE = (MandateStatus.REJECTED, MandateStatus.SUPERSEDED)
_TEXT_REPLACED = Q(status=MandateStatus.SUPERSEDED, superseded_by=None)


def standing(rows: QuerySet[Mandate] | None = None, *, replaced: bool = False) -> tuple[Provision, ...]:
    """Return the paragraphs whose mandates a text decides, each with what it asks. Two queries.

    rows      the mandates; by default all that stand: neither rejected nor superseded
    replaced  superseded ones too: a draft may repeat what a later text has replaced
    """
    gone = _GONE[:1] if replaced else _GONE
    rows = Mandate.objects.exclude(status__in=gone) if rows is None else rows
    rows = rows.filter(force=Force.DECIDED)
    bodies: defaultdict[int, list[str]] = defaultdict(list)
    for mandate, body in Addressee.objects.filter(mandate__in=rows).values_list("mandate_id", "body"):
        bodies[mandate].append(body)
    duties: defaultdict[int, list[Duty]] = defaultdict(list)
    matches: dict[int, Provision] = {}
    named = rows.order_by("instrument_id", "paragraph__order", "ordinal").values_list(
        "pk", "paragraph_id", "verb", "strength", "action", "deliverable", "report_to", "due",
        "paragraph__anchor", "paragraph__text", "instrument__symbol", "instrument__title", "instrument__date",
        "instrument__session", "instrument__language",
    )  # fmt: skip
    for (
        key, paragraph, verb, strength, action, deliverable, report_to, due,
        anchor, text, symbol, title, day, session, language,
    ) in named:  # fmt: skip
        own = tuple(bodies[key])
        duties[paragraph].append(Duty(verb, strength, own, action, deliverable, tuple(report_to), tuple(due)))
        if paragraph not in matches:
            url = f"{reverse('instrument', args=[symbol])}?p={quote(anchor)}#p{anchor}"
            matches[paragraph] = Provision(
                symbol, anchor, text, title, day.isoformat() if day else "", session, language or "en", url=url
            )
    return tuple(replace(item, duties=tuple(duties[paragraph])) for paragraph, item in matches.items())


def duties_of_texts() -> tuple[Provision, ...]:
    """Return what questions are about: what stands, and what texts ask that were replaced as a whole."""
    return standing(Mandate.objects.filter(~Q(status__in=_GONE) | _TEXT_REPLACED))


def state_of_duties() -> tuple[object, ...]:
    """Return what changes whenever a mandate or a text comes, changes or goes: the key of what is kept of them."""
    counts = {"newest": Max("pk"), "all": Count("pk"), "at": Max("changed_at")}
    gone = Count("pk", filter=Q(status__in=_GONE))
    held = Mandate.objects.aggregate(**counts, gone=gone), Instrument.objects.aggregate(**counts)
    return tuple(value for row in held for value in row.values())


RELATED = 12  # instruments of the same subject that are looked at
YEARS = 4  # of the calendar, this year first
_OVERDUE, _UNDATED = -1, 0  # beside the years in a count
_OCCURRENCES = 60  # of one mandate in the calendar: every month of five years


def life(mandate: Mandate, today: date | None = None) -> Life:
    """Return the life of a mandate: the texts of its subject that ask a body of it for the same, its answers."""
    return lives(mandate.instrument, [mandate], today)[mandate.pk]


def lives(own: Instrument, mandates: Iterable[Mandate], today: date | None = None) -> dict[int, Life]:
    """Return the life of each mandate of an instrument by its number; the texts of its subject are read once."""
    today = today or timezone.now().date()
    related = [item.pk for item in near(own)[:RELATED]]
    rows = Mandate.objects.filter(instrument__in=[own.pk, *related]).exclude(status=MandateStatus.REJECTED)
    provisions = standing(rows)
    index, by_key = Index(provisions), {_key(provision): provision for provision in provisions}
    wanted = list(mandates)
    reports = find_reports(mandate for mandate in wanted if mandate.deliverable in REPORTS)
    return {
        mandate.pk: _life(mandate, own, by_key.get(mandate.key), index, _answers(mandate, reports[mandate.pk]), today)
        for mandate in wanted
    }


def _life(
    mandate: Mandate, own: Instrument, mine: Provision | None, index: Index, answers: list[Answer], today: date
) -> Life:
    query = [_asked(item, today) for item in _same(mine, index)] if mine else []
    if not query:  # a proposal of a draft stands nowhere
        day = own.date.isoformat() if own.date else ""
        query = [AskedText(mandate.key, day, tuple(mandate.due), mandate.due_on)]
    return life_of(
        query,
        answers,
        today,
        of=mandate.key,
        superseded=mandate.status == MandateStatus.SUPERSEDED,
        delivered=mandate.status == MandateStatus.DELIVERED,
    )


def _key(provision: Provision) -> str:
    return f"{provision.symbol}#{provision.anchor}"


def _same(mine: Provision, index: Index) -> list[Provision]:
    """Return the provision and the closest near-duplicate of each other text that asks one of the same bodies."""
    matches = {mine.symbol: mine}
    for overlap in index.likest(mine):
        if overlap.is_near and not mine.bodies.isdisjoint(overlap.standing.bodies):
            matches.setdefault(overlap.standing.symbol, overlap.standing)
    return list(matches.values())


def _asked(provision: Provision, today: date) -> AskedText:
    due = tuple(dict.fromkeys(form for duty in provision.duties for form in duty.due))
    issued = date.fromisoformat(provision.date) if provision.date else None
    duties = provision.duties
    receivers = [body for duty in duties for body in whose_sessions(duty.deliverable, duty.report_to, duty.bodies)]
    return AskedText(
        _key(provision),
        provision.date,
        due,
        last_day(due, issued, today, receivers),
        ends_on(provision.text, provision.date),
    )


def _answers(mandate: Mandate, reports: Iterable[ReportPlace]) -> list[Answer]:
    """Return what people recorded with evidence, and reports of the register that cite the paragraph."""
    answers = [Answer(note.at.date().isoformat(), f"progress:{note.pk}", note.text) for note in mandate.progress.all()]
    if mandate.deliverable not in REPORTS:
        return answers
    return answers + [Answer(report.date, report.symbol, report.title) for report in reports]


@dataclass(frozen=True, slots=True)
class Report:
    """A report that a body receives on a day.

    due      the day, with the session at which the body receives it
    mandate  the latest one that asks for it; `before`: earlier mandates of the same title that ask for the same
    """

    receiver: str
    due: DueDay
    mandate: Mandate
    before: int

    @property
    def day(self) -> date:
        """Return the day on which it is due."""
        return self.due.day


@dataclass(frozen=True, slots=True)
class Load:
    """The reports that a body receives in each year of the calendar.

    overdue  asked for once, by a day that has passed (`models.late_days`); `undated` have no day
    """

    receiver: str
    overdue: int
    years: tuple[int, ...]
    undated: int


def calendar(today: date | None = None) -> list[Load]:
    """Return the bodies that receive reports, the most loaded first."""
    today = today or timezone.now().date()
    years = range(today.year, today.year + YEARS)
    loads: defaultdict[str, Counter[int]] = defaultdict(Counter)
    for receiver, item, _before in _latest(_asking()):
        days = [due.day for due in _days(item, receiver, years)]
        first, last = late_days(today)
        late = not _recurs(item) and any(first <= day <= last for day in days)
        loads[receiver].update([_OVERDUE] if late else [day.year for day in days])
        loads[receiver][_UNDATED] += not days
    matches = [
        Load(body, load[_OVERDUE], tuple(load[year] for year in years), load[_UNDATED]) for body, load in loads.items()
    ]
    return sorted(matches, key=lambda row: (-row.overdue - sum(row.years), -row.undated, row.receiver))


def reports_to(
    body: str, today: date | None = None, years: range | None = None
) -> tuple[list[Report], list[Mandate], list[Mandate]]:
    """Return the reports that a body receives by day, and the mandates whose report has no day or was replaced.

    years  the reports of these years alone; by default what recurs in the calendar, and all that is due once

    The last list asks for reports in texts that were replaced, where nobody has read the text in force.
    """
    today = today or timezone.now().date()
    dated, undated = [], []
    for receiver, item, before in _latest(_asking()):
        if receiver == body:
            days = _days(item, receiver, years or range(today.year, today.year + YEARS))
            dated += [Report(receiver, due, item, before) for due in days if not years or due.day.year in years]
            undated += [] if days else [item]
    first, _last = late_days(today)
    return sorted(dated, key=lambda row: (row.day < first, row.day, row.mandate.pk)), undated, _replaced(body)


def _replaced(body: str) -> list[Mandate]:
    """Return the mandates for reports to a body whose text was replaced by one that asks for nothing here."""
    rows = Mandate.objects.filter(_TEXT_REPLACED, deliverable__in=REPORTS, force=Force.DECIDED)
    rows = rows.select_related("instrument", "paragraph").order_by("instrument_id", "paragraph__order")
    held = [row for row in rows if body in row.report_to]
    later = {item.instrument_id: successor_of(item.instrument) for item in held}
    read = Instrument.objects.filter(symbol__in=later.values(), mandates__isnull=False)
    known = set(read.values_list("symbol", flat=True))
    return [item for item in held if later[item.instrument_id] not in known]


def _asking() -> QuerySet[Mandate]:
    rows = open_mandates(proposals=True).filter(deliverable__in=REPORTS, force=Force.DECIDED)
    return rows.select_related("instrument", "paragraph").prefetch_related("addressees").defer("paragraph__text")


def _latest(rows: Iterable[Mandate]) -> list[tuple[str, Mandate, int]]:
    """Return (receiver, mandate, how many earlier ones ask the same) for each report, of the latest text.

    A later text of the same title that asks the same bodies for a report to the same receiver renews the request:
    the report is written once.
    """
    mandates: defaultdict[tuple[object, ...], list[Mandate]] = defaultdict(list)
    for row in rows:
        body = frozenset(who.body for who in row.addressees.all())
        for receiver in row.report_to:
            mandates[receiver, " ".join(row.instrument.title.lower().split()), body].append(row)
    out = []
    for (receiver, *_rest), same in mandates.items():
        newest = max(item.instrument.date or date.min for item in same)
        last = [item for item in same if (item.instrument.date or date.min) == newest]
        out += [(str(receiver), item, len(same) - len(last)) for item in last]
    return out


def _recurs(mandate: Mandate) -> bool:
    return any(form.startswith("recurring:") for form in mandate.due)


def _days(mandate: Mandate, receiver: str, years: range) -> list[DueDay]:
    """Return the days on which a report of a mandate is due: its one day, or all that recur in these years."""
    days = resolve(map(when_of, mandate.due), mandate.instrument.date, [receiver], date(years.stop, 12, 31))
    if not _recurs(mandate):
        # A day that a person set is taken as it is.
        own = last_day(mandate.due, mandate.instrument.date, receivers=mandate.report_to) == mandate.due_on
        return (
            [days[-1]]
            if days and own
            else [DueDay(mandate.due_on, mandate.due_on, When("", Anchor.DAY))]
            if mandate.due_on
            else []
        )
    return [due for due in days if due.day.year in years][:_OCCURRENCES]


REPORTING = ("report", "note", "contribution", "summary")  # kinds of documents that say what was done
_LEAD = 80  # letters before a citation that say why it is there
_ITEM = re.compile(r"\([^()]*\)$")


def find_reports(mandates: Iterable[Mandate]) -> defaultdict[int, list[ReportPlace]]:
    """Return the paragraphs of reports that cite the paragraph of a mandate, or all of a list that it is in.

    A report that says to follow from a whole text, in any of its revisions, cites what the text asks to report.
    """
    rows = list(mandates)
    if not rows:
        return defaultdict(list)
    families = {row.instrument.family for row in rows}
    citations = ParagraphCitation.objects.filter(paragraph__instrument__document_kind__in=REPORTING)
    if len(families) == 1:
        citations = citations.filter(symbol__startswith=families.pop())
    latest_first = F("paragraph__instrument__date").desc(nulls_last=True)
    read = list(citations.select_related("paragraph__instrument").order_by(latest_first, "pk"))
    whole: defaultdict[str, list[ReportPlace]] = defaultdict(list)
    for citation in read:
        before = citation.paragraph.text[max(0, citation.start - _LEAD) : citation.start]
        if not citation.place and says_follows(before):
            report = _report_place(citation)  # without a day, it may be older than another revision
            whole[version_of(citation.symbol)[0] if report.date else citation.symbol].append(report)
    apart = [
        (citation, ParagraphCitation(symbol=citation.symbol, place=place))
        for citation in read
        for place in list_places(citation.place)
        if citation.place
    ]
    places = held(part for _citation, part in apart)
    by_place: defaultdict[tuple[str, str], list[ReportPlace]] = defaultdict(list)
    for citation, part in apart:
        place = places.get((part.symbol, part.place))
        if place and place.anchor:
            by_place[place.symbol, place.anchor].append(_report_place(citation))
    cited: defaultdict[int, list[ReportPlace]] = defaultdict(list)
    for row in rows:
        issued = row.instrument.date.isoformat() if row.instrument.date else ""
        places_of = (
            item for anchor in _chapeaux(row.paragraph.anchor) for item in by_place[row.instrument.symbol, anchor]
        )
        names = (row.instrument.symbol, row.instrument.family) if row.deliverable in REPORTS else ()
        citing = dict.fromkeys((*places_of, *(item for name in names for item in whole[name])))
        cited[row.pk] = [item for item in citing if not item.date or item.date >= issued]
    return cited


def _report_place(citation: ParagraphCitation) -> ReportPlace:
    paragraph, report = citation.paragraph, citation.paragraph.instrument
    day = report.date.isoformat() if report.date else ""
    return ReportPlace(report.symbol, paragraph.anchor, report.title, day, paragraph.text, report.language)


def _chapeaux(anchor: str) -> Iterator[str]:
    """Yield an anchor and those of the paragraphs whose item it is: 3(a), 3."""
    while anchor:
        yield anchor
        shorter = _ITEM.sub("", anchor)
        anchor = shorter if shorter != anchor else ""
