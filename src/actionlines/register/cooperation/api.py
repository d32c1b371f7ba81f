"""Cooperation frameworks in the API."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Path, Query, Router, Schema
from pydantic import Field

from actionlines.programmes.model import AMOUNTS
from actionlines.register.cooperation.models import (
    CooperationActivity,
    CooperationFramework,
    CooperationSums,
    speaking,
)
from actionlines.register.core.api import schemas as s
from actionlines.register.core.api.lists import PROBLEMS, Paged, given, paged
from actionlines.register.core.api.operations import operation
from actionlines.register.core.schema import Data

router = Router(tags=["cooperation"])
Id = Annotated[str, Field(max_length=60)]
_ACTIVITY = (
    "number", "agency", "body", "code", "name", "description", "output", "starts", "ends", "currency", "language",
    "links",
)  # fmt: skip


class CooperationFrameworkOut(Schema):
    """The framework of a country, with the file that says so. `remarks`: what is wrong with that file."""

    country: str
    name: str
    source: str
    sha256: str
    read_at: str
    stated: Data
    results: list[Data]
    remarks: list[str]


class CooperationSumsOut(Schema):
    """Sums by currency ("" where the files name none), agency and concept.

    A sum is [activities, required, available, spent], money in whole cents; the concept `lines` counts each
    activity on any action line once.
    """

    area: str
    frameworks: int
    sums: Data


class CooperationActivityOut(Schema):
    """The part of one agency in an activity. `links` are proposals; `source` is its place in a file."""

    number: int
    agency: str
    body: str
    code: str
    name: str
    description: str
    output: str
    starts: str
    ends: str
    currency: str
    language: str
    links: list[Data]
    required: str | None
    available: str | None
    spent: str | None
    source: str


class AskedActivities(Paged):
    """Only activities that speak to this `concept` (`lines` for any action line), and of this `agency`."""

    concept: Annotated[str, Field(max_length=40)] = ""
    agency: Annotated[str, Field(max_length=200)] = ""


@router.get("/cooperation", response={200: s.page_of(CooperationFrameworkOut), 304: None, **PROBLEMS})
@operation("site.read")
def frameworks(request: HttpRequest, asked: Query[Paged]) -> HttpResponse:
    """The cooperation frameworks of all countries that UN INFO has, with priorities, outcomes and outputs."""
    return paged(request, asked, CooperationFramework.objects.select_related("file"), _framework)


@router.get("/cooperation/{area}", response={200: CooperationSumsOut, 304: None, **PROBLEMS})
@operation("site.read")
def sums(request: HttpRequest, area: Path[Id]) -> HttpResponse:
    """What an area (`KEN`, `itu-region:AFR`, `world`) funds, by action line, goal, target and agency."""
    found = CooperationSums.objects.filter(area=area).first()
    if found is None:
        raise Http404
    return given(request, {"area": area, "frameworks": found.frameworks, "sums": found.sums})


@router.get(
    "/cooperation/{area}/activities", response={200: s.page_of(CooperationActivityOut), 304: None, **PROBLEMS}
)
@operation("site.read")
def activities(request: HttpRequest, area: Path[Id], asked: Query[AskedActivities]) -> HttpResponse:
    """The activities of one country's framework."""
    framework = CooperationFramework.objects.filter(country=area).first()
    if framework is None:
        raise Http404
    rows: Any = framework.activities.select_related("framework").order_by("pk")
    if asked.agency:
        rows = rows.filter(agency=asked.agency)
    if asked.concept:
        rows = speaking(rows, [asked.concept])
    return paged(request, asked, rows, _activity)


def _framework(one: CooperationFramework) -> Data:
    return {
        "country": one.country, "name": one.name, "source": f"{one.file.name}/{one.member}",
        "sha256": one.file.sha256, "read_at": one.read_at.isoformat(), "stated": one.stated,
        "results": one.results, "remarks": one.remarks,
    }  # fmt: skip


def _activity(one: CooperationActivity) -> Data:
    money = {name: None if getattr(one, name) is None else str(getattr(one, name)) for name in AMOUNTS}
    return {**{name: getattr(one, name) for name in _ACTIVITY}, **money, "source": one.source}
