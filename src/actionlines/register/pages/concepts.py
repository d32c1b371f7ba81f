"""Pages of action lines, goals, targets and bodies."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils import timezone

from actionlines.framework import load
from actionlines.framework.bodies import NAMED, Body, body_of, is_label
from actionlines.framework.groups import CURRENT_ROLES, asked_of
from actionlines.framework.model import ActionLine, Commitment, Goal, Link, Target
from actionlines.register.core.concepts import concept, name_of
from actionlines.register.core.pages.page import entry, page
from actionlines.register.core.schema import Data
from actionlines.register.core.search import counts
from actionlines.register.mandates.models import OPEN, Addressee
from actionlines.register.pages import panels


@page("site.read")
def bodies(request: HttpRequest) -> HttpResponse:
    """Those that were asked for something, the most asked first; then all others by name."""
    asked, going, late = (
        {body: n for (body, _), n in counts("body", "", filters, "mandate").items()}
        for filters in ({}, {"status": OPEN}, {"status": ("overdue",)})
    )
    rows = [
        {"id": one, "asked": asked[one], "open": going.get(one, 0), "overdue": late.get(one, 0)}
        for one in sorted(asked, key=lambda one: (-asked[one], one))
        if is_label(one)
    ]
    left = (one for one in load().bodies.values() if one.id not in asked)
    others = sorted(left, key=lambda one: name_of(one.id))
    shown = {"rows": rows, "others": others, "besides": panels.besides({})}
    return render(request, "concepts/bodies.html", shown)


def _body(part: str) -> Body:
    """Return the body of an address: an entry of the framework, or one without an id that a mandate names."""
    found: Body | None = body_of(part) if part.startswith(NAMED) else entry("bodies")(part)
    if found is None or (part.startswith(NAMED) and not Addressee.objects.filter(body=part).exists()):
        raise Http404
    return found


@page("site.read", record=_body)
def body(request: HttpRequest, found: Body) -> HttpResponse:
    """Show the page of one body: its mandates by status, its parts and its action lines."""
    filters = {"asked": (found.id,)}
    status = {one: n for (one, _), n in counts("status", "", filters, "mandate").items()}
    facilitates = [one for one in load().facilitators if one.body == found.id]
    shown: dict[str, object] = {
        "body": found,
        "name": name_of(found.id),
        "short": concept(found.id).short,  # type: ignore[union-attr]
        "parent": load().bodies.get(found.parent),
        "parts": [one for one in load().bodies.values() if one.parent == found.id][:40],
        "asked": sum(status.values()),
        "named": panels.number("mandate", {"body": (found.id,)}),
        "besides": panels.besides(filters),
        "going": sum(status.get(one, 0) for one in OPEN),
        "late": status.get("overdue", 0),
        "open_url": panels.address("mandates", {**filters, "status": OPEN}),
        "asks": panels.asks(asked_of(found.id)),
        "overdue": panels.mandates({**filters, "status": ("overdue",)}),
        "proposed": panels.mandates({**filters, "status": ("proposed",)}, 4),
        "facilitates": [one for one in facilitates if one.role in CURRENT_ROLES],
        "before": [one for one in facilitates if one.role not in CURRENT_ROLES],
        **panels.of_kinds(request, "body", found.id),
    }
    return render(request, "concepts/body.html", shown)


bodies_urls = [
    path("bodies/", bodies, name="bodies"),
    path("bodies/<path:part>/", body, name="body"),
]


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
        "lagging": panels.lagging(own),
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
        "commitments": panels.joined("commitment", filters, ()),
        **_common(filters),
        "lagging": panels.lagging([found.id]),
        "countries": panels.lagging([found.id], list(load().countries), _COUNTRIES),
    }
    return render(request, "concepts/target.html", shown)


def _lines(filters: panels.Filters, links: list[tuple[str, Link]]) -> dict[str, object]:
    """Lines joined by the matrix, and those that are only seen."""
    found = panels.joined("action_line", filters, links)
    return {
        "matrix_lines": [one for one in found if one.matrix],
        "seen_lines": [one for one in found if not one.matrix],
    }


def _common(filters: panels.Filters) -> dict[str, object]:
    """What goals and targets both show."""
    return {
        "open": panels.mandates({**filters, "status": panels.WITH_PROPOSALS}),
        "besides": panels.besides(filters),
        "activities": panels.activities(filters),
        "good": panels.practices(filters, 3),
        "regions": panels.by_region(filters),
    }


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
        "lines": panels.joined("action_line", filters, ()),
        "targets": panels.joined("target", filters, ())[:30],
        "open": panels.mandates({**filters, "status": panels.WITH_PROPOSALS}),
        "besides": panels.besides(filters),
        "activities": panels.activities(filters),
        "good": panels.practices(filters, 3),
        "regions": panels.by_region(filters),
        **panels.of_kinds(request, "commitment", found.id),
    }
    return render(request, "concepts/commitment.html", shown)


goals_urls = [
    path("commitments/", commitments, name="commitments"),
    path("commitments/<str:part>/", commitment, name="commitment"),
    path("goals/", goals, name="goals"),
    path("goals/<str:part>/", goal, name="goal"),
    path("targets/", targets, name="targets"),
    path("targets/<str:part>/", target, name="target"),
]


@page("site.read")
def lines(request: HttpRequest) -> HttpResponse:
    """All lines with their facilitators and numbers."""
    numbers = {kind: counts("action_line", "", kind=kind) for kind in ("activity", "mandate")}
    rows = [
        {
            "line": one,
            "leads": [f.body for f in load().facilitators_of(one.id) if f.role in CURRENT_ROLES],
            "activities": numbers["activity"].get((one.id, ""), 0),
            "mandates": numbers["mandate"].get((one.id, ""), 0),
        }
        for one in load().action_lines.values()
    ]
    return render(request, "concepts/lines.html", {"rows": rows})


@page("site.read", record=entry("action_lines"))
def line(request: HttpRequest, found: ActionLine) -> HttpResponse:
    """Show the page of one action line."""
    filters = {"action_line": (found.id,)}
    links = load().matrix.links(found.id)
    pairs = [(link.target or link.goal, link) for link in links]
    targets = [link.target for link in links if link.target]
    joined = panels.joined("target", filters, pairs, "goal")
    facilitators = load().facilitators_of(found.id)
    shown: dict[str, object] = {
        "line": found,
        "parts": load().children(found.id),
        "facilitators": [one for one in facilitators if one.role in CURRENT_ROLES],
        "before": [one for one in facilitators if one.role not in CURRENT_ROLES],
        "open": panels.mandates({**filters, "status": OPEN}),
        "proposed": _proposed(filters),
        "besides": panels.besides(filters),
        "overdue": panels.number("mandate", {**filters, "status": ("overdue",)}),
        "matrix": [one for one in joined if one.matrix],
        "seen": [one for one in joined if not one.matrix][:30],
        "commitments": panels.joined("commitment", filters, ()),
        "activities": panels.activities(filters),
        "good": panels.practices(filters, 3),
        "regions": panels.by_region(filters),
        "lagging": panels.lagging(targets),
        **panels.of_kinds(request, "action_line", found.id),
    }
    return render(request, "concepts/line.html", shown)


def _proposed(filters: panels.Filters) -> panels.Some:
    """Proposals that fall due; where none does, those without a day."""
    wanted = {**filters, "status": ("proposed",)}
    found = panels.mandates(wanted, since=timezone.now().date())
    return found if found.total else panels.mandates(wanted)


lines_urls = [
    path("lines/", lines, name="lines"),
    path("lines/<str:part>/", line, name="action_line"),
]


urlpatterns: list[URLPattern] = [*lines_urls, *goals_urls, *bodies_urls]
