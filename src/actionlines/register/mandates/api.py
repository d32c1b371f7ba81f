"""Mandates in the API: the record, its status and what falls due."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Literal

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Path, Query, Router, Schema
from pydantic import Field

from actionlines.framework.bodies import LONGEST_LABEL, is_label
from actionlines.json_types import JsonObject
from actionlines.mandates.model import FIELDS
from actionlines.mandates.when import DueDay
from actionlines.register.budgets.models import BudgetSection
from actionlines.register.core.api import schemas as s
from actionlines.register.core.api.kind_operations import KindOperations
from actionlines.register.core.api.lists import PROBLEMS, Paged, given, paged
from actionlines.register.core.api.operations import Seen, operation, seen_by
from actionlines.register.core.imports.sandbox import plain
from actionlines.register.core.kinds import read_whole
from actionlines.register.core.permissions import decide
from actionlines.register.core.public_view import without_proposals
from actionlines.register.core.schema import ID, Data, Input, IsoDate, JsonBool
from actionlines.register.core.serialise import as_shown
from actionlines.register.mandates import actions as act
from actionlines.register.mandates.answers import RemindMissing, answers_of, read_coverage
from actionlines.register.mandates.life import YEARS, calendar, life, reports_to
from actionlines.register.mandates.models import Mandate, ProgressEvidence
from actionlines.register.mandates.schema import Corrected
from actionlines.register.mandates.schema import Mandate as MandateOutside

router = Router(tags=["mandates"])
Reason = Annotated[str, Field(max_length=4000)]
Name = Annotated[str, Field(max_length=120)]
Body = Annotated[str, Field(max_length=LONGEST_LABEL)]


class Rejected(Seen):
    """The reason why a proposal is no mandate."""

    reason: Reason


class Correction(Corrected, Seen):
    """Only what differs need be given."""

    reason: Reason = ""


class Checked(Seen):
    """A field of `checks` that somebody has read and found right."""

    field: Annotated[str, s.OneOf(FIELDS)]


class Lead(Seen):
    """The number of the organisation that sees to it, null for none; or `body`, a body of the framework."""

    lead: ID | None
    body: Name = ""


class Evidence(Input):
    """`paragraph`: symbol, anchor, quote; `activity`: activity; `link`: url; `indicator`: series, area, year,
    value.
    """

    symbol: Name = ""
    anchor: Name = ""
    quote: str = Field("", max_length=2000)
    activity: ID | None = None
    series: Name = ""
    area: Name = ""
    year: int | None = Field(None, ge=1, le=9999)
    value: float | None = None
    url: str = Field("", max_length=500)


class Progress(Seen):
    """What was done, and what shows it."""

    text: str = Field(max_length=4000)
    evidence_kind: Annotated[str, s.OneOf(ProgressEvidence)]
    evidence: Evidence
    answers_for: Body = Field("", description="body, country or `org:12` for whom it answers; empty for your own")


class Reminding(Seen):
    """Words that are added to the message."""

    reason: Reason = ""


class ReportPlaceOut(Schema):
    """A paragraph of the report `symbol` that cites a mandate, with its words."""

    symbol: str
    anchor: str
    title: str
    date: str
    quote: str
    language: str


class AnswersOut(Schema):
    """Who is asked, one by one (bodies, and countries such as `KEN`), who of them has answered, and who is missing."""

    asked: list[str]
    answered: list[str]
    missing: list[str]
    coverage: Literal["answered", "in_part", "none"] = Field(
        description="by answers, reports that cite it and activities on record"
    )
    reports: list[ReportPlaceOut] = Field(description="paragraphs of reports that cite it, the latest first")


class Status(Seen):
    """What has become of it, why and since when."""

    status: Literal["under_way", "delivered", "superseded"]
    reason: Reason
    on: IsoDate | None = None
    superseded_by: ID | None = None
    again: JsonBool = Field(False, description="delivered for this time: what recurs is due on its next day")


class LinkDecision(Seen):
    """A concept confirmed, rejected or added."""

    concept: Annotated[str, Field(max_length=40)]
    status: Literal["confirmed", "rejected"]


def _records() -> QuerySet[Mandate]:
    return read_whole(Mandate.objects.all()).defer("instrument__warnings")


_operations = KindOperations(router, "mandates", Mandate, MandateOutside)
says = "Mandates that a text decides, all but rejected proposals, filtered; `force=any` gives the others too."
_operations.list("mandate", _records, says)
_operations.verb("confirm", act.ConfirmMandate, "Confirm a mandate with the fields that it has.")
says = "Fields as people read them; a proposal is confirmed by it, and the fields given are no longer to check."
_operations.verb("correct", act.CorrectMandate, says, Correction)
says = "Keep the value of a doubtful field: nobody need check it any more."
_operations.verb("checked", act.ConfirmField, says, Checked)
_operations.verb("reject", act.RejectMandate, "It is none: nobody is asked to do anything.", Rejected)
_operations.verb("lead", act.AssignLead, "Say which organisation sees to it.", Lead)
says = "What was done, with evidence that the register can look up."
_operations.verb("progress", act.RecordProgress, says, Progress)
says = "Remind those who are asked and have not answered, each at most once a week."
_operations.verb("remind", RemindMissing, says, Reminding)
_operations.verb("status", act.SetStatus, "Under way, delivered or superseded.", Status)
_operations.verb("links", act.DecideMandateLink, "Decide on a link to a concept.", LinkDecision)


@router.get("/mandates/{id}", response={200: MandateOutside, 304: None, **PROBLEMS})
@operation("mandate.view")
def mandate(request: HttpRequest, id: Path[ID]) -> HttpResponse:
    """The mandate with this number."""
    matches = seen_by(request, _records(), id)
    data = as_shown(matches)
    decides = decide(request.user, act.DecideMandateLink.code, matches)
    return given(request, data if decides else without_proposals(matches.kind, data))


_SEEN = ("year", "number", "name", "part", "programme", "scopes", "flaws")


class AskedOut(Schema):
    """A paragraph that asks for the duty: `due_on` is its last day, `ends` the end that its text sets."""

    text: str
    issued: str
    due: list[str]
    due_on: str | None
    ends: str


class AnswerOut(Schema):
    """What shows that the duty was met: `evidence` is a symbol or `progress:` and a number."""

    date: str
    evidence: str
    label: str


class LifeOut(Schema):
    """The life of a mandate: `asked` has all texts that ask for the same; `asked[at]` is the text of this one.

    `pace` counts months between texts, 0 where they keep none; `missed` is the last day without a known answer.
    """

    stage: str
    asked: list[AskedOut]
    at: int
    answers: list[AnswerOut]
    every: str
    pace: int
    since: str
    missed: str | None


class LoadOut(Schema):
    """The reports that a body receives by year; `overdue` were asked for once, by a day that is past."""

    receiver: str
    overdue: int
    undated: int
    years: dict[str, int]


class Years(Schema):
    """Years of a calendar, both included; without them its usual ones."""

    first: int = Field(0, alias="from", ge=0, le=9998)
    until: int = Field(0, ge=0, le=9998)


class ReportDueOut(Schema):
    """A report with its day, null where it has none; `before` counts earlier mandates that ask for the same.

    `session`: number of the session of the body; `documents`: the last day for its documents; `estimated`: the days
    follow from the rule of the body and are not agreed.
    """

    day: str | None
    mandate: int
    place: str
    before: int
    session: int | None = None
    documents: str | None = None
    estimated: bool = False


class BudgetOut(Schema):
    """A section of a programme budget as its fascicle says, and the instruments that it names as mandates."""

    id: int
    symbol: str
    year: str
    number: str
    name: str
    part: str
    programme: str
    scopes: list[JsonObject]
    flaws: list[JsonObject]
    mandates: list[str]


@router.get("/mandates/{id}/answers", response={200: AnswersOut, 304: None, **PROBLEMS})
@operation("mandate.view")
def answers(request: HttpRequest, id: Path[ID]) -> HttpResponse:
    """Who is asked by a mandate, one by one, who of them has answered and who is missing."""
    record = seen_by(request, _records(), id)
    covered = read_coverage([record])[record.pk]
    own = {"coverage": covered.state, "reports": [asdict(place) for place in covered.reports]}
    return given(request, asdict(answers_of(record)) | own)


@router.get("/mandates/{id}/life", response={200: LifeOut, 304: None, **PROBLEMS})
@operation("mandate.view")
def life_of(request: HttpRequest, id: Path[ID]) -> HttpResponse:
    """The texts that ask for the same as this mandate, the answers on record, and its stage today."""
    rows = Mandate.objects.select_related("instrument", "paragraph").prefetch_related("progress")
    return given(request, plain(life(seen_by(request, rows, id))))


@router.get("/reports-due", response={200: list[LoadOut], 304: None, **PROBLEMS})
@operation("site.read")
def loads(request: HttpRequest) -> HttpResponse:
    """The bodies that receive reports, the most loaded first, with the reports of this year and the next three."""
    first = timezone.now().date().year
    years = [str(year) for year in range(first, first + YEARS)]
    return given(request, [
        {"receiver": item.receiver, "overdue": item.overdue, "undated": item.undated,
         "years": dict(zip(years, item.years, strict=True))}
        for item in calendar()
    ])  # fmt: skip


@router.get("/reports-due/{body}", response={200: list[ReportDueOut], 304: None, **PROBLEMS})
@operation("site.read")
def due(request: HttpRequest, body: Path[Body], years: Query[Years]) -> HttpResponse:
    """The reports that a body receives, by day; those without a day last. With years, only those of the years."""
    if not is_label(body):
        raise Http404
    chosen = range(years.first or 1, (years.until or 9998) + 1) if years.first or years.until else None
    dated, undated, _replaced = reports_to(body, years=chosen)
    rows: list[tuple[DueDay | None, Mandate, int]] = [(item.due, item.mandate, item.before) for item in dated]
    rows += [] if chosen else [(None, item, 0) for item in undated]
    return given(request, [
        {"day": day and day.day.isoformat(), "mandate": item.pk, "place": item.key, "before": before,
         "session": day and day.session and day.session.number,
         "documents": day and day.session and day.session.documents_due.isoformat(),
         "estimated": bool(day and day.estimated)}
        for day, item, before in rows
    ])  # fmt: skip


@router.get("/budgets", response={200: s.page_of(BudgetOut), 304: None, **PROBLEMS})
@operation("site.read")
def budgets(request: HttpRequest, query: Query[Paged]) -> HttpResponse:
    """The sections of programme budgets: what they cost, plan and name as mandates, each amount with its cell."""
    rows = BudgetSection.objects.select_related("instrument").prefetch_related("mandates")
    return paged(request, query, rows, _budget)


def _budget(item: BudgetSection) -> Data:
    symbols = dict.fromkeys(row.symbol for row in item.mandates.all() if row.symbol)
    return {
        "id": item.pk,
        "symbol": item.instrument.symbol,
        **{name: getattr(item, name) for name in _SEEN},
        "mandates": list(symbols),
    }
