"""Pages of action lines, goals, targets and bodies."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from actionlines.framework import load
from actionlines.framework.bodies import NAMED, Body, body_of, is_label
from actionlines.framework.called import fold_name
from actionlines.framework.groups import CURRENT_ROLES
from actionlines.framework.model import ActionLine, Commitment, Goal, Link, Target
from actionlines.register.cooperation.views import carried_out
from actionlines.register.core.concepts import WORLD, concept, name_of
from actionlines.register.core.pages.page import concept_ids, entry, moved, page
from actionlines.register.core.schema import Data
from actionlines.register.core.search import counts
from actionlines.register.mandates.asked import bodies_of_line
from actionlines.register.mandates.models import OPEN, Addressee
from actionlines.register.pages import panels


@page("site.read")
def bodies(request: HttpRequest) -> HttpResponse:
    """Those that were asked for something, the most asked first; with `?others=1` all others by name."""
    query, going, late = (
        {body: n for (body, _), n in counts("body", "", filters, "mandate").items()}
        for filters in ({}, {"status": OPEN}, {"status": ("overdue",)})
    )
    rows = [
        {"id": item, "asked": query[item], "open": going.get(item, 0), "overdue": late.get(item, 0)}
        for item in sorted(query, key=lambda item: (-query[item], item))
        if is_label(item)
    ]
    left = (body for body in load().bodies.values() if body.id not in query)
    others = sorted(left, key=lambda item: fold_name(name_of(item.id)))
    context = {"rows": rows, "others": others, "listed": "others" in request.GET, "besides": panels.besides({})}
    return render(request, "concepts/bodies.html", context)


def _body(part: str) -> Body:
    """Return the body of an address: an entry of the framework, or one without an id that a mandate names."""
    matches: Body | None = body_of(part) if part.startswith(NAMED) else entry("bodies")(part)
    if matches is None or (part.startswith(NAMED) and not Addressee.objects.filter(body=part).exists()):
        raise Http404
    return matches


@page("site.read", record=_body)
def body(request: HttpRequest, matches: Body) -> HttpResponse:
    """Show the page of one body: what it is asked, what it did, its parts and its action lines."""
    if answer := moved(request, reverse("body", args=[matches.id])):
        return answer
    facilitates = [facilitator for facilitator in load().facilitators if facilitator.body == matches.id]
    parts = panels.of_kinds(request, "body", matches.id)
    filters = {"asked": (matches.id,)}
    context = (
        panels.of_subject(parts, WORLD, None, filters, [matches.id])
        | {
            "short": concept(matches.id).short,  # type: ignore[union-attr]
            "parent": load().bodies.get(matches.parent),
            "parts": [body for body in load().bodies.values() if body.parent == matches.id][:40],
            "proposed": panels.mandates({**filters, "status": ("proposed",)}, 4),
            "carried_out": carried_out(body=matches.id),
            "facilitates": [item for item in facilitates if item.role in CURRENT_ROLES],
            "before": [item for item in facilitates if item.role not in CURRENT_ROLES],
        }
    )
    return render(request, "who/page.html", context)


concept_ids("bodies")
bodies_urls = [path("bodies/", bodies, name="bodies"), path("bodies/<path:part>/", body, name="body")]
_COUNTRIES = 25


def _numbered(facet: str, ids: list[str]) -> list[Data]:
    """Concepts with their numbers of activities and mandates."""
    activities, mandates = (counts(facet, "", kind=kind) for kind in ("activity", "mandate"))
    return [
        {"id": id_, "activities": activities.get((id_, ""), 0), "mandates": mandates.get((id_, ""), 0)} for id_ in ids
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
def goal(request: HttpRequest, matches: Goal) -> HttpResponse:
    """Show the page of one goal with its targets and action lines."""
    filters = {"goal": (matches.id,)}
    own = [target.id for target in load().targets.values() if target.goal == matches.id]
    links = [(link.action_line, link) for link in load().matrix.links(goal=matches.id)]
    context = {
        "goal": matches,
        "targets": _numbered("target", own),
        **_lines(filters, links),
        "commitments": [item for item in load().commitments.values() if matches.id in item.goals],
        **_common(filters),
        "lagging": panels.lagging(own),
    }
    return render(request, "concepts/goal.html", context)


@page("site.read", record=entry("targets", "sdg:"))
def target(request: HttpRequest, matches: Target) -> HttpResponse:
    """Show the page of one target with its indicators and action lines."""
    filters = {"target": (matches.id,)}
    links = [(link.action_line, link) for link in load().matrix.links(target=matches.id)]
    context = {
        "target": matches,
        "indicators": load().indicators_of(matches.id),
        **_lines(filters, links),
        "commitments": panels.joined("commitment", filters, ()),
        **_common(filters),
        "lagging": panels.lagging([matches.id]),
        "countries": panels.lagging([matches.id], list(load().countries), _COUNTRIES),
    }
    return render(request, "concepts/target.html", context)


def _lines(filters: panels.Filters, links: list[tuple[str, Link]]) -> dict[str, object]:
    """Lines joined by the matrix, and those that are only seen."""
    matches = panels.joined("action_line", filters, links)
    return {
        "matrix_lines": [item for item in matches if item.matrix],
        "seen_lines": [item for item in matches if not item.matrix],
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
    groups: dict[str, list[dict[str, object]]] = {objective: [] for objective in load().objectives}
    for item in load().commitments.values():
        groups.setdefault(item.objective, []).append(
            {
                "commitment": item,
                "activities": activities.get((item.id, ""), 0),
                "mandates": mandates.get((item.id, ""), 0),
            }
        )
    rows = [(load().objectives.get(name), held) for name, held in groups.items() if held]
    return render(request, "concepts/commitments.html", {"groups": rows})


@page("site.read", record=entry("commitments", "gdc:"))
def commitment(request: HttpRequest, matches: Commitment) -> HttpResponse:
    """Show the page of one commitment."""
    filters = {"commitment": (matches.id,)}
    context = {
        "commitment": matches,
        "objective": load().objectives.get(matches.objective),
        "lines": panels.joined("action_line", filters, ()),
        "targets": panels.joined("target", filters, ())[:30],
        "open": panels.mandates({**filters, "status": panels.WITH_PROPOSALS}),
        "besides": panels.besides(filters),
        "activities": panels.activities(filters),
        "good": panels.practices(filters, 3),
        "regions": panels.by_region(filters),
        **panels.of_kinds(request, "commitment", matches.id),
    }
    return render(request, "concepts/commitment.html", context)


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
            "line": action_line,
            "leads": [f.body for f in load().facilitators_of(action_line.id) if f.role in CURRENT_ROLES],
            "activities": numbers["activity"].get((action_line.id, ""), 0),
            "mandates": numbers["mandate"].get((action_line.id, ""), 0),
        }
        for action_line in load().action_lines.values()
    ]
    return render(request, "concepts/lines.html", {"rows": rows})


@page("site.read", record=entry("action_lines"))
def line(request: HttpRequest, action_line: ActionLine) -> HttpResponse:
    """Show the page of one action line."""
    if answer := moved(request, reverse("action_line", args=[action_line.id])):
        return answer
    filters = {"action_line": (action_line.id,)}
    links = load().matrix.links(action_line.id)
    pairs = [(link.target or link.goal, link) for link in links]
    joined = panels.joined("target", filters, pairs, "goal")
    facilitators = load().facilitators_of(action_line.id)
    parts = panels.of_kinds(request, "action_line", action_line.id)
    context = panels.of_subject(parts, WORLD, filters, filters, bodies_of_line(action_line.id))
    # The matrix joins a line with targets, or with a goal as a whole.
    joins = {link.target or link.goal for link in links}
    bound = {item.id for item in load().indicators.values() if {item.target, item.target.partition(".")[0]} & joins}
    context |= {
        "core": [core for core in context["core"] if core.standing.indicator in bound][:3],
        "line": action_line,
        "children": load().children(action_line.id),
        "facilitators": [facilitator for facilitator in facilitators if facilitator.role in CURRENT_ROLES],
        "before": [facilitator for facilitator in facilitators if facilitator.role not in CURRENT_ROLES],
        "carried_out": carried_out(line=action_line.id),
        "proposed": _proposed(filters),
        "matrix": [item for item in joined if item.matrix],
        "seen": [item for item in joined if not item.matrix][:30],
        "commitments": panels.joined("commitment", filters, ()),
        "regions": panels.by_region(filters),
        "lagging": panels.lagging([link.target for link in links if link.target]),
    }
    return render(request, "who/page.html", context)


def _proposed(filters: panels.Filters) -> panels.Some:
    """Proposals that fall due; where none does, those without a day."""
    wanted = {**filters, "status": ("proposed",)}
    matches = panels.mandates(wanted, 4, since=timezone.now().date())
    return matches if matches.total else panels.mandates(wanted, 4)


concept_ids("action_lines")
lines_urls = [path("lines/", lines, name="lines"), path("lines/<str:part>/", line, name="action_line")]
urlpatterns: list[URLPattern] = [*lines_urls, *goals_urls, *bodies_urls]
# The last of a name is the address that pages link to.
short_urls = [path("<action_lines:part>/", line, name="action_line"), path("<bodies:part>/", body, name="body")]
