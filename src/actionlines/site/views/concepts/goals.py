"""Goals and targets: the lines that serve them, their indicators, what is asked and done."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from actionlines.framework import load
from actionlines.framework.model import Goal, Target
from actionlines.registry.search import counts
from actionlines.site.pages import page
from actionlines.site.views.concepts import record_preview, related

_COUNTRIES = 25


def _goal(part: str) -> Goal:
    found = load().goals.get(f"sdg:{part}")
    if found is None:
        raise Http404
    return found


def _target(part: str) -> Target:
    found = load().targets.get(f"sdg:{part}")
    if found is None:
        raise Http404
    return found


def _numbered(facet: str, ids: list[str]) -> list[dict[str, Any]]:
    """Concepts with their numbers of activities and mandates."""
    activities, mandates = (counts(facet, "", kind=kind) for kind in ("activity", "mandate"))
    return [
        {"id": one, "activities": activities.get((one, ""), 0), "mandates": mandates.get((one, ""), 0)}
        for one in ids
    ]


@page("site.read")
def goals(request: HttpRequest) -> HttpResponse:
    """The 17 goals."""
    return render(request, "concepts/goals.html", {"rows": _numbered("goal", list(load().goals))})


@page("site.read")
def targets(request: HttpRequest) -> HttpResponse:
    """The 169 targets by goal."""
    rows = _numbered("target", list(load().targets))
    by_goal: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        by_goal.setdefault(load().targets[row["id"]].goal, []).append(row)
    return render(request, "concepts/targets.html", {"groups": list(by_goal.items())})


@page("site.read", record=_goal)
def goal(request: HttpRequest, found: Goal) -> HttpResponse:
    """One goal."""
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


@page("site.read", record=_target)
def target(request: HttpRequest, found: Target) -> HttpResponse:
    """One target."""
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


def _lines(filters: record_preview.Filters, links: list[tuple[str, Any]]) -> dict[str, Any]:
    """Lines joined by the matrix, and those that are only seen."""
    found = related.joined("action_line", filters, links)
    return {
        "matrix_lines": [one for one in found if one.matrix],
        "seen_lines": [one for one in found if not one.matrix],
    }


def _common(filters: record_preview.Filters) -> dict[str, Any]:
    """What goals and targets both show."""
    return {
        "open": record_preview.mandates({**filters, "status": record_preview.WITH_PROPOSALS}),
        "besides": record_preview.besides(filters),
        "activities": record_preview.activities(filters),
        "good": record_preview.activities({**filters, "good_practice": ("yes",)}, 3),
        "regions": related.by_region(filters),
    }


urlpatterns = [
    path("goals/", goals, name="goals"),
    path("goals/<str:part>/", goal, name="goal"),
    path("targets/", targets, name="targets"),
    path("targets/<str:part>/", target, name="target"),
]
