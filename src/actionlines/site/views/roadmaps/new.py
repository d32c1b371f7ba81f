"""Begin a road map: one line, or several for a joint one."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path

from actionlines.errors import InvalidFields
from actionlines.framework import load
from actionlines.registry.actions.roadmaps import CreateRoadMap
from actionlines.registry.models import RoadMap
from actionlines.registry.permissions import decide
from actionlines.reports.roadmap.propose import every_line
from actionlines.site.pages import page


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


urlpatterns = [path("roadmaps/new/", new, name="roadmap-new")]
