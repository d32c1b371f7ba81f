"""Action lines: who facilitates each, what it is joined with, what is asked and done for it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone

from actionlines.framework import load
from actionlines.framework.groups import CURRENT_ROLES
from actionlines.framework.model import ActionLine
from actionlines.register.activities.checks.load import envelope_facts
from actionlines.register.core.permissions import decide
from actionlines.register.core.published import as_public
from actionlines.register.core.search import counts
from actionlines.register.models import Envelope, RoadMap
from actionlines.register.site.pages import entry, page
from actionlines.register.site.views.concepts import record_preview, related

_ENVELOPES = 20
_ROADMAPS = 10


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
    joined = related.joined("target", filters, pairs, "goal")
    facilitators = load().facilitators_of(found.id)
    shown: dict[str, object] = {
        "line": found,
        "parts": load().children(found.id),
        "facilitators": [one for one in facilitators if one.role in CURRENT_ROLES],
        "before": [one for one in facilitators if one.role not in CURRENT_ROLES],
        "open": record_preview.mandates({**filters, "status": record_preview.OPEN}),
        "proposed": _proposed(filters),
        "besides": record_preview.besides(filters),
        "overdue": record_preview.number("mandate", {**filters, "status": ("overdue",)}),
        "matrix": [one for one in joined if one.matrix],
        "seen": [one for one in joined if not one.matrix][:30],
        "commitments": related.joined("commitment", filters, ()),
        "activities": record_preview.activities(filters),
        "good": record_preview.practices(filters, 3),
        "regions": related.by_region(filters),
        "envelopes": _envelopes(found.id),
        "lagging": related.lagging(targets),
        "roadmaps": _road_maps(found.id),
        "draws": bool(decide(request.user, "roadmap.edit", RoadMap(lines=[found.id]))),
    }
    return render(request, "concepts/line.html", shown)


def _proposed(filters: record_preview.Filters) -> record_preview.Some:
    """Proposals that fall due; where none does, those without a day."""
    wanted = {**filters, "status": ("proposed",)}
    found = record_preview.mandates(wanted, since=timezone.now().date())
    return found if found.total else record_preview.mandates(wanted)


def _road_maps(line_id: str) -> list[RoadMap]:
    """Those that are published, the newest first."""
    rows = RoadMap.objects.filter(lines__icontains=f'"{line_id}"', published_at__isnull=False)
    return as_public(list(rows.exclude(status="withdrawn").order_by("-published_at")[:_ROADMAPS]))


def _envelopes(line_id: str) -> list[tuple[Envelope, object]]:
    """Envelopes for the line, with how they stand."""
    rows = Envelope.objects.filter(lines__icontains=f'"{line_id}"').select_related("organisation")
    held = list(rows.order_by("-ends_on", "pk")[:_ENVELOPES])
    facts = envelope_facts(held)
    return [(one, facts[one.pk]) for one in held]


urlpatterns = [
    path("lines/", lines, name="lines"),
    path("lines/<str:part>/", line, name="action_line"),
]
