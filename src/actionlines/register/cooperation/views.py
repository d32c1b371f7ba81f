"""Pages of cooperation frameworks of countries."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from actionlines.framework import load
from actionlines.programmes.model import LINES, Sum
from actionlines.register.cooperation.gaps import gaps, targets_of
from actionlines.register.cooperation.imports import REGIONS
from actionlines.register.cooperation.models import (
    ITU,
    WORLD,
    CooperationActivity,
    CooperationFramework,
    CooperationSums,
    amount,
    speaking,
)
from actionlines.register.core.pages.page import find_record, page, page_number
from actionlines.register.core.schema import Data, Serialised

PAGE, CHANGES = 50, 20
_TARGETS, _AGENCIES, _NAMED = 12, 8, 4
_NONE = [0, 0, 0, 0]


@dataclass(frozen=True, slots=True)
class ShownSum:
    """A sum as a page shows it: how many activities, and three amounts."""

    activities: int
    required: Decimal
    available: Decimal
    spent: Decimal

    @classmethod
    def of(cls, given: Sum) -> ShownSum:
        """Return a kept sum, whose money is in cents, as amounts."""
        return cls(given[0], *map(amount, given[1:]))


@dataclass(frozen=True, slots=True)
class Row:
    """A concept or agency with its money; `agencies` are those with most of it, `more` counts the others."""

    id: str
    money: ShownSum
    agencies: tuple[tuple[str, ShownSum], ...] = ()
    more: int = 0
    itu: ShownSum | None = None


@dataclass(frozen=True, slots=True)
class Funded:
    """What an area has in one currency ("" where the files name none)."""

    currency: str
    all: ShownSum
    lines: ShownSum
    itu: ShownSum
    itu_lines: ShownSum
    by_line: tuple[Row, ...]
    by_target: tuple[Row, ...]
    more_targets: int
    agencies: tuple[Row, ...]
    more_agencies: int

    @property
    def itu_share(self) -> int:
        """Return ITU's part of the money available for action lines, in whole per cent."""
        return round(100 * self.itu_lines.available / self.lines.available) if self.lines.available else 0


@dataclass(frozen=True, slots=True)
class Funding:
    """What the cooperation frameworks of an area fund.

    framework  of a country, None for an area of several
    without    targets on which the country lags and to which no activity speaks
    """

    area: str
    frameworks: int
    framework: CooperationFramework | None
    currencies: tuple[Funded, ...]
    without: tuple[str, ...]


def funding(area: str, lagging: Iterable[str] = ()) -> Funding | None:
    """Return what an area funds; None where UN INFO has nothing of it. Two queries, nothing is added up."""
    held = CooperationSums.objects.filter(area=area).first()
    if held is None or not held.frameworks:
        return None
    framework = CooperationFramework.objects.filter(country=area).select_related("file").first()
    spoken = {concept for given in held.sums.values() for concept in given["concepts"]}
    return Funding(
        area, held.frameworks, framework,
        tuple(_funded(currency, given, held.heads[currency]) for currency, given in held.sums.items()),
        tuple(one for one in lagging if one not in spoken),
    )  # fmt: skip


def _funded(currency: str, given: Serialised, head: Mapping[str, Sum]) -> Funded:
    concepts = given["concepts"]
    lines = [_row(one, concepts[one]) for one in load().action_lines if one in concepts]
    targets = sorted((one for one in load().targets if one in concepts), key=_most(concepts))
    agencies = sorted(given["agencies"], key=lambda one: (-given["agencies"][one][2], one))
    return Funded(
        currency,
        ShownSum.of(head["all"]),
        ShownSum.of(head["lines"]),
        ShownSum.of(head["itu"]),
        ShownSum.of(head["itu_lines"]),
        tuple(lines),
        tuple(_row(one, concepts[one]) for one in targets[:_TARGETS]),
        max(0, len(targets) - _TARGETS),
        tuple(
            Row(one, ShownSum.of(given["agencies"][one]), itu=ShownSum.of(_of(concepts.get(LINES), one)))
            for one in agencies[:_AGENCIES]
        ),
        max(0, len(agencies) - _AGENCIES),
    )


def _most(concepts: Serialised) -> Callable[[str], tuple[int, str]]:
    return lambda one: (-concepts[one]["all"][2], one)


def _row(concept: str, given: Serialised) -> Row:
    held = given["agencies"]
    most = sorted(held, key=lambda one: (-held[one][2], one))
    named = tuple((one, ShownSum.of(held[one])) for one in most[:_NAMED])
    itu = ShownSum.of(held[ITU]) if ITU in held else None
    return Row(concept, ShownSum.of(given["all"]), named, max(0, len(most) - _NAMED), itu)


def _of(given: Serialised | None, agency: str) -> Sum:
    agencies: Mapping[str, Sum] = given["agencies"] if given else {}
    return agencies.get(agency, _NONE)


@page("site.read")
def cooperation(request: HttpRequest) -> HttpResponse:
    """Show the world, its regions and its countries beside each other."""
    held = {one.area: one for one in CooperationSums.objects.defer("sums").filter(frameworks__gt=0)}
    frameworks = {
        one.country: one
        for one in CooperationFramework.objects.select_related("file").defer("results", "flaws")
    }
    areas = {kind: [one.id for one in load().areas.values() if one.kind == kind] for kind in REGIONS}
    shown = {
        "funding": funding(WORLD),
        "regions": [row for kind in REGIONS[:2] for one in areas[kind] for row in _beside(held.get(one))],
        "groups": [row for one in areas["group"] for row in _beside(held.get(one))],
        "countries": [
            (frameworks[one], row) for one in sorted(frameworks, key=lambda one: str(frameworks[one]))
            for row in _beside(held.get(one)) or (None,)
        ],
        "files": {one.file_id: one for one in frameworks.values()}.values(),
    }  # fmt: skip
    return render(request, "places/cooperation.html", shown)


def _beside(held: CooperationSums | None) -> list[Data]:
    """Return a row for each currency of an area."""
    if held is None:
        return []
    return [
        {"area": held.area, "frameworks": held.frameworks, "currency": currency,
         **{name: ShownSum.of(one) for name, one in head.items()}}
        for currency, head in held.heads.items()
    ]  # fmt: skip


@page("site.read", record=find_record(CooperationFramework, "country", related=("file",)))
def country(request: HttpRequest, found: CooperationFramework) -> HttpResponse:
    """Show the priorities and activities of one country; `line`, `target` and `agency` narrow the activities."""
    asked = {name: request.GET.get(name, "").replace("\0", "")[:200] for name in ("line", "target", "agency")}
    rows: QuerySet[CooperationActivity] = found.activities.order_by("pk")
    if asked["agency"]:
        rows = rows.filter(agency=asked["agency"])
    if wanted := {asked["line"], asked["target"]} - {""}:
        rows = speaking(rows, wanted)
    listed = Paginator(rows, PAGE).get_page(page_number(request))
    for row in listed:
        row.framework = found
    known = found.country in load().countries
    shown = {
        "found": found, "asked": asked, "listed": listed, "known": known,
        "query": urlencode({name: value for name, value in asked.items() if value}),
        "funding": funding(found.country, targets_of(gaps(found.country)) if known else ()),
        "agencies": found.activities.order_by("agency").values_list("agency", flat=True).distinct(),
        "changes": found.changes.select_related("file")[:CHANGES],
    }  # fmt: skip
    return render(request, "places/cooperation_country.html", shown)


urlpatterns = [
    path("cooperation/", cooperation, name="cooperation"),
    path("cooperation/<str:part>/", country, name="cooperation-country"),
]
