"""The life of a mandate of the register, and the calendar of reports that bodies receive.

life(mandate)          its texts, answers and stage, as `lineage.life` says them
calendar(years)        the bodies that receive reports, with their load of each year
reports_to(body, ...)  the reports of one body by day
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from actionlines.lineage.comparison import REPORTS
from actionlines.lineage.life import Answer, Asked, Life, ends_on, life_of
from actionlines.lineage.overlap import Index, Provision
from actionlines.register.instruments.models import Instrument
from actionlines.register.instruments.series import near
from actionlines.register.mandates.due import last_day
from actionlines.register.mandates.models import Force, Mandate, MandateStatus
from actionlines.register.mandates.open_mandates import open_mandates
from actionlines.register.mandates.standing import standing

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
    related = [one.pk for one in near(own)[:RELATED]]
    rows = Mandate.objects.filter(instrument__in=[own.pk, *related]).exclude(status=MandateStatus.REJECTED)
    provisions = standing(rows)
    index, by_key = Index(provisions), {_key(one): one for one in provisions}
    wanted = list(mandates)
    reports = _reports(own, wanted)
    return {
        one.pk: _life(one, own, by_key.get(str(one)), index, _answers(one, reports), today) for one in wanted
    }


def _life(
    mandate: Mandate,
    own: Instrument,
    mine: Provision | None,
    index: Index,
    answers: list[Answer],
    today: date,
) -> Life:
    asked = [_asked(one, today) for one in _same(mine, index)] if mine else []
    if not asked:  # a proposal of a draft stands nowhere
        day = own.date.isoformat() if own.date else ""
        asked = [Asked(str(mandate), day, tuple(mandate.due), mandate.due_on)]
    return life_of(
        asked, answers, today, of=str(mandate),
        superseded=mandate.status == MandateStatus.SUPERSEDED,
        delivered=mandate.status == MandateStatus.DELIVERED,
    )  # fmt: skip


def _key(one: Provision) -> str:
    return f"{one.symbol}#{one.anchor}"


def _same(mine: Provision, index: Index) -> list[Provision]:
    """Return the provision and the closest near-duplicate of each other text that asks one of the same bodies."""
    found = {mine.symbol: mine}
    for one in index.likest(mine):
        if one.is_near and not mine.bodies.isdisjoint(one.standing.bodies):
            found.setdefault(one.standing.symbol, one.standing)
    return list(found.values())


def _asked(one: Provision, today: date) -> Asked:
    due = tuple(dict.fromkeys(form for duty in one.duties for form in duty.due))
    issued = date.fromisoformat(one.date) if one.date else None
    return Asked(_key(one), one.date, due, last_day(due, issued, today), ends_on(one.text, one.date))


def _answers(mandate: Mandate, reports: Mapping[str, list[Answer]]) -> list[Answer]:
    """Return what people recorded with evidence, and reports of the register that cite the paragraph."""
    found = [
        Answer(note.at.date().isoformat(), f"progress:{note.pk}", note.text)
        for note in mandate.progress.all()
    ]
    return found + (reports.get(_place(mandate), []) if mandate.deliverable in REPORTS else [])


def _reports(own: Instrument, mandates: Iterable[Mandate]) -> dict[str, list[Answer]]:
    """Return the reports that cite a paragraph of `own` which asks for one, by its place: one query."""
    places = {_place(one) for one in mandates if one.deliverable in REPORTS}
    rows = Instrument.objects.filter(
        document_kind="report", date__isnull=False, paragraphs__citations__symbol=own.symbol,
        paragraphs__citations__place__in=places,
    )  # fmt: skip
    found: defaultdict[str, list[Answer]] = defaultdict(list)
    cited = rows.values_list("paragraphs__citations__place", "symbol", "title", "date")
    for place, symbol, title, day in cited.distinct():
        if day:
            found[place].append(Answer(day.isoformat(), symbol, title))
    return found


def _place(mandate: Mandate) -> str:
    return f"p{mandate.paragraph.anchor}"


@dataclass(frozen=True, slots=True)
class Report:
    """A report that a body receives on a day.

    mandate  the latest one that asks for it; `before`: earlier mandates of the same title that ask for the same
    """

    receiver: str
    day: date
    mandate: Mandate
    before: int


@dataclass(frozen=True, slots=True)
class Load:
    """The reports that a body receives in each year of the calendar.

    overdue  asked for once, by a day that is past; `undated` have no day
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
    for receiver, one, _before in _latest(_asking()):
        days = _days(one, today)
        late = not _recurs(one) and any(day < today for day in days)
        loads[receiver].update([_OVERDUE] if late else [day.year for day in days])
        loads[receiver][_UNDATED] += not days
    found = [
        Load(body, load[_OVERDUE], tuple(load[year] for year in years), load[_UNDATED])
        for body, load in loads.items()
    ]
    return sorted(found, key=lambda one: (-one.overdue - sum(one.years), -one.undated, one.receiver))


def reports_to(body: str, today: date | None = None) -> tuple[list[Report], list[Mandate]]:
    """Return the reports that a body receives, by day, and the mandates whose report has no day."""
    today = today or timezone.now().date()
    dated, undated = [], []
    for receiver, one, before in _latest(_asking()):
        if receiver == body:
            days = _days(one, today)
            dated += [Report(receiver, day, one, before) for day in days]
            undated += [] if days else [one]
    return sorted(dated, key=lambda one: (one.day, one.mandate.pk)), undated


def _asking() -> QuerySet[Mandate]:
    rows = open_mandates(proposals=True).filter(deliverable__in=REPORTS, force=Force.DECIDED)
    return (
        rows.select_related("instrument", "paragraph").prefetch_related("addressees").defer("paragraph__text")
    )


def _latest(rows: Iterable[Mandate]) -> list[tuple[str, Mandate, int]]:
    """Return (receiver, mandate, how many earlier ones ask the same) for each report, of the latest text.

    A later text of the same title that asks the same bodies for a report to the same receiver renews the request:
    the report is written once.
    """
    found: defaultdict[tuple[object, ...], list[Mandate]] = defaultdict(list)
    for one in rows:
        asked = frozenset(who.body for who in one.addressees.all())
        for receiver in one.report_to:
            found[receiver, " ".join(one.instrument.title.lower().split()), asked].append(one)
    out = []
    for (receiver, *_rest), same in found.items():
        newest = max(one.instrument.date or date.min for one in same)
        last = [one for one in same if (one.instrument.date or date.min) == newest]
        out += [(str(receiver), one, len(same) - len(last)) for one in last]
    return out


def _recurs(one: Mandate) -> bool:
    return any(form.startswith("recurring:") for form in one.due)


def _days(one: Mandate, today: date) -> list[date]:
    """Return the days on which a report of a mandate is due: its one day, or all that recur in the calendar."""
    begin, end = date(today.year, 1, 1), date(today.year + YEARS, 1, 1)
    if not _recurs(one):
        return [one.due_on] if one.due_on else []
    days: list[date] = []
    while len(days) < _OCCURRENCES:
        day = last_day(one.due, one.instrument.date, begin)
        if day is None or not begin <= day < end:
            break
        days.append(day)
        begin = day + timedelta(days=1)
    return days
