"""The life of a mandate, the reports that bodies receive, and the sections of budgets that name mandates."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Path, Query, Router, Schema
from pydantic import Field

from actionlines.framework.bodies import LONGEST_LABEL, is_label
from actionlines.register.budgets.models import BudgetSection
from actionlines.register.core.imports.sandbox import plain
from actionlines.register.core.schema import ID, Data
from actionlines.register.mandates.life import YEARS, calendar, life, reports_to
from actionlines.register.models import Mandate
from actionlines.register.site.api import schemas as s
from actionlines.register.site.api.answers import PROBLEMS
from actionlines.register.site.api.lists import Paged, given, paged
from actionlines.register.site.api.operations import operation, seen_by

router = Router(tags=["mandates"])
Body = Annotated[str, Field(max_length=LONGEST_LABEL)]
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


class ReportDueOut(Schema):
    """A report with its day, null where it has none; `before` counts earlier mandates that ask for the same."""

    day: str | None
    mandate: int
    place: str
    before: int


class BudgetOut(Schema):
    """A section of a programme budget as its fascicle says, and the instruments that it names as mandates."""

    id: int
    symbol: str
    year: str
    number: str
    name: str
    part: str
    programme: str
    scopes: list[dict[str, Any]]
    flaws: list[dict[str, Any]]
    mandates: list[str]


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
        {"receiver": one.receiver, "overdue": one.overdue, "undated": one.undated,
         "years": dict(zip(years, one.years, strict=True))}
        for one in calendar()
    ])  # fmt: skip


@router.get("/reports-due/{body}", response={200: list[ReportDueOut], 304: None, **PROBLEMS})
@operation("site.read")
def due(request: HttpRequest, body: Path[Body]) -> HttpResponse:
    """The reports that a body receives, by day; those without a day last."""
    if not is_label(body):
        raise Http404
    dated, undated = reports_to(body)
    rows = [(one.day, one.mandate, one.before) for one in dated] + [(None, one, 0) for one in undated]
    return given(request, [
        {"day": day and day.isoformat(), "mandate": one.pk, "place": str(one), "before": before}
        for day, one, before in rows
    ])  # fmt: skip


@router.get("/budgets", response={200: s.page_of(BudgetOut), 304: None, **PROBLEMS})
@operation("site.read")
def budgets(request: HttpRequest, asked: Query[Paged]) -> HttpResponse:
    """The sections of programme budgets: what they cost, plan and name as mandates, each amount with its cell."""
    rows = BudgetSection.objects.select_related("instrument").prefetch_related("mandates")
    return paged(request, asked, rows, _budget)


def _budget(one: BudgetSection) -> Data:
    symbols = dict.fromkeys(row.symbol for row in one.mandates.all() if row.symbol)
    return {
        "id": one.pk, "symbol": one.instrument.symbol, **{name: getattr(one, name) for name in _SEEN},
        "mandates": list(symbols),
    }  # fmt: skip
