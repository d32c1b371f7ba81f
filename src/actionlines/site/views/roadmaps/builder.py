"""The builder: the paper of a road map, with what people write and choose in its place."""

from __future__ import annotations

from collections.abc import Sequence

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
from actionlines.papers.words import direction
from actionlines.registry.core.permissions import decide
from actionlines.registry.core.schema import Data
from actionlines.registry.core.serialise import as_dict
from actionlines.registry.models import RoadMap
from actionlines.registry.roadmaps.actions import EDITED, CreateRoadMap, missing
from actionlines.registry.roadmaps.schema import NARRATIVE
from actionlines.registry.roadmaps.tracking import account_of, figures_of, road_map, targets_of
from actionlines.registry.roadmaps.whole import SaveRoadMap
from actionlines.reports.roadmap.line_scope import Lens
from actionlines.reports.roadmap.model import NARRATIVES
from actionlines.reports.roadmap.propose import every_line
from actionlines.site.difference import Change
from actionlines.site.middleware.errors import status_of
from actionlines.site.pages import page
from actionlines.site.sheet_parts import OwnText, parts, preview
from actionlines.site.views.edit import since
from actionlines.site.views.roadmaps import presentation, sheet
from actionlines.site.views.roadmaps.pages import ROADMAP
from actionlines.site.views.roadmaps.typed import choices, typed
from actionlines.site.views.verbs import seen

_NAMED = 12
_LACKING = 12


@page("roadmap.edit", record=ROADMAP)
def builder(request: HttpRequest, found: RoadMap) -> HttpResponse:
    """The whole builder; POST saves all of it."""
    if found.status not in EDITED:
        messages.info(request, _("It waits for review and cannot be changed now."))
        return redirect(found)
    if request.method != "POST":
        return built(request, found)
    action = SaveRoadMap(request.user, found, version=seen(request), **typed(request))
    try:
        action.do()
    except StaleRecord as error:
        found.refresh_from_db()
        return built(request, found, stale=True, news=since(found, error.seen), status=409)
    found.refresh_from_db()
    if action.problems:
        return built(request, found, wrong=action.problems, ids=action.ids, status=422)
    messages.success(request, _("Saved."), extra_tags="good")
    return redirect("roadmap-edit", found.pk)


@page("roadmap.edit", record=ROADMAP)
@require_POST
def save(request: HttpRequest, found: RoadMap) -> HttpResponse:
    """Save what was typed so far. JSON: `version`, `errors` by field, `others`, `message`, `ids` of new rows, and
    `rebuilt` where the generated text is another now.
    """
    action = SaveRoadMap(request.user, found, version=seen(request), **typed(request))
    try:
        saved = action.do()
    except StaleRecord:
        told = _("Not saved: somebody else changed the same text. Reload the page to see it.")
        return JsonResponse({"stale": True, "message": told}, status=409)
    except ActionlinesError as error:
        return JsonResponse({"message": error.problem}, status=status_of(error))
    told = _("Saved at %(time)s.") % {"time": time_format(localtime(), "H:i:s")}
    if action.problems:
        told = _("Saved, without the fields that need your attention.")
    return JsonResponse({
        "version": saved.version, "errors": action.problems, "others": [], "message": told,
        "ids": action.ids, "rebuilt": action.rebuilt, "missing": list(missing(saved).values()),
    })  # fmt: skip


def built(
    request: HttpRequest,
    found: RoadMap,
    *,
    wrong: dict[str, str] | None = None,
    ids: dict[str, int] | None = None,
    stale: bool = False,
    news: Sequence[Change] = (),
    status: int = 200,
) -> HttpResponse:
    """The page; what was typed and refused stays in it."""
    data = as_dict(found)
    sent = typed(request) if request.method == "POST" else None
    account = account_of(data, figures=False)
    lens = Lens.of(account, tuple(data["lines"]))
    made = road_map(data, account, lens=lens)
    targets = targets_of(data, lens)
    values = figures_of(targets)
    lacks, checked = presentation.lacking(made, lens, values)
    fields = {**data, **(sent["fields"] if sent else {})}
    texts = {**data["narratives"], **fields.get("narratives", {})}
    own = {
        name: OwnText(
            name,
            presentation.section_name(name),
            texts.get(name, ""),
            preview(texts.get(name, ""), lens.account),
        )
        for name in NARRATIVES
    }
    decided = choices(request) if sent else {}
    shown = presentation.concepts(made, lens, ("goal", "target"))
    commitments = presentation.concepts(made, lens, ("commitment",))
    measured = presentation.indicators(made, targets, values)
    context = {
        "roadmap": found,
        "data": data,
        "language": data["language"],
        "direction": direction(data["language"]),
        "typed": {name: fields[name] for name in ("title", "language", "starts", "ends")},
        "parts": parts(sheet.generated(data), sheet.FIELDS, sheet.TABLES),
        "own": own,
        "targets": presentation.decided(shown, decided),
        "commitments": presentation.decided(commitments, decided),
        "others": presentation.others((*shown, *commitments)),
        "indicators": presentation.decided([one for one in measured if one.measured], decided),
        "unmeasured": len([one for one in measured if not one.measured]),
        "taken": len([one for one in data["items"] if one["decision"] == "taken"]),
        "matrix": [one for one in shown if one.origin in ("both", "matrix") and one.decision == "proposed"],
        "mandates": lens.accepted[:_NAMED],
        "mandates_n": len(lens.accepted),
        "proposed_n": len(lens.proposed),
        "activities": lens.activities[:_NAMED],
        "activities_n": len(lens.activities),
        "envelopes": lens.envelopes[:_NAMED],
        **{
            name: presentation.table(name, data[name], sent[name] if sent else None, ids, wrong)
            for name in ("metrics", "milestones")
        },
        "choices": presentation.served_choices(made, lens),
        "leads": presentation.leads(data["language"]),
        "figures": sheet.figures(lens.account, data["lines"], data["language"], list(texts.values())),
        "lacks": lacks[:_LACKING],
        "lacks_more": max(0, len(lacks) - _LACKING),
        "checked": checked,
        "flaws": presentation.own_flaws(made),
        "missing": list(missing(found).values()),
        "wrong": wrong or {},
        "stale": stale,
        "news": news,
        "longest": NARRATIVE,
    }
    return render(request, "roadmaps/builder.html", context, status=status)


@page("roadmap.create")
def new(request: HttpRequest) -> HttpResponse:
    """Choose the lines; title and period can be changed later."""
    wrong: dict[str, str] = {}
    chosen = request.GET.getlist("line")
    if request.method == "POST":
        chosen = request.POST.getlist("lines")[:40]
        fields: Data = {"lines": chosen, "starts": request.POST.get("starts", "")[:10]}
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
