"""The builder: the program proposes, a person takes or leaves, writes, measures, plans."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.formats import time_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from actionlines.errors import ActionlinesError, InvalidFields, StaleRecord
from actionlines.framework import load
from actionlines.registry.core.permissions import decide
from actionlines.registry.core.serialise import as_dict
from actionlines.registry.models import RoadMap
from actionlines.registry.roadmaps.actions import EDITED, CreateRoadMap, EditRoadMap, missing
from actionlines.registry.roadmaps.schema import NARRATIVE
from actionlines.registry.roadmaps.tracking import account_of, figures_of, road_map, targets_of
from actionlines.reports.roadmap.line_scope import Lens
from actionlines.reports.roadmap.model import NARRATIVES
from actionlines.reports.roadmap.propose import every_line
from actionlines.site.difference import Change
from actionlines.site.middleware.errors import status_of
from actionlines.site.pages import page
from actionlines.site.views.edit import since
from actionlines.site.views.roadmaps import presentation
from actionlines.site.views.roadmaps.pages import ROADMAP
from actionlines.site.views.verbs import seen

_LACKING = 12


@page("roadmap.edit", record=ROADMAP)
def builder(request: HttpRequest, found: RoadMap) -> HttpResponse:
    """The whole builder; POST saves its texts."""
    if found.status not in EDITED:
        messages.info(request, _("It waits for review and cannot be changed now."))
        return redirect(found)
    if request.method != "POST":
        return built(request, found)
    try:
        EditRoadMap(request.user, found, version=seen(request), fields=_typed(request)).do()
    except InvalidFields as error:
        return built(request, found, wrong=dict(error.fields), status=422)
    except StaleRecord as error:
        found.refresh_from_db()
        return built(request, found, stale=True, news=since(found, error.seen), status=409)
    messages.success(request, _("Saved."), extra_tags="good")
    return redirect("roadmap-edit", found.pk)


@page("roadmap.edit", record=ROADMAP)
@require_POST
def save(request: HttpRequest, found: RoadMap) -> HttpResponse:
    """Save what was typed so far. JSON: `version`, `errors` by field, `others`, `message`."""
    action = EditRoadMap(request.user, found, version=seen(request), fields=_typed(request))
    try:
        saved = action.do()
    except InvalidFields as error:
        return JsonResponse({
            "version": found.version, "errors": error.fields, "others": [], "message": _("Not saved yet."),
        })  # fmt: skip
    except StaleRecord:
        told = _("Not saved: somebody else changed the same text. Reload the page to see it.")
        return JsonResponse({"stale": True, "message": told}, status=409)
    except ActionlinesError as error:
        return JsonResponse({"message": error.problem}, status=status_of(error))
    told = _("Saved at %(time)s.") % {"time": time_format(localtime(), "H:i:s")}
    return JsonResponse({"version": saved.version, "errors": {}, "others": [], "message": told})


def _typed(request: HttpRequest) -> dict[str, object]:
    given: dict[str, Any] = {
        name: request.POST[name][:400]
        for name in ("title", "language", "starts", "ends")
        if name in request.POST
    }
    texts = {
        name: request.POST[f"text-{name}"][: NARRATIVE + 1]
        for name in NARRATIVES
        if f"text-{name}" in request.POST
    }
    if texts:
        given["narratives"] = texts
    return given


def built(
    request: HttpRequest,
    found: RoadMap,
    *,
    wrong: dict[str, str] | None = None,
    row: tuple[str, str] | None = None,
    stale: bool = False,
    news: Sequence[Change] = (),
    status: int = 200,
) -> HttpResponse:
    """The page. `row`: which metric or milestone (kind, id) the errors are of; what was typed stays in it."""
    data = as_dict(found)
    account = account_of(data, figures=False)
    lens = Lens.of(account, tuple(data["lines"]))
    made = road_map(data, account, lens=lens)
    targets = targets_of(data, lens)
    figures = figures_of(targets)
    lacks, checked = presentation.lacking(made, lens, figures)
    typed = request.POST if request.method == "POST" and not row else {}
    targets_shown = presentation.concepts(made, lens, ("goal", "target"))
    commitments_shown = presentation.concepts(made, lens, ("commitment",))
    texts = [
        (name, presentation.section_name(name), typed.get(f"text-{name}", data["narratives"].get(name, "")))
        for name in NARRATIVES
    ]
    context = {
        "roadmap": found,
        "data": data,
        "typed": {name: typed.get(name, data[name]) for name in ("title", "language", "starts", "ends")},
        "texts": texts,
        "targets": targets_shown,
        "commitments": commitments_shown,
        "others": presentation.others((*targets_shown, *commitments_shown)),
        "indicators": presentation.indicators(made, targets, figures),
        "metrics": _rows(request, data["metrics"], "metric", row),
        "milestones": _rows(request, data["milestones"], "milestone", row),
        "new_metric": _new(request, "metric", row),
        "new_milestone": _new(request, "milestone", row),
        "choices": presentation.served_choices(made, lens),
        "lacks": lacks[:_LACKING],
        "lacks_more": max(0, len(lacks) - _LACKING),
        "checked": checked,
        "flaws": presentation.own_flaws(made),
        "missing": list(missing(found).values()),
        "wrong": wrong or {},
        "wrong_row": row,
        "stale": stale,
        "news": news,
        "longest": NARRATIVE,
    }
    return render(request, "roadmaps/builder.html", context, status=status)


def _rows(
    request: HttpRequest, rows: list[dict[str, Any]], kind: str, row: tuple[str, str] | None
) -> list[dict[str, object]]:
    """Return the rows; the refused row holds what was typed."""
    return [_typed_row(request, one) if row == (kind, str(one["id"])) else one for one in rows]


def _new(request: HttpRequest, kind: str, row: tuple[str, str] | None) -> dict[str, object]:
    return _typed_row(request, {"serves": []}) if row == (kind, "") else {"serves": []}


def _typed_row(request: HttpRequest, one: dict[str, Any]) -> dict[str, object]:
    return {**one, **request.POST.dict(), "serves": request.POST.getlist("serves"), "id": one.get("id", "")}


@page("roadmap.create")
def new(request: HttpRequest) -> HttpResponse:
    """Choose the lines; title and period can be changed later."""
    wrong: dict[str, str] = {}
    chosen = request.GET.getlist("line")
    if request.method == "POST":
        chosen = request.POST.getlist("lines")[:40]
        fields: dict[str, Any] = {"lines": chosen, "starts": request.POST.get("starts", "")[:10]}
        fields["ends"] = request.POST.get("ends", "")[:10]
        fields["language"] = request.POST.get("language", "en")[:2]
        if title := request.POST.get("title", "")[:400].strip():
            fields["title"] = title
        try:
            made = CreateRoadMap(request.user, fields=fields).do()
        except InvalidFields as error:
            wrong = dict(error.fields)
        else:
            return redirect("roadmap-edit", made.pk)
    known = load().action_lines
    lines = [
        (known[one], one in chosen)
        for one in every_line()
        if decide(request.user, "roadmap.edit", RoadMap(lines=[one]))
    ]
    shown = {"lines": lines, "wrong": wrong, "given": request.POST, "own": request.LANGUAGE_CODE[:2]}
    return render(request, "roadmaps/new.html", shown, status=422 if wrong else 200)


urlpatterns = [
    path("roadmaps/new/", new, name="roadmap-new"),
    path("roadmaps/<int:part>/edit/", builder, name="roadmap-edit"),
    path("roadmaps/<int:part>/save/", save, name="roadmap-save"),
]
