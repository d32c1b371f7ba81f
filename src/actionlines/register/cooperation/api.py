"""Cooperation frameworks in the API."""

from typing import Annotated, Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Path, Query, Router, Schema
from pydantic import Field

from actionlines.programmes.model import AMOUNTS
from actionlines.register.cooperation.models import CooperationActivity, CooperationFramework, CooperationSums, speaking
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
    """Only activities that address this `concept` (`lines` for any action line), and of this `agency`."""

    concept: Annotated[str, Field(max_length=40)] = ""
    agency: Annotated[str, Field(max_length=200)] = ""


@router.get("/cooperation", response={200: s.page_of(CooperationFrameworkOut), 304: None, **PROBLEMS})
@operation("site.read")
def frameworks(request: HttpRequest, query: Query[Paged]) -> HttpResponse:
    """The cooperation frameworks of all countries that UN INFO has, with priorities, outcomes and outputs."""
    return paged(request, query, CooperationFramework.objects.select_related("file"), _framework)


@router.get("/cooperation/{area}", response={200: CooperationSumsOut, 304: None, **PROBLEMS})
@operation("site.read")
def sums(request: HttpRequest, area: Path[Id]) -> HttpResponse:
    """What an area (`KEN`, `itu-region:AFR`, `world`) funds, by action line, goal, target and agency."""
    if (cooperation_sums := CooperationSums.objects.filter(area=area).first()) is None:
        raise Http404
    return given(request, {"area": area, "frameworks": cooperation_sums.frameworks, "sums": cooperation_sums.sums})


@router.get("/cooperation/{area}/activities", response={200: s.page_of(CooperationActivityOut), 304: None, **PROBLEMS})
@operation("site.read")
def activities(request: HttpRequest, area: Path[Id], query: Query[AskedActivities]) -> HttpResponse:
    """The activities of one country's framework."""
    if (framework := CooperationFramework.objects.filter(country=area).first()) is None:
        raise Http404
    rows: Any = framework.activities.select_related("framework").order_by("pk")
    if query.agency:
        rows = rows.filter(agency=query.agency)
    if query.concept:
        rows = speaking(rows, [query.concept])
    return paged(request, query, rows, _activity)


def _framework(cooperation_framework: CooperationFramework) -> Data:
    return {
        "country": cooperation_framework.country,
        "name": cooperation_framework.name,
        "source": f"{cooperation_framework.file.name}/{cooperation_framework.member}",
        "sha256": cooperation_framework.file.sha256,
        "read_at": cooperation_framework.read_at.isoformat(),
        "stated": cooperation_framework.stated,
        "results": cooperation_framework.results,
        "remarks": cooperation_framework.remarks,
    }


def _activity(activity: CooperationActivity) -> Data:
    money = {name: None if getattr(activity, name) is None else str(getattr(activity, name)) for name in AMOUNTS}
    return {**{name: getattr(activity, name) for name in _ACTIVITY}, **money, "source": activity.source}
