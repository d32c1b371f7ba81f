"""Pages of cooperation frameworks of countries."""

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
from actionlines.register.cooperation.gaps import Gap, gaps
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
    def of(cls, fields: Sum) -> "ShownSum":
        """Return a kept sum, whose money is in cents, as amounts."""
        return cls(fields[0], *map(amount, fields[1:]))


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
    """What an area has in one currency ("" where the files name none).

    lines, itu_lines  on action lines, None where nobody read the activities: the numbers then come from `source`
    by_goal           what the files state of each goal, in place of lines and targets
    """

    currency: str
    all: ShownSum
    lines: ShownSum | None
    itu: ShownSum
    itu_lines: ShownSum | None
    by_line: tuple[Row, ...]
    by_target: tuple[Row, ...]
    more_targets: int
    agencies: tuple[Row, ...]
    more_agencies: int
    by_goal: tuple[Row, ...]
    source: str

    @property
    def itu_share(self) -> int:
        """Return ITU's part of the money available for action lines, in whole per cent."""
        if not (self.itu_lines and self.lines and self.lines.available):
            return 0
        return round(100 * self.itu_lines.available / self.lines.available)


@dataclass(frozen=True, slots=True)
class Funding:
    """What the cooperation frameworks of an area fund.

    framework  of a country, None for an area of several
    without    the gaps of the country to whose targets no activity speaks
    """

    area: str
    frameworks: int
    framework: CooperationFramework | None
    currencies: tuple[Funded, ...]
    without: tuple[Gap, ...]


def funding(area: str, lags: Iterable[Gap] = ()) -> Funding | None:
    """Return what an area funds; None where UN INFO has nothing of it. Two queries, nothing is added up."""
    held = CooperationSums.objects.filter(area=area).first()
    if held is None or not held.frameworks:
        return None
    framework = CooperationFramework.objects.filter(country=area).select_related("file").first()
    sums = {concept for fields in held.sums.values() for concept in fields["concepts"]}
    return Funding(
        area,
        held.frameworks,
        framework,
        tuple(_funded(currency, fields, held.heads[currency]) for currency, fields in held.sums.items()),
        tuple(gap for gap in lags if gap.target and gap.target not in sums),
    )


def _funded(currency: str, fields: Serialised, head: Mapping[str, Sum]) -> Funded:
    concepts = fields["concepts"]
    lines = [_row(action_line, concepts[action_line]) for action_line in load().action_lines if action_line in concepts]
    targets = sorted((target for target in load().targets if target in concepts), key=_most(concepts))
    agencies = sorted(fields["agencies"], key=lambda item: (-fields["agencies"][item][2], item))
    return Funded(
        currency,
        ShownSum.of(head["all"]),
        ShownSum.of(head["lines"]) if "lines" in head else None,
        ShownSum.of(head["itu"]),
        ShownSum.of(head["itu_lines"]) if "itu_lines" in head else None,
        tuple(lines),
        tuple(_row(target, concepts[target]) for target in targets[:_TARGETS]),
        max(0, len(targets) - _TARGETS),
        tuple(
            Row(agency, ShownSum.of(fields["agencies"][agency]), itu=ShownSum.of(_of(concepts.get(LINES), agency)))
            for agency in dict.fromkeys((*agencies[:_AGENCIES], *([ITU] if ITU in agencies else [])))
        ),
        max(0, len(agencies) - _AGENCIES),
        () if "lines" in head else tuple(_row(goal, concepts[goal]) for goal in load().goals if goal in concepts),
        fields.get("source", ""),
    )


def _most(concepts: Serialised) -> Callable[[str], tuple[int, str]]:
    return lambda item: (-concepts[item]["all"][2], item)


def _row(concept: str, fields: Serialised) -> Row:
    held = fields["agencies"]
    most = sorted(held, key=lambda item: (-held[item][2], item))
    named = tuple((item, ShownSum.of(held[item])) for item in most[:_NAMED])
    itu = ShownSum.of(held[ITU]) if ITU in held else None
    return Row(concept, ShownSum.of(fields["all"]), named, max(0, len(most) - _NAMED), itu)


def _of(fields: Serialised | None, agency: str) -> Sum:
    agencies: Mapping[str, Sum] = fields["agencies"] if fields else {}
    return agencies.get(agency, _NONE)


def carried_out(line: str = "", body: str = "") -> list[tuple[str, ShownSum]]:
    """Return what all frameworks have on an action line, or what the agency that is a body carries out, by currency."""
    if (held := CooperationSums.objects.filter(area=WORLD).first()) is None:
        return []
    if body:
        agency = CooperationActivity.objects.filter(body=body).values_list("agency", flat=True).first() or ""
        matches = {currency: fields["agencies"].get(agency) for currency, fields in held.sums.items()}
    else:
        matches = {currency: fields["concepts"].get(line, {}).get("all") for currency, fields in held.sums.items()}
    return [(currency, ShownSum.of(fields)) for currency, fields in matches.items() if fields]


@page("site.read")
def cooperation(request: HttpRequest) -> HttpResponse:
    """Show the world, its regions and its countries beside each other."""
    held = {sums.area: sums for sums in CooperationSums.objects.defer("sums").filter(frameworks__gt=0)}
    frameworks = {
        cooperation_framework.country: cooperation_framework
        for cooperation_framework in CooperationFramework.objects.select_related("file").defer("results", "flaws")
    }
    areas = {kind: [area.id for area in load().areas.values() if area.kind == kind] for kind in REGIONS}
    context = {
        "funding": funding(WORLD),
        "regions": [row for kind in REGIONS[:3] for area in areas[kind] for row in _beside(held.get(area))],
        "groups": [row for area in areas["group"] for row in _beside(held.get(area))],
        "countries": [
            (frameworks[framework], row)
            for framework in sorted(frameworks, key=lambda framework: str(frameworks[framework]))
            for row in _beside(held.get(framework)) or (None,)
        ],
        "numbers": [
            row for area in load().countries if area in held and area not in frameworks for row in _beside(held[area])
        ],
        "files": {framework.file_id: framework for framework in frameworks.values()}.values(),
    }
    return render(request, "places/cooperation.html", context)


def _beside(held: CooperationSums | None) -> list[Data]:
    """Return a row for each currency of an area."""
    if held is None:
        return []
    return [
        {
            "area": held.area,
            "frameworks": held.frameworks,
            "currency": currency,
            **{name: ShownSum.of(item) for name, item in head.items()},
        }
        for currency, head in held.heads.items()
    ]


@page("site.read", record=find_record(CooperationFramework, "country", related=("file",)))
def country(request: HttpRequest, framework: CooperationFramework) -> HttpResponse:
    """Show the priorities and activities of one country; `line`, `target` and `agency` narrow the activities."""
    query = {name: request.GET.get(name, "").replace("\0", "")[:200] for name in ("line", "target", "agency")}
    rows: QuerySet[CooperationActivity] = framework.activities.order_by("pk")
    if query["agency"]:
        rows = rows.filter(agency=query["agency"])
    if wanted := {query["line"], query["target"]} - {""}:
        rows = speaking(rows, wanted)
    listed = Paginator(rows, PAGE).get_page(page_number(request))
    for row in listed:
        row.framework = framework
    known = framework.country in load().countries
    context = {
        "found": framework,
        "asked": query,
        "listed": listed,
        "known": known,
        "query": urlencode({name: value for name, value in query.items() if value}),
        "funding": funding(framework.country, gaps(framework.country) if known else ()),
        "agencies": framework.activities.order_by("agency").values_list("agency", flat=True).distinct(),
        "changes": framework.changes.select_related("file")[:CHANGES],
    }
    return render(request, "places/cooperation_country.html", context)


urlpatterns = [
    path("cooperation/", cooperation, name="cooperation"),
    path("cooperation/<str:part>/", country, name="cooperation-country"),
]
