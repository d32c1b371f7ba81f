"""The dashboard of the three checks: how many pass, by line, region and organisation, and which do not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext_lazy as _

from actionlines.framework import load
from actionlines.register.activities.checks import FACETS, VERDICTS, checked, facts_of
from actionlines.register.activities.schema import PRACTICE
from actionlines.register.core.published import public_data
from actionlines.register.core.search import counts
from actionlines.register.core.search.query_model import Query
from actionlines.register.core.serialise import as_dict
from actionlines.register.models import Activity
from actionlines.register.organisations.actions import public
from actionlines.register.site.listing import Listing
from actionlines.register.site.pages import page

_ORGANISATIONS = 15
BY = ("action_line", "region", "organisation")


def with_verdicts(records: Iterable[Activity]) -> list[dict[str, object]]:
    """Activities for downloads: what each check says and why, in the reader's language."""
    public = public_data(records)
    rows = []
    for data, facts in zip(public, facts_of(public), strict=True):
        row = {
            name: data[name]
            for name in ("id", "title", "organisation_name", "status", "starts_on", "ends_on")
        }
        for check in checked(facts):
            row[f"check_{check.kind}"] = check.verdict
            row[f"why_{check.kind}"] = " ".join(reason.words for reason in check.reasons)
        rows.append(row)
    return rows


LISTING = Listing(
    kind="activity",
    title=_("The three checks"),
    facets=(*FACETS, "action_line", "region", "country", "stakeholder", "type", PRACTICE),
    sorts=("relevance", "newest", "title"),
    row_template="checks/row.html",
    records=lambda: Activity.objects.select_related("organisation").prefetch_related(
        "links", "places", "partners", "mandate_links"
    ),
    empty=_("Published activities are checked, and stand here."),
    data=with_verdicts,
)


def _with_checks(context: dict[str, Any]) -> dict[str, object]:
    """The rows of a page get their checks: a handful of queries for all."""
    records = [record for record, _hit in context["rows"]]
    found = facts_of((as_dict(one) for one in records), with_outdated=True)
    for record, facts in zip(records, found, strict=True):
        record.checks = checked(facts)
    return context


@dataclass(frozen=True)
class Line:
    """One line of a table: a value of a facet, and for each check the numbers of VERDICTS."""

    value: str
    name: str
    total: int
    numbers: tuple[tuple[int, ...], ...]


@page("site.read")
def checks(request: HttpRequest) -> HttpResponseBase:
    """Counts and lists; the filters are in the address."""
    by = request.GET.get("by", "")
    by = by if by in BY else BY[0]
    question = LISTING.ask(request)
    if request.GET.get("as"):
        return LISTING.answer(request)
    shown = {
        **_with_checks(LISTING.context(request, question)),
        "by": by,
        "ways": BY,
        "sums": _numbers(question),
        "lines": _table(question, by),
        "facet_names": FACETS,
        "plain": _plain(request),
    }
    return render(request, "checks/dashboard.html", shown)


def _plain(request: HttpRequest) -> str:
    given = request.GET.copy()
    for name in ("page", "as", "by"):
        given.pop(name, None)
    return given.urlencode()


def _filters(question: Query) -> dict[str, Sequence[str]]:
    return dict(question.filters)


def _numbers(question: Query) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """Facet of a check -> how many of each verdict, in the order of VERDICTS."""
    found = []
    for facet in FACETS:
        held = counts(facet, "", _filters(question), "activity")
        found.append((facet, tuple(held.get((verdict, ""), 0) for verdict in VERDICTS)))
    return tuple(found)


def _table(question: Query, by: str) -> list[Line]:
    """One line for each value; of organisations those that have the most activities."""
    tables = [counts(by, facet, _filters(question), "activity") for facet in FACETS]
    totals = {value: n for (value, _), n in counts(by, "", _filters(question), "activity").items()}
    values = _ordered(by, totals)
    names = _names(by, values)
    return [
        Line(
            value,
            names.get(value, value),
            totals[value],
            tuple(tuple(table.get((value, verdict), 0) for verdict in VERDICTS) for table in tables),
        )
        for value in values
        if value in names or by != "organisation"
    ]


def _ordered(by: str, totals: dict[str, int]) -> list[str]:
    framework = load()
    if by == "action_line":
        return [line for line in framework.action_lines if line in totals]
    if by == "region":
        kinds = ("itu-region", "un-commission", "group")
        return [one.id for one in framework.areas.values() if one.kind in kinds and one.id in totals]
    return sorted(totals, key=lambda one: (-totals[one], one))[:_ORGANISATIONS]


def _names(by: str, values: Sequence[str]) -> dict[str, str]:
    if by != "organisation":
        return {}
    numbers = [int(one) for one in values if one.isdecimal()]
    return {str(pk): name for pk, name in public().filter(pk__in=numbers).values_list("pk", "name")}


urlpatterns = [path("checks/", checks, name="checks")]
