"""The page of one road map: as the public sees it, or as those who write and review it do."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from actionlines.registry.actions.roadmaps import missing
from actionlines.registry.models import Event, RoadMap, Version
from actionlines.registry.permissions import sees_draft
from actionlines.registry.roadmaps import account_of, figures_of, road_map, targets_of, tracking
from actionlines.reports.paper.write import FORMATS
from actionlines.reports.roadmap.lens import Lens
from actionlines.reports.roadmap.model import NARRATIVES
from actionlines.reports.roadmap.pieces import pieces
from actionlines.site.pages import page
from actionlines.site.views.review.whom import whom
from actionlines.site.views.roadmaps import shown
from actionlines.site.views.roadmaps.builder import section_name
from actionlines.site.views.roadmaps.find import ROADMAP, data_for

_EVENTS = 8
_LACKING = 25
_MANDATES = 15


@page("roadmap.view", record=ROADMAP)
def record(request: HttpRequest, found: RoadMap) -> HttpResponse:
    """One road map; a tombstone (410) when it was withdrawn."""
    draft = sees_draft(request.user, found)
    if found.status == "withdrawn":
        return render(request, "roadmaps/tombstone.html", {"roadmap": found, "sees_draft": draft}, status=410)
    data, public = data_for(request, found)
    account = account_of(data, figures=False)
    lens = Lens.of(account, tuple(data["lines"]))
    made = road_map(data, account, lens=lens)
    targets = targets_of(data, lens)
    figures = figures_of(targets)
    lacks, checked = shown.lacking(made, lens, figures)
    taken = [one for one in shown.concepts(made, lens, ("goal", "target")) if one.decision == "taken"]
    context: dict[str, Any] = {
        "roadmap": found,
        "data": data,
        "public": public,
        "sees_draft": draft,
        "later_draft": draft and found.is_public() and found.status != "published",
        "as_published": "published" in request.GET,
        "narratives": [
            (name, section_name(name), list(pieces(data["narratives"][name], lens.account)))
            for name in NARRATIVES
            if data["narratives"].get(name)
        ],
        "targets": taken,
        "commitments": [
            one for one in shown.concepts(made, lens, ("commitment",)) if one.decision == "taken"
        ],
        "proposed_targets": [one for one in lens.of_level("target") if one.matrix],
        "indicators": [
            one for one in shown.indicators(made, targets, figures) if one.measured and one.decision != "left"
        ],
        "mandates": lens.accepted[:_MANDATES],
        "mandates_n": len(lens.accepted),
        "proposed_n": len(lens.proposed),
        "activities_n": len(lens.activities),
        "metrics": [(one, shown.serves(one["serves"], account)) for one in data["metrics"]],
        "milestones": [
            (one, shown.serves(one["serves"], account))
            for one in sorted(data["milestones"], key=lambda row: (row["due"] or "9999", row["id"]))
        ],
        "lacks": lacks[:_LACKING],
        "lacks_more": max(0, len(lacks) - _LACKING),
        "checked": checked,
        "flaws": shown.own_flaws(made),
        "tracking": tracking(data, account) if found.is_public() and public else None,
        "formats": FORMATS,
        "versions": Version.objects.filter(kind="roadmap", record=found.pk, public=True)[:_EVENTS],
    }
    if draft:
        context["events"] = Event.objects.filter(kind="roadmap", record=found.pk).select_related("actor")[
            :_EVENTS
        ]
        context["waiting"] = whom(found) if not context["as_published"] else ""
        context["missing"] = list(missing(found).values()) if found.status in ("draft", "changes") else []
    return render(request, "roadmaps/record.html", context)


urlpatterns = [path("roadmaps/<int:part>/", record, name="roadmap")]
