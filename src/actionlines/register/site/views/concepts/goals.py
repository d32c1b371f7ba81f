"""Goals, targets and commitments: the lines that serve them, their indicators, what is asked and done."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from actionlines.framework import load
from actionlines.framework.model import Commitment, Goal, Link, Target
from actionlines.register.core.schema import Data
from actionlines.register.core.search import counts
from actionlines.register.models import Instrument
from actionlines.register.site.pages import entry, page
from actionlines.register.site.views.concepts import record_preview, related

_COUNTRIES = 25


def _numbered(facet: str, ids: list[str]) -> list[Data]:
    """Concepts with their numbers of activities and mandates."""
    activities, mandates = (counts(facet, "", kind=kind) for kind in ("activity", "mandate"))
    return [
        {"id": one, "activities": activities.get((one, ""), 0), "mandates": mandates.get((one, ""), 0)}
        for one in ids
    ]


@page("site.read")
def goals(request: HttpRequest) -> HttpResponse:
    """List the 17 goals with their numbers."""
    return render(request, "concepts/goals.html", {"rows": _numbered("goal", list(load().goals))})


@page("site.read")
def targets(request: HttpRequest) -> HttpResponse:
    """List the 169 targets by their goal."""
    rows = _numbered("target", list(load().targets))
    by_goal: dict[str, list[Data]] = {}
    for row in rows:
        by_goal.setdefault(load().targets[row["id"]].goal, []).append(row)
    return render(request, "concepts/targets.html", {"groups": list(by_goal.items())})


@page("site.read", record=entry("goals", "sdg:"))
def goal(request: HttpRequest, found: Goal) -> HttpResponse:
    """Show the page of one goal with its targets and action lines."""
    filters = {"goal": (found.id,)}
    own = [one.id for one in load().targets.values() if one.goal == found.id]
    links = [(link.action_line, link) for link in load().matrix.links(goal=found.id)]
    shown = {
        "goal": found,
        "targets": _numbered("target", own),
        **_lines(filters, links),
        "commitments": [one for one in load().commitments.values() if found.id in one.goals],
        **_common(filters),
        "lagging": related.lagging(own),
    }
    return render(request, "concepts/goal.html", shown)


@page("site.read", record=entry("targets", "sdg:"))
def target(request: HttpRequest, found: Target) -> HttpResponse:
    """Show the page of one target with its indicators and action lines."""
    filters = {"target": (found.id,)}
    links = [(link.action_line, link) for link in load().matrix.links(target=found.id)]
    shown = {
        "target": found,
        "indicators": load().indicators_of(found.id),
        **_lines(filters, links),
        "commitments": related.joined("commitment", filters, ()),
        **_common(filters),
        "lagging": related.lagging([found.id]),
        "countries": related.lagging([found.id], list(load().countries), _COUNTRIES),
    }
    return render(request, "concepts/target.html", shown)


def _lines(filters: record_preview.Filters, links: list[tuple[str, Link]]) -> dict[str, object]:
    """Lines joined by the matrix, and those that are only seen."""
    found = related.joined("action_line", filters, links)
    return {
        "matrix_lines": [one for one in found if one.matrix],
        "seen_lines": [one for one in found if not one.matrix],
    }


def _common(filters: record_preview.Filters) -> dict[str, object]:
    """What goals and targets both show."""
    return {
        "open": record_preview.mandates({**filters, "status": record_preview.WITH_PROPOSALS}),
        "besides": record_preview.besides(filters),
        "activities": record_preview.activities(filters),
        "good": record_preview.practices(filters, 3),
        "regions": related.by_region(filters),
    }


COMPACT = "A/RES/79/1"


@page("site.read")
def commitments(request: HttpRequest) -> HttpResponse:
    """List the commitments by objective."""
    activities, mandates = (counts("commitment", "", kind=kind) for kind in ("activity", "mandate"))
    groups: dict[str, list[dict[str, object]]] = {one: [] for one in load().objectives}
    for one in load().commitments.values():
        groups.setdefault(one.objective, []).append(
            {
                "commitment": one,
                "activities": activities.get((one.id, ""), 0),
                "mandates": mandates.get((one.id, ""), 0),
            }
        )
    rows = [(load().objectives.get(name), held) for name, held in groups.items() if held]
    return render(request, "concepts/commitments.html", {"groups": rows})


@page("site.read", record=entry("commitments", "gdc:"))
def commitment(request: HttpRequest, found: Commitment) -> HttpResponse:
    """Show the page of one commitment."""
    filters = {"commitment": (found.id,)}
    shown = {
        "commitment": found,
        "objective": load().objectives.get(found.objective),
        "compact": Instrument.objects.filter(symbol=COMPACT).only("symbol").first(),
        "lines": related.joined("action_line", filters, ()),
        "targets": related.joined("target", filters, ())[:30],
        "open": record_preview.mandates({**filters, "status": record_preview.WITH_PROPOSALS}),
        "besides": record_preview.besides(filters),
        "activities": record_preview.activities(filters),
        "good": record_preview.practices(filters, 3),
        "regions": related.by_region(filters),
    }
    return render(request, "concepts/commitment.html", shown)


urlpatterns = [
    path("commitments/", commitments, name="commitments"),
    path("commitments/<str:part>/", commitment, name="commitment"),
    path("goals/", goals, name="goals"),
    path("goals/<str:part>/", goal, name="goal"),
    path("targets/", targets, name="targets"),
    path("targets/<str:part>/", target, name="target"),
]
