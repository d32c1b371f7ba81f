"""Items taken or left; metrics and milestones put in and taken out, with a way back."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from actionlines.errors import InvalidFields
from actionlines.registry.core.serialise import as_dict
from actionlines.registry.models import RoadMap
from actionlines.registry.roadmaps import actions as act
from actionlines.registry.roadmaps import parts as doing
from actionlines.registry.roadmaps.schema import MetricFields, MilestoneFields, columns
from actionlines.registry.roadmaps.tracking import account_of, figures_of, road_map, targets_of
from actionlines.reports.roadmap.line_scope import Lens
from actionlines.site.pages import page
from actionlines.site.views.roadmaps import presentation
from actionlines.site.views.roadmaps.builder import built
from actionlines.site.views.roadmaps.pages import ROADMAP
from actionlines.site.views.verbs import Asks, Verb, addresses

_LONGEST = 12_000  # characters of a removed row that is carried back


@page("roadmap.edit", record=ROADMAP)
@require_POST
def item(request: HttpRequest, found: RoadMap) -> HttpResponse:
    """Take an item, leave it, or reopen the decision: one button sends `kind ref decision`."""
    kind, ref, decision = (
        *(request.POST.get("choose") or request.POST.get("more", "")).split(" "),
        "",
        "",
        "",
    )[:3]
    doing.ChooseItem(request.user, found, kind=kind, ref=ref, decision=decision).do()
    if not getattr(request, "htmx", False):
        return redirect(f"{reverse('roadmap-edit', args=[found.pk])}#{kind}-{ref.replace(':', '-')}")
    found.refresh_from_db()
    data = as_dict(found)
    lens = Lens.of(account_of(data, figures=False), tuple(data["lines"]))
    made = road_map(data, lens.account, lens=lens)
    targets = targets_of(data, lens)
    if kind == "indicator":
        rows = presentation.indicators(made, targets, figures_of(targets))
    else:
        rows = presentation.concepts(made, lens, (kind,))
    row = next((one for one in rows if one.ref == ref), presentation.Row(kind, ref, decision))
    return render(request, "roadmaps/item.html", {"row": row, "roadmap": found, "edits": True})


def _fields(request: HttpRequest, names: Any) -> dict[str, object]:
    given: dict[str, Any] = {
        name: request.POST.get(name, "")[:4000] for name in names if name in request.POST
    }
    given["serves"] = request.POST.getlist("serves")[:200]
    return given


def _put(request: HttpRequest, found: RoadMap, kind: str, action: Any, names: Any) -> HttpResponse:
    number = request.POST.get("id", "")[:10]
    if back := request.POST.get("back", "")[:_LONGEST]:
        # What was removed comes back as it was.
        try:
            held = json.loads(back)
            fields = {name: held[name] for name in (*names, "serves")}
            number = str(held["id"])[:10]
        except (ValueError, KeyError, TypeError):
            fields = {}
    else:
        fields = _fields(request, names)
    try:
        action(request.user, found, id=number or None, fields=fields).do()
    except InvalidFields as error:
        return built(request, found, wrong=dict(error.fields), row=(kind, number), status=422)
    messages.success(request, _("Saved."), extra_tags="good")
    return redirect(f"{reverse('roadmap-edit', args=[found.pk])}#{kind}s")


def _remove(request: HttpRequest, found: RoadMap, kind: str, action: Any) -> HttpResponse:
    done = action(request.user, found, id=request.POST.get("id", "")[:10])
    done.do()
    row = done.removed
    told = format_html(
        '<span>{}</span> <button form="undo" name="back" value="{}" formaction="{}">{}</button>',
        _("Taken out: “%s”.") % str(row.get("name") or row.get("what"))[:120],
        json.dumps(row),
        reverse(f"roadmap-{kind}", args=[found.pk]),
        _("Put it back"),
    )
    messages.warning(request, told)
    return redirect(f"{reverse('roadmap-edit', args=[found.pk])}#{kind}s")


@page("roadmap.edit", record=ROADMAP)
@require_POST
def metric(request: HttpRequest, found: RoadMap) -> HttpResponse:
    """Add a metric, or change the one with the `id`."""
    return _put(request, found, "metric", doing.PutMetric, columns(MetricFields))


@page("roadmap.edit", record=ROADMAP)
@require_POST
def metric_out(request: HttpRequest, found: RoadMap) -> HttpResponse:
    """Take a metric out; the next page offers to put it back."""
    return _remove(request, found, "metric", doing.RemoveMetric)


@page("roadmap.edit", record=ROADMAP)
@require_POST
def milestone(request: HttpRequest, found: RoadMap) -> HttpResponse:
    """Add a milestone, or change the one with the `id`."""
    return _put(request, found, "milestone", doing.PutMilestone, columns(MilestoneFields))


@page("roadmap.edit", record=ROADMAP)
@require_POST
def milestone_out(request: HttpRequest, found: RoadMap) -> HttpResponse:
    """Take a milestone out; the next page offers to put it back."""
    return _remove(request, found, "milestone", doing.RemoveMilestone)


@page("roadmap.milestone", record=ROADMAP)
@require_POST
def done(request: HttpRequest, found: RoadMap) -> HttpResponse:
    """A milestone was reached, today or `on` a day."""
    on = request.POST.get("on")
    doing.MarkMilestoneDone(
        request.user, found, id=request.POST.get("id", "")[:10], on=on[:10] if on is not None else None
    ).do()
    messages.success(request, _("Saved."), extra_tags="good")
    return redirect(f"{found.get_absolute_url()}#milestones")


VERBS = (
    Verb(
        "submit", "roadmap.submit", act.SubmitRoadMap,
        _("Submitted. It can be published now, or sent back with a reason."),
        missing=_("It is not complete yet. The builder names what is missing."),
    ),
    Verb("publish", "roadmap.publish", act.PublishRoadMap, _("Published. Everybody can read it now.")),
    Verb(
        "discard", "roadmap.edit", act.DiscardRoadMap, _("The draft was dropped."),
        # What was never public is gone with its draft.
        to=lambda _request, made: made if made.pk else "roadmaps",
    ),
    Verb(
        "changes", "roadmap.changes", act.RequestRoadMapChanges, _("Sent back."), to="inbox",
        asks=Asks(
            _("Request changes"), _("It goes back to those who write it, with your words."), _("Send it back"),
            _("Say what should change."), danger=False, most=4000,
        ),
    ),
    Verb(
        "withdraw", "roadmap.withdraw", act.WithdrawRoadMap,
        _("Withdrawn. Its address says so, with your reason."), to="roadmaps",
        asks=Asks(
            _("Withdraw this road map?"),
            _("The public no longer reads it. A note with your reason stays at its address."),
            _("Withdraw road map"), _("The public will read it."),
        ),
    ),
)  # fmt: skip


urlpatterns = [
    *addresses("roadmap", "roadmaps", ROADMAP, VERBS),
    path("roadmaps/<int:part>/item/", item, name="roadmap-item"),
    path("roadmaps/<int:part>/metric/", metric, name="roadmap-metric"),
    path("roadmaps/<int:part>/metric/out/", metric_out, name="roadmap-metric-out"),
    path("roadmaps/<int:part>/milestone/", milestone, name="roadmap-milestone"),
    path("roadmaps/<int:part>/milestone/out/", milestone_out, name="roadmap-milestone-out"),
    path("roadmaps/<int:part>/done/", done, name="roadmap-done"),
]
