"""Pages of programme budgets: their sections and what each answers."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from actionlines.register.budgets.models import BudgetMandate, BudgetSection
from actionlines.register.core.pages.page import find_record, page
from actionlines.register.core.schema import Data
from actionlines.register.instruments.models import DocumentTable, Instrument
from actionlines.register.instruments.reading import names_of

NAMED = 50  # sections that the page of an instrument lists


@dataclass(frozen=True, slots=True)
class Row:
    """The amounts of one source by year, in the unit of the document; each has its cell."""

    source: str
    unit: str
    amounts: list[Data]


@dataclass(frozen=True, slots=True)
class Scope:
    """An entity or programme as the page shows it; `mandates` are the rows of its list."""

    data: Data
    money: list[Row]
    posts: list[Row]
    mandates: list[BudgetMandate]
    columns: list[str]


@page("site.read")
def budgets(request: HttpRequest) -> HttpResponse:
    """List the sections of programme budgets with what each costs."""
    rows = [
        (section, scope, _rows(scope["money"]))
        for section in BudgetSection.objects.select_related("instrument")
        for scope in section.scopes
        if not scope["number"] and scope["money"]
    ]
    return render(request, "resources/budgets.html", {"rows": rows})


@page("site.read", record=find_record(BudgetSection, "pk", related=("instrument",)))
def budget(request: HttpRequest, record: BudgetSection) -> HttpResponse:
    """Show the mandates, results, deliverables and resources of one section."""
    named = list(record.mandates.all())
    held = {
        instrument.symbol: instrument
        for instrument in Instrument.objects.filter(symbol__in=[row.symbol for row in named if row.symbol])
    }
    anchors = dict(DocumentTable.objects.filter(instrument=record.instrument_id).values_list("order", "after"))
    context = {
        "section": record,
        "scopes": [_shown(scope, named) for scope in record.scopes],
        "held": held,
        "anchors": anchors,
        "known": sum(row.symbol in held for row in named),
        "named": len(named),
    }
    return render(request, "resources/budget.html", context)


def naming(instrument: Instrument) -> list[tuple[BudgetMandate, list[Row]]]:
    """Return the rows of budgets that name an instrument as a mandate, with what their programmes cost."""
    rows = BudgetMandate.objects.select_related("section", "section__instrument")
    matches = rows.filter(symbol__in=names_of(instrument)).order_by("-section__year", "pk")[:NAMED]
    return [(item, _rows(item.scope.get("money", ()))) for item in matches]


def _shown(scope: Data, named: Iterable[BudgetMandate]) -> Scope:
    own = [row for row in named if (row.entity, row.programme) == (scope["entity"], scope["number"])]
    columns = dict.fromkeys(column for row in scope["deliverables"] for column in row["amounts"])
    return Scope(scope, _rows(scope["money"]), _rows(scope["posts"]), own, list(columns))


def _rows(amounts: Iterable[Data]) -> list[Row]:
    data: dict[tuple[str, str], list[Data]] = {}
    for amount in amounts:
        data.setdefault((amount["source"], amount["unit"]), []).append(amount)
    return [Row(source, unit, some) for (source, unit), some in data.items()]


urlpatterns: list[Any] = [path("budgets/", budgets, name="budgets"), path("budgets/<int:pk>/", budget, name="budget")]
